"""Adoption: who may decide, what is compared, and that a thousand documents cost no more queries than one."""

from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .test_preview import PreviewCase

START = date(2000, 1, 1)


@tagged("post_install", "-at_install")
class TestAdoption(PreviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bookkeeper = new_test_user(
            cls.env, "bookkeeper", groups="connex_bridge.group_user,account.group_account_invoice"
        )
        cls.search_run = (
            cls.env["connex.adoption"]
            .sudo()
            .create({"connection_id": cls.connection.id, "date_from": START})
        )

    def sold(self, quantity=2):
        order = self.order((self.goods, quantity, 10.0))
        self.deliver(order)
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    def typed(self, invoice, identifier="71", **more):
        """The row that QuickBooks has, typed in by a person."""
        return {
            "Id": identifier,
            "SyncToken": "0",
            "DocNumber": invoice.name,
            "CustomerRef": {"value": "5", "name": self.customer.name},
            "TxnDate": str(invoice.invoice_date),
            "TotalAmt": invoice.amount_total,
            "Balance": invoice.amount_total,
        } | more

    def compare(self, *rows):
        """The lines of a run that has read these invoices."""
        self.search_run.found_ids.unlink()
        self.search_run.line_ids.unlink()
        self.env["connex.adoption.found"].sudo()._remember(self.search_run, "invoice", rows)
        self.search_run._compare()
        return self.search_run.line_ids.filtered(lambda line: line.document == "invoice")

    def test_a_bookkeeper_decides_and_the_document_is_bound(self):
        invoice = self.sold()
        line = self.compare(self.typed(invoice))
        self.assertEqual(line.match, "certain")
        line.with_user(self.bookkeeper).action_adopt()
        mirror = invoice.sudo().connex_mirror_ids.filtered(lambda m: m.document == "invoice")
        self.assertEqual((mirror.qb_id, mirror.state, mirror.adopted), ("71", "synced", True))
        customer = (
            self.env["connex.mirror"]
            .sudo()
            .search([("document", "=", "customer"), ("res_id", "=", self.customer.id)])
        )
        self.assertEqual(customer.qb_id, "5")

    def test_a_bookkeeper_cannot_point_a_line_at_something_else(self):
        line = self.compare(self.typed(self.sold())).with_user(self.bookkeeper)
        for values in ({"res_id": 1}, {"state": "adopted"}, {"candidate_ids": [(5, 0, 0)]}):
            with self.assertRaises(AccessError):
                line.write(values)
        other = line.found_id.sudo().copy({"qb_id": "99"})
        with self.assertRaises(ValidationError):
            line.write({"found_id": other.id})

    def test_a_seller_neither_sees_nor_decides(self):
        line = self.compare(self.typed(self.sold()))
        seller = new_test_user(self.env, "seller", groups="sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            line.with_user(seller).action_adopt()
        with self.assertRaises(AccessError):
            self.search_run.with_user(seller).read(["state"])

    def test_another_companys_search_is_not_there(self):
        company = self.env["res.company"].sudo().create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="connex_bridge.group_user",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.assertFalse(self.env["connex.adoption"].with_user(stranger).search([]))
        line = self.compare(self.typed(self.sold()))
        with self.assertRaises(AccessError):
            line.with_user(stranger).action_adopt()

    def test_one_document_of_quickbooks_is_never_two_of_odoo(self):
        first, second = self.sold(), self.sold()
        lines = self.compare(self.typed(first, DocNumber="1007"))
        self.assertEqual(lines.mapped("match"), ["ambiguous", "ambiguous"])
        lines.found_id = lines.candidate_ids
        lines[0].action_adopt()
        with self.assertRaises(UserError):
            lines[1].action_adopt()
        self.assertNotEqual(first, second)

    def test_what_is_synced_is_neither_searched_nor_proposed(self):
        invoice = self.sold()
        line = self.compare(self.typed(invoice))
        line.action_adopt()
        self.assertFalse(self.compare(self.typed(invoice)))

    def test_documents_before_the_day_are_left_out(self):
        self.sold()
        self.search_run.date_from = date.today() + timedelta(days=2)
        self.assertFalse(self.compare())

    def test_comparing_many_costs_no_more_queries_than_comparing_few(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.compare(*rows)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        rows = [self.typed(self.sold())]
        self.compare(*rows)
        few = queries()
        rows += [self.typed(self.sold(), str(80 + number)) for number in range(6)]
        self.assertLessEqual(queries(), few + 4)
