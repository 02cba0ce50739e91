"""Rules as they are entered and imported: what cannot work is refused in words."""

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .rule_common import RuleCase


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
