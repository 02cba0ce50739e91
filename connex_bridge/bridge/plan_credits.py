"""What QuickBooks should hold of credit notes: a credit memo and what it is applied to, or a refund receipt.

Applications follow Odoo's reconciliations to the cent.
"""

from . import compose, compose_money
from . import documents as docs
from .documents import Key
from .money import ZERO
from .planner import Planner
from .sale import Invoice, Payment, Source
from .wanted import Wanted


class CreditPlanner(Planner):
    """The part of the plan that is about credit notes, see `plan.plan`."""

    # Credit notes

    def _credit_note(self, credit: Invoice) -> list[Wanted]:
        key = Key("credit_memo", "account.move", credit.id)
        receipt = Key("refund", "account.move", credit.id)
        application_key = Key("payment", "account.move", credit.id)
        shown = {"orders": credit.orders, "moves": (credit.id,)}
        if credit.state in ("cancelled", "draft"):
            return self._removed(application_key, key, receipt, **shown)
        if self._is_refund_receipt(credit):
            unsent = self._unsent(application_key, key, **shown)
            return self._refund_receipt(credit, receipt, shown) + unsent
        found = self._unsent(receipt, **shown)
        if credit.state != "posted" or not self._is_credit_memo(credit):
            return found + self._unsent(application_key, key, **shown)
        found.append(self._save(key, shown, credit, compose.credit_memo, credit, self.snapshot))
        credits_ = self.snapshot.credits.get(credit.id, ())
        applications = self._applications(credit.source, credits_)
        if applications:
            applied = compose_money.credited(credit, applications)
            # Until it is there the invoices are open in QuickBooks: it is theirs as well.
            settled = (each.target.id for each in applied if each.target.document == "invoice")
            joint = shown | {"moves": (credit.id, *settled)}
            found.append(self._applied(application_key, joint, credit, credit.customer, applied))
        else:
            found += self._removed(application_key, **shown)
        return found

    def _applied(self, key: Key, shown: dict, form, customer: int, applications) -> Wanted:
        """The payment of zero that makes these applications."""
        said = self.forms.mirror(key)
        booked = said.day if said.live else None
        taken = self.snapshot
        day = compose_money.application_day(form, applications, taken, said.applied, booked)
        write = compose_money.application
        return self._save(key, shown, form, write, form, customer, applications, taken, day)

    def _paid_out(self, credit: Invoice) -> list[Payment]:
        """The payments by which the money of a credit note went back to the customer, if all of it did."""
        back = [each for each in self.forms.paying.get(credit.id, []) if each.amount]
        amounts = [
            part.amount for each in back for part in each.allocations if part.invoice == credit.id
        ]
        return back if sum(amounts, ZERO) == credit.total and credit.total else []

    def _is_refund_receipt(self, credit: Invoice) -> bool:
        """Whether a credit note is, or is to be, a refund receipt; as `Forms.form` for an invoice."""
        receipt = Key("refund", "account.move", credit.id)
        memo = Key("credit_memo", "account.move", credit.id)
        if self.forms.live(receipt):
            return True
        if credit.kind != "credit_note" or credit.state != "posted" or self.forms.live(memo):
            return False
        if not self._is_money_back(credit):
            return False
        decision = self.judge.decide_invoice(credit)
        if self.forms.is_chosen(receipt, decision):
            return True
        if decision.wants("invoice") or self.forms.is_chosen(memo, decision):
            return False
        if decision.wants("sales_receipt"):
            return True
        prepared = self.forms.is_wanted(receipt, decision, "sales_receipt")
        return prepared and not decision.wants("payment")

    def _is_money_back(self, credit: Invoice) -> bool:
        """Whether all of it was paid out, with money that is no document of its own in QuickBooks."""
        back = self._paid_out(credit)
        mirrors = [self.forms.mirror(compose_money.refund_key(each.source)) for each in back]
        drafts = any(each.state == "draft" for each in back)
        return bool(back) and not drafts and not any(each.live or each.chosen for each in mirrors)

    def _refund_receipt(self, credit: Invoice, key: Key, shown: dict) -> list[Wanted]:
        paid_out = self._paid_out(credit)
        if not paid_out:
            return self._removed(key, **shown)
        if credit.state != "posted":
            return []
        write = compose_money.refund_receipt
        return [self._save(key, shown, credit, write, credit, paid_out, self.snapshot)]

    def _is_credit_memo(self, credit: Invoice | None) -> bool:
        """Whether a credit note is in QuickBooks, or will be, so that money can be set off against it."""
        if credit is None or credit.kind != "credit_note" or credit.state != "posted":
            return False
        key = Key("credit_memo", "account.move", credit.id)
        if self.forms.live(key):
            return True
        if self.forms.order_invoices.leaves_out(credit) or self._is_refund_receipt(credit):
            return False
        return self.forms.is_wanted(key, self.judge.decide_invoice(credit), "invoice")

    # What money is applied to

    def _applications(self, payer: Source, allocations) -> tuple[docs.Application, ...]:
        amounts = dict(self.forms.order_invoices.applied_by(payer))
        for allocation in allocations:
            if self.forms.is_target(self.snapshot.invoices.get(allocation.invoice)):
                key = Key("invoice", "account.move", allocation.invoice)
                amounts[key] = amounts.get(key, ZERO) + allocation.amount
        return tuple(docs.Application(key, amounts[key]) for key in sorted(amounts))
