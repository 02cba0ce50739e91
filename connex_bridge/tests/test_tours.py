"""The connection's form and the settings page, used in a browser."""

from odoo.tests import HttpCase, tagged

from .connection_common import AnsweredByQuickBooks


@tagged("post_install", "-at_install")
class TestTours(AnsweredByQuickBooks, HttpCase):
    def test_what_is_synced_is_chosen_on_the_connection(self):
        self.connection.name = "QuickBooks of the tour"
        self.start_tour("/odoo/quickbooks-connections", "connex_connection", login="admin")
        self.assertEqual(self.connection.transaction_mode, "orders_only")
        self.assertNotIn("pending", self.connection.order_status_ids.mapped("code"))
        self.assertIn("fulfilled", self.connection.order_status_ids.mapped("code"))

    def test_what_is_synced_is_chosen_in_the_settings(self):
        self.env["connex.connection"].search([("id", "!=", self.connection.id)]).unlink()
        self.start_tour("/odoo/settings", "connex_settings", login="admin")
        self.assertEqual(self.connection.transaction_mode, "invoices_only")
