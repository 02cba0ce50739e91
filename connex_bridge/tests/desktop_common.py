"""A session of the Web Connector without one: the driver is asked as the service asks it, and answered by
a few lines that stand for QuickBooks Desktop.
"""

import itertools
from contextlib import contextmanager
from unittest.mock import patch

from lxml import etree

from odoo import fields

from ..models import connex_desktop_driver
from ..models.connex_engine import ConnexEngine
from .common import SaleCase

HOST_ANSWER = """<?xml version="1.0" ?><QBXML><QBXMLMsgsRs>
<HostQueryRs statusCode="0"><HostRet><ProductName>QuickBooks Premier 2024</ProductName><Country>US</Country>
</HostRet></HostQueryRs>
<CompanyQueryRs statusCode="0"><CompanyRet><CompanyName>Ada's Books</CompanyName></CompanyRet>
</CompanyQueryRs>
<PreferencesQueryRs statusCode="0"><PreferencesRet>
<AccountingPreferences><IsUsingClassTracking>false</IsUsingClassTracking></AccountingPreferences>
</PreferencesRet></PreferencesQueryRs></QBXMLMsgsRs></QBXML>"""
INCOME = """<AccountRet><ListID>A-1</ListID><Name>Sales</Name><FullName>Sales</FullName>
<IsActive>true</IsActive><AccountType>Income</AccountType></AccountRet>"""


@contextmanager
def counted_queries(model, name):
    """Yields a list that gets the number of queries of every call of this method of a model's class, with all
    that it leaves to be written."""
    method, counts = getattr(model, name), []

    def counting(records, *arguments):
        records.env.flush_all()
        before = records.env.cr.sql_log_count
        result = method(records, *arguments)
        records.env.flush_all()
        counts.append(records.env.cr.sql_log_count - before)
        return result

    with patch.object(model, name, counting):
        yield counts


class LittleQuickBooks:
    """Gives everything that is added an id, which it keeps when it is changed; finds what it is told to find,
    refuses what it is told to refuse (by request, with status and message), remembers what it was asked."""

    def __init__(self):
        self.numbers = itertools.count(1)
        self.added, self.asked, self.found, self.refused = [], [], {}, {}

    def answer(self, message):
        """The answer to a message set."""
        root = etree.fromstring(message.encode())
        answers = "".join(self._one(request) for request in root[0])
        return f'<?xml version="1.0" ?><QBXML><QBXMLMsgsRs>{answers}</QBXMLMsgsRs></QBXML>'

    def _one(self, request):
        name, number = request.tag.removesuffix("Rq"), request.get("requestID")
        self.asked.append(name)
        if name in self.refused:
            code, text = self.refused[name]
            told = f'statusCode="{code}" statusSeverity="Error" statusMessage="{text}"'
            return f'<{name}Rs requestID="{number}" {told} />'
        content = self._query(name) if name.endswith("Query") else self._written(request, name)
        status = "0" if content else "1"
        return f'<{name}Rs requestID="{number}" statusCode="{status}">{content}</{name}Rs>'

    def _query(self, name):
        return INCOME if name == "AccountQuery" else self.found.get(name, "")

    def _written(self, request, name):
        entity, verb = name[:-3], name[-3:]
        if verb == "Add":
            self.added.append(entity)
        number, lines, total = f"{next(self.numbers)}-1", "", 0
        for line in request.iter(f"{entity}Line{verb}"):
            total += float(line.findtext("Quantity")) * float(line.findtext("Rate"))
            own = line.findtext("TxnLineID", "-1")
            own = f"L-{next(self.numbers)}" if own == "-1" else own
            lines += f"<{entity}LineRet><TxnLineID>{own}</TxnLineID></{entity}LineRet>"
        memo = request.findtext("*/Memo") or ""
        identity = "TxnID" if memo or request.find("*/TxnID") is not None else "ListID"
        number = request.findtext(f"*/{identity}") or number
        return (
            f"<{entity}Ret><{identity}>{number}</{identity}>"
            f"<EditSequence>1</EditSequence><Memo>{memo}</Memo>"
            f"<RefNumber>{request.findtext('*/RefNumber') or ''}</RefNumber>"
            f"<Subtotal>{total:.2f}</Subtotal><TotalAmount>{total:.2f}</TotalAmount>{lines}</{entity}Ret>"
        )


class DesktopCase(SaleCase):
    def setUp(self):
        super().setUp()
        quiet = patch.object(ConnexEngine, "commit", lambda engine: engine.env.flush_all())
        quiet.start()
        self.addCleanup(quiet.stop)
        # On a busy machine planning may take longer than a session has for it.
        patient = patch.object(connex_desktop_driver, "PLANNING_SECONDS", 600)
        patient.start()
        self.addCleanup(patient.stop)
        self.connection.state = "draft"
        self.desktop = self.new_connection(name="Desktop", backend="desktop", state="connected")
        self.driver = self.env(su=True)["connex.desktop.driver"]
        self.quickbooks = LittleQuickBooks()
        self.session = self.begin()

    def begin(self):
        """A new session, whose company file has been looked at."""
        now = fields.Datetime.now()
        session = (
            self.env["connex.web.connector.session"]
            .sudo()
            .create(
                {
                    "connection_id": self.desktop.id,
                    "ticket": f"ticket {now} {next(self.quickbooks.numbers)}",
                    "qbxml_version": "13.0",
                    "started_at": now,
                    "last_call_at": now,
                }
            )
        )
        self.assertEqual(self.driver._refuse_version(session), "")
        self.driver._begin(session, HOST_ANSWER)
        return session

    def take(self, message):
        """QuickBooks carries it out, and its answer arrives; returns the percentage."""
        return self.driver._take_answer(self.session, self.quickbooks.answer(message), "", "")

    def run_session(self):
        """Go on until nothing is left; returns the percentages."""
        percentages = []
        while message := self.driver._next_message(self.session):
            percentages.append(self.take(message))
            self.session.progress = percentages[-1]
            self.assertLess(len(percentages), 30, "a session without end")
            if percentages[-1] == 100:
                break
        return percentages

    def until(self, request):
        """The first message with a request that begins so, by its name (`InvoiceAdd`) or with attributes;
        those before are answered."""
        while message := self.driver._next_message(self.session):
            if f"<{request}" in message:
                return message
            self.take(message)
        self.fail(f"no {request}")

    def mirror(self, document):
        return self.env(su=True)["connex.mirror"].search(
            [("connection_id", "=", self.desktop.id), ("document", "=", document)]
        )


class DesktopSaleCase(DesktopCase):
    """There is a sales order that QuickBooks does not have yet."""

    def setUp(self):
        super().setUp()
        self.goods.taxes_id = False
        self.sale = self.new_order()
        self.env.cr.precommit.run()

    def new_order(self):
        return self.order(
            {"product_id": self.goods.id, "product_uom_qty": 2, "price_unit": 5, "tax_ids": False}
        )

    def made_by_us_before(self, lines=""):
        """QuickBooks is asked for the order's number, and has the order with our marker and these lines;
        returns the question."""
        message = self.until("SalesOrderQuery")
        marker = self.mirror("sales_order")._marker()
        self.quickbooks.found["SalesOrderQuery"] = (
            f"<SalesOrderRet><TxnID>77-1</TxnID><EditSequence>9</EditSequence><Memo>{marker}</Memo>"
            f"<RefNumber>{self.sale.name}</RefNumber><TotalAmount>10.00</TotalAmount>{lines}"
            "</SalesOrderRet>"
        )
        self.take(message)
        self.quickbooks.found.clear()
        self.run_session()
        return message

    def answered(self, *told):
        return self.driver._take_answer(self.session, *told)
