"""What actions make of the lines of a sale's documents, and of what its headers say."""

from dataclasses import replace
from decimal import Decimal

import pytest
from rule_samples import always, paid_sale, planned, rule
from small_sales import line, order, snapshot

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge import sale

INVOICE = docs.Key("invoice", "account.move", 11)
PAYMENT = docs.Key("payment", "account.payment", 21)


def test_items_are_mapped_line_by_line():
    lines = (line(1, "60"), replace(line(2, "40"), product=None, description="Fee"))
    sold = order(lines=lines)
    by_sku = rule("map_item", "line_sku", "equals", ("ch-1", "Seating"))
    mapped = planned(snapshot([sold]), by_sku)["sales_order"].document.lines
    assert [(each.item_name, each.item) for each in mapped] == [("Seating", None), ("", None)]


def test_the_item_of_shipping_and_of_discounts_is_mapped_by_their_kind():
    lines = (
        line(1, "100"),
        replace(line(2, "10"), role="shipping"),
        replace(line(3, "-10"), role="discount"),
    )
    sold = order(lines=lines)
    found = planned(
        snapshot([sold]),
        always("map_shipping_item", "Freight"),
        always("map_discount_item", "Rebate", number=2),
        always("map_shipping_tax_code", "NON", number=3),
    )
    mapped = found["sales_order"].document.lines
    assert [each.item_name for each in mapped] == ["", "Freight", "Rebate"]
    assert [each.tax_code for each in mapped] == ["", "NON", ""]


def test_multiplied_quantities_leave_the_amount_as_it_is():
    each_line = replace(line(1, "100"), quantity=Decimal(4), unit_price=Decimal(25))
    sold = order(lines=(each_line,))
    dozen = rule("multiply_quantity", "line_sku", "equals", ("CH-1", "12"))
    [mapped] = planned(snapshot([sold]), dozen)["sales_order"].document.lines
    assert mapped.quantity == 48
    assert mapped.amount == 100
    assert round(mapped.quantity * mapped.unit_price, 2) == 100


@pytest.mark.parametrize("to, amount", [("7.50", "7.50"), ("2.5 % Handling", "2.50")])
def test_a_surcharge_is_a_line_of_its_own_and_in_the_total(to, amount):
    found = planned(paid_sale(), always("add_surcharge", to, name="Card fee"))
    document = found["invoice"].document
    assert document.total == Decimal(106) + Decimal(amount)
    assert (document.lines[-1].description, document.lines[-1].amount) == (
        "Card fee",
        Decimal(amount),
    )
    assert document.lines[-1].item_name == ("Handling" if "%" in to else "")
    assert [(each.what, each.after) for each in found["invoice"].explanation] == [
        ("add_surcharge", amount.rstrip("0"))
    ]


def test_an_excluded_line_takes_its_tax_with_it_and_its_payment_fits_again():
    lines = (line(1, "60"), replace(line(2, "40"), description="Fee"))
    taken = paid_sale(lines=lines, taxes={1: sale.Tax(1, "6 %", Decimal(6))})
    found = planned(taken, rule("exclude_line", "line_description", "equals", ("fee", "")))
    document = found["invoice"].document
    assert (document.tax, document.total) == (Decimal("3.60"), Decimal("63.60"))
    assert len(document.lines) == 1
    [application] = found["payment"].document.applications
    assert (application.amount, found["payment"].document.amount) == (
        Decimal("63.60"),
        Decimal("106.00"),
    )


def test_a_line_whose_tax_cannot_be_taken_off_holds_the_document_back():
    taken = paid_sale(taxes={1: sale.Tax(1, "Eco", None)})
    found = planned(taken, rule("exclude_line", "line_sku", "equals", ("ch-1", "")))
    assert found["invoice"].problem.code == "excluded_tax_unknown"


def test_headers_get_class_location_terms_memo_message_and_custom_field():
    found = planned(
        paid_sale(),
        always("map_class", "Web", number=1),
        always("map_location", "Berlin", number=2),
        always("map_terms", "Net 60", number=3),
        always("map_memo", "Imported", number=4),
        always("map_customer_message", "Thanks!", number=5),
        rule("map_custom_field", "order_number", "map_all", ("", "Crew #"), number=6),
        always("map_tax_code", "CA", number=7),
    )
    document = found["invoice"].document
    assert (document.class_name, document.location, document.term_name) == (
        "Web",
        "Berlin",
        "Net 60",
    )
    assert (document.memo, document.customer_message) == ("Imported", "Thanks!")
    assert document.custom_fields == (docs.CustomField("Crew #", "S00001"),)
    assert document.tax_code == "CA"


def test_lines_get_a_tax_code_each():
    code = rule("map_line_tax_code", "line_sku", "equals", ("CH-1", "NON"))
    [mapped] = planned(snapshot([order()]), code)["sales_order"].document.lines
    assert mapped.tax_code == "NON"


def test_lines_get_a_class_each():
    sold = order(lines=(line(1, "60"), replace(line(2, "40"), description="Fee")))
    found = planned(
        snapshot([sold]), rule("map_line_class", "line_description", "equals", ("fee", "Fees"))
    )
    assert [each.class_name for each in found["sales_order"].document.lines] == ["", "Fees"]
