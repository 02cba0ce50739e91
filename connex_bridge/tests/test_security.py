"""Who may see and do what: secrets, bookkeepers, managers, salespeople, companies."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .connection_common import ConnectionCase


@tagged("post_install", "-at_install")
class TestSecrets(ConnectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")

    def test_even_an_administrator_cannot_read_tokens(self):
        self.connect()
        tokens = self.env["connex.token"].with_user(self.admin)
        for call in (
            lambda: tokens.search([]),
            lambda: tokens.search_read([], ["access_token"]),
            lambda: tokens.browse(self.token().id).read(["refresh_token"]),
            lambda: tokens.browse(self.token().id).write({"refresh_token": "mine"}),
            lambda: tokens.create({"connection_id": self.connection.id}),
            lambda: tokens.browse(self.token().id).unlink(),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_the_secret_cannot_be_read_again_by_whoever_entered_it(self):
        connection = self.connection.with_user(self.admin)
        answer = connection.web_save(
            {"client_secret": "new secret"}, {"client_secret": {}, "client_secret_set": {}}
        )
        self.assertEqual(answer[0]["client_secret"], False)
        self.assertTrue(answer[0]["client_secret_set"])
        self.assertEqual(connection.read(["client_secret"])[0]["client_secret"], False)
        self.assertEqual(self.token().client_secret, "new secret")

    def test_the_secret_cannot_be_searched_for(self):
        with self.assertRaises(ValueError):
            self.env["connex.connection"].with_user(self.admin).search(
                [("client_secret", "=like", "the%")]
            )

    def test_saving_without_a_secret_keeps_the_one_stored(self):
        self.connection.client_secret = ""
        self.assertEqual(self.token().client_secret, "the-secret")

    def test_a_copied_connection_has_no_secret_and_no_tokens(self):
        self.connect()
        copy = self.connection.copy()
        self.assertFalse(copy.client_secret_set)
        self.assertFalse(copy._has_tokens())
        self.assertEqual(copy.state, "draft")

    def test_the_chatter_does_not_know_the_secret(self):
        self.connection.client_secret = "written to nobody"
        self.env.flush_all()
        self.assertNotIn("written to nobody", str(self.connection.message_ids.mapped("body")))


@tagged("post_install", "-at_install")
class TestGroups(ConnectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bookkeeper = new_test_user(cls.env, "bookkeeper", "connex_bridge.group_user")
        cls.manager = new_test_user(cls.env, "manager", "connex_bridge.group_manager")
        cls.salesperson = new_test_user(cls.env, "seller", "sales_team.group_sale_salesman")
        cls.employee = new_test_user(cls.env, "employee", "base.group_user")

    def mirror_of(self, order):
        return self.env["connex.mirror"].create(
            {
                "connection_id": self.connection.id,
                "document": "sales_order",
                "res_model": "sale.order",
                "res_id": order.id,
                "name": order.name,
                "order_ids": [Command.set(order.ids)],
            }
        )

    def order_of(self, user):
        partner = self.env["res.partner"].create({"name": "Customer"})
        return self.env["sale.order"].create({"partner_id": partner.id, "user_id": user.id})

    def test_an_administrator_is_a_manager(self):
        self.assertTrue(self.env.ref("base.user_admin").has_group("connex_bridge.group_manager"))

    def test_a_manager_sets_up_a_connection(self):
        connection = self.env["connex.connection"].with_user(self.manager).create({"name": "Mine"})
        connection.write({"client_id": "id", "client_secret": "secret"})
        self.assertTrue(connection.client_secret_set)

    def test_a_bookkeeper_reads_but_does_not_change_connections(self):
        connection = self.connection.with_user(self.bookkeeper)
        self.assertEqual(connection.read(["name"])[0]["name"], "QuickBooks")
        for change in (
            lambda: connection.write({"transaction_mode": "orders_only"}),
            connection.action_connect,
            connection.action_disconnect,
            connection.action_pause,
            connection.action_test_connection,
        ):
            with self.assertRaises(AccessError):
                change()

    def test_other_employees_see_no_connection_and_no_document(self):
        for model in ("connex.connection", "connex.mirror", "connex.exchange", "connex.reference"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(self.employee).search([])

    def test_nobody_writes_documents_by_hand(self):
        mirror = self.mirror_of(self.order_of(self.salesperson))
        for user in (self.manager, self.bookkeeper, self.salesperson):
            with self.subTest(user.login), self.assertRaises(AccessError):
                mirror.with_user(user).write({"qb_id": "1"})

    def test_a_salesperson_sees_the_documents_of_own_orders_only(self):
        own = self.mirror_of(self.order_of(self.salesperson))
        other = self.mirror_of(self.order_of(self.manager))
        mirrors = self.env["connex.mirror"].with_user(self.salesperson)
        self.assertEqual(mirrors.search([("id", "in", (own | other).ids)]), own)

    def test_a_salesperson_can_follow_the_link_of_own_documents(self):
        own = self.mirror_of(self.order_of(self.salesperson))
        own.write({"qb_id": "17", "state": "synced"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn("txnId=17", own.with_user(self.salesperson).url)

    def test_a_salesperson_sees_what_became_of_an_own_sync(self):
        own = self.mirror_of(self.order_of(self.salesperson))
        customer = self.env["connex.mirror"].create(
            {
                "connection_id": self.connection.id,
                "document": "customer",
                "res_model": "res.partner",
                "res_id": self.salesperson.partner_id.id,
            }
        )
        results = self.env["connex.sync.result"].with_user(self.salesperson)
        action = results._open((own | customer).ids, [])
        self.env.invalidate_all()
        shown = results.browse(action["res_id"]).web_read(
            {"mirror_ids": {"fields": {"document": {}, "state": {}, "url": {}}}, "outcome": {}}
        )
        self.assertEqual([mirror["id"] for mirror in shown[0]["mirror_ids"]], own.ids)

    def test_a_bookkeeper_sees_all_documents(self):
        both = self.mirror_of(self.order_of(self.salesperson)) | self.mirror_of(
            self.order_of(self.manager)
        )
        mirrors = self.env["connex.mirror"].with_user(self.bookkeeper)
        self.assertEqual(mirrors.search([("id", "in", both.ids)]), both.sorted("id", reverse=True))

    def test_every_page_opens_for_who_may_see_it(self):
        self.connect()
        order = self.order_of(self.salesperson)
        order.state = "sale"
        mirror = self.mirror_of(order)
        mirror.write({"qb_id": "17", "state": "problem", "problem_code": "customer_without_name"})
        exchange = self.env["connex.exchange"].create({"connection_id": self.connection.id})
        pages = {
            self.manager: (self.connection, mirror, exchange),
            self.bookkeeper: (self.connection, mirror, exchange),
            self.salesperson: (order, mirror),
        }
        self.env.flush_all()
        for user, records in pages.items():
            for record in records:
                with self.subTest(user=user.login, page=record._name):
                    self.env.invalidate_all()
                    form = Form(record.with_user(user))
                    self.assertEqual(form.record.id, record.id)

    def test_connections_of_another_company_are_out_of_sight(self):
        company = self.env["res.company"].create({"name": "Another company"})
        other = self.env["connex.connection"].create({"name": "Other", "company_id": company.id})
        mine = self.env["connex.connection"].with_user(self.manager)
        self.assertNotIn(other, mine.search([]))
        with self.assertRaises(AccessError):
            other.with_user(self.manager).action_connect()
