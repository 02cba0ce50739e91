"""Sales orders as plain data. Lines and tax always sum to the total that Odoo shows.

An order has no journal items. Where its lines' subtotals do not add up (tax included in prices, rounded on
the whole document) Odoo's own rounding of the document is asked for each line's part.
"""

from collections import defaultdict

from ..bridge.money import RATE_DIGITS, ZERO, to_decimal
from ..bridge.sale import Order, SaleLine
from .connex_reader_invoices import is_credit
from .connex_reader_lines import home_rate, partners_of, read_lines, read_records, role_of
from .connex_reader_lists import local_day

ORDER_FIELDS = (
    "name", "state", "connex_order_status", "date_order", "currency_id", "currency_rate", "partner_id",
    "client_order_ref", "payment_term_id", "partner_invoice_id", "partner_shipping_id", "company_id",
    "amount_untaxed", "amount_tax", "amount_total", "write_date",
)  # fmt: skip
ORDER_LINE_FIELDS = (
    "order_id", "sequence", "display_type", "name", "product_id", "product_uom_qty", "price_unit",
    "discount", "price_subtotal", "is_downpayment", "company_id", "qty_invoiced", "extra_tax_data", "tax_ids",
)  # fmt: skip
ORDER_STATES = {"sale": "confirmed", "cancel": "cancelled"}


class OrderReader:
    """Reads the orders of a graph (connex_reader_graph.py) for one company. `invoices` is the
    `InvoiceReader` of the same graph."""

    def __init__(self, company, graph, lists, invoices):
        self.company = company
        self.graph = graph
        self.lists = lists
        self.invoices = invoices
        self.timezone = company.with_context(tz=company.partner_id.tz or "UTC")

    def fetch(self):
        """Read everything from the database; returns the ids of the partners concerned."""
        ids = self.graph.orders | self.graph.neighbour_orders
        self.orders = read_records(self.company, "sale.order", ids, ORDER_FIELDS)
        known = self.company.env["sale.order.line"]._fields
        names = [name for name in (*ORDER_LINE_FIELDS, "is_delivery") if name in known]
        self.lines = read_lines("sale.order.line", "order_id", self.orders, names)
        self.line_ids = [line.id for lines in self.lines.values() for line in lines]
        return partners_of(self.orders, ("partner_id", "partner_invoice_id", "partner_shipping_id"))

    def as_data(self):
        """{id: Order}, without invoices and payments, which the caller knows."""
        return {order.id: self._order(order) for order in self.orders}

    def _order(self, order):
        digits = order.currency_id.decimal_places
        untaxed = to_decimal(order.amount_untaxed, digits)
        tax = to_decimal(order.amount_tax, digits)
        lines = self.lines.get(order.id, [])
        lists = self.lists
        return Order(
            id=order.id,
            number=order.name or "",
            state=ORDER_STATES.get(order.state, "quotation"),
            status=order.connex_order_status or "",
            date=local_day(order.date_order, self.timezone),
            currency=order.currency_id.name,
            customer=lists.customer(order.partner_id),
            exchange_rate=home_rate(order.currency_rate),
            customer_reference=order.client_order_ref or "",
            term=lists.term(order.payment_term_id),
            billing=lists.address(order.partner_invoice_id),
            shipping=lists.address(order.partner_shipping_id),
            lines=self._order_lines(order, lines, untaxed, digits),
            untaxed=untaxed,
            tax=tax,
            total=untaxed + tax,
            fully_invoiced=self._is_fully_invoiced(order, lines, untaxed + tax),
        )

    def _order_lines(self, order, lines, untaxed, digits):
        amounts = {line: to_decimal(line.price_subtotal, digits) for line in lines}
        discounts = []
        if sum(amounts.values(), ZERO) != untaxed or _lowers_tax(order.payment_term_id):
            rounded, discounts = self._document_rounding(order, digits)
            amounts |= rounded
        found = [self._order_line(line, amounts[line]) for line in lines] + discounts
        cents = untaxed - sum((line.amount for line in found), ZERO)
        return (*found, *([SaleLine(id=0, role="rounding", amount=cents)] if cents else ()))

    def _document_rounding(self, order, digits):
        """({line: its part of the order's untaxed amount}, [lines of an early-payment discount]), as Odoo
        rounds the whole document."""
        tax_model = order.env["account.tax"]
        # What Odoo needs for this is read for the lines of all orders at once.
        priced = order._get_priced_lines().with_prefetch(self.line_ids)
        base_lines = [line._prepare_base_line_for_taxes_computation() for line in priced]
        base_lines += order._add_base_lines_for_early_payment_discount()
        tax_model._add_tax_details_in_base_lines(base_lines, order.company_id)
        tax_model._round_base_lines_tax_details(base_lines, order.company_id)
        amounts = [_untaxed(base_line, digits) for base_line in base_lines]
        first = len(priced)
        discounts = self._discounts(order, base_lines[first:], amounts[first:])
        return dict(zip(priced, amounts, strict=False)), discounts

    def _discounts(self, order, base_lines, amounts):
        """The pairs by which Odoo charges tax on less where the customer may pay early: the discount goes
        off with its taxes, and comes back without any. One line for each combination of taxes."""
        by_taxes = defaultdict(lambda: ZERO)
        for base_line, amount in zip(base_lines, amounts, strict=True):
            by_taxes[self.lists.tax_ids(base_line["tax_ids"])] += amount
        name = order.payment_term_id.name or ""
        return [
            SaleLine(id=0, role="difference", description=name, amount=amount, taxes=taxes)
            for taxes, amount in by_taxes.items()
            if amount
        ]

    def _order_line(self, line, amount):
        if line.display_type:
            return SaleLine(id=line.id, kind="text", description=line.name or "")
        return SaleLine(
            id=line.id,
            role=role_of(line, line._connex_is_shipping()),
            product=self.lists.product(line.product_id),
            description=line.name or "",
            quantity=to_decimal(line.product_uom_qty, RATE_DIGITS),
            unit_price=to_decimal(line.price_unit, RATE_DIGITS),
            discount=to_decimal(line.discount, RATE_DIGITS),
            amount=amount,
            taxes=self.lists.tax_ids(line.tax_ids),
        )

    def _is_fully_invoiced(self, order, lines, total):
        """Whether posted invoices bill the whole order, by quantity or by amount."""
        moves = [move for move in self.invoices.of_order(order.id) if move.state != "cancel"]
        posted = [move for move in moves if move.state == "posted" or move.posted_before]
        if not posted:
            return False
        if len(posted) == len(moves) and all(
            line.qty_invoiced >= line.product_uom_qty
            for line in lines
            if not line.display_type and not line.is_downpayment
        ):
            return True
        single = all(self.graph.move_orders[move.id] == {order.id} for move in posted)
        billed = sum(
            self.invoices.totals(move)[0] * (-1 if is_credit(move) else 1) for move in posted
        )
        return single and billed >= total > 0


def _lowers_tax(term):
    """Whether tax is charged on the amount after an early-payment discount, whenever it is paid."""
    return term.early_discount and term.early_pay_discount_computation == "mixed"


def _untaxed(base_line, digits):
    details = base_line["tax_details"]
    rounded = details["total_excluded_currency"] + details["delta_total_excluded_currency"]
    return to_decimal(rounded, digits)
