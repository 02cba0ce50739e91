"""Payments and applied credit notes as plain data: who paid what, and for what.

The amount is the cash in the journal entry, not the payment's own field, which can be edited without the
entry following. The applications are the reconciliations, in the invoice's currency.
"""

from ..bridge.money import ZERO, to_decimal
from ..bridge.sale import Allocation, Payment, SetOff, Source
from .connex_reader_counter import CounterSales
from .connex_reader_differences import COUNTERPARTS, MONEY, differences, lump, open_amount
from .connex_reader_entries import EntryReader
from .connex_reader_graph import ENTRY, PAYMENT, STATEMENT_LINE
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
ENTRY_FIELDS = (
    "move_id", "account_id", "amount_currency", "balance", "currency_id", "amount_residual_currency",
    "partner_id", "name", "tax_ids", "tax_repartition_line_id",
)  # fmt: skip
PAYMENT_STATES = {"draft": "draft", "canceled": "cancelled", "rejected": "cancelled"}


class MoneyReader:
    """Reads the payments of a graph (connex_reader_graph.py) for one company."""

    def __init__(self, company, graph, lists):
        self.env = company.env
        self.company = company
        self.graph = graph
        self.lists = lists
        self.sources = graph.payments | graph.neighbour_payments

    def fetch(self):
        """Read everything from the database; returns the ids of the partners concerned."""
        self.payments = self._search(PAYMENT, PAYMENT_FIELDS)
        self.statement_lines = self._search(STATEMENT_LINE, STATEMENT_LINE_FIELDS)
        ids = [source.id for source in self.sources if source.model == ENTRY]
        self.entries = EntryReader(self.company, ids, self.lists)
        entries = self.payments.move_id | self.statement_lines.move_id | self.entries.moves
        items = self.env["account.move.line"].search_fetch(
            [("move_id", "in", entries.ids)], ENTRY_FIELDS, order="id"
        )
        self.items = items.grouped("move_id")
        items.account_id.fetch(["account_type"])
        self.entries.items = self.items
        self.counter = CounterSales(self.env, self.graph)
        partners = self.payments.partner_id | self.statement_lines.partner_id
        return {*partners.ids, *self.entries.partners().ids}

    def _search(self, model, names):
        ids = [source.id for source in self.sources if source.model == model]
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
        for entry in self.entries.moves:
            source = _source(entry)
            found[source] = self.entries.payment(
                source, entry, allocations.get(source, ()), invoices
            )
        credits_ = {
            credit: allocations[credit] for credit in self.graph.credited if credit in invoices
        }
        return found, {credit: applied for credit, applied in credits_.items() if applied}

    def _set_off(self, source, currency):
        found = sorted(self.graph.set_off.get(source, {}).items())
        return tuple(
            SetOff(other, to_decimal(amount, currency.decimal_places))
            for _partial, (other, amount) in found
        )

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
        items = self.items.get(payment.move_id, self.env["account.move.line"])
        lines, tax = self._differences(payment, items, currency)
        return Payment(
            source=source,
            number=payment.name or "",
            direction=payment.payment_type,
            state=self._state(payment),
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
            open=open_amount(items, currency.decimal_places) if items else None,
            differences=lines,
            difference_tax=tax,
            set_off=self._set_off(source, currency),
            of_counter=self.counter.pays(source, payment),
        )

    def _state(self, payment):
        """A rejected payment is in the books, and pays its invoices, until its entry is undone."""
        if payment.state == "rejected" and payment.move_id.state == "posted":
            return "live"
        return PAYMENT_STATES.get(payment.state, "live")

    def _money_items(self, payment, items):
        """The items of the money itself: write-offs and discounts taken are booked beside it."""
        money = items.filtered(lambda item: item.account_id.account_type not in COUNTERPARTS)
        if len(money) > 1:
            money = (payment._seek_for_lines()[0] & items) or money[:1]
        return money

    def _differences(self, payment, items, currency):
        """(lines, tax) of what is booked beside the money."""
        others = items - self._money_items(payment, items)
        others = others.filtered(lambda item: item.account_id.account_type not in COUNTERPARTS)
        return differences(others, currency.decimal_places, self.lists.tax_ids)

    def _cash(self, payment):
        """(amount, currency, home currency per unit) of the money that moved."""
        items = self.items.get(payment.move_id, self.env["account.move.line"])
        cash = self._money_items(payment, items)
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
        something else counts with the part booked on customers' accounts; where more than the money is
        booked there, the rest is a difference (a discount, the fee of a card company)."""
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
        lines, tax = self._beyond(items, customer_items, currency)
        difference = sum((each.amount for each in lines), tax)
        digits = currency.decimal_places
        cash = abs(to_decimal(amount, digits) - difference)
        return Payment(
            source=source,
            number=line.move_id.name or "",
            direction="inbound" if line.amount >= 0 else "outbound",
            # Once nothing of it is a customer's money any more, the line is no payment.
            state="live" if line.move_id.state == "posted" and amount else "cancelled",
            date=line.move_id.date,
            amount=cash,
            currency=currency.name,
            customer=customer,
            exchange_rate=to_decimal(abs(balance / amount) if amount else 1.0, EXCHANGE_DIGITS),
            reference=line.payment_ref or "",
            journal=line.move_id.journal_id.id or None,
            journal_name=line.move_id.journal_id.name or "",
            allocations=allocations,
            open=open_amount(customer_items, digits),
            differences=lines,
            difference_tax=tax,
            set_off=self._set_off(source, currency),
            of_counter=self.counter.pays(source, line),
        )

    def _beyond(self, items, customer_items, currency):
        """(lines, tax) of what is booked on customers' accounts beyond the money of a bank line."""
        money = items.filtered(lambda item: item.account_id.account_type in MONEY)
        others = items - money - customer_items
        if not others or items.currency_id != currency:
            return (), ZERO
        digits = currency.decimal_places
        cash = to_decimal(sum(money.mapped("amount_currency")), digits)
        credited = to_decimal(-sum(customer_items.mapped("amount_currency")), digits)
        beyond = credited - cash
        if not beyond or abs(credited) < abs(cash) or credited * cash < ZERO:
            return (), ZERO
        lines, tax = differences(others, digits, self.lists.tax_ids)
        if sum((each.amount for each in lines), tax) == beyond:
            return lines, tax
        return lump(others[:1], beyond), ZERO


def _source(record):
    return Source(record._name, record.id)
