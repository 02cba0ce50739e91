"""What was read only because a changed record refers to it is left alone, or there when it is needed."""

from dataclasses import replace
from decimal import Decimal

from small_sales import invoice, order, payment, settings, snapshot

from connex_bridge.bridge.documents import Application, Key
from connex_bridge.bridge.plan import Mirrored, plan
from connex_bridge.bridge.sale import SetOff, Source

LISTS = ("customer", "item", "term")
LIVE = Mirrored(live=True)
PAID = {"residual": Decimal(0)}


def planned(taken, mirrored=None, mode="orders_invoices_payments", **more):
    wanted = plan(taken, settings(mode, **more), mirrored or {})
    return {each.key: each for each in wanted if each.key.document not in LISTS}


def move(document, number):
    return Key(document, "account.move", number)


def paid(document, number):
    return Key(document, "account.payment", number)


def sources(*records):
    return {record.source for record in records}


def credit_note(number, amount):
    return replace(invoice(number, amount, "0.00", **PAID), kind="credit_note")


def two_invoices_of_one_payment():
    """(first, second, payment): another payment of the second one has not been read."""
    first, second = invoice(11, **PAID), invoice(12, **PAID)
    return first, second, payment(amount="156.00", applied=[(11, "106.00"), (12, "50.00")])


def two_credit_notes_of_one_refund():
    """(first, second, refund): what the second one was applied to has not been read."""
    first, second = credit_note(14, "20.00"), credit_note(15, "50.00")
    applied = [(14, "20.00"), (15, "10.00")]
    return first, second, payment(31, "30.00", applied, direction="outbound")


def test_credit_stays_applied_when_another_one_of_the_same_refund_changes():
    first, second, refund = two_credit_notes_of_one_refund()
    taken = snapshot(invoices=[first, second], payments=[refund], changed=sources(first, refund))
    keys = (
        move("credit_memo", 14),
        move("credit_memo", 15),
        move("payment", 15),
        paid("refund", 31),
        paid("payment", 31),
    )
    wanted = planned(taken, dict.fromkeys(keys, LIVE))
    assert set(wanted) == {move("credit_memo", 14), paid("refund", 31), paid("payment", 31)}
    tie = wanted[paid("payment", 31)].document
    assert Application(move("credit_memo", 15), Decimal(10)) in tie.applications


def test_credit_memo_that_a_refund_uses_up_is_made_with_it_and_not_applied_yet():
    first, second, refund = two_credit_notes_of_one_refund()
    taken = snapshot(invoices=[first, second], payments=[refund], changed=sources(first, refund))
    assert set(planned(taken)) == {
        move("credit_memo", 14),
        move("credit_memo", 15),
        paid("refund", 31),
        paid("payment", 31),
    }


def test_receipt_of_two_payments_is_left_alone_when_one_of_them_changes():
    first, second, received = two_invoices_of_one_payment()
    taken = snapshot(
        invoices=[first, second], payments=[received], changed=sources(first, received)
    )
    mirrored = dict.fromkeys((move("sales_receipt", 11), move("sales_receipt", 12)), LIVE)
    assert move("sales_receipt", 12) not in planned(taken, mirrored, "receipts")


def test_receipt_is_not_made_of_half_its_money():
    first, second, received = two_invoices_of_one_payment()
    taken = snapshot(
        invoices=[first, second], payments=[received], changed=sources(first, received)
    )
    assert set(planned(taken, mode="receipts")) == {move("sales_receipt", 11)}


def test_invoice_that_a_payment_pays_is_made_with_it_and_with_the_order_it_closes():
    first, second, received = two_invoices_of_one_payment()
    second = replace(second, orders=(2,))
    sold = order(2, fully_invoiced=True)
    taken = snapshot([sold], [first, second], [received], changed=sources(first, received))
    wanted = planned(taken)
    assert set(wanted) == {
        move("invoice", 11),
        move("invoice", 12),
        Key("sales_order", "sale.order", 2),
        paid("payment", 21),
    }
    assert all(each.document for each in wanted.values())


def test_invoice_that_quickbooks_has_is_left_alone_when_another_one_changes():
    first, second, received = two_invoices_of_one_payment()
    second = replace(second, orders=(2,))
    taken = snapshot([order(2)], [first, second], [received], changed=sources(first, received))
    wanted = planned(taken, dict.fromkeys((move("invoice", 11), move("invoice", 12)), LIVE))
    assert set(wanted) == {move("invoice", 11), paid("payment", 21)}


def test_order_that_is_its_own_invoice_is_invoiced_with_the_prepayment_for_it():
    sold = order(2)
    prepaid = payment(orders=(2,), open=Decimal(106))
    taken = snapshot([sold], payments=[prepaid], changed=sources(prepaid))
    statuses = {"invoice_source": "order", "invoice_statuses": frozenset({"pending"})}
    copy = Key("invoice", "sale.order", 2)
    wanted = planned(taken, **statuses)
    assert {copy, paid("payment", 21)} <= set(wanted)
    assert wanted[paid("payment", 21)].document.applications == (Application(copy, 106),)


def overpaid_twice():
    """(invoice, its payment, the refund of what it and another payment have left over)."""
    mine = SetOff(Source("account.payment", 21), Decimal(20))
    other = SetOff(Source("account.payment", 22), Decimal(10))
    refund = payment(31, "30.00", direction="outbound", set_off=(mine, other))
    back = SetOff(refund.source, Decimal(20))
    received = payment(21, "126.00", applied=[(11, "106.00")], set_off=(back,))
    return invoice(11, **PAID), received, refund


def test_refund_of_what_was_overpaid_is_made_with_the_payment():
    billed, received, refund = overpaid_twice()
    taken = snapshot(
        invoices=[billed], payments=[received, refund], changed=sources(billed, received)
    )
    wanted = planned(taken)
    assert set(wanted) == {move("invoice", 11), paid("payment", 21), paid("refund", 31)}
    back = Application(paid("refund", 31), Decimal(20))
    assert back in wanted[paid("payment", 21)].document.applications


def test_payment_read_for_another_one_is_left_alone():
    billed, received, refund = overpaid_twice()
    half_read = payment(22, "116.00")
    taken = snapshot(
        invoices=[billed],
        payments=[received, refund, half_read],
        changed=sources(billed, received),
    )
    keys = (move("invoice", 11), *(paid("payment", each) for each in (21, 22)), paid("refund", 31))
    wanted = planned(taken, dict.fromkeys(keys, LIVE))
    assert set(wanted) == {move("invoice", 11), paid("payment", 21)}
