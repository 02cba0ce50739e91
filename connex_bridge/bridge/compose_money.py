"""How payments, refunds and applied credits are written from what Odoo knows.

QuickBooks' payment carries the cash and nothing but the cash. What Odoo's entry books beside it becomes a
document of its own, applied by the same payment: a credit memo for what the customer need not pay (a
discount, a write-off), an invoice for what was received beyond the debt.
"""

from collections.abc import Collection
from datetime import date

from . import documents as docs
from .compose import customer_key, memo_of, sales_form
from .money import ZERO
from .problem import Held
from .sale import Invoice, Payment, Snapshot, Source

#: The models of orders, invoices and credit notes, see `Snapshot.form`.
FORM_MODELS = ("sale.order", "account.move")


def payment_key(source: Source) -> docs.Key:
    """The key of the payment that mirrors this record."""
    return docs.Key("payment", source.model, source.id)


def refund_key(source: Source) -> docs.Key:
    """The key of the money paid back that mirrors this outbound payment."""
    return docs.Key("refund", source.model, source.id)


def difference_keys(source: Source) -> tuple[docs.Key, docs.Key]:
    """The keys that the difference of a payment may have: (credited beyond the cash, charged)."""
    return (
        docs.Key("credit_memo", source.model, source.id),
        docs.Key("invoice", source.model, source.id),
    )


def difference_key(payment: Payment) -> docs.Key | None:
    """The key of the document for what the payment's entry books beside the money; None for nothing."""
    if not payment.difference:
        return None
    credited, charged = difference_keys(payment.source)
    return credited if payment.difference > 0 else charged


def payment(
    source: Payment,
    applications: tuple[docs.Application, ...],
    snapshot: Snapshot,
    billed_to: Collection[str] = (),
    offsets: tuple[docs.Application, ...] = (),
) -> docs.Payment:
    """The payment document: the cash received and what it is applied to. `billed_to` are the customers
    that the user's rules bill for what it pays, empty for the invoices' own. `offsets` are what else of
    this payment QuickBooks has to set off: its difference, and refunds of it.

    Raises Held('customer_missing') for money of nobody, and Held when more is applied than was received,
    or when it pays several customers' invoices or, in part only, an invoice in another currency:
    QuickBooks has no payment like that.
    """
    paid = [snapshot.form(application.target) for application in applications]
    customer = _customer(source, paid, billed_to)
    applied = docs.used(applications)
    currency, amount, rate = _in_currency_of(source, paid, applied)
    if applied + docs.used(offsets) > amount:
        _hold_excess(source, paid, applied)
    numbers = [invoice.number for invoice in paid]
    numbers += [
        snapshot.orders[order].number for order in source.orders if order in snapshot.orders
    ]
    return docs.Payment(
        key=payment_key(source.source),
        number=source.number,
        customer=customer_key(customer, currency, snapshot),
        date=source.date,
        currency=currency,
        amount=amount,
        exchange_rate=rate,
        reference=source.reference,
        memo=memo_of(source.number, *numbers),
        journal=source.journal if amount else None,
        method=source.method if amount else "",
        method_line=source.method_line if amount else None,
        applications=(*applications, *offsets),
    )


def _hold_excess(source, paid, applied):
    if source.source.model == "account.move":
        numbers = ", ".join(invoice.number for invoice in paid)
        raise Held("paid_by_entry", document=source.number, invoices=numbers, amount=str(applied))
    raise Held(
        "applied_more_than_received",
        document=source.number,
        received=str(source.amount),
        applied=str(applied),
    )


def _customer(source, paid, billed_to):
    customers = {form.customer for form in paid} or {source.customer}
    one_for_all = len(billed_to) == 1 and all(billed_to)
    if len(billed_to) > 1 or (len(customers) > 1 and not one_for_all):
        raise Held("payment_for_several_customers", document=source.number)
    if not min(customers):
        raise Held("customer_missing", document=source.number)
    return min(customers)


def _in_currency_of(source, paid, applied):
    """(currency, amount, home currency per unit) of the payment in QuickBooks, where a payment has the
    currency of the invoices that it pays: what is applied to them then stands for the cash, at the rate
    that makes it worth the same. Only where nothing is left over, whose currency would be another."""
    currencies = {form.currency for form in paid} - {source.currency}
    if not currencies or not source.amount:
        return source.currency, source.amount, source.exchange_rate
    mixed = len({form.currency for form in paid}) > 1
    if mixed or source.open != ZERO or source.difference or source.set_off:
        raise Held("payment_in_other_currency", document=source.number, currency=source.currency)
    return currencies.pop(), applied, source.amount * source.exchange_rate / applied


def difference(source: Payment, form: Invoice | None, snapshot: Snapshot):
    """The document for what the payment's entry books beside the money: a credit memo, or an invoice
    where more was received than owed. `form` is an invoice that it pays: the customer is the invoice's.

    Raises Held as `compose.sales_form`, and Held('payment_in_other_currency') as `payment` does.
    """
    if form and form.currency != source.currency:
        raise Held("payment_in_other_currency", document=source.number, currency=source.currency)
    key = difference_key(source)
    sign = 1 if key.document == "credit_memo" else -1
    stand_in = Invoice(
        id=key.id,
        number=source.number,
        kind="credit_note" if sign > 0 else "invoice",
        state="posted",
        date=source.date,
        due_date=source.date,
        currency=source.currency,
        customer=form.customer if form else source.customer,
        exchange_rate=source.exchange_rate,
        lines=tuple(_signed(line, sign) for line in source.differences),
        tax=sign * source.difference_tax,
        total=sign * source.difference,
    )
    memo = memo_of(source.number, form.number if form else "")
    fields = sales_form(stand_in, key.document, snapshot, memo) | {"key": key}
    if sign > 0:
        return docs.CreditMemo(**fields)
    return docs.Invoice(**fields, due_date=source.date)


def _signed(line, sign):
    return (
        line
        if sign > 0
        else type(line)(
            id=line.id,
            role=line.role,
            description=line.description,
            amount=-line.amount,
            taxes=line.taxes,
        )
    )


def refund(source: Payment, snapshot: Snapshot) -> docs.Refund:
    """The money paid back by an outbound payment, whatever it is paid back for.

    Raises Held('payment_in_other_currency') when it pays credit notes of another currency.
    """
    credited = [
        snapshot.invoices[each.invoice]
        for each in source.allocations
        if each.invoice in snapshot.invoices
    ]
    if any(credit.currency != source.currency for credit in credited):
        raise Held("payment_in_other_currency", document=source.number, currency=source.currency)
    return docs.Refund(
        key=refund_key(source.source),
        number=source.number,
        customer=customer_key(_customer(source, credited, ()), source.currency, snapshot),
        date=source.date,
        currency=source.currency,
        amount=source.amount,
        exchange_rate=source.exchange_rate,
        memo=memo_of(source.number, *(credit.number for credit in credited)),
        journal=source.journal,
        method=source.method,
        method_line=source.method_line,
    )


def refund_receipt(
    source: Invoice, payments: list[Payment], snapshot: Snapshot
) -> docs.RefundReceipt:
    """The refund receipt of a credit note that was paid out, with the journal of the largest payment."""
    reversed_invoice = snapshot.invoices.get(source.reverses)
    memo = memo_of(source.number, reversed_invoice.number if reversed_invoice else "")
    main = max(payments, key=lambda payment: payment.amount)
    return docs.RefundReceipt(
        **sales_form(source, "refund", snapshot, memo),
        journal=main.journal,
        method=main.method,
        method_line=main.method_line,
    )


def application(
    source: Payment | Invoice,
    customer: int,
    applications: tuple[docs.Application, ...],
    snapshot: Snapshot,
    day: date,
) -> docs.Payment:
    """The payment of amount zero by which QuickBooks applies what adds to a customer's credit to what
    uses it: a credit memo to invoices, or to the money that was paid back for it. `day`: its date."""
    return docs.Payment(
        key=payment_key(source.source),
        number=source.number,
        customer=customer_key(customer, source.currency, snapshot),
        date=day,
        currency=source.currency,
        amount=ZERO,
        exchange_rate=source.exchange_rate,
        memo=memo_of(source.number),
        applications=applications,
    )


def credited(credit_note: Invoice, applications: tuple[docs.Application, ...]):
    """What a credit note settles, and the credit memo itself that these applications use."""
    key = docs.Key("credit_memo", "account.move", credit_note.id)
    return (*applications, docs.Application(key, docs.used(applications)))


def application_day(
    source: Payment | Invoice,
    applications: tuple[docs.Application, ...],
    snapshot: Snapshot,
    applied: Collection[docs.Key] = (),
    booked: date | None = None,
) -> date:
    """The date of an `application`: that of the latest document it joins, as no credit is set off against
    an invoice before there is one. A credit of last year is used this year, with last year's books closed.

    `booked` is the date that QuickBooks has it under, None for a new one, and `applied` what it is applied
    to there: its date alone is no reason to send it again, and it never moves into the past.
    """
    targets = {each.target for each in applications}
    if booked and targets == set(applied):
        return booked
    joined = (snapshot.form(key) for key in targets if key.model in FORM_MODELS)
    return max(source.date, *(form.date for form in joined), booked or source.date)
