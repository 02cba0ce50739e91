"""Canadian taxes in both books: what Odoo charges, and the bookkeeper's part of the mapping in QuickBooks.

For the tables of sales. Rates are those of 2026: federal GST, provincial PST (British Columbia), HST
(Ontario) and QST (Quebec).
"""

from ledger import new_tax_code

#: Codes that this company has made in QuickBooks, by name, with rates as for `ledger.new_tax_code`.
NEW_CODES = {"PST BC only": ["PST BC (Sales)"], "GST/QST QC": ["GST (Sales)", ("QST", 9.975)]}


def gst(desk):
    return desk.tax_of(5, "GST 5%")


def pst(desk):
    return desk.tax_of(7, "PST BC 7%")


def hst(desk):
    return desk.tax_of(13, "HST ON 13%")


def qst(desk):
    return desk.tax_of(9.975, "QST 9.975%")


def hst_included(desk):
    return desk.included_tax_of(13)


def zero_rated(desk):
    return desk.tax_of(0, "Zero-rated")


def first_nations(desk):
    """A tax of 0 % whose code in QuickBooks is Exempt."""
    return desk.tax_of(0, "Exempt (status card)")


def map_taxes(books) -> None:
    """Make the codes that are missing in QuickBooks, and choose those that a rate does not tell apart."""
    desk = books.desk
    for name, rates in NEW_CODES.items():
        new_tax_code(books.ledger, name, rates)
    books.odoo.call("connex.connection", "action_refresh_lists", [books.connection])
    for tax in (gst, pst, hst, qst, hst_included):
        tax(desk)
    books.map_tax(zero_rated(desk), "Zero-rated")
    books.map_tax(first_nations(desk), "Exempt")
