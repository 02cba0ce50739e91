"""Whatever goes wrong again and again ends: with a document that is held and says why, never silently."""

import json
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bridge.online.batch import Outcome
from ..bridge.online.faults import Fault
from ..bridge.online.session import Refused
from ..bridge.problem import Problem
from ..models.connex_connection_sync import LONGEST_PAUSE, SHORTEST_PAUSE
from ..models.connex_engine import ConnexEngine
from ..models.connex_sender import REPEATS
from ..models.connex_settler import BACKOFF
from .connection_common import ConnectionCase

SYSTEM_FAULT = Fault("10000", "System Failure Error", http_status=500)
NOT_UNDERSTOOD = Fault("2010", "Invalid property", http_status=400)


@tagged("post_install", "-at_install")
class TestRetryEnds(ConnectionCase):
    def setUp(self):
        super().setUp()
        self.connect()
        self.sender = self.env["connex.online.sender"]

    def mirrors(self, count=1, **values):
        return self.env["connex.mirror"].create(
            [
                {
                    "connection_id": self.connection.id,
                    "document": "invoice",
                    "res_model": "account.move",
                    "res_id": number,
                    "name": f"INV/{number}",
                    "state": "waiting",
                    "sequence": 30,
                }
                | values
                for number in range(1, count + 1)
            ]
        )

    def test_a_document_that_is_refused_again_and_again_is_held_in_the_end(self):
        mirror = self.mirrors()
        for _attempt in BACKOFF:
            self.env["connex.settler"].refused(mirror, "retry", Problem("quickbooks_failed"))
            self.assertEqual(mirror.state, "waiting")
            self.assertGreater(mirror.next_try, fields.Datetime.now())
        self.env["connex.settler"].refused(mirror, "retry", Problem("quickbooks_failed"))
        self.assertEqual((mirror.state, mirror.problem_code), ("problem", "quickbooks_failed"))

    def test_a_document_that_waits_for_its_next_plan_is_sent_once(self):
        wanted = {"number": "INV/1"}
        mirror = self.mirrors(qb_id="7", wanted=json.dumps(wanted), wanted_fingerprint=False)
        row = {"Id": "7", "SyncToken": "1", "DocNumber": "INV/1"}
        self.env["connex.settler"].done({mirror: Outcome("done", "Invoice", row)})
        self.assertEqual(mirror.state, "synced")

    def test_a_revision_that_never_fits_is_held_in_the_end(self):
        mirror = self.mirrors(qb_id="7")
        for _attempt in range(len(BACKOFF) + 1):
            self.env["connex.settler"].refused(mirror, "reread", Problem("changed_in_quickbooks"))
        self.assertEqual(mirror.state, "problem")

    def test_documents_of_a_request_that_is_refused_as_a_whole_go_alone_next(self):
        mirrors = self.mirrors(3)
        self.assertTrue(self.sender._single_out(mirrors, NOT_UNDERSTOOD))
        claimed = [self.sender._claim(self.connection, None)]
        claimed[0].state = "synced"
        claimed.append(self.sender._claim(self.connection, None))
        self.assertEqual([len(each) for each in claimed], [1, 1])

    def test_the_one_that_is_refused_alone_is_held_and_the_others_go_on(self):
        mirrors = self.mirrors(3, alone=True)
        self.assertTrue(self.sender._single_out(mirrors[0], NOT_UNDERSTOOD))
        self.assertEqual(mirrors.mapped("state"), ["problem", "waiting", "waiting"])
        self.assertEqual(self.sender._claim(self.connection, None), mirrors[1])

    def test_trouble_of_quickbooks_itself_rests_the_connection_and_steps_the_document_aside(self):
        mirrors = self.mirrors(2, alone=True)
        parts = mirrors[0]._request_parts("create")
        for _bad_moment in range(REPEATS):
            self.assertFalse(self.sender._single_out(mirrors[0], SYSTEM_FAULT))
            self.assertEqual(
                (mirrors[0].next_try, mirrors[0]._request_parts("create")), (False, parts)
            )
        self.assertFalse(self.sender._single_out(mirrors[0], SYSTEM_FAULT))
        self.assertGreater(mirrors[0].next_try, fields.Datetime.now())
        self.assertEqual(self.sender._claim(self.connection, None), mirrors[1])

    def test_what_concerns_the_whole_connection_is_not_blamed_on_a_document(self):
        mirrors = self.mirrors(2)
        for code in ("3100", "6190", "3001", "3200"):
            self.assertFalse(self.sender._single_out(mirrors, Fault(code)))
        self.assertFalse(any(mirrors.mapped("alone")))

    def test_an_answer_that_never_comes_ends_as_a_problem(self):
        mirror = self.mirrors(sent_action="update", qb_id="7")
        matcher = self.env["connex.online.matcher"]
        for number in range(len(BACKOFF) + 2):
            self.assertEqual(mirror.state, "waiting", number)
            exchange = self.env["connex.exchange"].create(
                {
                    "connection_id": self.connection.id,
                    "company_id": self.connection.company_id.id,
                    "request_id": str(number),
                    "path": "batch",
                    "request_body": "{}",
                    "state": "unknown",
                    "sent_at": fields.Datetime.now() - timedelta(hours=2),
                }
            )
            mirror.write({"state": "unknown", "exchange_id": exchange.id})
            matcher.recover(exchange)
            if mirror.state == "problem":
                break
        self.assertEqual((mirror.state, mirror.problem_code), ("problem", "unanswered"))

    def test_the_pause_after_a_failure_grows_and_has_an_end(self):
        now = fields.Datetime.now()
        pauses = []
        for hours in (0, 1, 2, 30):
            self.connection.last_success_at = now - timedelta(hours=hours)
            self.connection._rest_after_failure()
            pauses.append(self.connection.resting_until - fields.Datetime.now())
        self.assertEqual(pauses, sorted(pauses))
        self.assertLessEqual(pauses[0], SHORTEST_PAUSE)
        self.assertGreater(pauses[-1], LONGEST_PAUSE - timedelta(minutes=1))

    def test_an_error_of_our_own_stops_one_connection_and_says_so(self):
        def broken(engine, connection):
            raise ZeroDivisionError

        with patch.object(ConnexEngine, "_step", broken), mute_logger(ConnexEngine.__module__):
            self.assertEqual(self.env["connex.engine"].step(self.connection), 0)
        self.connection.invalidate_recordset()
        self.assertEqual(self.connection.problem_code, "internal_error")
        self.assertTrue(self.connection._is_resting())

    def test_a_whole_refusal_is_no_error_for_the_run_once_its_documents_go_alone(self):
        mirrors = self.mirrors(2)
        exchange = self.env["connex.exchange"].create(
            {
                "connection_id": self.connection.id,
                "company_id": self.connection.company_id.id,
                "request_id": "1",
                "path": "batch",
                "request_body": "{}",
                "state": "in_flight",
                "sent_at": fields.Datetime.now(),
            }
        )
        mirrors.write({"state": "in_flight", "exchange_id": exchange.id})
        session = self.connection._session()
        refusal = patch.object(type(session), "batch", side_effect=Refused(NOT_UNDERSTOOD))
        with refusal, patch.object(ConnexEngine, "commit"):
            self.sender._deliver(self.connection, exchange)
        self.assertEqual(exchange.state, "failed")
        self.assertEqual(set(mirrors.mapped("state")), {"waiting"})
        self.assertTrue(all(mirrors.mapped("alone")))
