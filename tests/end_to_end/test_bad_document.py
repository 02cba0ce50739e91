"""Bad input in a document: it is held back with a problem that says what to do, while the others go on.

Once the cause is mended everything goes through, and nothing is in the books twice.
"""

from decimal import Decimal

import pytest
from bookkeeper import cents
from ledger import line_sum, product_lines
from quickbooks.objects.customer import Customer


@pytest.fixture
def good_order(shop, customer, lantern):
    """An order that nothing is wrong with."""
    return shop.order(customer, [(lantern, 1)])


def assert_held(mirror, code, *words):
    """The document has this problem, with a message that contains these words, and a next step."""
    assert (mirror["state"], mirror["problem_code"]) == ("problem", code)
    for word in words:
        assert word in mirror["problem_message"]
    assert mirror["next_step"]


def test_customer_without_a_name_holds_only_his_own_orders(
    bookkeeper, ledger, shop, odoo, good_order, chart
):
    nameless = odoo.create("res.partner", name=False, type="other", email="who@example.com")
    order = shop.order(nameless, [(chart, 1)])
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1}
    assert bookkeeper.state(good_order) == "synced"
    assert_held(bookkeeper.mirror("customer", nameless), "customer_without_name")
    assert bookkeeper.state(order) == "problem"
    assert odoo.read("sale.order", order, "connex_problem")
    assert bookkeeper.mirror("sales_order", order)["next_step"]

    odoo.write("res.partner", nameless, name="Jane Roe")
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 2}
    assert ledger.sales_order(bookkeeper.number(order)).CustomerRef.name == "Jane Roe"
    assert bookkeeper.state(order) == "synced"
    assert bookkeeper.problems() == {}


def test_product_without_sku_is_an_item_by_its_name(
    bookkeeper, ledger, shop, customer, sync_is_quiet
):
    plain = shop.product("Plain Bucket", 12.00, default_code=False)
    other = shop.product("Other Bucket", 13.00, default_code=False)
    first = shop.order(customer, [(plain, 1), (other, 1)])
    second = shop.order(customer, [(plain, 2)])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    items = {
        line.SalesItemLineDetail.ItemRef.name
        for order in (first, second)
        for line in product_lines(ledger.sales_order(bookkeeper.number(order)))
    }
    assert items == {"Plain Bucket", "Other Bucket"}
    assert [item.Name for item in ledger.items].count("Plain Bucket") == 1
    sync_is_quiet()


def test_variants_that_share_a_name_all_get_into_the_books(bookkeeper, ledger, shop, customer):
    red = shop.product("Bucket", 12.00, default_code="BUCKET-RED")
    blue = shop.product("Bucket", 12.00, default_code="BUCKET-BLUE")
    bare = shop.product("Bucket", 12.00, default_code=False)
    order = shop.order(customer, [(red, 1), (blue, 2), (bare, 3)])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    sales_order = ledger.sales_order(bookkeeper.number(order))
    assert sales_order.TotalAmt == bookkeeper.amount(order) == 72
    used = [line.SalesItemLineDetail.ItemRef.value for line in product_lines(sales_order)]
    assert used[0] == ledger.item("BUCKET-RED").Id != ledger.item("BUCKET-BLUE").Id == used[1]


def test_line_without_a_product_has_an_item_of_the_connection_or_the_chosen_one(
    bookkeeper, ledger, odoo, customer
):
    def invoice_without_product(text):
        line = {"name": text, "quantity": 1, "price_unit": 15.00, "tax_ids": [(5, 0, 0)]}
        invoice = odoo.create(
            "account.move",
            move_type="out_invoice",
            partner_id=customer,
            invoice_line_ids=[(0, 0, line)],
        )
        odoo.call("account.move", "action_post", [invoice])
        bookkeeper.sync()
        assert bookkeeper.problems() == {}
        mirrored = ledger.invoice(bookkeeper.number(invoice, "account.move"))
        assert mirrored.TotalAmt == 15
        return product_lines(mirrored)[0].SalesItemLineDetail.ItemRef.value

    bookkeeper.choose(default_item_id=False)
    used = invoice_without_product("Handling, as agreed")
    (made,) = [item for item in ledger.items if item.Name == "Other sales"]
    assert used == made.Id
    assert made.IncomeAccountRef.value
    assert invoice_without_product("Handling, once more") == made.Id

    chosen = ledger.enter_item("Other charges")
    odoo.call("connex.connection", "action_refresh_lists", [bookkeeper.connection])
    bookkeeper.choose(default_item_id=bookkeeper.reference("item", "Other charges"))
    assert invoice_without_product("Handling, again") == chosen


AWKWARD_NAMES = [
    "Röhm: Söhne & Co.",
    "Pat O'Brien",
    'The "Quoted" Company',
    "Back\\slash Ltd",
    "Party 🎉 Supplies",
    "Tab\tand  spaces",
    "<b>Bold & Brave</b>",
    "株式会社 京都",
    "A" * 180,
]


def test_awkward_names_of_customers_and_products_go_through(
    bookkeeper, ledger, shop, sync_is_quiet
):
    orders = {}
    for number, name in enumerate(AWKWARD_NAMES):
        partner = shop.customer(name, email=f"someone{number}@example.com")
        product = shop.product(name, 5.00, default_code=f"AWKWARD-{number}")
        orders[name] = shop.order(partner, [(product, 1)])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert ledger.count() == {"Estimate": len(AWKWARD_NAMES)}
    for number, (name, order) in enumerate(orders.items()):
        sales_order = ledger.sales_order(bookkeeper.number(order))
        assert ":" not in sales_order.CustomerRef.name
        assert sales_order.CustomerRef.name[:3] == name[:3]
        assert ledger.item(f"AWKWARD-{number}").Name[:3] == name[:3]
        assert bookkeeper.state(order) == "synced", name
    sync_is_quiet()


def test_customers_with_awkward_names_are_found_in_quickbooks(bookkeeper, ledger, shop, chart):
    names = ["Pat O'Brien", 'The "Quoted" Co', "Back\\slash", "50% & more", "株式会社 京都"]
    orders = {}
    for name in names:
        known = Customer()
        known.DisplayName = name
        known_id = known.save(qb=ledger.client).Id
        orders[known_id] = shop.order(shop.customer(name, email=""), [(chart, 1)])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    for known_id, order in orders.items():
        assert ledger.sales_order(bookkeeper.number(order)).CustomerRef.value == known_id


def test_name_without_a_letter_is_told_and_the_others_go_on(
    bookkeeper, ledger, shop, odoo, good_order, chart
):
    partner = shop.customer("🎉🎉🎉", email="")
    order = shop.order(partner, [(chart, 1)])
    bookkeeper.sync()
    assert_held(bookkeeper.mirror("customer", partner), "customer_without_name")
    assert (bookkeeper.state(order), bookkeeper.state(good_order)) == ("problem", "synced")
    assert ledger.count() == {"Estimate": 1}


def test_amounts_with_more_decimals_than_quickbooks_keeps_stay_equal_to_the_cent(
    bookkeeper, ledger, shop, odoo, customer, tax
):
    for precision, digits in (("Product Price", 6), ("Product Unit", 3), ("Discount", 4)):
        (found,) = odoo.search("decimal.precision", [("name", "=", precision)])
        odoo.write("decimal.precision", found, digits=digits)
    rows = [(0.123457, 1000, 0), (33.333333, 3, 0), (0.654321, 1.234, 0), (1999.99, 7, 12.3456)]
    lines = []
    for number, (price, quantity, discount) in enumerate(rows):
        product = shop.product(f"Fine {number}", price, taxes_id=[(6, 0, [tax])])
        line = {"product_id": product, "product_uom_qty": quantity, "price_unit": price}
        lines.append((0, 0, line | {"discount": discount}))
    order = odoo.create("sale.order", partner_id=customer, order_line=lines)
    odoo.call("sale.order", "action_confirm", [order])
    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.pay(invoice)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    (mirrored,) = ledger.invoices
    assert mirrored.TotalAmt == bookkeeper.amount(invoice, model="account.move")
    assert line_sum(mirrored) == bookkeeper.amount(invoice, "amount_untaxed", "account.move")
    assert mirrored.Balance == 0
    assert ledger.sales_order(bookkeeper.number(order)).TotalAmt == bookkeeper.amount(order)
    for line in product_lines(mirrored):
        detail = line.SalesItemLineDetail
        if detail.Qty and detail.UnitPrice:
            product = Decimal(detail.Qty) * Decimal(detail.UnitPrice)
            assert product.quantize(Decimal("0.01"), "ROUND_HALF_UP") == line.Amount
    assert cents(bookkeeper.mirror("invoice", invoice)["qb_total"]) == mirrored.TotalAmt


def test_document_that_quickbooks_refuses_does_not_hold_the_others(
    bookkeeper, ledger, shop, sandbox, customer, chart
):
    orders = [shop.order(customer, [(chart, quantity)]) for quantity in (1, 2, 3)]
    sandbox.add_fault(
        kind="item_fault", code="6000", times=1, match={"entity": "Estimate", "operation": "create"}
    )
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 2}
    states = [bookkeeper.state(order) for order in orders]
    assert sorted(states) == ["problem", "synced", "synced"]
    refused = orders[states.index("problem")]
    mirror = bookkeeper.mirror("sales_order", refused)
    assert_held(mirror, "business_rule", bookkeeper.number(refused))

    shown = bookkeeper.press_sync(refused)
    assert shown["outcome"] == "done", shown
    assert ledger.count() == {"Estimate": 3}
    assert bookkeeper.problems() == {}
