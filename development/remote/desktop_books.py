"""The books of a company file of QuickBooks Desktop's stand-in, read and edited by another program than ours.

It asks in qbXML as any application may and shares nothing with the addon. What a person does in QuickBooks
(enter, edit, void, delete) is done the same way.
"""

from xml.etree import ElementTree
from xml.sax.saxutils import escape

from .desktop_documents import Document, Element, Line, document, element
from .sandbox import Sandbox

#: kinds whose query can ask for linked transactions
_LINKED = ("SalesOrder", "Invoice", "CreditMemo", "PurchaseOrder", "Bill", "VendorCredit", "Check")


class Refused(AssertionError):
    """QuickBooks did not do what was asked: its status code and message, or the HRESULT of the whole set."""

    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class DesktopBooks:
    """One company file of the stand-in, by its id. `sandbox` has the controls."""

    def __init__(self, sandbox: Sandbox, company_id: str, application: str = "independent reader"):
        self.sandbox = sandbox
        self.id = company_id
        self.application = application

    @classmethod
    def new(cls, sandbox: Sandbox, **settings) -> "DesktopBooks":
        """Make a company file, for example with `edition="premier"` or `sales_tax=False`."""
        return cls(sandbox, sandbox.control("POST", "desktop/companies", **settings)["id"])

    # Controls

    def _control(self, method, action, **body):
        return self.sandbox.control(method, f"desktop/companies/{self.id}/{action}", **body)

    def settings(self) -> dict:
        """Return the settings and the path of the company file."""
        return self.sandbox.control("GET", f"desktop/companies/{self.id}")

    def preferences(self, **values) -> dict:
        """Change edition, closing date and so on, or a switch for unknown behaviour."""
        return self._control("POST", "preferences", **values)

    def add_fault(self, **fault) -> dict:
        """Order a fault: `request="InvoiceAddRq", status=3175`, `hresult="0x80040402"` or `random={…}`."""
        return self._control("POST", "faults", **fault)

    def faults(self) -> dict:
        """Return the `faults` that wait, and `hits`: how often chance has struck, by code."""
        return self._control("GET", "faults")

    def clear_faults(self) -> None:
        """Remove all faults that are still waiting."""
        self._control("DELETE", "faults")

    def log(self) -> dict:
        """Return `message_sets` (requests with status, text, response) and `requests`, counted by kind."""
        return self._control("GET", "log")

    def lock(self, *identifiers: str) -> None:
        """A person has these records open: nobody else can save or delete them."""
        self._control("POST", "locks", lock=list(identifiers))

    def unlock(self, *identifiers: str) -> None:
        """The person closes the records again."""
        self._control("POST", "locks", unlock=list(identifiers))

    # Asking

    def send(self, message_set: str) -> dict:
        """Have a whole message set processed; return `response`, `hresult`, `message` as they are."""
        return self._control(
            "POST", "process", message_set=message_set, application=self.application
        )

    def ask(self, *requests: str) -> list[ElementTree.Element]:
        """Have requests processed and return their answers (`…Rs`). Raises `Refused` for any error."""
        answer = self.send(
            '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="continueOnError">'
            f"{''.join(requests)}</QBXMLMsgsRq></QBXML>"
        )
        if answer["hresult"]:
            raise Refused(answer["hresult"], answer["message"])
        replies = list(ElementTree.fromstring(answer["response"])[0])
        for reply in replies:
            if reply.get("statusSeverity") == "Error":
                raise Refused(int(reply.get("statusCode")), reply.get("statusMessage"))
        return replies

    # Lists

    def elements(self, kind: str) -> list[Element]:
        """Return all elements of a list by its qbXML name, such as `Customer`, `Item` or `ItemSalesTax`."""
        limits = "" if kind == "Template" else "<ActiveStatus>All</ActiveStatus>"
        (reply,) = self.ask(f"<{kind}QueryRq>{limits}</{kind}QueryRq>")
        return [element(each) for each in reply]

    def element(self, kind: str, name: str) -> Element:
        """Return the one element of that full name. Raises `KeyError`."""
        return _one(self.elements(kind), "name", name)

    def customers(self) -> list[Element]:
        """Return all customers and jobs."""
        return self.elements("Customer")

    def vendors(self) -> list[Element]:
        """Return all vendors."""
        return self.elements("Vendor")

    def items(self) -> list[Element]:
        """Return the items of all types."""
        return self.elements("Item")

    # Transactions

    def documents(self, kind: str, number: str = "") -> list[Document]:
        """Return the transactions of a kind by its qbXML name, such as `Invoice`; of a number if given."""
        limits = f"<RefNumber>{_ascii(number)}</RefNumber>" if number else ""
        links = "<IncludeLinkedTxns>true</IncludeLinkedTxns>" if kind in _LINKED else ""
        (reply,) = self.ask(
            f"<{kind}QueryRq>{limits}<IncludeLineItems>true</IncludeLineItems>{links}</{kind}QueryRq>"
        )
        return [document(each) for each in reply]

    def document(self, kind: str, number: str) -> Document:
        """Return the one transaction of that kind and number. Raises `KeyError`."""
        return _one(self.documents(kind, number), "number", number)

    def sales_orders(self, number: str = "") -> list[Document]:
        """Return the sales orders."""
        return self.documents("SalesOrder", number)

    def invoices(self, number: str = "") -> list[Document]:
        """Return the invoices."""
        return self.documents("Invoice", number)

    def payments(self, number: str = "") -> list[Document]:
        """Return the received payments."""
        return self.documents("ReceivePayment", number)

    def credit_memos(self, number: str = "") -> list[Document]:
        """Return the credit memos."""
        return self.documents("CreditMemo", number)

    def refunds(self, number: str = "") -> list[Document]:
        """Return the refunds to credit cards."""
        return self.documents("ARRefundCreditCard", number)

    def sales_receipts(self, number: str = "") -> list[Document]:
        """Return the sales receipts."""
        return self.documents("SalesReceipt", number)

    def purchase_orders(self, number: str = "") -> list[Document]:
        """Return the purchase orders."""
        return self.documents("PurchaseOrder", number)

    def bills(self, number: str = "") -> list[Document]:
        """Return the bills."""
        return self.documents("Bill", number)

    def vendor_credits(self, number: str = "") -> list[Document]:
        """Return the credits from vendors."""
        return self.documents("VendorCredit", number)

    def checks(self, number: str = "") -> list[Document]:
        """Return the checks."""
        return self.documents("Check", number)

    # What a person does in QuickBooks

    def enter(self, kind: str, content: str) -> str:
        """Enter a list element or transaction from its qbXML fields in their order; return its id."""
        (reply,) = self.ask(f"<{kind}AddRq><{kind}Add>{_ascii(content)}</{kind}Add></{kind}AddRq>")
        return reply.findtext("*/ListID") or reply.findtext("*/TxnID")

    def enter_customer(self, name: str, content: str = "") -> str:
        """Enter a customer; return its id."""
        return self.enter("Customer", f"<Name>{escape(name)}</Name>{content}")

    def enter_item(self, name: str, kind: str = "ItemService") -> str:
        """Enter an item of that type that is sold on the account of sales; return its id."""
        return self.enter_items([name], kind)[0]

    def enter_items(self, names: list[str], kind: str = "ItemService") -> list[str]:
        """Enter many items as `enter_item`, in one message set; return their ids."""
        account = self.element("Account", "Sales").id
        sold = f"<SalesOrPurchase><AccountRef><ListID>{account}</ListID></AccountRef></SalesOrPurchase>"
        replies = self.ask(
            *(
                f"<{kind}AddRq><{kind}Add>{_ascii(f'<Name>{escape(name)}</Name>')}{sold}</{kind}Add>"
                f"</{kind}AddRq>"
                for name in names
            )
        )
        return [reply.findtext("*/ListID") for reply in replies]

    def enter_name(self, of_list: str, name: str) -> str:
        """Enter somebody on a list of names, such as `Employee` or `OtherName`; return the id."""
        return self._control("POST", "names", list=of_list, name=name)["ListID"]

    def edit(self, what: Element | Document, content: str) -> None:
        """Change fields, given as qbXML in their order, of what was read before."""
        kind = what.kind
        key = "ListID" if isinstance(what, Element) else "TxnID"
        fields = f"<{key}>{what.id}</{key}><EditSequence>{what.revision}</EditSequence>{content}"
        self.ask(f"<{kind}ModRq><{kind}Mod>{_ascii(fields)}</{kind}Mod></{kind}ModRq>")

    def paste(self, identifier: str, field: str, text: str) -> None:
        """Paste a text into a field of a record; it may have characters that no program could enter."""
        self._control("POST", "paste", id=identifier, field=field, text=text)

    def edit_quantity(self, document: Document, line: Line, quantity) -> None:
        """Change the quantity of one line and keep the others."""
        lines = ""
        for each in document.lines:
            change = f"<Quantity>{quantity}</Quantity>" if each.id == line.id else ""
            lines += f"<{each.kind}Mod><TxnLineID>{each.id}</TxnLineID>{change}</{each.kind}Mod>"
        self.edit(document, lines)

    def void(self, document: Document) -> None:
        """Void a transaction."""
        self.ask(
            f"<TxnVoidRq><TxnVoidType>{document.kind}</TxnVoidType><TxnID>{document.id}</TxnID></TxnVoidRq>"
        )

    def delete(self, what: Element | Document) -> None:
        """Delete a transaction or a list element."""
        word, key = ("List", "ListID") if isinstance(what, Element) else ("Txn", "TxnID")
        self.ask(
            f"<{word}DelRq><{word}DelType>{what.kind}</{word}DelType><{key}>{what.id}</{key}></{word}DelRq>"
        )


def _ascii(text):
    return text.encode("ascii", "xmlcharrefreplace").decode()


def _one(found, attribute, wanted):
    matches = [each for each in found if getattr(each, attribute) == wanted]
    if len(matches) != 1:
        raise KeyError(f"{len(matches)} with {attribute} {wanted}")
    return matches[0]
