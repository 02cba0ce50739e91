"""Rules as a manager keeps them, and what becomes of the sales."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..bridge.documents import content
from ..bridge.rules import Subjects
from ..bridge.rules.fields import FIELDS
from .rule_common import RuleCase


@tagged("-at_install", "post_install")
class TestRule(RuleCase):
    def test_a_rule_changes_the_documents_that_are_planned(self):
        self.new_rule("map_line_class", "line_sku", "equals", ("w-1", "Hardware"))
        mirror = self.plan(self.order((self.goods, 2, 10)))["sales_order"]
        self.assertEqual(mirror.restored().lines[0].class_name, "Hardware")
        self.assertIn("Hardware", mirror.rule_explanation)
        self.assertIn("map_line_class by line_sku", mirror.rule_explanation)

    def test_a_rule_may_look_at_any_stored_field_of_the_order(self):
        team = self.env["crm.team"].sudo().create({"name": "Web Shop"})
        self.new_rule("map_class", "team_id.name", "equals", ("web shop", "Online"))
        other = self.plan(self.order((self.goods, 1, 10)))["sales_order"]
        self.assertEqual(other.restored().class_name, "")
        mine = self.plan(self.order((self.goods, 1, 10), team_id=team.id))["sales_order"]
        self.assertEqual(mine.restored().class_name, "Online")

    def test_fields_of_the_list_are_all_readable(self):
        order = self.order((self.goods, 1, 10))
        invoice = self.bill(order)
        self.pay(invoice)
        for key in FIELDS:
            with self.subTest(key):
                rule = self.rules.new(
                    {
                        "name": key,
                        "action": "do_not_sync",
                        "field_to_compare": key,
                        "comparison": "is_set",
                        "line_ids": [Command.create({"map_to": "true"})],
                    }
                )
                refusal = rule._refusal()
                if refusal:
                    self.assertEqual(refusal.code, "field_not_installed")
                    continue
                snapshot = self.snapshot(order)
                prepared, facts = rule._for_plan(self.connection, snapshot, rule)
                subjects = Subjects(snapshot, facts)
                for form in (*snapshot.orders.values(), *snapshot.invoices.values()):
                    self.assertIsNone(prepared.rule(subjects.of(form)).problem)

    def test_a_condition_limits_a_rule_to_some_orders(self):
        self.new_rule(
            "map_class",
            "order_number",
            "is_set",
            ("", "Big"),
            domain="[('amount_untaxed', '>', 100)]",
        )
        big = self.plan(self.order((self.goods, 1, 200)))["sales_order"]
        small = self.plan(self.order((self.goods, 1, 20)))["sales_order"]
        self.assertEqual(big.restored().class_name, "Big")
        self.assertEqual(small.restored().class_name, "")

    def test_a_rule_of_another_connection_does_not_apply(self):
        other = self.new_connection(name="Other", company_id=self.company.id)
        self.new_rule(
            "do_not_sync", "order_number", "is_set", connection_ids=[Command.set(other.ids)]
        )
        self.assertIn("sales_order", self.plan(self.order((self.goods, 1, 10))))

    def test_an_archived_rule_does_not_apply(self):
        rule = self.new_rule("do_not_sync", "order_number", "is_set")
        rule.active = False
        self.assertIn("sales_order", self.plan(self.order((self.goods, 1, 10))))

    def test_rules_run_in_the_order_of_the_list(self):
        first = self.new_rule("map_class", "order_number", "is_set", ("", "A"), sequence=1)
        self.new_rule("map_class", "order_number", "is_set", ("", "B"), sequence=2)
        order = self.order((self.goods, 1, 10))
        self.assertEqual(self.plan(order)["sales_order"].restored().class_name, "B")
        first.sequence = 3
        self.assertEqual(self.plan(order)["sales_order"].restored().class_name, "A")

    def test_a_sale_without_rules_is_planned_as_ever(self):
        mirror = self.plan(self.order((self.goods, 1, 10)))["sales_order"]
        names = {name for line in content(mirror.restored())["lines"] for name in line}
        self.assertFalse(names & {"item_name", "class_name", "tax_code"})
        self.assertFalse(mirror.rule_notes)

    def test_a_changed_rule_has_all_sales_looked_at_again(self):
        order = self.order((self.goods, 1, 10))
        self.plan(order)
        source = self.env["connex.source"].sudo().search([("res_id", "=", order.id)])
        self.assertFalse(source.pending)
        self.new_rule("map_class", "order_number", "is_set", ("", "A"))
        self.env.cr.precommit.run()
        source.invalidate_recordset()
        self.assertTrue(source.pending)

    def test_a_changed_line_does_too(self):
        rule = self.new_rule("map_class", "order_number", "is_set", ("", "A"))
        order = self.order((self.goods, 1, 10))
        self.plan(order)
        self.env.cr.precommit.run()
        self.plan(order)
        rule.line_ids.map_to = "B"
        self.env.cr.precommit.run()
        source = self.env["connex.source"].sudo().search([("res_id", "=", order.id)])
        self.assertTrue(source.pending)

    def test_a_rule_that_fails_for_a_sale_holds_it_back_until_it_is_corrected(self):
        order = self.order((self.goods, 1, 10), client_order_ref="next week")
        rule = self.new_rule("map_order_date", "customer_reference", "map_all")
        mirror = self.plan(order)["sales_order"]
        self.assertEqual((mirror.state, mirror.problem_code), ("problem", "rule_failed"))
        self.assertIn(rule.name, mirror.problem_message)
        rule.active = False
        self.plan(order)
        self.assertEqual((mirror.state, mirror.problem_code), ("waiting", False))

    def test_documents_held_for_a_name_are_released_when_a_rule_changes(self):
        rule = self.new_rule("map_class", "order_number", "is_set", ("", "Webb"))
        order = self.order((self.goods, 1, 10))
        mirror = self.plan(order)["sales_order"]
        mirror.write({"state": "problem", "problem_code": "list_entry_missing"})
        rule.line_ids.map_to = "Web"
        self.plan(order)
        self.assertEqual((mirror.state, mirror.problem_code), ("waiting", False))

    def test_what_waits_to_be_sent_is_left_out_by_a_new_rule_and_comes_back_without_it(self):
        order = self.order((self.goods, 1, 10))
        mirror = self.plan(order)["sales_order"]
        self.assertEqual(mirror.state, "waiting")
        rule = self.new_rule("do_not_sync", "order_number", "is_set")
        self.plan(order)
        self.assertEqual(mirror.state, "voided")
        rule.active = False
        self.plan(order)
        self.assertEqual(mirror.state, "waiting")

    def test_a_rule_that_became_invalid_is_left_out_and_says_so(self):
        rule = self.new_rule("do_not_sync", "client_order_ref", "is_set")
        self.env.cr.execute(
            "UPDATE connex_rule SET field_to_compare = 'x_gone' WHERE id = %s", [rule.id]
        )
        rule.invalidate_recordset()
        mirrors = self.plan(self.order((self.goods, 1, 10), client_order_ref="PO"))
        self.assertIn("sales_order", mirrors)
        self.assertTrue(rule.has_warning)
        self.assertIn("x_gone", rule.warning)

    def test_a_rule_is_duplicated_with_its_lines(self):
        rule = self.new_rule("map_item", "line_sku", "equals", ("A", "Alpha"), ("B", "Beta"))
        copy = rule.copy()
        self.assertEqual(copy.name, f"{rule.name} (copy)")
        self.assertEqual(copy.line_ids.mapped("map_to"), ["Alpha", "Beta"])

    def test_bookkeepers_read_rules_and_managers_change_them(self):
        rule = self.new_rule("do_not_sync", "order_number", "is_set")
        user = new_test_user(self.env, "books", "connex_bridge.group_user")
        self.assertTrue(rule.with_user(user).name)
        with self.assertRaises(AccessError):
            rule.with_user(user).name = "Mine"
