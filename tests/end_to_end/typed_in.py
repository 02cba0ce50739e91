"""A person who types sales into a company file of QuickBooks Desktop by hand, without Odoo's help."""

import re
from xml.sax.saxutils import escape

from development.remote.desktop_books import DesktopBooks
from development.remote.desktop_documents import Document

ITEM = "Harbor Chart"
PRICE = "24.50"


class TypedIn:
    """`books` is the company file. Documents that are entered come back as they were read right after."""

    def __init__(self, books: DesktopBooks):
        self.books = books
        self.item = books.enter_item(ITEM)

    def short(self, number: str) -> str:
        """Return how a bookkeeper who knows what fits writes a number of Odoo."""
        match = re.fullmatch(r"([A-Z]+)/20(\d\d)/(\d+)", number)
        return f"{match[1]}{match[2]}-{match[3]}" if match else number

    def customer(self, name: str, parent: str = "") -> str:
        """Enter a customer, or a job of `parent`; return its id."""
        above = f"<ParentRef><ListID>{parent}</ListID></ParentRef>" if parent else ""
        return self.books.enter("Customer", f"<Name>{escape(name)}</Name>{above}")

    def invoice(self, customer: str, number: str, amount, day) -> Document:
        """Enter an invoice of one line."""
        return self._form("Invoice", customer, number, day, self._line("Invoice", amount=amount))

    def credit_memo(self, customer: str, number: str, amount, day) -> Document:
        """Enter a credit memo of one line."""
        line = self._line("CreditMemo", amount=amount)
        return self._form("CreditMemo", customer, number, day, line)

    def order(self, customer: str, number: str, quantities, day) -> Document:
        """Enter a sales order with a line of 24.50 each for every quantity."""
        quantities = quantities if isinstance(quantities, tuple) else (quantities,)
        lines = "".join(self._line("SalesOrder", quantity=each) for each in quantities)
        return self._form("SalesOrder", customer, number, day, lines)

    def bill(self, order: Document, quantity, number: str) -> Document:
        """Enter an invoice of so many of an order's first line, linked to it as QuickBooks does."""
        link = f"<TxnID>{order.id}</TxnID><TxnLineID>{order.lines[0].id}</TxnLineID>"
        line = (
            f"<InvoiceLineAdd><Quantity>{quantity}</Quantity><LinkToTxn>{link}</LinkToTxn>"
            "</InvoiceLineAdd>"
        )
        customer = order.text("CustomerRef/ListID")
        return self._form("Invoice", customer, number, order.day, line)

    def payment(self, customer: str, amount, day, invoice: Document | None = None) -> Document:
        """Enter a payment without a number, applied to an invoice or to nothing."""
        applied = "<IsAutoApply>false</IsAutoApply>"
        if invoice is not None:
            applied = (
                f"<AppliedToTxnAdd><TxnID>{invoice.id}</TxnID><PaymentAmount>{amount:.2f}"
                "</PaymentAmount></AppliedToTxnAdd>"
            )
        fields = f"<TxnDate>{day}</TxnDate><TotalAmount>{amount:.2f}</TotalAmount>{applied}"
        return self._enter("ReceivePayment", customer, fields)

    def close(self, order: Document) -> None:
        """Close a sales order by hand."""
        self.books.edit(self.read(order), "<IsManuallyClosed>true</IsManuallyClosed>")

    def change_amount(self, form: Document, amount) -> None:
        """Correct the amount of a form's only line."""
        now = self.read(form)
        line = f"<TxnLineID>{now.lines[0].id}</TxnLineID><Amount>{amount:.2f}</Amount>"
        self.books.edit(now, f"<{form.kind}LineMod>{line}</{form.kind}LineMod>")

    def read(self, document: Document) -> Document:
        """Return a document as it is now."""
        (found,) = [each for each in self.books.documents(document.kind) if each.id == document.id]
        return found

    def _line(self, kind, quantity=None, amount=None):
        price = f"<Amount>{float(amount or 0):.2f}</Amount>"
        if quantity:
            price = f"<Quantity>{quantity}</Quantity><Rate>{PRICE}</Rate>"
        item = f"<ItemRef><ListID>{self.item}</ListID></ItemRef>"
        untaxed = "<SalesTaxCodeRef><FullName>Non</FullName></SalesTaxCodeRef>"
        return f"<{kind}LineAdd>{item}{price}{untaxed}</{kind}LineAdd>"

    def _form(self, kind, customer, number, day, lines):
        fields = f"<TxnDate>{day}</TxnDate><RefNumber>{escape(number)}</RefNumber>{lines}"
        return self._enter(kind, customer, fields)

    def _enter(self, kind, customer, fields):
        reference = f"<CustomerRef><ListID>{customer}</ListID></CustomerRef>"
        identifier = self.books.enter(kind, reference + fields)
        (found,) = [each for each in self.books.documents(kind) if each.id == identifier]
        return found
