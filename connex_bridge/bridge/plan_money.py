"""Which payments, refunds and credit memos QuickBooks should hold, and what each is applied to.

Applications follow Odoo's reconciliations to the cent. Whatever Odoo's entries book beside the money
(discounts, write-offs) gets a document of its own, so that the payment stays the cash.
"""

from dataclasses import replace
from decimal import Decimal

from . import compose_money
from . import documents as docs
from .documents import Key
from .money import ZERO
from .plan_credits import CreditPlanner
from .problem import Held
from .release import is_customer_known, release, still_applied
from .sale import Invoice, Payment
from .wanted import Wanted


class MoneyPlanner(CreditPlanner):
    """The part of the plan that is about money, see `plan.plan`."""

    # What money is applied to

    def _payment_applications(self, payment: Payment) -> tuple[docs.Application, ...]:
        """What a payment pays, and the credit notes that were settled with it (a bank line of an invoice net
        of a credit note): no more of these than there is to set them off against."""
        invoices = self._invoices_paid(payment)
        return (*invoices, *self._credits_used(payment, docs.used(invoices)))

    def _credits_used(self, payment: Payment, most) -> list[docs.Application]:
        """The credit memos that a payment's allocations use up, `most` at most."""
        amounts = {}
        for each in payment.allocations:
            if self._is_credit_memo(self.snapshot.invoices.get(each.invoice)):
                key = Key("credit_memo", "account.move", each.invoice)
                amounts[key] = amounts.get(key, ZERO) + each.amount
        found = []
        for key, amount in amounts.items():
            if (part := min(amount, most)) > ZERO:
                found.append(docs.Application(key, part))
                most -= part
        return found

    def _invoices_paid(self, payment: Payment) -> tuple[docs.Application, ...]:
        """As `_applications`, without invoices that a rule marks as unpaid (unless it is applied there
        already) and never more than fits into an invoice of which a rule leaves out lines."""
        key = compose_money.payment_key(payment.source)
        applied = self.forms.mirror(key).applied
        found = []
        for each in self._applications(payment.source, payment.allocations):
            invoice = self.snapshot.form(each.target)
            if each.target in applied or self.judge.takes_payments(invoice):
                amount = each.amount
                if isinstance(invoice, Invoice):
                    amount = self.judge.applicable(invoice, payment.source, amount)
                found += [docs.Application(each.target, amount)] if amount else []
        return tuple(found)

    # Payments

    def _payment(self, payment: Payment) -> list[Wanted]:
        key = compose_money.payment_key(payment.source)
        shown = self._shown(payment)
        if payment.state == "cancelled":
            return self._all_removed(payment, key, shown)
        if payment.state == "draft":
            return self._draft(payment, key, shown)
        return self._live_payment(payment, key, shown) + self._removed(
            *(compose_money.payment_key(each) for each in payment.same_as), **shown
        )

    def _draft(self, payment: Payment, key: Key, shown: dict) -> list[Wanted]:
        """A payment that is being edited: QuickBooks keeps it as it was posted, if it has it, but not on
        what it was taken off since."""
        said = self.forms.mirror(key).payment
        if said and said.amount and payment.direction == "inbound" and payment.open is not None:
            released = release(said, replace(said, applications=still_applied(payment, said)))
            if released and is_customer_known(released, self.snapshot):
                return [Wanted(key, document=released, **shown)]
        return self._unsent(*self._keys(payment), **shown)

    def _all_removed(self, payment: Payment, key: Key, shown: dict) -> list[Wanted]:
        return self._removed(*self._keys(payment), **shown)

    def _keys(self, payment: Payment) -> tuple[Key, ...]:
        """Of all documents that the payment may have, each before what it is applied to."""
        source = payment.source
        differences = compose_money.difference_keys(source)
        own = (compose_money.payment_key(source), compose_money.refund_key(source))
        return (*differences, *own)

    def _wants_payment(self, payment: Payment) -> bool:
        """Whether money received is to be in QuickBooks by its own: not what sales receipts say."""
        paid = [self.snapshot.invoices.get(each.invoice) for each in payment.allocations]
        received = [
            self.forms.is_receipt(each) for each in paid if each is None or each.kind == "invoice"
        ]
        decision = self.judge.decide_payment(payment)
        if any(received):
            return decision.wants("payment") and not all(received)
        key = compose_money.payment_key(payment.source)
        return self.forms.is_wanted(key, decision, "payment")

    def _is_nobodys(self, payment: Payment) -> bool:
        """Whether it is money of sales that are not in QuickBooks (a point of sale's), or of no customer."""
        if not payment.used_elsewhere:
            return False
        kind = (
            compose_money.payment_key
            if payment.direction == "inbound"
            else compose_money.refund_key
        )
        return not payment.customer or (
            payment.of_counter and not self.forms.live(kind(payment.source))
        )

    def _live_payment(self, payment: Payment, key: Key, shown: dict) -> list[Wanted]:
        if self._is_nobodys(payment):
            return self._all_removed(payment, key, shown)
        if payment.direction == "outbound":
            return self._refund(payment, shown)
        if not self.forms.live(key) and not self._wants_payment(payment):
            return self._unsent(*self._keys(payment), **shown)
        try:
            applications = self._payment_applications(payment)
        except Held as held:
            return [Wanted(key, problem=held.problem, **shown)]
        if not payment.amount and not self._writes_off(payment, applications):
            return self._removed(*compose_money.difference_keys(payment.source), key, **shown)
        paid = self.snapshot.form(applications[0].target) if applications else None
        refunds = self._paid_back(payment)
        found = self._difference(payment, paid, shown, bool(applications or refunds))
        write = self._compose_payment
        return [*found, self._save(key, shown, payment, write, payment, applications, refunds)]

    def _shown(self, payment: Payment) -> dict:
        """On which pages it is shown: of what it is applied to and of the orders it was made for."""
        moves = tuple(sorted({allocation.invoice for allocation in payment.allocations}))
        paid = [self.snapshot.invoices[move] for move in moves if move in self.snapshot.invoices]
        orders = {order for invoice in paid for order in invoice.orders} | set(payment.orders)
        return {"orders": tuple(sorted(orders)), "moves": moves}

    def _writes_off(self, payment: Payment, applications) -> bool:
        """Whether a journal entry without money takes something off an invoice in QuickBooks."""
        return payment.source.model == "account.move" and bool(applications)

    def _paid_back(self, payment: Payment) -> tuple[docs.Application, ...]:
        """What of the money went back to the customer, as far as QuickBooks knows of that."""
        found = ((self.snapshot.payments.get(other), amount) for other, amount in payment.set_off)
        return tuple(
            docs.Application(compose_money.refund_key(refund.source), amount)
            for refund, amount in found
            if refund and self._wants_refund(refund)
        )

    def _compose_payment(self, payment: Payment, applications, refunds) -> docs.Payment:
        most = docs.used((*applications, *refunds))
        offsets = (*self._difference_offset(payment, most), *refunds)
        billed_to = self.judge.billed_to(payment)
        return compose_money.payment(payment, applications, self.snapshot, billed_to, offsets)

    # What was credited beyond the money, or received beyond what was owed

    def _difference(self, payment: Payment, paid, shown: dict, applied: bool) -> list[Wanted]:
        """The document of the difference, as soon as the payment is `applied` to anything in QuickBooks;
        `paid` is the first order, invoice or credit note of that, if there is one."""
        wanted = compose_money.difference_key(payment)
        found = []
        for key in compose_money.difference_keys(payment.source):
            if key == wanted and (applied or self.forms.live(key)):
                write = compose_money.difference
                found.append(self._save(key, shown, payment, write, payment, paid, self.snapshot))
            else:
                found += self._removed(key, **shown)
        return found

    def _difference_offset(self, payment: Payment, most) -> tuple[docs.Application, ...]:
        """The difference as something that the payment is applied to: of a credit, `most` at most."""
        key = compose_money.difference_key(payment)
        if key is None or not (most or self.forms.live(key)):
            return ()
        amount = min(payment.difference, most) if payment.difference > 0 else -payment.difference
        return (docs.Application(key, amount),) if amount else ()

    # Money paid back

    def _wants_refund(self, payment: Payment) -> bool:
        """Whether money paid back is in QuickBooks, or will be: for what is there, and by its own."""
        if payment.state != "live" or not payment.amount:
            return False
        if self.forms.live(compose_money.refund_key(payment.source)):
            return True
        credited = [self.snapshot.invoices.get(each.invoice) for each in payment.allocations]
        if credited and all(each and self._is_refund_receipt(each) for each in credited):
            return False
        if not payment.allocations and payment.set_off:
            received = [self.snapshot.payments.get(each.payment) for each in payment.set_off]
            return any(
                self.forms.live(compose_money.payment_key(each.source)) or self._wants_payment(each)
                for each in filter(None, received)
            )
        decision = self.judge.decide_payment(payment)
        if any(each and self._is_refund_receipt(each) for each in credited):
            return decision.wants("payment")
        return self.forms.is_wanted(compose_money.refund_key(payment.source), decision, "payment")

    def _most_credit(self, payment: Payment, invoices) -> Decimal:
        """How much of credit notes money paid back may use up: what of it was set off against invoices that
        QuickBooks does not have stays open."""
        found = [(self.snapshot.invoices[each.invoice], each) for each in payment.allocations]
        signed = [each.amount if form.kind != "invoice" else -each.amount for form, each in found]
        return sum(signed, docs.used(invoices))

    def _refund(self, payment: Payment, shown: dict) -> list[Wanted]:
        """The money that went back, and the payment of zero that sets it off against credit memos."""
        key = compose_money.refund_key(payment.source)
        tie = compose_money.payment_key(payment.source)
        if not self._wants_refund(payment):
            return self._unsent(*self._keys(payment), **shown)
        invoices = self._invoices_paid(payment)
        credits_ = self._credits_used(payment, self._most_credit(payment, invoices))
        paid = self.snapshot.invoices[credits_[0].target.id] if credits_ else None
        found = self._difference(payment, paid, shown, bool(paid))
        found.append(self._save(key, shown, payment, compose_money.refund, payment, self.snapshot))
        if not credits_:
            return found + self._removed(tie, **shown)
        offsets = self._difference_offset(payment, payment.amount)
        amount = -docs.used((*credits_, *offsets, *invoices))
        applied = (*credits_, *offsets, *invoices, docs.Application(key, amount))
        return [*found, self._applied(tie, shown, payment, paid.customer, applied)]
