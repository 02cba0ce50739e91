"""What each action makes of a sale's documents, and what it leaves alone."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from rule_samples import always, paid_sale, planned, rule, ruling
from small_sales import invoice, mirrored_as, order, payment, settings, snapshot

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.plan import Mirrored, plan
from connex_bridge.bridge.rules import RuleSet, Subjects
from connex_bridge.bridge.rules.actions import ACTIONS

INVOICE = docs.Key("invoice", "account.move", 11)
PAYMENT = docs.Key("payment", "account.payment", 21)


def test_without_a_rule_nothing_changes():
    taken = paid_sale()
    unruled = plan(taken, settings(), {})
    ruled = plan(taken, settings(), {}, None)
    assert unruled == ruled
    assert all("_name" not in key for each in unruled for key in docs.content(each.document))


def test_an_order_that_is_not_to_be_synced_gets_no_documents():
    assert not planned(paid_sale(), always("do_not_sync", "true"))


def test_a_rule_further_down_can_take_it_back():
    back = always("do_not_sync", "false", number=2)
    assert set(planned(paid_sale(), always("do_not_sync", ""), back)) == {
        "sales_order", "invoice", "payment",
    }  # fmt: skip


def test_without_invoices_the_order_and_an_unapplied_payment_remain():
    found = planned(
        paid_sale(), rule("stop_invoice", "order_status", "is_not", ("pending", "true"))
    )
    assert set(found) == {"sales_order", "payment"}
    assert found["payment"].document.applications == ()
    assert found["sales_order"].document.status == ""


def test_an_invoice_without_an_order_counts_as_fulfilled():
    stop = rule("stop_invoice", "order_status", "is_not", ("fulfilled", "true"))
    assert set(planned(snapshot((), [invoice()]), stop)) == {"invoice"}


def test_the_invoice_comes_when_the_order_is_fulfilled():
    stop = rule("stop_invoice", "order_status", "is_not", ("fulfilled", "true"))
    first = planned(paid_sale("pending"), stop)
    assert set(first) == {"sales_order", "payment"}
    later = planned(paid_sale("fulfilled"), stop, mirrored=mirrored_as(first.values()))
    assert set(later) == {"sales_order", "invoice", "payment"}
    assert later["payment"].document.applications == (docs.Application(INVOICE, Decimal("106.00")),)
    assert later["invoice"].document.sales_order == docs.Key("sales_order", "sale.order", 1)


@pytest.mark.parametrize(
    "stop, removed",
    [
        ("do_not_sync", {"sales_order", "invoice", "payment"}),
        ("stop_invoice", {"invoice"}),
        ("mark_unpaid", {"payment"}),
    ],
)
def test_what_was_planned_before_the_rule_and_not_sent_does_not_go_out(stop, removed):
    waiting = {
        each.key: Mirrored(live=False, prepared=True) for each in planned(paid_sale()).values()
    }
    found = planned(paid_sale(), always(stop, "true"), mirrored=waiting)
    assert {kind for kind, each in found.items() if each.action == "remove"} == removed


def test_an_invoice_that_quickbooks_has_stays_maintained():
    mirrored = {INVOICE: Mirrored(live=True)}
    assert "invoice" in planned(paid_sale(), always("stop_invoice", "true"), mirrored=mirrored)


def test_marked_as_unpaid_the_invoice_stays_open_and_there_is_no_payment():
    unpaid = rule("mark_unpaid", "payment_method", "equals", ("PayPal", "true"))
    assert set(planned(paid_sale(method="PayPal"), unpaid)) == {"sales_order", "invoice"}
    assert set(planned(paid_sale(method="Cash"), unpaid)) == {"sales_order", "invoice", "payment"}


def test_a_payment_that_was_applied_before_the_rule_stays_applied():
    applied = {PAYMENT: Mirrored(live=True, applied=frozenset({INVOICE}))}
    found = planned(paid_sale(), always("mark_unpaid", "true"), mirrored=applied)
    assert [each.target for each in found["payment"].document.applications] == [INVOICE]


def test_a_payment_over_an_unpaid_and_another_invoice_pays_only_the_other():
    bills = [
        invoice(11, residual=Decimal(0), customer_reference="hold"),
        invoice(12, residual=Decimal(0)),
    ]
    made = payment(amount="212", applied=[(11, "106.00"), (12, "106.00")])
    unpaid = rule("mark_unpaid", "customer_reference", "equals", ("hold", "true"))
    found = planned(snapshot((), bills, [made]), unpaid)
    assert [each.target.id for each in found["payment"].document.applications] == [12]


@pytest.mark.parametrize(
    "to, kinds",
    [
        ("sales receipt", {"sales_receipt"}),
        ("Invoices only", {"invoice"}),
        ("sales order only", {"sales_order"}),
        ("orders_payments", {"sales_order", "payment"}),
    ],
)
def test_a_sale_can_have_another_transaction_type_than_the_others(to, kinds):
    assert set(planned(paid_sale(), always("map_transaction_type", to))) == kinds


def test_numbers_get_a_prefix():
    found = planned(paid_sale(), always("add_order_prefix", "WEB-"))
    assert found["sales_order"].document.number == "WEB-S00001"
    assert found["invoice"].document.number == "WEB-INV/11"
    assert found["payment"].document.number == "PAY21"


def test_a_field_is_copied_into_another():
    sold = order(customer_reference="PO-9")
    copy = rule("map_order_number", "customer_reference", "map_all")
    assert planned(snapshot([sold]), copy)["sales_order"].document.number == "PO-9"


def test_nothing_is_copied_from_an_empty_field():
    copy = rule("map_order_number", "customer_reference", "map_all")
    assert planned(snapshot([order()]), copy)["sales_order"].document.number == "S00001"


def test_the_date_can_be_the_ship_date():
    sold = order()
    facts = {sold.source: {"effective_date": date(2026, 11, 20)}}
    ship = rule("map_order_date", "ship_date", "map_all")
    found = planned(snapshot([sold]), ship, facts=facts)
    assert found["sales_order"].document.date == date(2026, 11, 20)


def test_money_goes_to_the_account_and_method_that_a_rule_names():
    found = planned(
        paid_sale(method="PayPal"),
        rule("map_deposit_account", "payment_method", "equals", ("paypal", "PayPal Clearing")),
        rule("map_payment_method", "payment_method", "equals", ("paypal", "E-Wallet"), number=2),
    )
    made = found["payment"].document
    assert (made.deposit_account, made.method_name) == ("PayPal Clearing", "E-Wallet")


def test_a_receipt_takes_the_account_of_its_payment():
    by_method = rule("map_deposit_account", "payment_method", "equals", ("cash", "Till"))
    found = planned(paid_sale(), by_method, mode="receipts")
    assert found["sales_receipt"].document.deposit_account == "Till"


def test_another_customer_is_billed_on_all_documents_of_the_sale():
    found = planned(paid_sale(), always("map_customer", "Web Customers"))
    assert {each.document.customer_name for each in found.values()} == {"Web Customers"}
    assert not [
        key for each in found.values() for key in docs.references(each.document)
        if key.document == "customer"
    ]  # fmt: skip


def test_one_customer_for_all_allows_a_payment_over_several_customers():
    bills = [invoice(11, residual=Decimal(0)), invoice(12, residual=Decimal(0), customer=6)]
    made = payment(amount="212", applied=[(11, "106.00"), (12, "106.00")])
    one = rule("map_customer", "document", "is_set", ("", "Web Customers"))
    assert planned(snapshot((), bills, [made]), one)["payment"].problem is None


def test_a_payment_over_differently_billed_invoices_is_held_back():
    bills = [invoice(11, residual=Decimal(0)), invoice(12, residual=Decimal(0))]
    made = payment(amount="212", applied=[(11, "106.00"), (12, "106.00")])
    one = rule("map_customer", "invoice_number", "equals", ("INV/11", "Web Customers"))
    problem = planned(snapshot((), bills, [made]), one)["payment"].problem
    assert problem.code == "payment_for_several_customers"


def test_a_later_rule_sees_what_an_earlier_one_changed():
    found = planned(
        paid_sale(),
        rule("map_class", "order_number", "is_set", ("", "Web")),
        rule("map_location", "class", "equals", ("web", "Berlin"), number=2),
        rule("map_item", "line_sku", "equals", ("CH-1", "Seat"), number=3),
        rule("map_line_class", "line_sku", "equals", ("seat", "Furniture"), number=4),
    )
    document = found["invoice"].document
    assert document.location == "Berlin"
    assert document.lines[0].class_name == "Furniture"


def test_an_earlier_rule_does_not_see_what_a_later_one_changes():
    found = planned(
        paid_sale(),
        rule("map_location", "class", "equals", ("web", "Berlin")),
        rule("map_class", "order_number", "is_set", ("", "Web"), number=2),
    )
    assert found["invoice"].document.location == ""


def test_a_rule_that_cannot_be_evaluated_holds_the_whole_sale_back():
    copy = rule("map_order_date", "customer_reference", "map_all", name="Bad date")
    sold = order(status="fulfilled", fully_invoiced=True, customer_reference="next week")
    billed = invoice(orders=(1,), residual=Decimal(0))
    made = payment(applied=[(11, "106.00")])
    found = planned(snapshot([sold], [billed], [made]), copy)
    assert {each.problem.code for each in found.values()} == {"rule_failed"}
    assert found["invoice"].problem.values["rule"] == "Bad date"


def test_a_fact_that_nobody_read_holds_the_sale_back_instead_of_being_taken_as_empty():
    sold = order()
    by_team = rule("map_class", "sales_team", "is_not", ("web", "Shop"))
    found = planned(snapshot([sold]), by_team)
    assert found["sales_order"].problem.code == "rule_failed"


def test_a_credit_note_gives_no_surcharge_back():
    note = invoice(12, kind="credit_note")
    fee = rule("add_surcharge", "document", "is_set", ("", "5"))
    assert planned(snapshot((), [note]), fee)["credit_memo"].document.total == Decimal("106.00")


def test_the_explanation_says_what_was_changed_from_what_to_what():
    sold = order()
    found = ruling(snapshot([sold]), sold, rule("map_item", "line_sku", "equals", ("ch-1", "Seat")))
    [explained] = found.explanation
    assert (explained.rule, explained.name, explained.line) == (1, "Rule 1", 1)
    assert (explained.before, explained.after, explained.value) == ("CH-1", "Seat", "CH-1")


def test_the_report_names_every_rule_whether_it_fitted_or_not():
    sold = order()
    taken = snapshot([sold])
    fits = rule("map_class", "order_number", "is_set", ("", "Web"))
    misses = rule("map_class", "order_number", "equals", ("S9", "Shop"), number=2)
    rules = RuleSet([fits, misses])
    report = rules.report(rules.rule(Subjects(taken, {}).of(sold)))
    assert [(each.id, len(notes)) for each, notes in report] == [(1, 1), (2, 0)]


def test_the_same_rules_say_the_same_twice():
    rules = [
        rule("map_class", "total", "more_than", (str(n), f"C{n}"), number=n) for n in range(1, 60)
    ]
    assert planned(paid_sale(), *rules) == planned(paid_sale(), *rules)


@pytest.mark.parametrize("kind", sorted(docs.KINDS))
def test_what_rules_add_to_a_document_survives_being_stored(kind):
    found = planned(
        paid_sale(),
        always("map_class", "Web"),
        always("add_surcharge", "5", number=2),
        rule("map_custom_field", "order_number", "map_all", ("", "Crew #"), number=3),
        mode="receipts" if kind == "sales_receipt" else "orders_invoices_payments",
    )
    if kind in found:
        document = found[kind].document
        assert docs.restore(kind, docs.content(document)) == document


def test_every_action_is_tried_here():
    text = "".join(each.read_text() for each in Path(__file__).parent.glob("test_rules_*.py"))
    assert not [key for key in ACTIONS if f'"{key}"' not in text]
