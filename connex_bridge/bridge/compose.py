"""How one document is written from what Odoo knows: names, lines, amounts, memo.

One function per kind of document. Whether a document is wanted at all is the plan's business. Payments,
refunds and what goes with them: compose_money.py.
"""

from datetime import timedelta
from decimal import Decimal

from . import documents as docs
from .money import split_price
from .problem import Held
from .sale import (
    Address,
    Invoice,
    Order,
    Partner,
    Payment,
    Product,
    RoleItem,
    SaleLine,
    Snapshot,
    Tax,
    Term,
)

ZERO = Decimal(0)
#: Lines with these roles have an item of the connection of their own.
OWN_ITEM = ("rounding", "difference")


def customer_key(partner: int) -> docs.Key:
    return docs.Key("customer", "res.partner", partner)


def item_key(product: int) -> docs.Key:
    return docs.Key("item", "product.product", product)


def role_key(item: RoleItem) -> docs.Key:
    """The key of an item of the connection itself, for lines without a product."""
    return docs.Key("item", "connex.connection.item", item.id)


def term_key(term: int) -> docs.Key:
    return docs.Key("term", "account.payment.term", term)


def customer(partner: Partner, currency: str) -> docs.Customer:
    """The customer document. `currency` is the one of the first document written for them."""
    return docs.Customer(
        key=customer_key(partner.id),
        name=partner.name,
        company_name=partner.name if partner.is_company else "",
        email=partner.email,
        phone=partner.phone,
        billing=partner.address,
        currency=currency,
    )


def item(product: Product, with_purchases: bool = False) -> docs.Item:
    """The item document: never an inventory item, stock stays in Odoo. `with_purchases`: purchase orders
    and bills are mirrored too, so that what can be bought needs an expense account."""
    return docs.Item(
        key=item_key(product.id),
        name=product.name,
        sku=product.sku,
        kind="service" if product.kind == "service" else "goods",
        description=product.description,
        price=product.list_price,
        bought=with_purchases and product.purchasable,
    )


def role_item(item: RoleItem) -> docs.Item:
    """The document of an item of the connection itself."""
    return docs.Item(key=role_key(item), name=item.name, kind="service")


def term(payment_term: Term) -> docs.Term | None:
    """The term document, or None for terms that QuickBooks cannot express (several instalments)."""
    if payment_term.due_days is None:
        return None
    return docs.Term(term_key(payment_term.id), payment_term.name, payment_term.due_days)


def _line_item(sale_line: SaleLine, snapshot: Snapshot) -> docs.Key | None:
    if sale_line.product in snapshot.products:
        return item_key(sale_line.product)
    role = sale_line.role if sale_line.role in OWN_ITEM else "no_product"
    item = snapshot.roles.get(role)
    return role_key(item) if item else None


def _charges(tax: Tax | None) -> bool:
    return tax is None or tax.rate != 0


def line(sale_line: SaleLine, snapshot: Snapshot) -> docs.Line:
    """A line of a sales form. Price and quantity only where they multiply to the books' amount."""
    if sale_line.kind == "text":
        return docs.Line("text", sale_line.description)
    unit_price = sale_line.unit_price * (1 - sale_line.discount / 100)
    quantity, price = split_price(sale_line.amount, sale_line.quantity, unit_price)
    return docs.Line(
        kind="item",
        description=sale_line.description,
        amount=sale_line.amount,
        item=_line_item(sale_line, snapshot),
        quantity=quantity,
        unit_price=price,
        taxed=any(_charges(snapshot.taxes.get(tax)) for tax in sale_line.taxes),
        taxes=sale_line.taxes,
    )


def memo_of(*parts: str) -> str:
    """The memo of a transaction: Odoo, and the numbers that a bookkeeper may look for."""
    return " · ".join(["Odoo", *dict.fromkeys(part for part in parts if part)])


def sales_form(source: Order | Invoice, kind: str, snapshot: Snapshot, memo: str) -> dict:
    """The fields that every sales form has. Raises Held('lines_differ') and Held('customer_missing')."""
    lines = tuple(line(sale_line, snapshot) for sale_line in source.lines)
    total = sum((each.amount for each in lines), source.tax)
    if total != source.total:
        raise Held("lines_differ", document=source.number, odoo=str(source.total), lines=str(total))
    partner = snapshot.partners.get(source.customer)
    if partner is None:
        raise Held("customer_missing", document=source.number)
    return {
        "key": docs.Key(kind, source.source.model, source.id),
        "number": source.number,
        "customer": customer_key(source.customer),
        "date": source.date,
        "currency": source.currency,
        "exchange_rate": source.exchange_rate,
        "lines": lines,
        "tax": source.tax,
        "total": source.total,
        "memo": memo,
        "email": partner.email,
        "billing": _address(source.billing, partner),
        "shipping": source.shipping,
    }


def _address(address: Address, partner: Partner) -> Address:
    return address if address != Address() else partner.address


def _term(source: Order | Invoice, snapshot: Snapshot) -> docs.Key | None:
    payment_term = snapshot.terms.get(source.term)
    return term_key(source.term) if payment_term and payment_term.due_days is not None else None


def sales_order(order: Order, snapshot: Snapshot, status: str) -> docs.SalesOrder:
    """The sales order document. `status` as in `documents.SalesOrder`.

    Raises Held when the order's lines and tax do not add up to its total.
    """
    memo = memo_of(order.number, order.customer_reference)
    form = sales_form(order, "sales_order", snapshot, memo)
    return docs.SalesOrder(**form, term=_term(order, snapshot), status=status)


def _order_numbers(invoice: Invoice, snapshot: Snapshot) -> list[str]:
    return [snapshot.orders[order].number for order in invoice.orders if order in snapshot.orders]


def invoice(source: Invoice, snapshot: Snapshot, linked: docs.Key | None) -> docs.Invoice:
    """The invoice document. `linked` is the sales order it closes. Raises Held as `sales_order`."""
    memo = memo_of(source.number, *_order_numbers(source, snapshot), source.customer_reference)
    return docs.Invoice(
        **sales_form(source, "invoice", snapshot, memo),
        due_date=source.due_date,
        term=_term(source, snapshot),
        sales_order=linked,
    )


def order_invoice(order: Order, snapshot: Snapshot, linked: docs.Key | None) -> docs.Invoice:
    """The invoice document that is a copy of a sales order; `linked` and errors as for `invoice`.

    An order has no due date of its own: the day its payment term says, or the day of the order.
    """
    payment_term = snapshot.terms.get(order.term)
    days = payment_term.due_days if payment_term else None
    return docs.Invoice(
        **sales_form(order, "invoice", snapshot, memo_of(order.number, order.customer_reference)),
        due_date=order.date + timedelta(days=days or 0),
        term=_term(order, snapshot),
        sales_order=linked,
    )


def credit_memo(source: Invoice, snapshot: Snapshot) -> docs.CreditMemo:
    """The credit memo document. Raises Held as `sales_order`."""
    reversed_invoice = snapshot.invoices.get(source.reverses)
    memo = memo_of(source.number, reversed_invoice.number if reversed_invoice else "")
    return docs.CreditMemo(**sales_form(source, "credit_memo", snapshot, memo))


def sales_receipt(
    source: Invoice, payments: list[Payment], snapshot: Snapshot
) -> docs.SalesReceipt:
    """The sales receipt of a paid invoice: it names the journal and method of the largest payment.

    Raises Held('receipt_not_all_money') when something else than money has settled it: a receipt says
    that all of its total was received. Other errors as `sales_order`.
    """
    received = sum(
        (
            allocation.amount
            for payment in payments
            for allocation in payment.allocations
            if allocation.invoice == source.id
        ),
        ZERO,
    )
    if received != source.total or any(payment.difference for payment in payments):
        raise Held("receipt_not_all_money", document=source.number, total=str(source.total))
    memo = memo_of(source.number, *_order_numbers(source, snapshot), source.customer_reference)
    main = max(payments, key=lambda payment: payment.amount, default=None)
    return docs.SalesReceipt(
        **sales_form(source, "sales_receipt", snapshot, memo),
        journal=main.journal if main else None,
        method=main.method if main else "",
        payment_reference=main.reference if main else "",
    )
