"""Rules as a manager keeps them: entering, refusing, importing, and what becomes of the sales."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..bridge.documents import content
from ..bridge.rules import Subjects
from ..bridge.rules.fields import FIELDS
from ..bridge.sale import Source
from .common import SaleCase


class RuleCase(SaleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["connex.rule"].sudo()
        cls.connection.write({"state": "connected", "transaction_mode": "orders_invoices_payments"})

    def new_rule(self, action, field, comparison, *maps, **values):
        return self.rules.create(
            {
                "name": f"{action} by {field}",
                "action": action,
                "field_to_compare": field,
                "comparison": comparison,
                "line_ids": [
                    Command.create({"map_from": map_from, "map_to": map_to})
                    for map_from, map_to in maps
                ],
            }
            | values
        )

    def plan(self, *records):
        """{kind of document: mirror} after these records were planned."""
        sources = [source for record in records for source in self.sources(record)]
        mirrors = self.env["connex.planner"].sudo().plan_sources(self.connection.sudo(), sources)
        lists = ("customer", "item", "term")
        return {mirror.document: mirror for mirror in mirrors if mirror.document not in lists}

    def sources(self, records):
        return [Source(records._name, record.id) for record in records]


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


@tagged("-at_install", "post_install")
class TestRefusedRule(RuleCase):
    def refused(self, expected, *arguments, **values):
        with self.assertRaises(ValidationError) as refusal:
            self.new_rule(*arguments, **values)
        self.assertIn(expected, str(refusal.exception))

    def test_an_unknown_field_is_refused(self):
        self.refused("no field “colour”", "do_not_sync", "colour", "is_set")

    def test_a_path_through_a_field_that_does_not_exist_is_refused(self):
        self.refused("no field “team_id.colour”", "do_not_sync", "team_id.colour", "is_set")

    def test_an_empty_map_from_is_refused_with_its_row(self):
        self.refused(
            "Row 2: The map-from is empty",
            "do_not_sync",
            "order_number",
            "equals",
            ("S1", ""),
            ("", "true"),
        )

    def test_a_wildcard_that_fits_everything_is_refused(self):
        self.refused("fits everything", "do_not_sync", "order_number", "matches", ("*", "true"))

    def test_a_map_to_that_is_not_a_number_is_refused(self):
        self.refused(
            "Row 1: The map-to “twice” is not a number",
            "multiply_quantity",
            "line_sku",
            "equals",
            ("W-1", "twice"),
        )

    def test_a_condition_that_cannot_be_read_is_refused(self):
        self.refused(
            "cannot be read",
            "do_not_sync",
            "order_number",
            "is_set",
            domain="[('no_such_field', '=', 1)]",
        )

    def test_a_line_that_is_changed_later_is_checked_too(self):
        rule = self.new_rule("do_not_sync", "total", "more_than", ("100", "true"))
        with self.assertRaises(ValidationError):
            rule.line_ids.map_from = "much"

    def test_a_field_may_be_given_by_its_label(self):
        rule = self.new_rule("mark_unpaid", "Payment Method", "equals", ("PayPal", "true"))
        self.assertEqual(rule.field_to_compare, "payment_method")

    def test_the_form_asks_for_a_path_where_another_field_is_compared(self):
        form = Form(self.rules)
        form.name = "By origin"
        form.action = "do_not_sync"
        form.field_choice = "other"
        form.field_path = "origin"
        form.comparison = "is_set"
        self.assertEqual(form.save().field_to_compare, "origin")


@tagged("-at_install", "post_install")
class TestRuleImport(RuleCase):
    COLUMNS = ["name", "action", "field_to_compare", "comparison", "map_from", "map_to"]

    def test_rows_with_the_same_title_make_one_rule(self):
        rows = [
            ["Items", "map_item", "line_sku", "equals", "A", "Alpha"],
            ["Unpaid", "mark_unpaid", "payment_method", "equals", "PayPal", "true"],
            ["Items", "map_item", "line_sku", "equals", "B", "Beta"],
            ["Items", "", "", "", "C", "Gamma"],
        ]
        result = self.rules.load(self.COLUMNS, rows)
        self.assertFalse(result["messages"])
        items, unpaid = self.rules.browse(result["ids"])
        self.assertEqual(items.line_ids.mapped("map_from"), ["A", "B", "C"])
        self.assertEqual(unpaid.line_ids.map_to, "true")

    def test_labels_are_understood_as_well_as_keys(self):
        rows = [["Unpaid", "Mark invoice as unpaid", "Payment method", "equals", "PayPal", "true"]]
        result = self.rules.load(self.COLUMNS, rows)
        self.assertFalse(result["messages"])
        self.assertEqual(self.rules.browse(result["ids"]).action, "mark_unpaid")

    def test_five_thousand_rows_are_imported(self):
        rows = [["Items", "map_item", "line_sku", "equals", f"S{n}", f"I{n}"] for n in range(5000)]
        result = self.rules.load(self.COLUMNS, rows)
        self.assertFalse(result["messages"])
        self.assertEqual(len(self.rules.browse(result["ids"]).line_ids), 5000)

    def test_a_wrong_column_is_refused_with_the_right_ones(self):
        result = self.rules.load(["name", "colour"], [["Items", "red"]])
        self.assertFalse(result["ids"])
        self.assertIn("no column “colour”", result["messages"][0]["message"])

    def test_a_wrong_row_is_refused_with_its_number(self):
        rows = [
            ["Many", "multiply_quantity", "line_sku", "equals", "A", "2"],
            ["Many", "multiply_quantity", "line_sku", "equals", "B", "lots"],
        ]
        result = self.rules.load(self.COLUMNS, rows)
        self.assertFalse(result["ids"])
        self.assertIn("Row 2: The map-to “lots” is not a number", result["messages"][0]["message"])

    def test_a_file_is_imported_as_the_import_page_does_it(self):
        lines = ["Title,Action,Field to compare,Comparison,Map from,Map to"]
        for number in range(30):
            lines.append(f"Items,Map item / SKU,SKU,equals,S{number},I{number}")
            lines.append(
                f"Paid {number},Mark invoice as unpaid,Payment method,equals,P{number},true"
            )
        page = self.env["base_import.import"].create(
            {
                "res_model": "connex.rule",
                "file": "\n".join(lines).encode(),
                "file_name": "rules.csv",
                "file_type": "text/csv",
            }
        )
        options = {"has_headers": True, "separator": ",", "quoting": '"', "encoding": "utf-8"}
        preview = page.parse_preview(options | {"advanced": False, "keep_matches": False})
        matched = [preview["matches"][column][0] for column in range(6)]
        self.assertEqual(matched, self.COLUMNS)
        result = page.execute_import(matched, matched, options | {"limit": 10, "skip": 0})
        self.assertFalse(result["messages"])
        rules = self.rules.browse(result["ids"])
        self.assertEqual(len(rules), 31)
        self.assertEqual(len(rules.filtered(lambda rule: rule.name == "Items").line_ids), 30)

    def test_what_was_exported_can_be_imported_again(self):
        rule = self.new_rule("map_item", "line_sku", "equals", ("A", "Alpha"), ("B", "Beta"))
        names = ["name", "action", "field_to_compare", "comparison"]
        names += ["line_ids/map_from", "line_ids/map_to"]
        rows = rule.export_data(names)["datas"]
        rule.unlink()
        result = self.rules.load(names, [[value or "" for value in row] for row in rows])
        self.assertFalse(result["messages"])
        self.assertEqual(
            self.rules.browse(result["ids"]).line_ids.mapped("map_to"), ["Alpha", "Beta"]
        )
