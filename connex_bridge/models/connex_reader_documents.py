"""Orders and invoices as plain data. Lines and tax always sum to the total that Odoo's books have.

An invoice's amounts are those of its journal items: under either way of rounding they add up, which the
line's own subtotals do not. An order has no journal items; where its subtotals do not add up, Odoo's own
rounding of the whole document is asked for each line's part.
"""

from collections import defaultdict

from odoo.fields import Domain

from ..bridge.money import RATE_DIGITS, ZERO, to_decimal
from ..bridge.sale import Invoice, Order, SaleLine
from .connex_reader_lists import local_day

#: Rates keep more decimals than QuickBooks has, so that rounding is done once, at the end.
EXCHANGE_DIGITS = 12

ORDER_FIELDS = (
    "name", "state", "connex_order_status", "date_order", "currency_id", "currency_rate", "partner_id",
    "client_order_ref", "payment_term_id", "partner_invoice_id", "partner_shipping_id", "company_id",
    "amount_untaxed", "amount_tax", "amount_total", "write_date",
)  # fmt: skip
ORDER_LINE_FIELDS = (
    "order_id", "sequence", "display_type", "name", "product_id", "product_uom_qty", "price_unit",
    "discount", "price_subtotal", "is_downpayment", "qty_invoiced", "extra_tax_data", "tax_ids",
)  # fmt: skip
MOVE_FIELDS = (
    "name", "move_type", "state", "posted_before", "invoice_date", "date", "invoice_date_due",
    "currency_id", "invoice_currency_rate", "partner_id", "ref", "invoice_payment_term_id",
    "partner_shipping_id", "amount_residual", "reversed_entry_id", "company_id", "write_date",
)  # fmt: skip
ITEM_FIELDS = (
    "move_id", "sequence", "display_type", "name", "product_id", "quantity", "price_unit", "discount",
    "amount_currency", "is_downpayment", "tax_repartition_line_id", "extra_tax_data", "tax_ids",
)  # fmt: skip

TEXT_LINES = ("line_section", "line_subsection", "line_note")
AMOUNT_LINES = ("product", "rounding")
ORDER_STATES = {"sale": "confirmed", "cancel": "cancelled"}


class DocumentReader:
    """Reads the orders and invoices of a graph (connex_reader_graph.py) for one company."""

    def __init__(self, company, graph, lists):
        self.env = company.env
        self.company = company
        self.graph = graph
        self.lists = lists
        self.timezone = company.with_context(tz=company.partner_id.tz or "UTC")
        self.discount_product = company.sale_discount_product_id

    def fetch(self):
        """Read everything from the database; afterwards nothing is asked for record by record."""
        graph = self.graph
        self.orders = self._search(
            "sale.order", graph.orders | graph.neighbour_orders, ORDER_FIELDS
        )
        self.moves = self._search("account.move", graph.moves | graph.neighbour_moves, MOVE_FIELDS)
        self.order_lines = self._lines(
            "sale.order.line", "order_id", self.orders, self._order_line_fields()
        )
        self.items = self._lines(
            "account.move.line",
            "move_id",
            self.moves,
            ITEM_FIELDS,
            Domain("display_type", "in", (*AMOUNT_LINES, "tax", "non_deductible_tax", *TEXT_LINES)),
        )
        self.shipping_products = self._shipping_products()
        partners = {self.company.partner_id.id}
        for records, names in (
            (self.orders, ("partner_id", "partner_invoice_id", "partner_shipping_id")),
            (self.moves, ("partner_id", "partner_shipping_id")),
        ):
            for name in names:
                partners.update(records.mapped(name)._ids)
        return partners

    def _order_line_fields(self):
        known = self.env["sale.order.line"]._fields
        return [
            name for name in (*ORDER_LINE_FIELDS, "is_delivery", "is_reward_line") if name in known
        ]

    def _search(self, model, ids, names):
        own = Domain("id", "in", list(ids)) & Domain("company_id", "=", self.company.id)
        return self.env[model].search_fetch(own, names, order="id")

    def _lines(self, model, parent, parents, names, extra=Domain.TRUE):
        domain = Domain(parent, "in", parents.ids) & extra
        grouped = defaultdict(list)
        for line in self.env[model].search_fetch(domain, names, order="id"):
            grouped[line[parent].id].append(line)
        for lines in grouped.values():
            lines.sort(key=lambda line: (line.sequence, line.id))
        return grouped

    def _shipping_products(self):
        if "delivery.carrier" not in self.env:
            return self.env["product.product"]
        carriers = self.env["delivery.carrier"].with_context(active_test=False)
        return carriers.search_fetch([], ["product_id"]).product_id

    # Orders

    def read_orders(self):
        """{id: Order}, without invoices and payments, which the caller knows."""
        return {order.id: self._order(order) for order in self.orders}

    def _order(self, order):
        digits = order.currency_id.decimal_places
        untaxed = to_decimal(order.amount_untaxed, digits)
        tax = to_decimal(order.amount_tax, digits)
        lines = self.order_lines.get(order.id, [])
        lists = self.lists
        return Order(
            id=order.id,
            number=order.name or "",
            state=ORDER_STATES.get(order.state, "quotation"),
            status=order.connex_order_status or "",
            date=local_day(order.date_order, self.timezone),
            currency=order.currency_id.name,
            customer=lists.customer(order.partner_id),
            exchange_rate=_home_rate(order.currency_rate),
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
        if sum(amounts.values(), ZERO) != untaxed:
            amounts |= self._document_rounding(order, lines, digits)
        found = [self._order_line(line, amounts[line]) for line in lines]
        cents = untaxed - sum(amounts.values(), ZERO)
        return (*found, *([SaleLine(id=0, role="rounding", amount=cents)] if cents else ()))

    def _document_rounding(self, order, lines, digits):
        """Each line's part of the order's untaxed amount, as Odoo rounds the whole document."""
        tax_model = self.env["account.tax"]
        priced = [line for line in lines if not line.display_type]
        base_lines = [line._prepare_base_line_for_taxes_computation() for line in priced]
        base_lines += order._add_base_lines_for_early_payment_discount()
        tax_model._add_tax_details_in_base_lines(base_lines, order.company_id)
        tax_model._round_base_lines_tax_details(base_lines, order.company_id)
        amounts = {}
        for line, base_line in zip(priced, base_lines, strict=False):
            details = base_line["tax_details"]
            rounded = details["total_excluded_currency"] + details["delta_total_excluded_currency"]
            amounts[line] = to_decimal(rounded, digits)
        return amounts

    def _order_line(self, line, amount):
        if line.display_type:
            return SaleLine(id=line.id, kind="text", description=line.name or "")
        return SaleLine(
            id=line.id,
            role=self._role(line, "is_delivery" in line._fields and line.is_delivery),
            product=self.lists.product(line.product_id),
            description=line.name or "",
            quantity=to_decimal(line.product_uom_qty, RATE_DIGITS),
            unit_price=to_decimal(line.price_unit, RATE_DIGITS),
            discount=to_decimal(line.discount, RATE_DIGITS),
            amount=amount,
            taxes=self.lists.tax_ids(line.tax_ids),
        )

    def _role(self, line, is_shipping):
        if line.is_downpayment:
            return "down_payment"
        if is_shipping:
            return "shipping"
        key = (line.extra_tax_data or {}).get("computation_key") or ""
        is_discount = line.product_id and line.product_id == self.discount_product
        return "discount" if is_discount or key.startswith("global_discount,") else ""

    def _is_fully_invoiced(self, order, lines, total):
        """Whether posted invoices bill the whole order, by quantity or by amount."""
        moves = [move for move in self.moves_of(order.id) if move.state != "cancel"]
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
        billed = sum(self.totals(move)[0] * (-1 if _is_credit(move) else 1) for move in posted)
        return single and billed >= total > 0

    def moves_of(self, order):
        """The order's invoices and credit notes, oldest first."""
        return self.moves.browse(sorted(self.graph.order_moves[order] & set(self.moves._ids)))

    # Invoices and credit notes

    def read_invoices(self):
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
            kind="credit_note" if _is_credit(move) else "invoice",
            state=_move_state(move),
            date=day,
            due_date=move.invoice_date_due or day,
            currency=move.currency_id.name,
            customer=lists.customer(move.partner_id),
            exchange_rate=_home_rate(move.invoice_currency_rate),
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
        if item.display_type != "product":
            return SaleLine(id=item.id, role="rounding", description=item.name or "", amount=amount)
        return SaleLine(
            id=item.id,
            role=self._role(item, item.product_id in self.shipping_products),
            product=self.lists.product(item.product_id),
            description=item.name or "",
            quantity=to_decimal(item.quantity, RATE_DIGITS),
            unit_price=to_decimal(item.price_unit, RATE_DIGITS),
            discount=to_decimal(item.discount, RATE_DIGITS),
            amount=amount,
            taxes=self.lists.tax_ids(item.tax_ids),
        )


def _is_credit(move):
    return move.move_type == "out_refund"


def _signed(move, amount):
    return amount if _is_credit(move) else -amount


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


def _home_rate(foreign_per_home):
    """Home currency per unit of the document's currency; Odoo stores the opposite."""
    return to_decimal(1 / foreign_per_home if foreign_per_home else 1.0, EXCHANGE_DIGITS)
