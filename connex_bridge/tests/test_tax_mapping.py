"""Tax codes: proposed by rate, chosen from QuickBooks' list, and what was waiting for one goes on."""

import json
from decimal import Decimal

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..bridge.online.batch import Outcome
from .test_preview import PreviewCase

CODES = {
    "GST": [["1", "5"]],
    "GST/PST": [["1", "5"], ["2", "7"]],
    "HST": [["3", "13"]],
    "HST new": [["4", "13"]],
    "Exempt": [["5", "0"]],
    "Zero-rated": [["6", "0"]],
}


@tagged("post_install", "-at_install")
class TestTaxMapping(PreviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.income_account_id = cls.income_account()
        cls.connection.write({"qb_sales_tax": "global", "qb_country": "CA"})
        cls.codes = {
            name: cls.connection.reference_ids.create(
                {
                    "connection_id": cls.connection.id,
                    "kind": "tax_code",
                    "qb_id": f"code {name}",
                    "name": name,
                    "full_name": name,
                    "on_sales": True,
                    "tax_rates": rates,
                }
            )
            for name, rates in CODES.items()
        }
        cls.gst, cls.pst, cls.hst = (cls.new_tax(percent) for percent in (5, 7, 13))

    def mapping(self, *taxes):
        wanted = self.env["account.tax"].union(*taxes)
        return self.connection.tax_mapping_ids.filtered(lambda row: row.tax_ids == wanted)

    def invoice_with(self, *taxes):
        invoice = self.new_invoice((self.goods, 1, 100.0), post=False)
        invoice.invoice_line_ids.tax_ids = [Command.set([tax.id for tax in taxes])]
        invoice.action_post()
        return invoice

    def held(self, invoice):
        """Why the invoice is held back, False if it would go out."""
        self.connection.invalidate_recordset()
        (document,) = self.preview(invoice).document_ids.filtered(
            lambda each: each.document == "invoice"
        )
        return document.problem_message if document.action == "held" else False

    def test_a_code_that_alone_has_the_rate_is_certain_and_several_are_left_open(self):
        self.connection.action_propose_tax_codes()
        self.assertEqual(self.mapping(self.gst).code_id, self.codes["GST"])
        self.assertFalse(self.mapping(self.hst).code_id)
        self.assertEqual(
            self.mapping(self.hst).candidate_ids, self.codes["HST"] | self.codes["HST new"]
        )
        self.assertFalse(self.mapping(self.pst).candidate_ids)
        self.assertEqual(self.mapping().code_id, self.codes["Exempt"])
        self.assertEqual(self.mapping().name, "Lines without tax")

    def test_taxes_together_on_a_line_are_one_code(self):
        self.assertFalse(self.held(self.invoice_with(self.gst, self.pst)))
        company = self.connection._quickbooks_company([])
        self.connection.env["connex.tax.mapping"]._of(self.connection, [(self.pst.id, self.gst.id)])
        company = self.connection._quickbooks_company([])
        key = tuple(sorted((self.gst.id, self.pst.id)))
        self.assertEqual(company.tax_codes[key], "code GST/PST")
        self.assertEqual(company.tax_rates["code GST/PST"], (("1", Decimal(5)), ("2", Decimal(7))))

    def test_a_tax_on_top_of_another_has_the_rate_that_both_come_to(self):
        self.gst.write({"sequence": 1, "include_base_amount": True})
        self.pst.sequence = 2
        compound = self.codes["HST new"].copy(
            {"qb_id": "compound", "tax_rates": [["7", "5"], ["8", "7.35"]]}
        )
        rows = self.env["connex.tax.mapping"]._of(self.connection, [(self.pst.id, self.gst.id)])
        self.assertEqual(rows.candidate_ids, compound)

    def test_a_tax_without_a_code_holds_the_document_until_one_is_chosen(self):
        invoice = self.invoice_with(self.hst)
        mirror = self.synced(invoice).filtered(lambda each: each.document == "invoice")
        company = self.connection._quickbooks_company([mirror.restored()])
        self.assertNotIn((self.hst.id,), {key for key, code in company.tax_codes.items() if code})
        mirror.write({"state": "problem", "problem_code": "tax_not_mapped"})
        self.mapping(self.hst).code_id = self.codes["HST"]
        self.assertEqual(mirror.state, "waiting")
        company = self.connection._quickbooks_company([])
        self.assertEqual(company.tax_codes[self.hst.id,], "code HST")

    def test_only_what_the_company_can_do_is_offered(self):
        self.assertEqual(self.connection.tax_handling_choices.split(), ["odoo", "codes", "line"])
        with self.assertRaisesRegex(ValidationError, "is not possible"):
            self.connection.tax_handling = "quickbooks"
        self.connection.qb_sales_tax = "automated"
        self.connection.tax_handling = "quickbooks"
        self.connection.qb_sales_tax = "global"
        self.assertEqual(self.connection._quickbooks_company().tax_handling, "odoo")

    def test_a_rounding_line_has_a_limit_and_its_item_is_wanted(self):
        with self.assertRaisesRegex(ValidationError, "up to which amount"):
            self.connection.write({"difference_policy": "line", "difference_limit": 0})
        self.assertEqual(self.connection._quickbooks_company().difference_limit, 0)
        self.connection.write({"difference_policy": "line", "difference_limit": 0.05})
        self.assertEqual(self.connection._quickbooks_company().difference_limit, Decimal("0.05"))
        mirror = (
            self.env["connex.mirror"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "connex.connection.item"),
                    ("connection_id", "=", self.connection.id),
                ]
            )
        )
        self.assertEqual(mirror.mapped("name"), ["Rounding"])
        self.assertEqual(mirror.state, "waiting")

    def test_a_difference_that_quickbooks_answers_is_mended_once(self):
        self.connection.write(
            {
                "qb_sales_tax": "automated",
                "tax_handling": "quickbooks",
                "difference_policy": "line",
                "difference_limit": 0.05,
            }
        )
        invoice = self.invoice_with(self.gst)
        mirror = self.synced(invoice).filtered(lambda each: each.document == "invoice")
        settler = self.env["connex.settler"].sudo()
        answer = {"Id": "71", "SyncToken": "0", "TotalAmt": Decimal("105.02"), "Balance": 0}
        settler.done({mirror: Outcome("done", "Invoice", answer)})
        self.assertEqual((mirror.state, mirror.difference), ("waiting", "-0.02"))
        self.assertEqual(mirror._known_difference(), Decimal("-0.02"))
        settler.done({mirror: Outcome("done", "Invoice", answer)})
        self.assertEqual((mirror.state, mirror.problem_code), ("problem", "total_differs"))
        self.assertEqual(mirror.problem_values["quickbooks"], "105.02")

    def test_a_difference_above_the_limit_is_a_problem_with_both_numbers(self):
        self.connection.write({"qb_sales_tax": "automated", "tax_handling": "quickbooks"})
        mirror = self.synced(self.invoice_with(self.gst)).filtered(
            lambda each: each.document == "invoice"
        )
        answer = {"Id": "71", "SyncToken": "0", "TotalAmt": Decimal("108"), "Balance": 0}
        self.env["connex.settler"].sudo().done({mirror: Outcome("done", "Invoice", answer)})
        self.assertEqual(mirror.problem_code, "total_differs")
        self.assertEqual(
            json.dumps(mirror.problem_values, sort_keys=True),
            f'{{"document": "{mirror.name}", "odoo": "105.00", "quickbooks": "108.00"}}',
        )
