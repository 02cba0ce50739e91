"""Webhooks: what is noted, and every way in which a call is refused without any work."""

import base64
import hashlib
import hmac
import http.client
import json
from urllib.parse import urlsplit

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged
from odoo.tests.common import TEST_CURSOR_COOKIE_NAME

from .connection_common import AnsweredByQuickBooks
from .quickbooks_answers import REALM

VERIFIER = "the-verifier"
NOW = "2026-10-05 22:00:00"


@tagged("post_install", "-at_install")
class TestWebhook(AnsweredByQuickBooks, HttpCase):
    def setUp(self):
        super().setUp()
        self.connection.write(
            {"state": "connected", "realm_id": REALM, "webhook_verifier": VERIFIER}
        )
        self.mirror = self.env["connex.mirror"].create(
            {
                "connection_id": self.connection.id,
                "document": "invoice",
                "res_model": "account.move",
                "res_id": 1,
                "qb_id": "17",
                "state": "synced",
            }
        )
        self.env.flush_all()
        clock = freeze_time(NOW)
        clock.start()
        self.addCleanup(clock.stop)

    def body(self, *ids, realm=REALM, moment="2026-10-05T14:42:19-0700", name="Invoice"):
        entities = [
            {"name": name, "id": each, "operation": "Update", "lastUpdated": moment}
            for each in ids or ("17",)
        ]
        change = {"realmId": realm, "dataChangeEvent": {"entities": entities}}
        return json.dumps({"eventNotifications": [change]}).encode()

    def sign(self, body, verifier=VERIFIER):
        digest = hmac.new(verifier.encode(), body, hashlib.sha256).digest()
        return base64.b64encode(digest).decode()

    def call(self, body, signature=None, number=None, content_type="application/json", **options):
        headers = {"Content-Type": content_type}
        signature = self.sign(body) if signature is None else signature
        if signature:
            headers["intuit-signature"] = signature
        number = self.connection.id if number is None else number
        return self.url_open(
            f"/connex/webhook/{number}", data=body, headers=headers, timeout=30, **options
        )

    def noted(self):
        self.env.invalidate_all()
        events = self.env["connex.webhook.event"].search(
            [("connection_id", "=", self.connection.id)]
        )
        return events.mapped("qb_id")

    def triggers(self):
        cron = self.env.ref("connex_bridge.cron_sync")
        return self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])

    def assert_refused(self, response, status):
        self.assertEqual((response.status_code, response.content), (status, b""))
        self.assertFalse(self.noted())
        self.assertFalse(self.quickbooks.requests)

    def test_a_genuine_webhook_is_noted_and_answered_with_nothing(self):
        before = self.triggers()
        response = self.call(self.body())
        self.assertEqual((response.status_code, response.content), (200, b""))
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(self.noted(), ["17"])
        self.assertEqual(self.triggers(), before + 1)
        self.assertFalse(self.quickbooks.requests)

    def test_a_refund_is_known_whether_it_is_money_alone_or_a_receipt(self):
        self.mirror.document = "refund"
        self.env.flush_all()
        for number, name in (("17", "Purchase"), ("18", "RefundReceipt")):
            self.mirror.qb_id = number
            self.env.flush_all()
            self.assertEqual(self.call(self.body(number, name=name)).status_code, 200)
        self.assertEqual(sorted(self.noted()), ["17", "18"])

    def test_the_cloudevents_format_is_noted(self):
        event = {
            "specversion": "1.0",
            "id": "1",
            "type": "qbo.invoice.voided.v1",
            "time": "2026-10-05T21:31:25.179851517Z",
            "intuitentityid": "17",
            "intuitaccountid": REALM,
        }
        for content_type in (
            "application/json; charset=utf-8",
            "application/cloudevents-batch+json",
        ):
            body = json.dumps([event]).encode()
            self.assertEqual(self.call(body, content_type=content_type).status_code, 200)
        self.assertEqual(self.noted(), ["17"])

    def test_a_webhook_that_is_not_signed_by_intuit_is_refused(self):
        body = self.body()
        signature = self.sign(body)
        for wrong in (
            False,
            "x",
            signature[:-2],
            signature.lower(),
            self.sign(body, "another"),
            self.sign(body + b" "),
            "A" * 5_000,
        ):
            with self.subTest(str(wrong)[:20]):
                self.assert_refused(self.call(body, wrong), 401)

    def test_an_unknown_connection_answers_like_a_wrong_signature(self):
        for number in (0, self.connection.id + 1000, 2**31, 2**70):
            with self.subTest(number):
                self.assert_refused(self.call(self.body(), number=number), 401)

    def test_without_a_verifier_token_nothing_is_genuine(self):
        self.connection.action_forget_webhook()
        self.env.flush_all()
        body = self.body()
        self.assert_refused(self.call(body), 401)
        self.assert_refused(self.call(body, self.sign(body, "")), 401)

    def test_a_webhook_heard_again_does_nothing(self):
        self.call(self.body())
        before = self.triggers()
        self.env["connex.webhook.event"].search([]).pending = False
        self.env.flush_all()
        for _time in range(3):
            self.assertEqual(self.call(self.body()).status_code, 200)
        self.assertEqual(self.triggers(), before)
        self.assertFalse(self.env["connex.webhook.event"].search([("pending", "=", True)]))

    def test_a_webhook_kept_for_a_month_and_sent_again_does_nothing(self):
        with freeze_time("2026-11-10"):
            self.assertEqual(self.call(self.body()).status_code, 200)
        self.assertFalse(self.noted())

    def test_a_body_that_is_too_large_is_refused_before_it_is_read(self):
        address = urlsplit(self.base_url())
        caller = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
        self.addCleanup(caller.close)
        caller.putrequest("POST", f"/connex/webhook/{self.connection.id}")
        caller.putheader("Content-Type", "application/json")
        caller.putheader("Content-Length", str(10 * 1024 * 1024))
        with self.allow_requests():
            caller.putheader("Cookie", f"{TEST_CURSOR_COOKIE_NAME}={self.http_request_key}")
            caller.endheaders()
            # Nothing more is sent: the answer comes all the same.
            response = caller.getresponse()
            self.assertEqual(response.status, 413)
        self.assertFalse(self.noted())

    def test_what_is_not_json_is_refused(self):
        for body in (b"", b"<xml/>", b"\xff", b"{}", b"[1]", b"[" * 100_000):
            with self.subTest(body[:10]):
                self.assert_refused(self.call(body or b" "), 400)

    def test_another_content_type_is_refused(self):
        for content_type in ("text/plain", "application/x-www-form-urlencoded", "text/xml"):
            with self.subTest(content_type):
                self.assert_refused(self.call(self.body(), content_type=content_type), 415)

    def test_it_is_not_answered_when_asked_for_as_a_page(self):
        response = self.url_open(f"/connex/webhook/{self.connection.id}", timeout=30)
        self.assertIn(response.status_code, (404, 405))

    def test_changes_of_another_company_are_not_noted(self):
        # Answered with 200: Intuit would repeat it, and hold back what comes after.
        response = self.call(self.body(realm="777"))
        self.assertEqual(response.status_code, 200)
        self.assertFalse(self.noted())

    def test_one_address_serves_all_companies_of_the_app_and_no_other_apps(self):
        company = self.env["res.company"].create({"name": "Branch"})
        same = self.connection.copy({"name": "Same app", "company_id": company.id})
        other = self.connection.copy({"name": "Other app", "company_id": company.id})
        same.write({"realm_id": "777", "state": "connected", "webhook_verifier": VERIFIER})
        other.write({"realm_id": "778", "state": "connected", "webhook_verifier": "another"})
        for connection in (same, other):
            self.mirror.copy({"connection_id": connection.id, "qb_id": "5"})
        self.env.flush_all()
        self.call(self.body("5", realm="777"))
        self.call(self.body("5", realm="778"))
        events = self.env["connex.webhook.event"].search([])
        self.assertEqual(events.connection_id, same)

    def test_documents_that_are_not_ours_are_not_noted(self):
        self.call(self.body("18", "19", "17", "x" * 500))
        self.assertEqual(self.noted(), ["17"])

    def test_a_disconnected_company_is_not_listened_to(self):
        self.connection.action_disconnect()
        self.env.flush_all()
        self.assertEqual(self.call(self.body()).status_code, 200)
        self.assertFalse(self.noted())

    def test_many_changes_are_noted_with_few_queries(self):
        body = self.body(*map(str, range(3000)))
        with self.assertQueryCount(2):
            connections = self.env["connex.connection"]._heard_by(
                self.connection.id, body, self.sign(body)
            )
        self.assertEqual(connections, self.connection)
        self.assertEqual(self.call(body).status_code, 200)
        self.assertEqual(self.noted(), ["17"])

    def test_old_events_are_forgotten_when_they_would_not_be_believed_any_more(self):
        self.call(self.body())
        with freeze_time("2026-11-20"):
            self.env["connex.webhook.event"]._gc_old_events()
        self.assertFalse(self.noted())
