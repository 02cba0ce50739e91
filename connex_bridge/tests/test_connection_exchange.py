"""Recorded exchanges can be read by people."""

import json

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
