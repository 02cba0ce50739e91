"""The sentences for the way to QuickBooks Desktop: the Web Connector, the program, the company file.

One entry per problem code of bridge/desktop/hresults.py and of connex_connection_desktop.py. `%(reason)s` is
QuickBooks' own wording with its code.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

_NEXT_RUN = _lt("Nothing to do: the next run of the Web Connector tries again.")
_OPEN_FILE = _lt(
    "Open the company file %(file)s in QuickBooks on the computer with the Web Connector, then press "
    "Update Selected there."
)

DESKTOP_TEXTS = {
    "desktop_busy": (
        _lt("Odoo is at work on this connection."),
        _NEXT_RUN,
    ),
    "desktop_call_order": (
        _lt(
            "The Web Connector called in an order that was not expected, so the session was ended."
        ),
        _NEXT_RUN,
    ),
    "desktop_unreachable": (
        _lt("The Web Connector could not reach QuickBooks Desktop. QuickBooks: %(reason)s"),
        _lt(
            "The next run tries again. If it stays, restart QuickBooks and the Web Connector on that "
            "computer."
        ),
    ),
    "desktop_dialog_open": (
        _lt("A window is open in QuickBooks Desktop that waits for somebody."),
        _lt("Close it on the computer with the Web Connector; the next run tries again."),
    ),
    "desktop_single_user": (
        _lt("The company file is open in a mode that keeps the Web Connector out: %(reason)s"),
        _lt(
            "Switch QuickBooks to multi-user mode under File, or wait until the others have closed the "
            "file; the next run tries again."
        ),
    ),
    "desktop_file_not_opened": (
        _lt("QuickBooks could not open the company file %(file)s. QuickBooks: %(reason)s"),
        _lt(
            "Check that the file is there and open it in QuickBooks. If it was moved or renamed, press "
            "File Was Moved on the connection."
        ),
    ),
    "desktop_other_file_open": (
        _lt("Another company file than %(file)s is open in QuickBooks."),
        _OPEN_FILE,
    ),
    "desktop_not_running": (
        _lt("QuickBooks Desktop is not running, or no company file is open in it."),
        _lt(
            "Open QuickBooks with the company file on the computer with the Web Connector, then press "
            "Update Selected there."
        ),
    ),
    "desktop_access": (
        _lt("QuickBooks does not let Odoo into the company file. QuickBooks: %(reason)s"),
        _lt(
            "Sign in to QuickBooks as Admin in single-user mode, press Update Selected in the Web "
            "Connector, and allow access; or allow it under Edit, Preferences, Integrated Applications, "
            "Company Preferences."
        ),
    ),
    "desktop_unattended": (
        _lt("QuickBooks does not let Odoo in while nobody has the company file open."),
        _lt(
            "Open the company file before the Web Connector runs; or choose under Edit, Preferences, "
            "Integrated Applications, Company Preferences that it may log in automatically."
        ),
    ),
    "desktop_edition": (
        _lt("This edition of QuickBooks does not work with other programs."),
        _lt(
            "Use QuickBooks Desktop Pro, Premier or Enterprise; sales orders need Premier or Enterprise."
        ),
    ),
    "desktop_not_installed": (
        _lt("The Web Connector does not find QuickBooks on its computer. QuickBooks: %(reason)s"),
        _lt("Install the Web Connector on a computer on which QuickBooks Desktop is installed."),
    ),
    "desktop_refused": (
        _lt("QuickBooks Desktop refused: %(reason)s"),
        _lt("The next run tries again. If it stays, do what QuickBooks says, or ask its support."),
    ),
    "desktop_not_understood": (
        _lt("QuickBooks Desktop did not understand the message for %(document)s. %(reason)s"),
        _lt("Send the technical detail to whoever looks after Odoo."),
    ),
    "desktop_other_company": (
        _lt(
            "%(document)s belongs to the company file %(expected)s, but %(file)s is open. Nothing was sent."
        ),
        _lt(
            "Open the right company file in QuickBooks. If it is the same file and was moved or renamed, "
            "press File Was Moved on the connection. For another company make another connection."
        ),
    ),
    "desktop_file_taken": (
        _lt(
            "The company file %(file)s belongs to the connection %(other)s of %(company)s. Nothing was sent "
            "for %(document)s, so that nothing arrives twice or in somebody else's books."
        ),
        _lt(
            "Open the company file that %(document)s is meant for, and run the Web Connector again. If it is "
            "this one, delete the connection %(other)s first."
        ),
    ),
    "desktop_too_old": (
        _lt(
            "This QuickBooks Desktop is too old: it understands qbXML %(reason)s, and 13.0 is needed. "
            "Nothing was sent."
        ),
        _lt(
            "Install QuickBooks Desktop 2014 or newer on the computer with the Web Connector. The next run "
            "then goes on by itself."
        ),
    ),
    "desktop_country": (
        _lt(
            "This is the QuickBooks Desktop of another country (%(country)s). Its forms are taxed in another "
            "way than those of the United States, the only ones that Connex Bridge can write. Nothing was "
            "sent."
        ),
        _lt(
            "Open the company file with the United States edition of QuickBooks Desktop, or use QuickBooks "
            "Online, whose companies of other countries are supported."
        ),
    ),
    "desktop_answer_unreadable": (
        _lt("What the Web Connector brought back is no answer of QuickBooks: %(reason)s"),
        _lt("Nothing to do: the next run asks again, without doing anything twice."),
    ),
    "desktop_document_unreadable": (
        _lt("QuickBooks' answer about %(document)s cannot be read: %(reason)s"),
        _lt(
            "Look at it, and at what it uses, in QuickBooks: type anew what was pasted there, then try "
            "again. If that does not help, send the technical detail to whoever looks after Odoo."
        ),
    ),
    "desktop_fails_on_document": (
        _lt(
            "QuickBooks Desktop fails whenever it is given %(document)s, and did nothing of it. "
            "QuickBooks: %(reason)s"
        ),
        _lt(
            "Restart QuickBooks and choose File, Utilities, Verify Data there, then try again. The other "
            "documents go on."
        ),
    ),
    "lists_unread": (
        _lt("QuickBooks Desktop did not hand out these lists: %(lists)s. QuickBooks: %(reason)s"),
        _lt(
            "What Odoo knows of them is kept, and they are asked for again by themselves. If it stays, do "
            "what QuickBooks says."
        ),
    ),
    "open_in_quickbooks": (
        _lt(
            "Somebody has %(document)s, or something that it uses, open in QuickBooks. QuickBooks: "
            "%(reason)s"
        ),
        _lt("Close it there; the next run of the Web Connector tries again."),
    ),
}
