"""How vendors, purchase orders, bills and vendor credits are written from what Odoo knows.

Whether a document is wanted, and which of its lines, is the plan's business (plan_purchases.py).
"""

from collections.abc import Callable, Iterable

from . import purchase_documents as docs
from .compose import customer_key, item_key, term_key
from .key import Key
from .money import split_price
from .problem import Held
from .purchase import Bill, PurchaseLine, PurchaseOrder
from .sale import Partner, Snapshot

#: Gives the key of the purchase order that a bill's line is to be linked to, None for no link.
Linked = Callable[[PurchaseLine], Key | None]


def vendor_key(partner: int) -> Key:
    return Key("vendor", "res.partner", partner)


def purchase_order_key(order: int) -> Key:
    return Key("purchase_order", "purchase.order", order)


def bill_key(bill: Bill) -> Key:
    kind = "vendor_credit" if bill.kind == "credit_note" else "bill"
    return Key(kind, "account.move", bill.id)


def vendor(partner: Partner, currency: str) -> docs.Vendor:
    """The vendor document. `currency` is the one of the first document written for them."""
    return docs.Vendor(
        key=vendor_key(partner.id),
        name=partner.name,
        company_name=partner.name if partner.is_company else "",
        email=partner.email,
        phone=partner.phone,
        billing=partner.address,
        currency=currency,
    )


def line(source: PurchaseLine, snapshot: Snapshot, order: Key | None = None):
    """A line of a purchase: with the price agreed with the vendor where it multiplies to the amount."""
    price = source.unit_price * (1 - source.discount / 100)
    quantity, unit_price = split_price(source.amount, source.quantity, price)
    sale = snapshot.orders.get(source.sale)
    return docs.PurchaseLine(
        description=source.description,
        amount=source.amount,
        item=item_key(source.product) if source.product in snapshot.products else None,
        quantity=quantity,
        unit_price=unit_price,
        taxes=source.taxes,
        source=source.id,
        customer=customer_key(sale.customer, sale.currency, snapshot) if sale else None,
        sale=source.sale or 0,
        order=order,
        order_line=source.order_line or 0 if order else 0,
    )


def _memo(*parts: str) -> str:
    return " · ".join(["Odoo", *dict.fromkeys(part for part in parts if part)])


def _sale_numbers(orders: Iterable[int], snapshot: Snapshot) -> list[str]:
    return [snapshot.orders[order].number for order in orders if order in snapshot.orders]


def _check_vendor(partner: int, number: str, snapshot: Snapshot) -> None:
    if partner not in snapshot.partners:
        raise Held("vendor_missing", document=number)


def purchase_order(
    order: PurchaseOrder, lines: tuple[PurchaseLine, ...], snapshot: Snapshot, status: str
) -> docs.PurchaseOrder:
    """The purchase order document with these of its lines. Its memo has the sales' numbers.

    Raises Held('vendor_missing') for an order without a vendor.
    """
    _check_vendor(order.vendor, order.number, snapshot)
    sales = [snapshot.orders[sale] for sale in order.orders if sale in snapshot.orders]
    customers = {customer_key(sale.customer, sale.currency, snapshot) for sale in sales}
    tax = sum((each.tax for each in lines), docs.ZERO)
    return docs.PurchaseOrder(
        key=purchase_order_key(order.id),
        number=order.number,
        vendor=vendor_key(order.vendor),
        date=order.date,
        currency=order.currency,
        exchange_rate=order.exchange_rate,
        lines=tuple(line(each, snapshot) for each in lines),
        tax=tax,
        total=sum((each.amount for each in lines), tax),
        memo=_memo(order.number, *_sale_numbers(order.orders, snapshot), order.vendor_reference),
        customer=customers.pop() if len(customers) == 1 else None,
        shipping=order.shipping,
        expected=order.expected,
        status=status,
    )


def bill(source: Bill, snapshot: Snapshot, linked: Linked) -> docs.Bill | docs.VendorCredit:
    """The bill document, for a credit note the vendor credit.

    Raises Held when there is no vendor, or when lines and tax do not add up to the total.
    """
    number = source.number or source.name
    _check_vendor(source.vendor, number, snapshot)
    products = [each for each in source.lines if each.kind == "product"]
    total = sum((each.amount for each in products), source.tax)
    if total != source.total:
        raise Held("lines_differ", document=number, odoo=str(source.total), lines=str(total))
    form = {
        "key": bill_key(source),
        "number": number,
        "vendor": vendor_key(source.vendor),
        "date": source.date,
        "currency": source.currency,
        "exchange_rate": source.exchange_rate,
        "lines": tuple(line(each, snapshot, linked(each)) for each in products),
        "tax": source.tax,
        "total": source.total,
        "memo": _memo(source.name, *_sale_numbers(source.orders, snapshot)),
    }
    if source.kind == "credit_note":
        return docs.VendorCredit(**form)
    payment_term = snapshot.terms.get(source.term)
    known = payment_term and payment_term.due_days is not None
    return docs.Bill(
        **form, due_date=source.due_date, term=term_key(source.term) if known else None
    )
