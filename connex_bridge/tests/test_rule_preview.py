"""Looking at a rule before it counts: testing it on an order, its impact, its warnings."""

from odoo import fields
from odoo.tests import Form, tagged

from .rule_common import RuleCase


@tagged("-at_install", "post_install")
class TestRulePreview(RuleCase):
    def test_a_rule_is_tested_on_an_order_before_it_is_saved(self):
        order = self.order((self.goods, 2, 10))
        with Form(self.rules) as form:
            form.name = "Class by SKU"
            form.action = "map_line_class"
            form.field_choice = "line_sku"
            with form.line_ids.new() as line:
                line.map_from = "W-1"
                line.map_to = "Hardware"
            form.test_order_id = order
            result = form.test_result
            self.assertIn("Hardware", result)
            self.assertIn("Line 1", result)
            self.assertFalse(self.rules.search([("name", "=", "Class by SKU")]))

    def test_the_test_says_when_a_rule_changes_nothing(self):
        rule = self.new_rule("map_class", "customer_reference", "equals", ("PO", "X"))
        rule.test_order_id = self.order((self.goods, 1, 10))
        self.assertIn("changes nothing", rule.test_result)
        self.assertIn("is: not set", rule.test_result)

    def test_the_test_shows_what_the_field_is_where_a_rule_does_not_fit(self):
        rule = self.new_rule("map_class", "line_sku", "equals", ("X-9", "X"))
        rule.test_order_id = self.order((self.goods, 1, 10), (self.service, 1, 10))
        self.assertIn("“SKU” is: W-1.", rule.test_result)

    def test_the_test_says_when_the_condition_is_not_met(self):
        rule = self.new_rule(
            "map_class", "order_number", "is_set", ("", "X"), domain="[('amount_total', '>', 1000)]"
        )
        rule.test_order_id = self.order((self.goods, 1, 10))
        self.assertIn("does not meet the condition", rule.test_result)

    def test_a_new_rule_is_not_warned_about_while_it_is_filled_in(self):
        form = Form(self.rules)
        form.action = "mark_unpaid"
        self.assertFalse(form.has_warning)

    def test_the_test_says_which_documents_are_not_created(self):
        rule = self.new_rule("do_not_sync", "order_number", "is_set")
        order = self.order((self.goods, 1, 10))
        rule.test_order_id = order
        self.assertIn(f"Sales Order {order.name} is not created", rule.test_result)

    def test_the_test_does_not_change_anything(self):
        rule = self.new_rule("map_class", "order_number", "is_set", ("", "X"))
        order = self.order((self.goods, 1, 10))
        rule.test_order_id = order
        self.assertTrue(rule.test_result)
        self.assertFalse(order.connex_mirror_ids)

    def test_impact_names_the_synced_sales_that_come_out_differently(self):
        small, big = self.order((self.goods, 1, 10)), self.order((self.goods, 1, 500))
        for order in (small, big):
            self.plan(order)["sales_order"].write(
                {"state": "synced", "qb_id": str(order.id), "synced_at": fields.Datetime.now()}
            )
        rule = self.new_rule("map_class", "untaxed", "more_than", ("100", "Big"))
        impact = self.env["connex.rule.impact"].browse(rule.action_impact()["res_id"])
        self.assertEqual((impact.sales_limit, impact.sales_count), (2, 1))
        self.assertEqual(impact.line_ids.res_id, big.id)
        self.assertIn("class_name: — → Big", impact.line_ids.change)

    def test_a_status_that_does_not_exist_is_warned_about(self):
        rule = self.new_rule("stop_invoice", "order_status", "equals", ("fulfilld", "true"))
        self.assertIn("can never match", rule.warning)

    def test_two_rules_that_write_the_same_are_warned_about(self):
        first = self.new_rule("map_class", "order_number", "equals", ("S1", "A"), sequence=1)
        second = self.new_rule("map_class", "order_number", "equals", ("s1", "B"), sequence=2)
        self.assertIn("further down", first.warning)
        self.assertIn("further up", second.warning)

    def test_a_map_to_that_quickbooks_does_not_have_is_warned_about(self):
        entry = {
            "connection_id": self.connection.id,
            "kind": "class",
            "qb_id": "1",
            "name": "Web",
            "full_name": "Web",
        }
        reference = self.env["connex.reference"].sudo().create(entry)
        rule = self.new_rule("map_class", "order_number", "is_set", ("", "Shop"))
        self.assertIn("has no Class “Shop”", rule.warning)
        rule.line_ids.map_to = "web"
        self.assertFalse(rule.has_warning)
        reference.active = False
        rule.invalidate_recordset()
        self.assertIn("inactive", rule.warning)

    def test_a_payment_method_that_odoo_does_not_have_is_warned_about(self):
        rule = self.new_rule("mark_unpaid", "payment_method", "equals", ("Shells", "true"))
        self.assertIn("nothing in Odoo has the Payment method “Shells”", rule.warning)

    def test_a_template_starts_a_rule(self):
        add = self.env["connex.rule.add"].create({"template": "stop_invoice"})
        action = add.action_continue()
        form = Form(self.rules.with_context(**action["context"]))
        rule = form.save()
        self.assertEqual((rule.action, rule.comparison), ("stop_invoice", "is_not"))
        self.assertEqual(rule.line_ids.mapped("map_from"), ["fulfilled"])
