"""Documents that the stand-in's company file carries out: what QuickBooks Desktop makes of our requests."""

from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import desktop_field_models
from lxml import etree
from online_samples import CUSTOMER, DAY, ITEM, MARKER, ORDER

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge import purchase_documents as bought
from connex_bridge.bridge.desktop import body as bodies
from connex_bridge.bridge.desktop import qbxml
from connex_bridge.bridge.desktop.answer import Row
from connex_bridge.bridge.desktop.company import Company
from connex_bridge.bridge.desktop.item_sides import ONE, TWO, item_sides
from connex_bridge.bridge.desktop.translate import (
    Around,
    Known,
    change,
    create,
    line_sources,
    remove,
)
from connex_bridge.bridge.sale import RoleItem
from quickbooks_sandbox.clock import Clock
from quickbooks_sandbox.desktop.company_file import CompanyFile

VENDOR = docs.Key("vendor", "res.partner", 8)
BOUGHT = docs.Key("item", "product.product", 9)
OTHER_ORDER = docs.Key("sales_order", "sale.order", 2)
PURCHASE = docs.Key("purchase_order", "purchase.order", 3)
ROLES = {
    role: RoleItem(number, role, role.capitalize())
    for number, role in enumerate(("rounding", "tax", "difference", "no_product"), start=1)
}
TAX = (1,)


def as_read(element):
    """What the stand-in told as one element, as our client reads it."""
    return Row(etree.fromstring(ElementTree.tostring(element)))


def role_key(role):
    return docs.Key("item", "connex.connection.item", ROLES[role].id)


class Books:
    """A company file with a customer, a vendor, items and terms, which our requests are sent to."""

    def __init__(self, **changes):
        self.file = CompanyFile("1", Clock(), {"sales_tax_rate": "6"} | changes)
        self.company = self._company()
        self.ids, self.order_lines, self.known, self.before = {}, {}, {}, {}
        self.differences, self.by_hand = {}, {}
        self.sent = None
        for document in self._lists():
            self.save(document)

    def _company(self):
        accounts = {each.get("Name"): each.id for each in self.file.books.all("Account")}
        codes = {each.get("Name"): each.id for each in self.file.books.all("SalesTaxCode")}
        taxes = {each.get("Name"): each.id for each in self.file.books.all("ItemSalesTax")}
        methods = {each.get("Name"): each.id for each in self.file.books.all("PaymentMethod")}
        return Company(
            income_account=accounts["Sales"],
            expense_account=accounts["Purchases"],
            refund_account=accounts["Checking"],
            receivable_accounts={"USD": accounts["Accounts Receivable"]},
            account_types={accounts["Checking"]: "Bank"},
            item_accounts={role_key(role): accounts["Sales"] for role in ROLES},
            role_items=ROLES,
            payment_methods={name.lower(): method for name, method in methods.items()},
            tax_items={TAX: taxes["County Tax"]},
            tax_rates={
                each.id: (each.get("TaxRate"),) for each in self.file.books.all("ItemSalesTax")
            },
            tax_names={1: "6%"},
            exempt_tax_item=taxes["Out of State"],
            taxable_code=codes["Tax"],
            non_taxable_code=codes["Non"],
            names={("class", "web"): "80000099-1"},
        )

    def _lists(self):
        yield docs.Customer(CUSTOMER, "Ready Mat")
        yield bought.Vendor(VENDOR, "Wood Corner")
        yield docs.Item(ITEM, "Chair", price=Decimal(50))
        yield docs.Item(BOUGHT, "Desk", bought=True)
        for role in ROLES:
            yield docs.Item(role_key(role), ROLES[role].name, kind="service")

    @property
    def around(self):
        ordered = {
            (key, each.source): each.quantity
            for key, document in self.before.items()
            for each in getattr(document, "lines", ())
            if key in self.ids and each.source
        }
        return Around(self.ids, self.order_lines, ordered, self.differences, self.by_hand)

    # Sending

    def send(self, *requests):
        """Send requests as one message set; returns the answers. Raises AssertionError when it is refused."""
        for request in requests:
            desktop_field_models.check(request)
        self.sent = requests[-1]
        answer = self.file.process(qbxml.message_set(requests), "Connex Bridge")
        assert not answer.hresult, self.file.log[-1]["reason"]
        return list(ElementTree.fromstring(answer.response)[0])

    def carried_out(self, request):
        """The …Ret that answers a request. Raises AssertionError unless its status is 0."""
        [answer] = self.send(request)
        assert answer.get("statusCode") == "0", answer.get("statusMessage")
        return answer[0] if len(answer) else None

    def enter_discount(self, key, name="Discount"):
        """Have a discount item that was entered by hand stand for this item; returns its ListID."""
        account = qbxml.element("ListID", self.company.income_account)
        fields = qbxml.element("Name", name), qbxml.element("AccountRef", account)
        added = qbxml.element("ItemDiscountAdd", *fields)
        row = self.carried_out(qbxml.element("ItemDiscountAddRq", added))
        self.ids[key] = row.find("ListID").text
        self.company = replace(
            self.company, discount_items=self.company.discount_items | {self.ids[key]}
        )
        return self.ids[key]

    def give_cost_account(self, key):
        """Have a person tick that an item is purchased, and choose the account of its cost."""
        values = self.record(key).values
        sold = values.pop("SalesOrPurchase")
        values["SalesAndPurchase"] = {
            "IncomeAccountRef": sold["AccountRef"],
            "ExpenseAccountRef": self.company.expense_account,
        }
        self.known[key] = replace(self.known[key], bought=True)  # as it is read again

    def save(self, document):
        """Create a document, or change what is there of it; returns its record."""
        key = document.key
        if key in self.ids:
            request = change(document, self.on_file(key), self.around, self.company, MARKER)
        else:
            request = create(document, self.around, self.company, MARKER)
        if request is not None:
            self._note(key, document, self.carried_out(request))
        self.before[key] = document
        return self.record(key)

    def _note(self, key, document, row):
        identifier = row.find("ListID") if row is not None else None
        identifier = identifier if identifier is not None else row.find("TxnID")
        if identifier is None:
            return  # credits applied: links, and no transaction
        self.ids[key] = identifier.text
        lines = tuple(each.find("TxnLineID").text for each in row if each.tag.endswith("LineRet"))
        sides, _account = item_sides(as_read(row))
        self.known[key] = Known(
            identifier.text,
            lines=lines,
            own_lines=lines,
            entity=row.tag.removesuffix("Ret"),
            bought={ONE: False, TWO: True}.get(sides),
        )
        for source, line in zip(line_sources(document, self.company), lines, strict=False):
            if source:
                self.order_lines[key, source] = line

    def on_file(self, key):
        """What is known of a document, with the revision that it has now."""
        known = replace(self.known[key], before=self.before.get(key))
        return replace(known, revision=self.record(key).edit_sequence)

    def type_lines(self, key, *typed):
        """Somebody leaves these lines of a document, by their places, and puts others between them (an item
        and its amount); what the document has then is read again."""
        record = self.record(key)
        name = f"{record.kind}LineMod"
        element = qbxml.element
        lines = [
            element(name, element("TxnLineID", record.lines[each].id))
            if isinstance(each, int)
            else element(
                name,
                element("TxnLineID", "-1"),
                element("ItemRef", element("ListID", self.ids[each[0]])),
                element("Amount", each[1]),
            )
            for each in typed
        ]
        identity = (
            element("TxnID", record.id),
            element("EditSequence", record.edit_sequence),
        )
        change = element(f"{record.kind}Mod", *identity, *lines)
        row = self.carried_out(element(f"{record.kind}ModRq", change))
        self.known[key] = replace(self.known[key], lines=as_read(row).lines)

    def remove(self, key, delete=False):
        return self.carried_out(remove(key, self.on_file(key), delete))

    # Reading

    def record(self, key):
        """The record of a document, None where QuickBooks has none."""
        return self.file.books.get(self.ids.get(key))

    def read(self, key):
        """What QuickBooks tells of a document, as our client reads it."""
        record = self.record(key)
        name = "ListID" if bodies.is_list(record.kind) else "TxnID"
        query = qbxml.element(f"{record.kind}QueryRq", qbxml.element(name, record.id))
        return as_read(self.carried_out(query))

    def told(self, key):
        """The text of the fields of a document's …Ret."""
        return {each.tag: each.text for each in self.read(key).element}


def line(amount="100.00", quantity="2", price="50", **more):
    values = {
        "kind": "item",
        "description": "Chair",
        "amount": Decimal(amount),
        "item": ITEM,
        "quantity": quantity and Decimal(quantity),
        "unit_price": price and Decimal(price),
        "taxed": True,
        "taxes": TAX,
    }
    return docs.Line(**values | more)


KINDS = {
    "sales_order": docs.SalesOrder,
    "invoice": docs.Invoice,
    "sales_receipt": docs.SalesReceipt,
    "credit_memo": docs.CreditMemo,
}


def form(kind="invoice", *lines, tax=None, record=1, **more):
    """A sales form whose sums tie; its tax is 6 % of the taxed lines."""
    lines = lines or (line(),)
    if tax is None:
        taxed = sum((each.amount for each in lines if each.taxed), Decimal(0))
        tax = (taxed * 6 / 100).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    model = "sale.order" if kind == "sales_order" else "account.move"
    values = {
        "key": docs.Key(kind, model, record),
        "number": f"S{record:05}" if kind == "sales_order" else f"INV/2026/{record:05}",
        "customer": CUSTOMER,
        "date": DAY,
        "currency": "USD",
        "lines": tuple(lines),
        "tax": Decimal(tax),
        "total": sum((each.amount for each in lines), Decimal(tax)),
        "memo": f"Odoo · S{record:05}",
    }
    return KINDS[kind](**values | more)


def order(*lines, record=1, **more):
    """A sales order; its lines know their numbers in Odoo, from 1 on."""
    lines = [
        replace(each, source=each.source or place) for place, each in enumerate(lines, start=1)
    ]
    return form("sales_order", *lines, record=record, **more)


def billing(order_line, of=ORDER, **more):
    """A line of an invoice that bills a line of an order."""
    return line(order=of, order_line=order_line, **more)


def payment(amount, *applications, record=6, **more):
    values = {
        "key": docs.Key("payment", "account.payment", record),
        "number": f"PBNK1/2026/{record:05}",
        "customer": CUSTOMER,
        "date": DAY,
        "currency": "USD",
        "amount": Decimal(amount),
        "applications": tuple(docs.Application(key, Decimal(part)) for key, part in applications),
    }
    return docs.Payment(**values | more)
