"""An invoice that bills a sales order takes its addresses in QuickBooks Desktop, until it says its own."""

from dataclasses import replace

from desktop_samples import Books, as_read, billing, form, line, order
from online_samples import ORDER

from connex_bridge.bridge.desktop import lookup
from connex_bridge.bridge.desktop.translate_sales import has_other_addresses
from connex_bridge.bridge.sale import Address

HOME = Address("Ready Mat", "12 Main Street", "Suite 4", "Springfield", "IL", "62701", "US")
AWAY = Address("Ready Mat", "1 Oak Road", city="Salem")


def test_addresses_that_the_invoice_does_not_share_with_its_order_are_said_again():
    books = Books()
    books.save(order(line(), billing=HOME, shipping=HOME))
    invoice = form("invoice", billing(1), billing=HOME, shipping=AWAY)
    books.save(invoice)
    assert books.record(invoice.key).get("ShipAddress")["City"] == "Springfield"
    assert has_other_addresses(answered(books, invoice.key), invoice)
    assert not has_other_addresses(answered(books, invoice.key), replace(invoice, shipping=HOME))
    assert not has_other_addresses(
        answered(books, invoice.key), replace(invoice, shipping=Address())
    )
    books.save(invoice)
    assert books.record(invoice.key).get("ShipAddress")["City"] == "Salem"
    assert not has_other_addresses(answered(books, invoice.key), invoice)
    assert books.told(ORDER)["IsFullyInvoiced"] == "true"


def answered(books, key):
    query = lookup.by_id("Invoice", books.ids[key])
    return as_read(books.carried_out(query))
