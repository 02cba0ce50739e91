"""Documents to translate in tests: a customer, an item, and sales forms whose sums tie."""

from datetime import date
from decimal import Decimal

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.online.company import Company

CUSTOMER = docs.Key("customer", "res.partner", 5)
ITEM = docs.Key("item", "product.product", 7)
TERM = docs.Key("term", "account.payment.term", 3)
ORDER = docs.Key("sales_order", "sale.order", 1)
INVOICE = docs.Key("invoice", "account.move", 2)
CREDIT = docs.Key("credit_memo", "account.move", 4)
PAYMENT = docs.Key("payment", "account.payment", 6)
IDS = {CUSTOMER: "58", ITEM: "12", TERM: "3", ORDER: "70", INVOICE: "71", CREDIT: "72"}
DAY = date(2026, 11, 2)
MARKER = "[connex abc]"
US = Company(income_account="79", default_item="1")

KINDS = {
    "sales_order": docs.SalesOrder,
    "invoice": docs.Invoice,
    "sales_receipt": docs.SalesReceipt,
    "credit_memo": docs.CreditMemo,
}


def line(amount="100.00", quantity="2", price="50", **more):
    values = {
        "kind": "item",
        "description": "Chair",
        "amount": Decimal(amount),
        "item": ITEM,
        "quantity": quantity and Decimal(quantity),
        "unit_price": price and Decimal(price),
        "taxed": True,
        "taxes": (1,),
    }
    return docs.Line(**values | more)


def form(kind="invoice", lines=None, tax="6.00", **more):
    lines = (line(),) if lines is None else lines
    values = {
        "key": docs.Key(kind, "sale.order" if kind == "sales_order" else "account.move", 1),
        "number": "INV/2026/00001",
        "customer": CUSTOMER,
        "date": DAY,
        "currency": "USD",
        "lines": lines,
        "tax": Decimal(tax),
        "total": sum((each.amount for each in lines), Decimal(tax)),
        "memo": "Odoo · S00001",
    }
    return KINDS[kind](**values | more)


def payment(amount="106.00", applications=(), **more):
    values = {
        "key": PAYMENT,
        "number": "PAY00001",
        "customer": CUSTOMER,
        "date": DAY,
        "currency": "USD",
        "amount": Decimal(amount),
        "applications": applications,
    }
    return docs.Payment(**values | more)
