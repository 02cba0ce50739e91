"""What must be open of a document in QuickBooks once everything planned has been carried out: what Odoo says.

Odoo's own open amount is the truth, not what the planned payments leave: money that never gets to QuickBooks
(from before the first day, of another company, booked by an opening entry) shows as a difference then.
No amount is given where the user has chosen that QuickBooks differs from Odoo, by the transaction mode, the
order statuses or a rule: nobody wants to be told of that.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from .documents import Invoice as InvoiceDocument
from .documents import Payment as PaymentDocument
from .rules.apply import removed_amount
from .rules.judge import Judge
from .rules.modes import MODES
from .sale import Invoice, Payment, Snapshot, Source
from .wanted import Wanted

FORMS = ("invoice", "credit_memo")


class OpenAmounts:
    """The open amounts for the plan of one snapshot; `forms` as in `planner.Planner`."""

    def __init__(self, snapshot: Snapshot, judge: Judge, forms):
        self.snapshot = snapshot
        self.judge = judge
        self.forms = forms

    def added(self, wanted: Iterable[Wanted]) -> list[Wanted]:
        """The same plan with `open` of each document, in the document's currency."""
        return [replace(each, open=self._of(each)) if each.document else each for each in wanted]

    def _of(self, wanted: Wanted) -> Decimal | None:
        key, document = wanted.key, wanted.document
        if key.document in FORMS and key.model == "account.move":
            form = self.snapshot.invoices.get(key.id)  # None for what writes a document off
            return self._of_form(form, document) if form else None
        payment = self.snapshot.payments.get(Source(key.model, key.id))
        if key.document == "payment" and payment:
            return self._of_payment(payment, document)
        return None

    def _of_form(self, form: Invoice, document: InvoiceDocument) -> Decimal | None:
        """`document` is the invoice or credit memo that mirrors the form."""
        if document.total != form.total or not self.judge.takes_payments(form):
            return None
        return form.residual if self.judge.decide_invoice(form).wants("payment") else None

    def _of_payment(self, payment: Payment, document: PaymentDocument) -> Decimal | None:
        if payment.direction != "inbound" or payment.state == "draft" or not document.amount:
            return None
        if payment.differences and not document.applications:
            return None  # what was credited beside the money is not in QuickBooks yet
        targets = {each.target for each in document.applications}
        if any(target.model == "sale.order" for target in targets):
            return None  # applied to the order's own invoice, of which Odoo knows nothing
        paid_back = sum(target.document == "refund" for target in targets)
        if paid_back < len(payment.set_off) or "invoice" not in MODES[self.judge.settings.mode]:
            return None
        return payment.open if self._applies_like_odoo(payment) else None

    def _applies_like_odoo(self, payment: Payment) -> bool:
        """Whether nothing that the user has chosen keeps the payment from what Odoo applies it to."""
        for allocation in payment.allocations:
            invoice = self.snapshot.invoices.get(allocation.invoice)
            if invoice is None or invoice.currency != payment.currency:
                return False
            if not self.forms.is_target(invoice):
                if self.judge.decide_invoice(invoice).reason != "before_start":
                    return False
            elif not self.judge.takes_payments(invoice) or self._leaves_out(invoice):
                return False
        return True

    def _leaves_out(self, invoice: Invoice) -> bool:
        return bool(removed_amount(self.judge.ruling(invoice), invoice, self.snapshot))
