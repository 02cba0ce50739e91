"""Already in QuickBooks Desktop: what a person has typed into the company file is found in a session of the
Web Connector, shown, and not created a second time.

One company file and one database for all of them: each test has a customer and numbers of its own.
"""

from datetime import timedelta

import pytest

from development.remote.odoo import OdooError

pytestmark = pytest.mark.usefixtures("nothing_old_is_synced")


def sold(shop, customer, chart):
    """(order, invoice) of two charts: delivered, invoiced, paid today."""
    order = shop.order(customer, [(chart, 2)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.pay(invoice)
    return order, invoice


def test_certain_invoice_is_adopted_and_only_its_payment_is_created(
    desktop, odoo, shop, buyer, typed, old_invoice, search, lines, month_ago
):
    customer, there = buyer
    invoice, other = old_invoice(2, name="INV/2026/00101"), old_invoice(3)
    by_hand = typed.invoice(there, "INV26-00101", 49, month_ago)
    shop.pay(invoice)
    run = search()
    found = lines(run)
    assert found["invoice", invoice]["match"] == "certain"
    assert found["invoice", other]["match"] == "none"
    assert desktop.count(there) == {"Invoice": 1}
    assert desktop.mirrors() == []

    odoo.call("connex.adoption", "action_adopt_certain", [run])
    odoo.call("connex.adoption", "action_sync_from_here", [run])
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.count(customer) == {"Invoice": 2, "ReceivePayment": 1}
    adopted = typed.read(by_hand)
    assert (adopted.open, adopted.memo) == (0, "")
    (payment,) = desktop.forms(customer)["ReceivePayment"]
    assert [(each.id, each.amount) for each in payment.applied] == [(by_hand.id, 49)]
    assert desktop.state(invoice, "account.move") == "synced"
    assert desktop.is_quiet()
    again = lines(search())
    assert ("invoice", invoice) not in again
    assert desktop.is_quiet()


def test_whole_sale_typed_by_hand_is_adopted_and_none_of_it_is_written(
    desktop, odoo, shop, buyer, chart, typed, search, lines, adopt, today
):
    customer, there = buyer
    order, invoice = sold(shop, customer, chart)
    ordered = typed.order(there, desktop.number(order), 2, today)
    billed = typed.invoice(there, typed.short(desktop.number(invoice, "account.move")), 49, today)
    typed.close(ordered)
    paid = typed.payment(there, 49, today, billed)
    found = lines(search())
    own = [row for row in found.values() if row["res_id"] in (order, invoice)]
    assert {row["match"] for row in own} == {"certain"}
    (payment,) = [row for (kind, _id), row in found.items() if kind == "payment"]
    assert payment["match"] == "proposed"  # nobody has typed in its number
    adopt(*own, payment)
    theirs = [typed.read(each) for each in (ordered, billed, paid)]
    assert desktop.writes(desktop.sync) == 0
    assert desktop.count(customer) == {"SalesOrder": 1, "Invoice": 1, "ReceivePayment": 1}
    assert desktop.problems() == {}
    assert desktop.state(order) == "synced"
    assert [typed.read(each).revision for each in theirs] == [each.revision for each in theirs]
    assert desktop.is_quiet()


def test_adopted_payment_that_was_left_open_is_applied_and_its_order_closed(
    desktop, shop, buyer, chart, typed, search, lines, adopt, today
):
    customer, there = buyer
    order, invoice = sold(shop, customer, chart)
    ordered = typed.order(there, desktop.number(order), 2, today)
    billed = typed.invoice(there, typed.short(desktop.number(invoice, "account.move")), 49, today)
    before = typed.payment(there, 49, today)
    found = lines(search())
    adopt(*[row for row in found.values() if row["match"] != "none"])
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.count(customer) == {"SalesOrder": 1, "Invoice": 1, "ReceivePayment": 1}
    payment = typed.read(before)
    assert (payment.open, payment.day, payment.memo) == (0, before.day, "")
    assert [each.id for each in payment.applied] == [billed.id]
    assert typed.read(billed).open == 0
    after = typed.read(ordered)
    assert after.closed
    assert [(line.item, line.quantity) for line in after.lines] == [("Harbor Chart", 2)]
    assert desktop.is_quiet()


def test_doubtful_ones_are_shown_with_what_differs_and_wait_for_a_person(
    desktop, odoo, buyer, typed, old_invoice, search, lines, adopt, month_ago
):
    customer, there = buyer
    near, twice = old_invoice(2), old_invoice(4)
    typed.invoice(there, "1007", 49, month_ago + timedelta(days=2))
    for number in ("1008", "1009"):
        typed.invoice(there, number, 98, month_ago)
    run = search()
    found = lines(run)
    assert found["invoice", near]["match"] == "proposed"
    assert "number, date" in found["invoice", near]["note"]
    ambiguous = found["invoice", twice]
    assert (ambiguous["match"], ambiguous["found_id"]) == ("ambiguous", False)
    assert len(ambiguous["candidate_ids"]) == 2
    with pytest.raises(OdooError, match="choose first"):
        adopt(ambiguous)
    with pytest.raises(OdooError, match="Decide about them first"):
        odoo.call("connex.adoption", "action_sync_from_here", [run])

    odoo.write("connex.adoption.line", ambiguous["id"], found_id=ambiguous["candidate_ids"][1])
    adopt(ambiguous)
    odoo.call("connex.adoption.line", "action_reject", [found["invoice", near]["id"]])
    odoo.call("connex.adoption", "action_sync_from_here", [run])
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.mirror("invoice", twice)["qb_number"] == "1009"
    assert desktop.count(customer) == {"Invoice": 4}
    created = desktop.quickbooks_document("Invoice", "invoice", near)
    assert (created.total, created.number) == (
        49,
        typed.short(desktop.number(near, "account.move")),
    )
    assert lines(search()).get(("invoice", near), {"match": "none"})["match"] == "none"


@pytest.mark.parametrize("same", [True, False], ids=["the same", "another one"])
def test_new_sale_that_somebody_has_typed_in_is_proposed_and_goes_on_after_the_decision(
    desktop, odoo, shop, buyer, typed, old_invoice, sync_old, same, today
):
    customer, there = buyer
    invoice = old_invoice(2, day=today)
    number = typed.short(desktop.number(invoice, "account.move"))
    by_hand = typed.invoice(there, number, 49, today)
    shop.pay(invoice)
    for _time in range(2):
        sync_old()
        mirror = desktop.mirror("invoice", invoice)
        assert mirror["problem_code"] == "typed_in_quickbooks"
        assert "To Decide" in mirror["next_step"]
    assert desktop.count(customer) == {"Invoice": 1}
    (line,) = odoo.search(
        "connex.adoption.line", [("res_id", "=", invoice), ("state", "=", "open")]
    )
    odoo.call("connex.adoption.line", "action_adopt" if same else "action_reject", [line])
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.count(customer) == {"Invoice": 1 if same else 2, "ReceivePayment": 1}
    mirror = desktop.mirror("invoice", invoice)
    assert (mirror["qb_id"] == by_hand.id) is same
    assert (mirror["qb_number"] == number) is same
    assert typed.read(by_hand).open == (0 if same else 49)
    assert desktop.is_quiet()


def test_credit_memos_are_found_too(
    desktop, odoo, buyer, chart, typed, search, lines, adopt, month_ago
):
    customer, there = buyer
    credit = odoo.create(
        "account.move",
        move_type="out_refund",
        partner_id=customer,
        invoice_date=str(month_ago),
        name="RINV/2026/00131",
        invoice_line_ids=[(0, 0, {"product_id": chart, "quantity": 1, "price_unit": 24.50})],
    )
    odoo.call("account.move", "action_post", [credit])
    by_hand = typed.credit_memo(there, "RINV26-0131", "24.50", month_ago)
    found = lines(search())["credit_memo", credit]
    assert found["match"] == "certain"
    adopt(found)
    assert desktop.writes(desktop.sync) == 0
    assert desktop.mirror("credit_memo", credit)["qb_id"] == by_hand.id


def test_session_that_is_lost_while_searching_loses_nothing_and_doubles_nothing(
    desktop, odoo, buyer, typed, old_invoice, start, lines, month_ago
):
    _customer, there = buyer
    invoice = old_invoice(2)
    number = typed.short(desktop.number(invoice, "account.move"))
    by_hand = typed.invoice(there, number, 49, month_ago)
    many = [
        typed.invoice(there, f"MANY-{count}", 10 + count, month_ago - timedelta(days=20))
        for count in range(205)
    ]
    run = start()
    lost = 0
    for at in range(1, 8):  # ever later, also between two pages of one kind
        log = desktop.connector.run(
            {"kind": "disconnect_before", "at": "receiveResponseXML", "number": at}
        )
        lost += log["status"] not in ("done", "nothing to do")
    desktop.sync()
    odoo.run_cron("connex_bridge.cron_sync")
    assert lost
    assert odoo.read("connex.adoption", run, "state") == "found"
    rows = odoo.search_read("connex.adoption.found", [("run_id", "=", run)], ["document", "qb_id"])
    ids = [(row["document"], row["qb_id"]) for row in rows]
    assert len(ids) == len(set(ids))
    assert {("invoice", each.id) for each in (by_hand, *many)} <= set(ids)
    assert lines(run)["invoice", invoice]["match"] == "certain"


def test_without_sales_orders_everything_else_is_searched(
    desktop, odoo, buyer, typed, old_invoice, start, lines, month_ago
):
    _customer, there = buyer
    invoice = old_invoice(2)
    typed.invoice(there, typed.short(desktop.number(invoice, "account.move")), 49, month_ago)
    desktop.books.preferences(sales_orders=False)
    try:
        run = start()
        desktop.sync()
        odoo.run_cron("connex_bridge.cron_sync")
        assert odoo.read("connex.adoption", run, "state") == "found"
        assert lines(run)["invoice", invoice]["match"] == "certain"
    finally:
        desktop.books.preferences(sales_orders=True)


def test_whoever_only_sells_neither_searches_nor_decides(
    desktop, odoo, buyer, typed, old_invoice, search, lines, month_ago
):
    _customer, there = buyer
    invoice = old_invoice(2)
    typed.invoice(there, "1014", 49, month_ago)
    run = search()
    line = lines(run)["invoice", invoice]
    groups = [(6, 0, [odoo.ref("sales_team.group_sale_salesman")])]
    odoo.create(
        "res.users", name="Seller", login="seller", password="seller-123456", group_ids=groups
    )
    seller = odoo.as_user("seller", "seller-123456")
    for model, method, record in (
        ("connex.adoption.line", "action_adopt", line["id"]),
        ("connex.adoption.line", "action_reject", line["id"]),
        ("connex.adoption", "action_search", run),
    ):
        with pytest.raises(OdooError) as refused:
            seller.call(model, method, [record])
        assert refused.value.kind == "odoo.exceptions.AccessError"
    assert odoo.read("connex.adoption.line", line["id"], "state") == "open"
