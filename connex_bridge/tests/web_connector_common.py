"""What the tests of the Web Connector's service share: a Desktop connection, calls over HTTP, and a driver
that sends what the test says, so that the service is tested by itself.
"""

from unittest.mock import patch

from lxml import etree

from odoo.tests import HttpCase

from ..models.connex_web_connector import ConnexWebConnector

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
INTUIT = "http://developer.intuit.com/"
COMPANY_FILE = r"C:\Books\Ada's Shop.qbw"
OWNER = "{8C6A2F41-3D0B-4E57-9A1C-5B7E60D4F293}"
MESSAGE = (
    '<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?><QBXML>'
    '<QBXMLMsgsRq onError="stopOnError"><CompanyQueryRq/></QBXMLMsgsRq></QBXML>'
)


class ScriptedDriver:
    """Sends the messages given, one after the other, and remembers what it is told."""

    def __init__(self, messages=(MESSAGE,)):
        self.messages = list(messages)
        self.answers, self.lost, self.begun = [], [], []
        self.refusal = ""
        self.progress = None
        self.failure = None

    def _has_work(self, connection):
        return bool(self.messages)

    def _refuse_version(self, session):
        return self.refusal

    def _refuse_country(self, session):
        return ""

    def _begin(self, session, host_answer):
        self.begun.append(host_answer)
        return ""

    def _next_message(self, session):
        if self.failure:
            raise self.failure
        session.planned_count = len(self.answers) + len(self.messages)
        return self.messages.pop(0) if self.messages else ""

    def _take_answer(self, session, response, hresult, message):
        self.answers.append((response, hresult, message))
        session.done_count = len(self.answers)
        if self.progress is not None:
            return self.progress
        total = len(self.answers) + len(self.messages)
        return 100 * len(self.answers) // total

    def _lost(self, session):
        self.lost.append(session.id)


class WebConnectorCase(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection = cls.env["connex.connection"].create(
            {"name": "Desktop books", "backend": "desktop"}
        )

    def setUp(self):
        super().setUp()
        self.password = self.new_password()
        self.user_name = self.connection.web_connector_user
        self.driver = ScriptedDriver()
        scripted = patch.object(ConnexWebConnector, "_driver", lambda _service: self.driver)
        scripted.start()
        self.addCleanup(scripted.stop)
        self.env.registry._connex_failed_logins = {}
        self.env.flush_all()

    def new_password(self):
        action = self.connection.action_new_web_connector_password()
        self.env.flush_all()
        return action["context"]["default_password"]

    # Calls as the Web Connector makes them

    def post(self, body, number=None, **headers):
        number = self.connection.id if number is None else number
        headers = {"Content-Type": "text/xml; charset=utf-8"} | headers
        # The server works with the test's cursor: what it wrote is seen, and the other way round.
        self.env.flush_all()
        response = self.url_open(
            f"/connex/web_connector/{number}", data=body, headers=headers, timeout=60
        )
        self.env.invalidate_all()
        return response

    def envelope(self, method, **values):
        call = etree.Element(f"{{{INTUIT}}}{method}", nsmap={None: INTUIT})
        for name, value in values.items():
            etree.SubElement(call, f"{{{INTUIT}}}{name}").text = value
        envelope = etree.Element(f"{{{ENVELOPE}}}Envelope", nsmap={"soap": ENVELOPE})
        etree.SubElement(envelope, f"{{{ENVELOPE}}}Body").append(call)
        return etree.tostring(envelope, encoding="utf-8", xml_declaration=True)

    def call(self, method, number=None, **values):
        """The result of a call: a text, or the texts of `authenticate`."""
        response = self.post(self.envelope(method, **values), number)
        self.assertEqual(response.status_code, 200, response.text)
        self.assertEqual(response.headers["Content-Type"], "text/xml; charset=utf-8")
        (body,) = etree.fromstring(response.content)
        (answer,) = body
        self.assertEqual(answer.tag, f"{{{INTUIT}}}{method}Response")
        (result,) = answer
        self.assertEqual(result.tag, f"{{{INTUIT}}}{method}Result")
        if method != "authenticate":
            self.assertEqual(len(result), 0)
            return result.text or ""
        self.assertEqual({each.tag for each in result}, {f"{{{INTUIT}}}string"})
        return [each.text or "" for each in result]

    def log_in(self, user_name=None, password=None, number=None):
        return self.call(
            "authenticate",
            number,
            strUserName=self.user_name if user_name is None else user_name,
            strPassword=self.password if password is None else password,
        )

    def begin(self):
        """The ticket of a new session."""
        ticket, what = self.log_in()
        self.assertIn(what, ("", self.connection.company_file or ""))
        return ticket

    def host_answer(self, file_id="", name="Ada's Shop"):
        extension = (
            f"<DataExtRet><OwnerID>{OWNER}</OwnerID><DataExtName>FileID</DataExtName>"
            f"<DataExtType>STR255TYPE</DataExtType><DataExtValue>{file_id}</DataExtValue></DataExtRet>"
        )
        return (
            '<?xml version="1.0" ?><QBXML><QBXMLMsgsRs><CompanyQueryRs requestID="1" statusCode="0"'
            ' statusSeverity="Info" statusMessage="Status OK"><CompanyRet>'
            f"<CompanyName>{name}</CompanyName>{extension if file_id else ''}</CompanyRet>"
            "</CompanyQueryRs></QBXMLMsgsRs></QBXML>"
        )

    def send(self, ticket, path=COMPANY_FILE, host="", **values):
        """Ask for the next message."""
        return self.call(
            "sendRequestXML",
            ticket=ticket,
            strHCPResponse=host,
            strCompanyFileName=path,
            qbXMLCountry="US",
            qbXMLMajorVers="13",
            qbXMLMinorVers="0",
            **values,
        )

    def receive(self, ticket, response="<QBXML/>", hresult="", message=""):
        """Hand an answer over; the percentage."""
        return int(
            self.call(
                "receiveResponseXML",
                ticket=ticket,
                response=response,
                hresult=hresult,
                message=message,
            )
        )

    def last_error(self, ticket):
        return self.call("getLastError", ticket=ticket)

    def close(self, ticket):
        return self.call("closeConnection", ticket=ticket)

    def run_session(self, path=COMPANY_FILE, file_id=""):
        """A whole session; what `closeConnection` said."""
        ticket = self.begin()
        host = self.host_answer(file_id)
        while self.send(ticket, path, host):
            host = ""
            if self.receive(ticket) == 100:
                break
        return self.close(ticket)

    def last_session(self):
        return self.env["connex.web.connector.session"].search(
            [("connection_id", "=", self.connection.id)], limit=1
        )
