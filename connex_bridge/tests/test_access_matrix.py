"""Who may do what with each model of the addon, as one table."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

READ, ALL, NONE = "r", "rwcd", ""
#: model → rights of (salesperson, invoicing, bookkeeper, manager). Nobody else has any.
MATRIX = {
    "connex.connection": (NONE, NONE, READ, ALL),
    "connex.adoption": (NONE, NONE, ALL, ALL),
    "connex.adoption.line": (NONE, NONE, "rw", "rw"),  # only what it is in QuickBooks
    "connex.mirror": (READ, READ, READ, READ),
    "connex.exchange": (NONE, NONE, READ, READ),
    "connex.problem": (NONE, NONE, READ, READ),
    "connex.reference": (NONE, NONE, READ, READ),
    "connex.order.status": (NONE, NONE, READ, READ),
    "connex.rule": (NONE, NONE, READ, ALL),
    "connex.rule.line": (NONE, NONE, READ, ALL),
    "connex.token": (NONE, NONE, NONE, NONE),
    "connex.change": (NONE, NONE, NONE, NONE),
    "connex.source": (NONE, NONE, NONE, NONE),
    "connex.webhook.event": (NONE, NONE, NONE, NONE),
}
ROLES = {
    "salesperson": "sales_team.group_sale_salesman",
    "invoicing": "account.group_account_invoice",
    "bookkeeper": "connex_bridge.group_user",
    "manager": "connex_bridge.group_manager",
}
RIGHTS = {"read": "r", "write": "w", "create": "c", "unlink": "d"}
#: The same for all companies.
WITHOUT_RULE = {"connex.order.status", "connex.rule.add"}
#: A bookkeeper's own work, kept for a while.
DIALOGS = {"connex.manual.sync", "connex.manual.sync.line"}


@tagged("post_install", "-at_install")
class TestMatrix(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {name: new_test_user(cls.env, name, group) for name, group in ROLES.items()}
        cls.outsiders = [
            new_test_user(cls.env, "clerk", "base.group_user"),
            new_test_user(cls.env, "customer", "base.group_portal"),
            cls.env.ref("base.public_user"),
        ]

    def models(self):
        return [
            model
            for name, model in self.env.items()
            if name.startswith("connex.") and not model._abstract
        ]

    def rights(self, user, name):
        model = self.env[name].with_user(user)
        return "".join(
            letter for operation, letter in RIGHTS.items() if model.has_access(operation)
        )

    def test_every_role_has_the_rights_of_the_table_and_no_others(self):
        for name, rights in MATRIX.items():
            for role, expected in zip(ROLES, rights, strict=True):
                with self.subTest(model=name, role=role):
                    self.assertEqual(self.rights(self.users[role], name), expected)

    def test_what_is_not_in_the_table_is_changed_by_managers_only(self):
        for model in self.models():
            if model._name in MATRIX or model._transient or model._name in DIALOGS:
                continue
            with self.subTest(model._name):
                rights = [self.rights(user, model._name) for user in self.users.values()]
                self.assertEqual(rights[:2], [NONE, NONE])
                self.assertIn(rights[2], (NONE, READ))

    def test_nobody_else_has_any_right(self):
        for model in self.models():
            for user in self.outsiders:
                internal = user.has_group("base.group_user")
                if model._transient and internal:
                    continue  # one's own dialogs
                with self.subTest(model=model._name, user=user.login):
                    self.assertEqual(self.rights(user, model._name), NONE)

    def test_every_model_that_somebody_may_read_has_a_rule(self):
        for model in self.models():
            readers = self.env["ir.model.access"].search(
                [("model_id.model", "=", model._name), ("perm_read", "=", True)]
            )
            if not readers or model._name in WITHOUT_RULE:
                continue
            with self.subTest(model._name):
                rules = self.env["ir.rule"].search([("model_id.model", "=", model._name)])
                self.assertTrue(rules.filtered("perm_read"))

    def test_models_have_access_rows(self):
        for model in self.models():
            with self.subTest(model._name):
                rows = self.env["ir.model.access"].search([("model_id.model", "=", model._name)])
                self.assertTrue(rows)


@tagged("post_install", "-at_install")
class TestButton(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {name: new_test_user(cls.env, name, group) for name, group in ROLES.items()}
        cls.colleague = new_test_user(cls.env, "colleague", ROLES["salesperson"])
        cls.customer = new_test_user(cls.env, "customer", "base.group_portal")
        chair = cls.env["product.product"].create({"name": "Chair"})
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.partner_id.id,
                "user_id": cls.users["salesperson"].id,
                "order_line": [Command.create({"product_id": chair.id})],
            }
        )
        cls.order.action_confirm()
        cls.env.flush_all()

    def press(self, user, button="action_connex_sync"):
        self.env.invalidate_all()
        return getattr(self.order.with_user(user), button)()

    def test_the_salesperson_of_an_order_may_press_the_button_and_no_other(self):
        # No QuickBooks is connected: who may press the button is told so.
        with self.assertRaisesRegex(Exception, "No QuickBooks company is connected"):
            self.press(self.users["salesperson"])
        with self.assertRaises(AccessError):
            self.press(self.colleague)

    def test_a_customer_who_reads_the_order_in_the_portal_may_not(self):
        self.assertTrue(self.order.with_user(self.customer).has_access("read"))
        for button in (
            "action_connex_sync",
            "action_connex_preview",
            "action_connex_delete_and_resync",
        ):
            with self.subTest(button), self.assertRaises(AccessError):
                self.press(self.customer, button)

    def test_a_customer_does_not_read_what_quickbooks_said(self):
        order = self.order.with_user(self.customer)
        for name in ("connex_state", "connex_problem", "connex_mirror_count", "connex_mirror_ids"):
            with self.subTest(name), self.assertRaises(AccessError):
                order.read([name])
                order.mapped(f"{name}.name")

    def test_only_bookkeepers_delete_in_quickbooks(self):
        connection = self.env["connex.connection"].create({"name": "QuickBooks"})
        connection.state = "connected"
        with self.assertRaises(AccessError):
            self.press(self.users["salesperson"], "action_connex_delete_and_resync")
