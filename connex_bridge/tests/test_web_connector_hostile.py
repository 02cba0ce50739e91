"""What anybody may send to the Web Connector's address, and that nothing comes of it."""

import http.client
from urllib.parse import urlsplit

from lxml import etree

from odoo.tests import tagged
from odoo.tests.common import TEST_CURSOR_COOKIE_NAME

from .web_connector_common import ENVELOPE, INTUIT, WebConnectorCase

SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"


@tagged("post_install", "-at_install")
class TestHostile(WebConnectorCase):
    def wrapped(self, inside, before="", namespace=ENVELOPE):
        return (
            f'<?xml version="1.0"?>{before}<s:Envelope xmlns:s="{namespace}"><s:Body>{inside}'
            "</s:Body></s:Envelope>"
        ).encode()

    def login(self, password="x"):
        return (
            f'<authenticate xmlns="{INTUIT}"><strUserName>{self.user_name}</strUserName>'
            f"<strPassword>{password}</strPassword></authenticate>"
        )

    def assert_fault(self, body, **headers):
        response = self.post(body, **headers)
        self.assertEqual(response.status_code, 500)
        (fault,) = etree.fromstring(response.content).iter(f"{{{ENVELOPE}}}Fault")
        self.assertEqual(fault.findtext("faultcode"), "soap:Client")
        self.assertNotIn("Traceback", response.text)
        self.assertFalse(self.last_session())
        self.assertFalse(self.driver.begun)
        return fault.findtext("faultstring")

    def test_entities_are_not_expanded(self):
        bomb = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        self.assert_fault(self.wrapped(self.login("&b;"), bomb))
        file = '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        self.assertNotIn("root:", self.assert_fault(self.wrapped(self.login("&f;"), file)))
        remote = '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd">'
        self.assert_fault(self.wrapped(self.login(), remote))

    def test_entities_are_not_expanded_in_another_encoding_either(self):
        text = self.wrapped(self.login("&a;"), '<!DOCTYPE a [<!ENTITY a "ha">]>').decode()
        text = text.replace('version="1.0"', 'version="1.0" encoding="utf-16"')
        self.assert_fault(text.encode("utf-16"))

    def test_depth_and_number_of_elements_are_bounded(self):
        deep = "<a>" * 1000 + "</a>" * 1000
        self.assert_fault(self.wrapped(f'<authenticate xmlns="{INTUIT}">{deep}</authenticate>'))
        wide = "<a/>" * 100_000
        self.assert_fault(self.wrapped(f'<authenticate xmlns="{INTUIT}">{wide}</authenticate>'))

    def test_what_is_no_call_is_a_fault(self):
        nested = f'<closeConnection xmlns="{INTUIT}"><ticket><a/></ticket></closeConnection>'
        twice = (
            f'<closeConnection xmlns="{INTUIT}"><ticket>a</ticket><ticket>b</ticket>'
            "</closeConnection>"
        )
        for name, body in {
            "nothing": b" ",
            "no XML": b"hello",
            "JSON": b'{"jsonrpc": "2.0"}',
            "not closed": self.wrapped(self.login())[:-5],
            "no envelope": self.login().encode(),
            "SOAP 1.2": self.wrapped(self.login(), namespace=SOAP_12),
            "two calls": self.wrapped(self.login() + self.login()),
            "no call": self.wrapped(""),
            "another namespace": self.wrapped('<authenticate xmlns="urn:x"/>'),
            "another method": self.wrapped(f'<dropDatabase xmlns="{INTUIT}"/>'),
            "an element in a parameter": self.wrapped(nested),
            "a parameter twice": self.wrapped(twice),
            "an internal name": self.wrapped(f'<begin_session xmlns="{INTUIT}"/>'),
        }.items():
            with self.subTest(name):
                self.assert_fault(body)

    def test_another_content_type_is_not_read(self):
        for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x"):
            with self.subTest(kind):
                response = self.post(self.envelope("serverVersion"), **{"Content-Type": kind})
                self.assertEqual((response.status_code, response.content), (415, b""))

    def test_what_is_too_large_is_not_read(self):
        address = urlsplit(self.base_url())
        with self.allow_requests():
            connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
            connection.putrequest("POST", f"/connex/web_connector/{self.connection.id}")
            connection.putheader("Content-Type", "text/xml")
            connection.putheader("Content-Length", str(10**9))
            connection.putheader("Cookie", f"{TEST_CURSOR_COOKIE_NAME}={self.http_request_key}")
            connection.endheaders()
            status = connection.getresponse().status
            connection.close()
        self.assertEqual(status, 413)

    def test_rpc_style_and_other_prefixes_are_understood(self):
        call = (
            f'<q1:clientVersion xmlns:q1="{INTUIT}"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            '<strVersion xsi:type="xsd:string">1.0.0.1</strVersion></q1:clientVersion>'
        )
        response = self.post(self.wrapped(call))
        self.assertEqual(response.status_code, 200)
        self.assertIn("clientVersionResult>E:", response.text)

    def test_an_absent_an_empty_and_a_nil_parameter_are_the_same(self):
        nil = '<strVersion xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'
        for inside in ("", "<strVersion/>", nil, "<other>1</other>"):
            with self.subTest(inside):
                call = f'<clientVersion xmlns="{INTUIT}">{inside}</clientVersion>'
                self.assertIn("Result></clientVersionResult>", self.post(self.wrapped(call)).text)

    def test_the_reply_is_one_line_with_both_texts_even_if_they_are_empty(self):
        text = self.post(self.wrapped(self.login())).text
        self.assertEqual(text.count("\n"), 1)  # after the declaration
        self.assertIn(
            f'<authenticateResponse xmlns="{INTUIT}"><authenticateResult>'
            "<string></string><string>nvu</string></authenticateResult></authenticateResponse>",
            text,
        )

    def test_a_plain_look_at_the_address_is_answered_for_every_number(self):
        for number in (self.connection.id, 10**6):
            response = self.url_open(f"/connex/web_connector/{number}")
            self.assertEqual(response.status_code, 200)
            self.assertTrue(response.headers["Content-Type"].startswith("text/plain"))
            self.assertNotIn("Set-Cookie", response.headers)

    def test_a_password_reaches_neither_log_nor_exchange(self):
        with self.assertLogs("odoo", "DEBUG") as log:
            self.log_in()
            self.log_in(password="another-secret")
        said = "\n".join(log.output)
        self.assertNotIn(self.password, said)
        self.assertNotIn("another-secret", said)

    def test_characters_that_xml_cannot_have_do_not_break_a_reply(self):
        ticket = self.begin()
        self.driver.refusal = "Bad \x0b character & <tag> é"
        self.assertEqual(self.send(ticket, host=self.host_answer()), "")
        self.env["connex.web.connector.session"].invalidate_model()
        self.assertEqual(self.last_error(ticket), "Bad  character & <tag> é")
