"""How one document is written from what Odoo knows: names, lines, amounts, memo.

One function per kind of document. Whether a document is wanted at all is the plan's business.
"""

from collections.abc import Collection
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


def customer_key(partner: int, currency: str = "", snapshot: Snapshot | None = None) -> docs.Key:
    """The customer whose QuickBooks account takes documents in this currency."""
    account = snapshot and snapshot.accounts.get((partner, currency))
    if account:
        return docs.Key("customer", "connex.customer.currency", account)
    return docs.Key("customer", "res.partner", partner)


def item_key(product: int) -> docs.Key:
    return docs.Key("item", "product.product", product)


def role_key(item: RoleItem) -> docs.Key:
    """The key of an item of the connection itself, for lines without a product."""
    return docs.Key("item", "connex.connection.item", item.id)


def term_key(term: int) -> docs.Key:
    return docs.Key("term", "account.payment.term", term)


def customer(partner: Partner, currency: str, account: int = 0) -> docs.Customer:
    """The customer document. `currency` is the one of the first document written for them; `account`
    is the id of a further account in another currency, which is named for it."""
    key = customer_key(partner.id)
    if account:
        key = docs.Key("customer", "connex.customer.currency", account)
    return docs.Customer(
        key=key,
        name=f"{partner.name} ({currency})" if account and partner.name else partner.name,
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
    item = snapshot.roles.get("rounding" if sale_line.role == "rounding" else "no_product")
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


def _memo(*parts: str) -> str:
    return " · ".join(["Odoo", *dict.fromkeys(part for part in parts if part)])


def _sales_form(source: Order | Invoice, kind: str, snapshot: Snapshot, memo: str) -> dict:
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
        "customer": customer_key(source.customer, source.currency, snapshot),
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
    memo = _memo(order.number, order.customer_reference)
    form = _sales_form(order, "sales_order", snapshot, memo)
    return docs.SalesOrder(**form, term=_term(order, snapshot), status=status)


def _order_numbers(invoice: Invoice, snapshot: Snapshot) -> list[str]:
    return [snapshot.orders[order].number for order in invoice.orders if order in snapshot.orders]


def invoice(source: Invoice, snapshot: Snapshot, linked: docs.Key | None) -> docs.Invoice:
    """The invoice document. `linked` is the sales order it closes. Raises Held as `sales_order`."""
    memo = _memo(source.number, *_order_numbers(source, snapshot), source.customer_reference)
    return docs.Invoice(
        **_sales_form(source, "invoice", snapshot, memo),
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
        **_sales_form(order, "invoice", snapshot, _memo(order.number, order.customer_reference)),
        due_date=order.date + timedelta(days=days or 0),
        term=_term(order, snapshot),
        sales_order=linked,
    )


def credit_memo(source: Invoice, snapshot: Snapshot) -> docs.CreditMemo:
    """The credit memo document. Raises Held as `sales_order`."""
    reversed_invoice = snapshot.invoices.get(source.reverses)
    memo = _memo(source.number, reversed_invoice.number if reversed_invoice else "")
    return docs.CreditMemo(**_sales_form(source, "credit_memo", snapshot, memo))


def sales_receipt(
    source: Invoice, payments: list[Payment], snapshot: Snapshot
) -> docs.SalesReceipt:
    """The sales receipt of a paid invoice: it names the journal and method of the largest payment."""
    memo = _memo(source.number, *_order_numbers(source, snapshot), source.customer_reference)
    main = max(payments, key=lambda payment: payment.amount, default=None)
    return docs.SalesReceipt(
        **_sales_form(source, "sales_receipt", snapshot, memo),
        journal=main.journal if main else None,
        method=main.method if main else "",
        payment_reference=main.reference if main else "",
    )


def payment_key(source) -> docs.Key:
    return docs.Key("payment", source.model, source.id)


def payment(
    source: Payment,
    applications: tuple[docs.Application, ...],
    snapshot: Snapshot,
    billed_to: Collection[str] = (),
) -> docs.Payment:
    """The payment document: the cash received and what it is applied to. `billed_to` are the customers
    that the user's rules bill for what it pays, empty for the invoices' own.

    Raises Held when more is applied than was received, or when it pays several customers' invoices
    or an invoice in another currency: QuickBooks has no payment like that.
    """
    applied = sum((application.amount for application in applications), ZERO)
    if applied > source.amount:
        raise Held(
            "applied_more_than_received",
            document=source.number,
            received=str(source.amount),
            applied=str(applied),
        )
    paid = [snapshot.form(application.target) for application in applications]
    customers = {invoice.customer for invoice in paid} or {source.customer}
    one_for_all = len(billed_to) == 1 and all(billed_to)
    if len(billed_to) > 1 or (len(customers) > 1 and not one_for_all):
        raise Held("payment_for_several_customers", document=source.number)
    if any(invoice.currency != source.currency for invoice in paid):
        raise Held("payment_in_other_currency", document=source.number, currency=source.currency)
    numbers = [invoice.number for invoice in paid]
    numbers += [
        snapshot.orders[order].number for order in source.orders if order in snapshot.orders
    ]
    return docs.Payment(
        key=payment_key(source.source),
        number=source.number,
        customer=customer_key(customers.pop(), source.currency, snapshot),
        date=source.date,
        currency=source.currency,
        amount=source.amount,
        exchange_rate=source.exchange_rate,
        reference=source.reference,
        memo=_memo(source.number, *numbers),
        journal=source.journal,
        method=source.method,
        applications=applications,
    )


def credit_application(
    credit_note: Invoice, applications: tuple[docs.Application, ...], snapshot: Snapshot
) -> docs.Payment:
    """The payment of amount zero by which QuickBooks applies a credit memo to invoices."""
    total = sum((application.amount for application in applications), ZERO)
    credit = docs.Application(docs.Key("credit_memo", "account.move", credit_note.id), total)
    return docs.Payment(
        key=docs.Key("payment", "account.move", credit_note.id),
        number=credit_note.number,
        customer=customer_key(credit_note.customer, credit_note.currency, snapshot),
        date=credit_note.date,
        currency=credit_note.currency,
        amount=ZERO,
        exchange_rate=credit_note.exchange_rate,
        memo=_memo(credit_note.number),
        applications=(*applications, credit) if applications else (),
    )
