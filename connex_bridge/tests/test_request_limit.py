"""Requests are counted per QuickBooks company, whoever sends them; too many wait their turn."""

from unittest.mock import patch

from odoo.tests import tagged

from ..bridge.online import session
from ..bridge.online.limits import PATIENCE
from .connection_common import ConnectionCase


@tagged("post_install", "-at_install")
class TestRequestLimit(ConnectionCase):
    def setUp(self):
        super().setUp()
        self.connect()
        self.limiter = self.connection._session()._limiter
        self.slept = []
        self.startPatcher(patch.object(session.time, "sleep", self.slept.append))

    def test_a_few_requests_go_at_once(self):
        self.assertEqual([self.limiter.book(False) for _number in range(9)], [0] * 9)

    def test_the_tenth_of_a_second_waits(self):
        waits = [self.limiter.book(False) for _number in range(10)]
        self.assertGreater(waits[-1], 0)
        self.assertLessEqual(waits[-1], PATIENCE)

    def test_another_connection_to_the_same_company_shares_the_count(self):
        other = self.connection.copy(
            {"company_id": self.env["res.company"].create({"name": "B"}).id}
        )
        other.realm_id = self.connection.realm_id
        self.env.flush_all()
        for _number in range(9):
            self.limiter.book(False)
        self.assertGreater(other._session()._limiter.book(False), 0)

    def test_another_company_is_not_slowed_down(self):
        for _number in range(12):
            self.limiter.book(True)
        other = self.connection.copy({"realm_id": "another"})
        other.realm_id = "another"
        self.env.flush_all()
        self.assertEqual(other._session()._limiter.book(True), 0)

    def test_a_request_that_would_wait_for_long_is_not_sent(self):
        self.limiter.refused(60)
        before = len(self.quickbooks.requests)
        with self.assertRaises(session.Throttled) as caught:
            self.connection._session().read("preferences")
        self.assertGreater(caught.exception.retry_after, 50)
        self.assertEqual(len(self.quickbooks.requests), before)
        self.assertFalse([seconds for seconds in self.slept if seconds])

    def test_a_company_that_allows_more_is_asked_more_often(self):
        self.env["ir.config_parameter"].sudo().set_param("connex_bridge.requests_per_second", "100")
        self.assertEqual([self.limiter.book(False) for _number in range(50)], [0] * 50)

    def test_a_booking_takes_two_statements(self):
        self.limiter.book(True)
        with self.assertQueryCount(2):
            self.env["connex.request.limit"]._book(self.limiter._host, self.limiter._realm, True)
