"""Invoices and credit notes as plain data, with the numbers of Odoo's books.

Amounts are those of the journal items: under either way of rounding they add up, which the lines' own
subtotals do not.
"""

from odoo.fields import Domain

from ..bridge.money import RATE_DIGITS, ZERO, to_decimal
from ..bridge.sale import Invoice, SaleLine
from .connex_reader_lines import (
    TEXT_LINES,
    home_rate,
    partners_of,
    read_lines,
    read_records,
    role_of,
)

MOVE_FIELDS = (
    "name", "move_type", "state", "posted_before", "invoice_date", "date", "invoice_date_due",
    "currency_id", "invoice_currency_rate", "partner_id", "ref", "invoice_payment_term_id",
    "partner_shipping_id", "amount_residual", "reversed_entry_id", "company_id", "write_date",
)  # fmt: skip
ITEM_FIELDS = (
    "move_id", "sequence", "display_type", "name", "product_id", "quantity", "price_unit", "discount",
    "amount_currency", "is_downpayment", "company_id", "tax_repartition_line_id", "extra_tax_data", "tax_ids",
    "sale_line_ids",
)  # fmt: skip

#: Receivable items and the offsetting pairs of discounts shown separately are not lines of the document.
#: Those of an early-payment discount are: one of the two bears tax, so that tax is charged on less.
LINES = ("product", "rounding", "epd", "tax", "non_deductible_tax", *TEXT_LINES)
#: What lines that are no product are for, by Odoo's kind of line.
ROLES = {"rounding": "rounding", "epd": "difference"}


class InvoiceReader:
    """Reads the customer documents of a graph (connex_reader_graph.py) for one company."""

    def __init__(self, company, graph, lists):
        self.company = company
        self.graph = graph
        self.lists = lists

    def fetch(self):
        """Read everything from the database; returns the ids of the partners concerned."""
        graph = self.graph
        ids = graph.moves | graph.neighbour_moves
        self.moves = read_records(self.company, "account.move", ids, MOVE_FIELDS)
        self.known = set(self.moves._ids)
        shown = Domain("display_type", "in", LINES)
        self.items = read_lines("account.move.line", "move_id", self.moves, ITEM_FIELDS, shown)
        self.shipping_products = self._shipping_products()
        return partners_of(self.moves, ("partner_id", "partner_shipping_id"))

    def _shipping_products(self):
        env = self.company.env
        if "delivery.carrier" not in env:
            return env["product.product"]
        carriers = env["delivery.carrier"].with_context(active_test=False)
        return carriers.search_fetch([], ["product_id"]).product_id

    def of_order(self, order):
        """The invoices and credit notes of the order with this id, oldest first."""
        return self.moves.browse(sorted(self.graph.order_moves[order] & self.known))

    def decimals(self):
        """{currency's name: its decimals} of the documents."""
        return {each.name: each.decimal_places for each in self.moves.currency_id}

    def as_data(self):
        """{id: Invoice}, without orders, which the caller knows."""
        return {move.id: self._invoice(move) for move in self.moves}

    def totals(self, move):
        """(total, tax) of a document, positive, from its journal items."""
        digits = move.currency_id.decimal_places
        tax = untaxed = ZERO
        for item in self.items.get(move.id, ()):
            if item.display_type in TEXT_LINES:
                continue
            amount = _signed(move, to_decimal(item.amount_currency, digits))
            if _is_tax(item):
                tax += amount
            else:
                untaxed += amount
        return untaxed + tax, tax

    def _invoice(self, move):
        digits = move.currency_id.decimal_places
        total, tax = self.totals(move)
        day = move.invoice_date or move.date
        lists = self.lists
        return Invoice(
            id=move.id,
            number=move.name if move.name and move.name != "/" else "",
            kind="credit_note" if is_credit(move) else "invoice",
            state=_move_state(move),
            date=day,
            due_date=move.invoice_date_due or day,
            currency=move.currency_id.name,
            customer=lists.customer(move.partner_id),
            exchange_rate=home_rate(move.invoice_currency_rate),
            customer_reference=move.ref or "",
            term=lists.term(move.invoice_payment_term_id),
            billing=lists.address(move.partner_id),
            shipping=lists.address(move.partner_shipping_id),
            lines=tuple(
                self._invoice_line(move, item, digits)
                for item in self.items.get(move.id, ())
                if not _is_tax(item)
            ),
            untaxed=total - tax,
            tax=tax,
            total=total,
            # A cancelled document's residual means nothing: its reconciliations are gone.
            residual=total if move.state == "cancel" else to_decimal(move.amount_residual, digits),
            reverses=move.reversed_entry_id.id or None,
        )

    def _invoice_line(self, move, item, digits):
        if item.display_type in TEXT_LINES:
            return SaleLine(id=item.id, kind="text", description=item.name or "")
        amount = _signed(move, to_decimal(item.amount_currency, digits))
        if role := ROLES.get(item.display_type):
            return SaleLine(
                id=item.id,
                role=role,
                description=item.name or "",
                amount=amount,
                taxes=self.lists.tax_ids(item.tax_ids),
            )
        return SaleLine(
            id=item.id,
            role=role_of(item, item.product_id in self.shipping_products),
            product=self.lists.product(item.product_id),
            description=item.name or "",
            quantity=to_decimal(item.quantity, RATE_DIGITS),
            unit_price=to_decimal(item.price_unit, RATE_DIGITS),
            discount=to_decimal(item.discount, RATE_DIGITS),
            amount=amount,
            taxes=self.lists.tax_ids(item.tax_ids),
            order_line=item.sale_line_ids[:1].id or 0,
        )


def is_credit(move):
    """Whether the document is a credit note."""
    return move.move_type == "out_refund"


def _signed(move, amount):
    return amount if is_credit(move) else -amount


def _is_tax(item):
    """Rounding that Odoo adds to the biggest tax is tax too."""
    kind = item.display_type
    return kind in ("tax", "non_deductible_tax") or (
        kind == "rounding" and bool(item.tax_repartition_line_id)
    )


def _move_state(move):
    if move.state == "draft":
        return "reopened" if move.posted_before else "draft"
    return "cancelled" if move.state == "cancel" else "posted"
