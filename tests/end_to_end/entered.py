"""What people enter on the addon's forms, whichever QuickBooks is connected.

`office` is a Bookkeeper (bookkeeper.py) or a Desktop (desktop.py): Odoo and its connection to QuickBooks.
"""

from datetime import UTC, date, datetime, timedelta


def odoo_today() -> date:
    """Return the day that it is in Odoo, whose users here have no time zone of their own: UTC's."""
    return datetime.now(UTC).date()


def manual_sync(office, *numbers: str, **values) -> int:
    """Make a manual sync of the orders with these numbers; return its id."""
    return office.odoo.create(
        "connex.manual.sync",
        connection_id=office.connection,
        choose_by="numbers",
        numbers="\n".join(numbers),
        **values,
    )


def payment_mapping(office, journal: int, account: str, method: str = "", line=False) -> int:
    """Map a journal (or one of its payment method lines) to QuickBooks' account, and to its payment method;
    return the row's id."""
    return office.odoo.create(
        "connex.payment.mapping",
        connection_id=office.connection,
        journal_id=journal,
        payment_method_line_id=line,
        account_id=office.reference("account", account),
        method_id=bool(method) and office.reference("payment_method", method),
    )


def start_search(office) -> int:
    """Press the button of a search for what is in QuickBooks already, from two months ago on; return its
    id."""
    day = str(odoo_today() - timedelta(days=60))
    found = office.odoo.create("connex.adoption", connection_id=office.connection, date_from=day)
    office.odoo.call("connex.adoption", "action_search", [found])
    return found


def search_lines(office, search: int) -> dict[tuple[str, int], dict]:
    """Return the lines of a search by kind of document and the record's id."""
    fields = ["res_id", "document", "match", "note", "found_id", "candidate_ids", "state"]
    rows = office.odoo.search_read("connex.adoption.line", [("run_id", "=", search)], fields)
    return {(row["document"], row["res_id"]): row for row in rows}
