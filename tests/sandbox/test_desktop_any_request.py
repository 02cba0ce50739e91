"""Any request that the tables allow, with any values, is answered by a status: the company file never fails,
and what it refuses changes nothing."""

import random
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from desktop_company import Company
from desktop_walk import memory

from quickbooks_sandbox.desktop.content import is_reference
from quickbooks_sandbox.desktop.tables import REQUESTS, Choice

#: elements that the stand-in refuses: they stand rarely, or nothing would be executed
RARE = {
    "CreditCardInfo",
    "CreditCardTxnInfo",
    "CreditCardTxnInfoMod",
    "DataExt",
    "ExchangeRate",
    "InventorySiteLocationRef",
    "InventorySiteRef",
    "LotNumber",
    "OpenBalance",
    "OverrideUOMSetRef",
    "PriceLevelRef",
    "SerialNumber",
    "UnitOfMeasure",
    "UnitOfMeasureSetRef",
}
GUID = "{6b063959-81b0-4622-85d6-f548c8cca79e}"


class Author:
    """Writes requests from the tables; names and ids are mostly those of the company."""

    def __init__(self, company, seed):
        self.books = company.file.books
        self.dice = random.Random(seed)

    def request(self):
        """Any request."""
        names = [each for each in sorted(REQUESTS) if not each.endswith("QueryRq")]
        if self.dice.random() < 0.3:
            names = sorted(REQUESTS)
        model = REQUESTS[self.dice.choice(names)]
        return f"<{model.name}>{self.sequence(model.elements, 0.25)}</{model.name}>"

    def sequence(self, models, chance):
        text = ""
        for model in models:
            likely = chance / 50 if getattr(model, "name", "") in RARE else chance
            times = 1 if model.required else int(self.dice.random() < likely)
            if times and model.repeated and self.dice.random() < 0.3:
                times = 2
            text += "".join(self.one(model, chance) for _time in range(times))
        return text

    def one(self, model, chance):
        if isinstance(model, Choice):
            return self.sequence(self.dice.choice(model.alternatives), chance)
        if is_reference(model):
            inside = self.reference(model.name)
        elif model.children:
            inside = self.sequence(model.children, chance)
        else:
            text = escape(self.value(model))
            inside = text.encode("ascii", "xmlcharrefreplace").decode()
        return f"<{model.name}>{inside}</{model.name}>"

    def reference(self, name):
        if self.dice.random() < 0.1:
            return self.dice.choice(["", "<ListID>8-8</ListID>", "<FullName>Nobody</FullName>"])
        fitting = {
            "CustomerRef": "Customer",
            "ItemRef": "ItemService",
            "VendorRef": "Vendor",
            "TermsRef": "StandardTerms",
            "ItemSalesTaxRef": "ItemSalesTax",
        }.get(name, "Account" if name.endswith("AccountRef") else name.removesuffix("Ref"))
        records = self.books.all(fitting) if fitting in self.books.kinds else []
        record = self.dice.choice(records or self.books.all("Customer"))
        return f"<ListID>{record.id}</ListID>"

    def value(self, model):
        dice = self.dice
        if model.kind == "one":
            return dice.choice(model.values)
        if model.kind == "id":
            return self.identifier(model.name)
        if model.name == "EditSequence":
            return dice.choice([each.edit_sequence for each in self.books.records.values()])
        if model.kind in ("amount", "price", "percent", "quantity", "float"):
            return dice.choice(["1", "0.01", "10.00", "-3", "0", "99999.99"])
        return {
            "boolean": dice.choice(["true", "false"]),
            "date": dice.choice(["2026-01-31", "1999-12-31"]),
            "datetime": "2026-01-31T10:00:00",
            "integer": dice.choice(["0", "1", "-1", "30"]),
            "guid": GUID,
            "string": dice.choice(["x", "Jane", "Vera", "W", "a:b", "", "&<\N{EURO SIGN}"])[
                : model.length or None
            ],
        }[model.kind]

    def identifier(self, name):
        if name == "TxnLineID":
            lines = [line.id for each in self.books.records.values() for line in each.lines]
            return self.dice.choice([*lines, "-1"])
        return self.dice.choice([*self.books.records, "1-1"])


@pytest.mark.parametrize("seed", range(4))
def test_any_request_is_answered(seed):
    company = Company(multicurrency=bool(seed % 2), class_tracking=bool(seed % 2))
    order = company.order("W*2", "B*1")
    company.invoice("W*1", links=f"<LinkToTxnID>{order.findtext('TxnID')}</LinkToTxnID>")
    company.payment("20.00")
    company.document("CreditMemo", "W*1")
    author = Author(company, seed)
    executed = set()
    for _number in range(150):
        request = author.request()
        before = memory(company)
        answer = company.send(request)
        assert not answer.hresult, (request, company.file.log[-1].get("reason"))
        (reply,) = ElementTree.fromstring(answer.response)[0]
        if reply.get("statusSeverity") == "Error":
            assert memory(company) == before, request
        else:
            executed.add(reply.tag)
    assert len(executed) > 10
