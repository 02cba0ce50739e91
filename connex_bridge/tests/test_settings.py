"""Settings → Connex Bridge: what is entered there is the connection's."""

from odoo.tests import Form, tagged

from .connection_common import ConnectionCase


@tagged("post_install", "-at_install")
class TestSettings(ConnectionCase):
    def settings(self):
        return self.env["res.config.settings"].create({})

    def test_a_company_without_connection_is_set_up_from_the_settings(self):
        company = self.env["res.company"].create({"name": "New shop"})
        settings = self.env["res.config.settings"].with_company(company).create({})
        self.assertFalse(settings.connex_connection_id)
        settings.action_connex_set_up()
        settings.action_connex_set_up()
        self.assertEqual(len(company.connex_connection_ids), 1)
        self.assertEqual(company.connex_connection_ids.state, "draft")

    def test_the_settings_show_the_connection(self):
        self.connect()
        settings = self.settings()
        self.assertEqual(settings.connex_connection_id, self.connection)
        self.assertEqual(settings.connex_state, "connected")
        self.assertEqual(settings.connex_transaction_mode, "orders_invoices_payments")
        codes = settings.connex_order_status_ids.mapped("code")
        self.assertEqual(codes, ["pending", "paid", "partially_fulfilled", "fulfilled"])

    def test_saved_settings_are_the_connections(self):
        with Form(self.env["res.config.settings"]) as form:
            form.connex_transaction_mode = "orders_payments"
            form.connex_sync_from_date = "2024-02-29"
            form.connex_client_secret = "from the settings"
        form.record.execute()
        self.assertEqual(self.connection.transaction_mode, "orders_payments")
        self.assertEqual(str(self.connection.sync_from_date), "2024-02-29")
        self.assertEqual(self.token().client_secret, "from the settings")

    def test_the_settings_never_show_the_secret(self):
        settings = self.env["res.config.settings"].with_user(self.env.ref("base.user_admin"))
        record = settings.create({"connex_client_secret": "typed here"})
        self.assertEqual(record.read(["connex_client_secret"])[0]["connex_client_secret"], False)
        self.assertEqual(
            settings.default_get(["connex_client_secret"]).get("connex_client_secret", False), False
        )

    def test_saving_untouched_settings_writes_nothing(self):
        before = self.connection.write_date
        with Form(self.env["res.config.settings"]) as form:
            pass
        form.record.execute()
        self.assertEqual(self.connection.write_date, before)

    def test_the_buttons_are_the_connections(self):
        self.connect()
        settings = self.settings()
        message = settings.action_connex_test_connection()["params"]["message"]
        self.assertIn("Sturdy Stools Inc.", message)
        settings.action_connex_disconnect()
        self.assertEqual(self.connection.state, "draft")
