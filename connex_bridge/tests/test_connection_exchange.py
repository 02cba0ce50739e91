"""Recorded exchanges can be read by people, for as many days as the connection says."""

import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .connection_common import ConnectionCase


@tagged("post_install", "-at_install")
class TestReadableExchange(ConnectionCase):
    def text_of(self, body):
        exchange = self.env["connex.exchange"].create(
            {"connection_id": self.connection.id, "request_body": body}
        )
        return exchange.request_text

    def test_every_property_has_a_line_and_keeps_its_digits(self):
        text = self.text_of('{"Line":[{"Amount":120.00,"Description":"A, {b} \\"c\\""}],"Note":[]}')
        self.assertIn('\n      "Amount": 120.00,\n', text)
        self.assertEqual(
            json.loads(text),
            {"Line": [{"Amount": 120, "Description": 'A, {b} "c"'}], "Note": []},
        )

    def test_an_answer_that_is_no_json_is_shown_as_it_came(self):
        self.assertEqual(self.text_of("<html>502</html>"), "<html>502</html>")


@tagged("post_install", "-at_install")
class TestRetention(ConnectionCase):
    def exchange(self, days, state="answered", connection=None):
        return self.env["connex.exchange"].create(
            {
                "connection_id": (connection or self.connection).id,
                "sent_at": fields.Datetime.now() - timedelta(days=days, minutes=1),
                "state": state,
            }
        )

    def kept(self, exchanges):
        self.env["connex.exchange"]._gc_old_exchanges()
        return exchanges.exists()

    def test_each_connection_keeps_its_exchanges_as_long_as_it_says(self):
        other = self.connection.copy({"name": "Other"})
        self.connection.exchange_days = 7
        old, recent = self.exchange(7), self.exchange(6)
        others = self.exchange(29, connection=other)
        gone = self.exchange(30, connection=other)
        self.assertEqual(self.kept(old | recent | others | gone), recent | others)

    def test_a_question_that_was_never_asked_goes_as_others_do(self):
        """QuickBooks Desktop's session broke off before it was handed out."""
        old, recent = self.exchange(0, "failed"), self.exchange(0, "failed")
        (old | recent).sent_at = False
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE connex_exchange SET create_date = create_date - interval '31 days' WHERE id = %s",
            [old.id],
        )
        old.invalidate_recordset()
        self.assertEqual(self.kept(old | recent), recent)

    def test_what_is_still_open_is_kept_however_old(self):
        open_ones = self.exchange(400, "in_flight") | self.exchange(400, "unknown")
        answered = self.exchange(400)
        self.env["connex.mirror"].create(
            {
                "connection_id": self.connection.id,
                "document": "customer",
                "res_model": "res.partner",
                "res_id": 1,
                "state": "unknown",
                "exchange_id": answered.id,
            }
        )
        closed = self.exchange(400, "failed")
        self.assertEqual(self.kept(open_ones | answered | closed), open_ones | answered)
