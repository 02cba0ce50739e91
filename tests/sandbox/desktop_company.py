"""What the tests of the Desktop company file share: a company, its requests, and elements in short form."""

import re
from decimal import Decimal
from xml.etree import ElementTree

from quickbooks_sandbox.clock import Clock
from quickbooks_sandbox.desktop.company_file import CompanyFile

PROLOGUE = '<?xml version="1.0" encoding="utf-8"?>\n<?qbxml version="13.0"?>\n'


class Company:
    """A new company file with a customer Jane, a vendor Vera and some items."""

    def __init__(self, **settings):
        self.clock = Clock()
        self.file = CompanyFile("1", self.clock, settings)
        self.jane = self.customer("Jane")
        self.vera = self.value("ListID", add("Vendor", "<Name>Vera</Name>"))
        self.item("W", "10.00")
        self.item("B", "4.00", kind="ItemService")
        self.item("Ship", "5.00", kind="ItemOtherCharge")
        self.done(
            add(
                "ItemDiscount",
                "<Name>Off</Name><DiscountRatePercent>10.0</DiscountRatePercent>"
                "<AccountRef><FullName>Sales Discounts</FullName></AccountRef>",
            )
        )

    # Requests

    def send(self, *requests, attributes='onError="continueOnError"', application="odoo"):
        """Process requests and return the ``Answer``."""
        text = (
            f"{PROLOGUE}<QBXML><QBXMLMsgsRq {attributes}>{''.join(requests)}</QBXMLMsgsRq></QBXML>"
        )
        return self.file.process(text, application)

    def replies(self, *requests, **options):
        """The ``…Rs`` elements of the answer."""
        answer = self.send(*requests, **options)
        assert not answer.hresult, (answer, self.file.log[-1])
        return list(ElementTree.fromstring(answer.response)[0])

    def done(self, *requests, **options):
        """The last ``…Rs`` element, when everything has been executed without a remark."""
        replies = self.replies(*requests, **options)
        for reply in replies:
            assert reply.get("statusCode") == "0", reply.attrib
        return replies[-1]

    def status(self, *requests, **options):
        """The status code of the last request."""
        return int(self.replies(*requests, **options)[-1].get("statusCode"))

    def value(self, path, *requests):
        """A field of the last answer, by its path below the ``…Ret``."""
        return self.done(*requests).findtext(f"*/{path}")

    def amount(self, path, *requests):
        """A field as a number."""
        return Decimal(self.value(path, *requests))

    # Entering

    def customer(self, name, content=""):
        """A new customer's id."""
        return self.value("ListID", add("Customer", f"<Name>{name}</Name>{content}"))

    def item(self, name, price, kind="ItemNonInventory", code="Tax"):
        """A new item's id."""
        tax = f"<SalesTaxCodeRef><FullName>{code}</FullName></SalesTaxCodeRef>"
        return self.value(
            "ListID",
            add(
                kind,
                f"<Name>{name}</Name>{tax if self.file.settings['sales_tax'] else ''}"
                f"<SalesOrPurchase><Desc>{name} text</Desc><Price>{price}</Price>"
                "<AccountRef><FullName>Sales</FullName></AccountRef></SalesOrPurchase>",
            ),
        )

    def document(self, kind, *lines, customer=None, header="", links=""):
        """Add a sales document; returns its ``…Ret`` element."""
        return self.done(
            add(
                kind, sale(kind, *lines, customer=customer or self.jane, header=header, links=links)
            )
        )[0]

    def order(self, *lines, **options):
        """Add a sales order."""
        return self.document("SalesOrder", *lines, **options)

    def invoice(self, *lines, **options):
        """Add an invoice."""
        return self.document("Invoice", *lines, **options)

    def payment(self, total, *applied, customer=None, header=""):
        """Receive a payment; returns its ``…Ret`` element."""
        return self.done(pay(total, *applied, customer=customer or self.jane, header=header))[0]

    # Reading

    def read(self, kind, identifier):
        """A record as a query by its id tells it, with lines and links."""
        key = (
            "ListID"
            if identifier.startswith("8") and len(identifier.split("-")[0]) == 8
            else "TxnID"
        )
        more = ""
        if key == "TxnID":
            more = "<IncludeLineItems>true</IncludeLineItems>"
            if kind not in ("ReceivePayment", "SalesReceipt", "ARRefundCreditCard", "Deposit"):
                more += "<IncludeLinkedTxns>true</IncludeLinkedTxns>"
        return self.done(f"<{kind}QueryRq><{key}>{identifier}</{key}>{more}</{kind}QueryRq>")[0]

    def balance(self, customer=None):
        """What a customer owes, jobs included."""
        return Decimal(self.read("Customer", customer or self.jane).findtext("TotalBalance"))


def add(kind, content):
    """An Add request."""
    return f"<{kind}AddRq><{kind}Add>{content}</{kind}Add></{kind}AddRq>"


def change(record, content):
    """A Mod request for a record that was read."""
    kind = record.tag.removesuffix("Ret")
    key = "ListID" if record.find("ListID") is not None else "TxnID"
    return change_by(kind, record.findtext(key), record.findtext("EditSequence"), content, key=key)


def change_by(kind, identifier, sequence, content, key="TxnID"):
    """A Mod request from its parts."""
    head = f"<{key}>{identifier}</{key}><EditSequence>{sequence}</EditSequence>"
    return f"<{kind}ModRq><{kind}Mod>{head}{content}</{kind}Mod></{kind}ModRq>"


def sale(kind, *lines, customer, header="", links=""):
    """The content of a sales document; a line is a text such as ``W*3@9.95`` or the fields themselves."""
    text = "".join(
        f"<{kind}LineAdd>{fields(each) if re.fullmatch(SHORT, each) else each}</{kind}LineAdd>"
        for each in lines
    )
    return f"<CustomerRef><ListID>{customer}</ListID></CustomerRef>{header}{links}{text}"


SHORT = re.compile(r"(?P<item>\w+)(\*(?P<quantity>-?[\d.]+))?(@(?P<rate>-?[\d.]+))?")


def fields(short):
    """``W*3@9.95``: item, quantity and rate as elements."""
    item, quantity, rate = re.fullmatch(SHORT, short).group("item", "quantity", "rate")
    text = f"<ItemRef><FullName>{item}</FullName></ItemRef>"
    if quantity:
        text += f"<Quantity>{quantity}</Quantity>"
    return text + (f"<Rate>{rate}</Rate>" if rate else "")


def linked(order, line=0, quantity=None):
    """The fields of an invoice line that takes from a line of an order."""
    line_id = [each.findtext("TxnLineID") for each in order if each.tag.endswith("LineRet")][line]
    amount = f"<Quantity>{quantity}</Quantity>" if quantity is not None else ""
    return (
        f"{amount}<LinkToTxn><TxnID>{order.findtext('TxnID')}</TxnID>"
        f"<TxnLineID>{line_id}</TxnLineID></LinkToTxn>"
    )


def pay(total, *applied, customer, header=""):
    """A payment; ``applied`` are elements or pairs of an invoice's id and an amount."""
    text = "".join(each if isinstance(each, str) else settle(*each) for each in applied)
    return add(
        "ReceivePayment",
        f"<CustomerRef><ListID>{customer}</ListID></CustomerRef>{header}"
        f"<TotalAmount>{total}</TotalAmount>{text or '<IsAutoApply>false</IsAutoApply>'}",
    )


def settle(identifier, amount=None, credits=(), word="Add"):
    """One application of a payment."""
    own = f"<PaymentAmount>{amount}</PaymentAmount>" if amount is not None else ""
    taken = "".join(credit(*each) for each in credits)
    return f"<AppliedToTxn{word}><TxnID>{identifier}</TxnID>{own}{taken}</AppliedToTxn{word}>"


def credit(identifier, amount):
    """One credit that is taken."""
    return (
        f"<SetCredit><CreditTxnID>{identifier}</CreditTxnID>"
        f"<AppliedAmount>{amount}</AppliedAmount></SetCredit>"
    )


def remove(kind, identifier, word="Del"):
    """Delete or void a transaction."""
    return f"<Txn{word}Rq><Txn{word}Type>{kind}</Txn{word}Type><TxnID>{identifier}</TxnID></Txn{word}Rq>"


def numbers(record, path):
    """All values at a path as numbers."""
    return [Decimal(each.text) for each in record.findall(path)]
