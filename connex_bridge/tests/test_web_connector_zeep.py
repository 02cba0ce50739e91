"""A client that is not ours, generated from our own WSDL, drives a whole session."""

from unittest import skipUnless

import requests

from odoo.tests import tagged
from odoo.tests.common import TEST_CURSOR_COOKIE_NAME

from .web_connector_common import COMPANY_FILE, MESSAGE, WebConnectorCase

try:
    import zeep
except ImportError:
    zeep = None

BINDING = "{http://developer.intuit.com/}QBWebConnectorSvcSoap"
OPERATIONS = {
    "serverVersion",
    "clientVersion",
    "authenticate",
    "sendRequestXML",
    "receiveResponseXML",
    "connectionError",
    "getLastError",
    "closeConnection",
}


@skipUnless(zeep, "zeep comes with Odoo's own requirements")
@tagged("post_install", "-at_install")
class TestZeep(WebConnectorCase):
    def setUp(self):
        super().setUp()
        session = requests.Session()
        session.cookies.set(TEST_CURSOR_COOKIE_NAME, self.http_request_key)
        transport = zeep.Transport(session=session, timeout=60, operation_timeout=60)
        address = f"{self.base_url()}/connex/web_connector/{self.connection.id}"
        with self.allow_requests(all_requests=True):
            self.client = zeep.Client(f"{address}?wsdl", transport=transport)

    def service(self, method, *arguments):
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            result = getattr(self.client.service, method)(*arguments)
        self.env.invalidate_all()
        return result

    def test_the_description_has_intuits_operations_at_our_address(self):
        binding = self.client.wsdl.bindings[BINDING]
        self.assertEqual(set(binding.all()), OPERATIONS)
        (service,) = self.client.wsdl.services.values()
        (port,) = service.ports.values()
        self.assertTrue(
            port.binding_options["address"].endswith(f"/connex/web_connector/{self.connection.id}")
        )
        send = binding.get("sendRequestXML").input.signature()
        self.assertIn("qbXMLMajorVers: xsd:int", send)

    def test_zeep_drives_a_whole_session(self):
        self.assertIn("Connex Bridge", self.service("serverVersion"))
        self.assertFalse(self.service("clientVersion", "2.3.0.36"))
        ticket, what = self.service("authenticate", self.user_name, self.password)
        self.assertFalse(what)
        host = self.host_answer()
        message = self.service("sendRequestXML", ticket, host, COMPANY_FILE, "US", 13, 0)
        self.assertEqual(message, MESSAGE)
        progress = self.service("receiveResponseXML", ticket, "<QBXML>é</QBXML>", "", "")
        self.assertEqual(progress, 100)
        self.assertEqual(self.service("closeConnection", ticket), "OK: 1 of 1 documents")
        self.assertEqual(self.driver.answers, [("<QBXML>é</QBXML>", "", "")])

    def test_zeep_reads_refusals_and_errors(self):
        refused = self.service("authenticate", self.user_name, "wrong")
        self.assertEqual([text or "" for text in refused], ["", "nvu"])
        self.assertEqual(self.service("connectionError", "none", "0x80040401", "x"), "done")
        self.assertIn("ended", self.service("getLastError", "none"))
        self.assertEqual(self.service("receiveResponseXML", "none", "", "", ""), -1)
