"""Purchase orders and vendor bills of sales as plain data (`bridge.purchase`).

A bill's amounts are those of its journal items, as for customer invoices.
"""

from collections import defaultdict

from odoo.fields import Domain

from odoo.addons.connex_bridge.bridge.money import RATE_DIGITS, ZERO, to_decimal
from odoo.addons.connex_bridge.bridge.purchase import Bill, PurchaseLine, PurchaseOrder
from odoo.addons.connex_bridge.bridge.sale import Address
from odoo.addons.connex_bridge.models.connex_reader_lines import (
    TEXT_LINES,
    home_rate,
    partners_of,
    read_lines,
    read_records,
)
from odoo.addons.connex_bridge.models.connex_reader_lists import local_day

from .purchase_links import bills_of, links_of

ORDER_FIELDS = (
    "name", "state", "date_order", "date_approve", "date_planned", "currency_id", "currency_rate",
    "partner_id", "partner_ref", "dest_address_id", "picking_type_id", "company_id", "write_date",
)  # fmt: skip
ORDER_LINE_FIELDS = (
    "order_id", "sequence", "display_type", "name", "product_id", "product_qty", "price_unit", "discount",
    "price_subtotal", "price_tax", "qty_invoiced", "product_uom_id", "tax_ids",
)  # fmt: skip
BILL_FIELDS = (
    "name", "ref", "move_type", "state", "posted_before", "invoice_date", "date", "invoice_date_due",
    "currency_id", "invoice_currency_rate", "partner_id", "invoice_payment_term_id", "company_id",
    "write_date",
)  # fmt: skip
ITEM_FIELDS = (
    "move_id", "sequence", "display_type", "name", "product_id", "quantity", "price_unit", "discount",
    "amount_currency", "purchase_line_id", "tax_ids", "tax_repartition_line_id",
)  # fmt: skip
BILL_LINES = ("product", "rounding", "tax", "non_deductible_tax", *TEXT_LINES)
ORDER_STATES = {"purchase": "confirmed", "cancel": "cancelled"}


class PurchaseReader:
    """Reads what was bought for the orders of a graph, for one company."""

    def __init__(self, company, graph, lists):
        self.company = company
        self.graph = graph
        self.lists = lists
        self.timezone = company.with_context(tz=company.partner_id.tz or "UTC")

    @property
    def records(self):
        return (self.orders, self.bills)

    def fetch(self):
        """Read everything from the database; returns the ids of the partners concerned."""
        env, company = self.company.env, self.company
        bought = links_of(env, "sale", self.graph.orders)
        billed = bills_of(env, "line", [link.line for link in bought])
        bills = {bill for bill, _line in billed}
        # A bill's other lines may bill purchases for other sales, or for none.
        bought += links_of(env, "line", [line for _bill, line in bills_of(env, "bill", bills)])
        self.sales = {link.line: link for link in bought}
        orders = {link.order for link in bought}
        self.orders = read_records(company, "purchase.order", orders, ORDER_FIELDS)
        self.lines = read_lines("purchase.order.line", "order_id", self.orders, ORDER_LINE_FIELDS)
        self.unposted = self._unposted_quantities()
        self.bills = read_records(company, "account.move", bills, BILL_FIELDS)
        shown = Domain("display_type", "in", BILL_LINES)
        self.items = read_lines("account.move.line", "move_id", self.bills, ITEM_FIELDS, shown)
        self.dropships = {
            order.id for order in self.orders if order.picking_type_id.code == "dropship"
        }
        return partners_of(self.orders, ("partner_id", "dest_address_id")) | partners_of(
            self.bills, ("partner_id",)
        )

    def as_data(self):
        """The snapshot's `purchases` and `bills`."""
        return {
            "purchases": {order.id: self._order(order) for order in self.orders},
            "bills": {bill.id: self._bill(bill) for bill in self.bills},
        }

    def _sale_of(self, line_id):
        """(sales order, whether the vendor ships to its customer) of a purchase order line."""
        link = self.sales.get(line_id)
        if link is None:
            return None, False
        return link.sale, link.direct and link.order in self.dropships

    def _sales(self, lines):
        return tuple(sorted({line.sale for line in lines if line.sale}))

    # Purchase orders

    def _order(self, order):
        digits = order.currency_id.decimal_places
        found = self.lines.get(order.id, [])
        lines = tuple(self._order_line(line, digits) for line in found)
        moment = order.date_approve or order.date_order
        dropship = order.id in self.dropships
        return PurchaseOrder(
            id=order.id,
            number=order.name or "",
            state=ORDER_STATES.get(order.state, "draft"),
            date=local_day(moment, self.timezone),
            currency=order.currency_id.name,
            vendor=self.lists.customer(order.partner_id),
            exchange_rate=home_rate(order.currency_rate),
            vendor_reference=order.partner_ref or "",
            expected=local_day(order.date_planned, self.timezone) if order.date_planned else None,
            shipping=self.lists.address(order.dest_address_id) if dropship else Address(),
            lines=lines,
            fully_billed=all(self._is_billed(line) for line in found if not line.display_type),
            orders=self._sales(lines),
        )

    def _unposted_quantities(self):
        """{purchase order line: quantity} on bills that were never posted, which Odoo counts as billed; less
        what is on such credit notes. In the lines' own units."""
        lines = [line.id for found in self.lines.values() for line in found]
        domain = [
            ("purchase_line_id", "in", lines),
            ("parent_state", "=", "draft"),
            ("move_id.posted_before", "=", False),
        ]
        found = defaultdict(float)
        names = ["move_id", "purchase_line_id", "quantity", "product_uom_id"]
        for item in self.company.env["account.move.line"].search_fetch(domain, names):
            line = item.purchase_line_id
            quantity = item.product_uom_id._compute_quantity(item.quantity, line.product_uom_id)
            found[line.id] += -quantity if item.move_id.move_type == "in_refund" else quantity
        return found

    def _is_billed(self, line):
        billed = line.qty_invoiced - self.unposted[line.id]
        return line.product_uom_id.compare(billed, line.product_qty) >= 0

    def _order_line(self, line, digits):
        if line.display_type:
            return PurchaseLine(id=line.id, kind="text", description=line.name or "")
        sale, dropship = self._sale_of(line.id)
        return PurchaseLine(
            id=line.id,
            product=self.lists.product(line.product_id),
            description=line.name or "",
            quantity=to_decimal(line.product_qty, RATE_DIGITS),
            unit_price=to_decimal(line.price_unit, RATE_DIGITS),
            discount=to_decimal(line.discount, RATE_DIGITS),
            amount=to_decimal(line.price_subtotal, digits),
            tax=to_decimal(line.price_tax, digits),
            taxes=self.lists.tax_ids(line.tax_ids),
            sale=sale,
            dropship=dropship and line.product_id.type != "service",
        )

    # Bills

    def _bill(self, bill):
        digits = bill.currency_id.decimal_places
        sign = -1 if bill.move_type == "in_refund" else 1
        items = self.items.get(bill.id, [])
        amounts = {item: sign * to_decimal(item.amount_currency, digits) for item in items}
        tax = sum((amounts[item] for item in items if _is_tax(item)), ZERO)
        lines = tuple(self._bill_line(item, amounts[item]) for item in items if not _is_tax(item))
        day = bill.invoice_date or bill.date
        return Bill(
            id=bill.id,
            number=bill.ref or "",
            name=bill.name if bill.name and bill.name != "/" else "",
            kind="credit_note" if bill.move_type == "in_refund" else "bill",
            state=_bill_state(bill),
            date=day,
            due_date=bill.invoice_date_due or day,
            currency=bill.currency_id.name,
            vendor=self.lists.customer(bill.partner_id),
            exchange_rate=home_rate(bill.invoice_currency_rate),
            term=self.lists.term(bill.invoice_payment_term_id),
            lines=lines,
            tax=tax,
            total=sum((line.amount for line in lines), tax),
            orders=self._sales(lines),
        )

    def _bill_line(self, item, amount):
        if item.display_type in TEXT_LINES:
            return PurchaseLine(id=item.id, kind="text", description=item.name or "")
        ordered = item.purchase_line_id
        sale, dropship = self._sale_of(ordered.id)
        return PurchaseLine(
            id=item.id,
            product=self.lists.product(item.product_id),
            description=item.name or "",
            quantity=to_decimal(item.quantity, RATE_DIGITS),
            unit_price=to_decimal(item.price_unit, RATE_DIGITS),
            discount=to_decimal(item.discount, RATE_DIGITS),
            amount=amount,
            taxes=self.lists.tax_ids(item.tax_ids),
            sale=sale,
            dropship=dropship and item.product_id.type != "service",
            order=self.sales[ordered.id].order if ordered.id in self.sales else None,
            order_line=ordered.id or None,
        )


def _is_tax(item):
    kind = item.display_type
    return kind in ("tax", "non_deductible_tax") or (
        kind == "rounding" and bool(item.tax_repartition_line_id)
    )


def _bill_state(bill):
    if bill.state == "draft":
        return "reopened" if bill.posted_before else "draft"
    return "cancelled" if bill.state == "cancel" else "posted"
