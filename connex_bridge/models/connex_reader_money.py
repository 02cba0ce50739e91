"""Payments and applied credit notes as plain data: who paid what, and for what.

The amount is the cash in the journal entry, not the payment's own field, which can be edited without the
entry following. The applications are the reconciliations, in the invoice's currency.
"""

from ..bridge.money import to_decimal
from ..bridge.sale import Allocation, Payment, Source
from .connex_reader_graph import PAYMENT, STATEMENT_LINE
from .connex_reader_lines import EXCHANGE_DIGITS

PAYMENT_FIELDS = (
    "name", "state", "payment_type", "partner_type", "date", "amount", "currency_id", "partner_id",
    "journal_id", "payment_method_line_id", "payment_reference", "memo", "move_id",
    "outstanding_account_id", "company_id", "write_date",
)  # fmt: skip
STATEMENT_LINE_FIELDS = (
    "move_id",
    "payment_ref",
    "amount",
    "partner_id",
    "company_id",
    "write_date",
)
ENTRY_FIELDS = ("move_id", "account_id", "amount_currency", "balance", "currency_id")
PAYMENT_STATES = {"draft": "draft", "canceled": "cancelled", "rejected": "cancelled"}
COUNTERPARTS = ("asset_receivable", "liability_payable")


class MoneyReader:
    """Reads the payments of a graph (connex_reader_graph.py) for one company."""

    def __init__(self, company, graph, lists):
        self.env = company.env
        self.company = company
        self.graph = graph
        self.lists = lists

    def fetch(self):
        """Read everything from the database; returns the ids of the partners concerned."""
        self.payments = self._search(PAYMENT, PAYMENT_FIELDS)
        self.statement_lines = self._search(STATEMENT_LINE, STATEMENT_LINE_FIELDS)
        entries = self.payments.move_id | self.statement_lines.move_id
        items = self.env["account.move.line"].search_fetch(
            [("move_id", "in", entries.ids)], ENTRY_FIELDS, order="id"
        )
        self.items = items.grouped("move_id")
        items.account_id.fetch(["account_type"])
        return {*self.payments.partner_id.ids, *self.statement_lines.partner_id.ids}

    def _search(self, model, names):
        ids = [source.id for source in self.graph.payments if source.model == model]
        if not ids:
            return self.env[model]
        domain = [("id", "in", ids), ("company_id", "=", self.company.id)]
        if model == PAYMENT:
            domain.append(("partner_type", "=", "customer"))
        return self.env[model].search_fetch(domain, names, order="id")

    def as_data(self, invoices, decimals):
        """{source: Payment}, without orders; and {credit note: (Allocation, …)}.

        `invoices` are all invoices of the snapshot: what is applied to others is left out. `decimals` are
        those of their currencies, by name.
        """
        allocations = {
            payer: self._allocations(applied.values(), invoices, decimals)
            for payer, applied in (*self.graph.applied.items(), *self.graph.credited.items())
        }
        found = {}
        for payment in self.payments:
            source = _source(payment)
            found[source] = self._payment(source, payment, allocations.get(source, ()))
        for line in self.statement_lines:
            source = _source(line)
            applied = allocations.get(source, ())
            found[source] = self._statement_line(source, line, applied, invoices)
        credits_ = {
            credit: allocations[credit] for credit in self.graph.credited if credit in invoices
        }
        return found, {credit: applied for credit, applied in credits_.items() if applied}

    def _allocations(self, applied, invoices, decimals):
        return tuple(
            Allocation(
                each.move,
                to_decimal(each.amount, decimals[invoices[each.move].currency]),
                each.date,
            )
            for each in sorted(applied)
            if each.move in invoices
        )

    # Payments

    def _payment(self, source, payment, allocations):
        amount, currency, rate = self._cash(payment)
        return Payment(
            source=source,
            number=payment.name or "",
            direction=payment.payment_type,
            state=PAYMENT_STATES.get(payment.state, "live"),
            date=payment.date,
            amount=amount,
            currency=currency.name,
            customer=self.lists.customer(payment.partner_id),
            exchange_rate=rate,
            reference=payment.payment_reference or payment.memo or "",
            journal=payment.journal_id.id or None,
            journal_name=payment.journal_id.name or "",
            method=payment.payment_method_line_id.name or "",
            method_line=payment.payment_method_line_id.id or None,
            allocations=allocations,
        )

    def _cash(self, payment):
        """(amount, currency, home currency per unit) of the money that moved."""
        items = self.items.get(payment.move_id, ())
        cash = [item for item in items if item.account_id.account_type not in COUNTERPARTS]
        if len(cash) > 1:  # write-offs and discounts taken are booked beside the money
            cash = [item for item in payment._seek_for_lines()[0] if item in items] or cash[:1]
        amount = sum(item.amount_currency for item in cash)
        if not cash:
            return self._unbooked_cash(payment)
        currency = cash[0].currency_id
        rate = abs(sum(item.balance for item in cash) / amount) if amount else 1.0
        return (
            to_decimal(abs(amount), currency.decimal_places),
            currency,
            to_decimal(rate, EXCHANGE_DIGITS),
        )

    def _unbooked_cash(self, payment):
        currency = payment.currency_id or self.company.currency_id
        rate = currency._get_conversion_rate(
            currency, self.company.currency_id, self.company, payment.date
        )
        amount = to_decimal(payment.amount, currency.decimal_places)
        return amount, currency, to_decimal(rate, EXCHANGE_DIGITS)

    def _statement_line(self, source, line, allocations, invoices):
        """Money on a bank statement that was matched with invoices directly. A line that (also) covers
        something else counts with the part booked on customers' accounts."""
        items = self.items.get(line.move_id, self.env["account.move.line"])
        customer_items = items.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
        currency = customer_items.currency_id[:1] or line.currency_id
        amount = -sum(customer_items.mapped("amount_currency"))
        balance = -sum(customer_items.mapped("balance"))
        customer = self.lists.customer(line.partner_id)
        if not customer and allocations:
            customer = invoices[allocations[0].invoice].customer
        return Payment(
            source=source,
            number=line.move_id.name or "",
            direction="inbound" if line.amount >= 0 else "outbound",
            # Once nothing of it is a customer's money any more, the line is no payment.
            state="live" if line.move_id.state == "posted" and amount else "cancelled",
            date=line.move_id.date,
            amount=to_decimal(abs(amount), currency.decimal_places),
            currency=currency.name,
            customer=customer,
            exchange_rate=to_decimal(abs(balance / amount) if amount else 1.0, EXCHANGE_DIGITS),
            reference=line.payment_ref or "",
            journal=line.move_id.journal_id.id or None,
            journal_name=line.move_id.journal_id.name or "",
            allocations=allocations,
        )


def _source(record):
    return Source(record._name, record.id)
