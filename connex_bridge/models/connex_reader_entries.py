"""Journal entries that settle invoices without money, as plain data: a bad debt written off.

Such an entry is read like a payment of nothing whose whole amount is a difference. Only what it books
against income and expenses (and their taxes) is a write-off; an entry that moves money or debts between
other accounts has no difference, and the plan holds it back.
"""

from ..bridge.money import ZERO
from ..bridge.sale import Payment, SaleLine
from .connex_reader_counter import counter_payments
from .connex_reader_differences import differences

ENTRY_HEADER = ("name", "ref", "state", "date", "currency_id", "company_id", "write_date")
STATES = {"posted": "live", "draft": "draft", "cancel": "cancelled"}
PROFIT_AND_LOSS = ("income", "expense")


class EntryReader:
    """Reads journal entries by their ids; `items` are all journal items by entry, set by the caller."""

    def __init__(self, company, ids, lists):
        self.company = company
        self.lists = lists
        self.items = {}
        domain = [("id", "in", ids), ("company_id", "=", company.id)]
        moves = company.env["account.move"]
        self.moves = moves.search_fetch(domain, ENTRY_HEADER, order="id") if ids else moves

    def _items(self, entry):
        return self.items.get(entry, entry.line_ids.browse())

    def _customer_items(self, entry):
        return self._items(entry).filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )

    def partners(self):
        """The customers on whose accounts the entries book."""
        items = self.company.env["account.move.line"].union(
            *(self._customer_items(entry) for entry in self.moves)
        )
        return items.partner_id

    def payment(self, source, entry, allocations, invoices):
        """The entry as a payment without money; its difference is what it takes off the invoices."""
        own = self._customer_items(entry)
        paid = [invoices[each.invoice] for each in allocations]
        currency = paid[0].currency if paid else self.company.currency_id.name
        lines, tax = self._difference(entry, own, allocations, paid)
        amount, journal, method = self._taken_at_counter(entry, allocations, invoices)
        return Payment(
            source=source,
            number=entry.name or "",
            direction="inbound",
            state=STATES[entry.state],
            date=entry.date,
            amount=amount,
            currency=currency,
            customer=self.lists.customer(own.partner_id[:1]),
            exchange_rate=paid[0].exchange_rate if paid else 1,
            reference=entry.ref or "",
            journal=journal.id or None,
            journal_name=journal.name or "",
            method=method,
            allocations=allocations,
            differences=lines,
            difference_tax=tax,
        )

    def _taken_at_counter(self, entry, allocations, invoices):
        """(amount, journal, method) of the money by which an invoiced order of a point of sale was paid."""
        payments = counter_payments(entry)
        method = payments[:1].payment_method_id if payments else None
        if not method:
            return ZERO, entry.journal_id.browse(), ""
        paid = (each.amount for each in allocations if invoices[each.invoice].kind == "invoice")
        return sum(paid, ZERO), method.journal_id or entry.journal_id, method.name or ""

    def _difference(self, entry, own, allocations, paid):
        """(lines, tax) of what is applied; none where the entry is no write-off of one customer's debt."""
        others = (self._items(entry) - own).filtered("amount_currency")
        is_write_off = others and all(
            item.account_id.account_type.startswith(PROFIT_AND_LOSS) or item.tax_repartition_line_id
            for item in others
        )
        customers = own.partner_id.commercial_partner_id
        currencies = {invoice.currency for invoice in paid}
        if not is_write_off or len(customers) != 1 or len(currencies) != 1:
            return (), ZERO
        if any(invoice.kind != "invoice" for invoice in paid):
            return (), ZERO
        applied = sum((each.amount for each in allocations), ZERO)
        lines, tax = differences(others, own.currency_id[:1].decimal_places, self.lists.tax_ids)
        if sum((line.amount for line in lines), tax) == applied and len(own.currency_id) == 1:
            return lines, tax
        # Only a part of it is applied here, or in another currency.
        name = entry.ref or others[:1].name or ""
        whole = SaleLine(id=others[:1].id, role="difference", description=name, amount=applied)
        return (whole,), ZERO
