"""Payments, bank lines and credit notes of another company or branch: none reaches this company's books."""

from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from ..bridge.sale import Source
from .common import SaleCase

OF_ONE_COMPANY = ("account.move", "account.payment", "account.bank.statement.line")


@tagged("post_install", "-at_install")
class TestMoneyOfOtherCompanies(SaleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.sudo().standalone_payments = True
        cls.branch = cls.env["res.company"].create(
            {"name": "Branch", "parent_id": cls.company.id, "country_id": cls.company.country_id.id}
        )
        cls.env.cr.precommit.run()  # A branch gets its accounts when it is saved.
        cls.other = cls.setup_other_company(name="The other company")["company"]
        cls.companies = cls.company | cls.branch | cls.other
        cls.env.user.company_ids |= cls.companies
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.companies.ids))

    def journal(self, company, kind):
        journals = self.env["account.journal"].with_company(company)
        return journals.search(
            [*self.env["account.journal"]._check_company_domain(company), ("type", "=", kind)],
            limit=1,
        )

    def invoice_of(self, company, move_type="out_invoice"):
        invoice = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": move_type,
                    "company_id": company.id,
                    "partner_id": self.customer.id,
                    "journal_id": self.journal(company, "sale").id,
                    "invoice_date": date(2025, 3, 1),
                    "invoice_line_ids": [
                        Command.create({"name": "Advice", "price_unit": 100, "tax_ids": False})
                    ],
                }
            )
        )
        invoice.action_post()
        self.assertEqual(invoice.company_id, company)
        return invoice

    def payment_of(self, company):
        payment = (
            self.env["account.payment"]
            .with_company(company)
            .create(
                {
                    "company_id": company.id,
                    "partner_id": self.customer.id,
                    "amount": 100,
                    "date": date(2025, 3, 5),
                    "journal_id": self.journal(company, "bank").id,
                }
            )
        )
        payment.action_post()
        self.assertEqual(payment.company_id, company)
        return payment

    def bank_line_of(self, company, invoice):
        """A line of the bank's statement that pays the invoice itself."""
        line = (
            self.env["account.bank.statement.line"]
            .with_company(company)
            .create(
                {
                    "company_id": company.id,
                    "journal_id": self.journal(company, "bank").id,
                    "partner_id": self.customer.id,
                    "date": date(2025, 3, 5),
                    "payment_ref": "Transfer",
                    "amount": 100,
                }
            )
        )
        receivable = invoice.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.account_id = receivable.account_id
        (suspense | receivable).reconcile()
        self.assertEqual(line.company_id, company)
        return line

    def planned(self, *records):
        """The (model, id) of everything that the connection wants once it has looked at these."""
        self.env.flush_all()
        sources = [Source(each._name, each.id) for record in records for each in record]
        self.env["connex.planner"].sudo().plan_sources(self.connection.sudo(), sources)
        mirrors = self.env["connex.mirror"].sudo()
        found = mirrors.search([("connection_id", "=", self.connection.id)])
        return {
            (mirror.res_model, mirror.res_id)
            for mirror in found
            if mirror.res_model in OF_ONE_COMPANY
        }

    def names(self, *records):
        return {(record._name, record.id) for record in records}

    def test_payments_bank_lines_and_credit_notes_stay_in_their_company(self):
        for company in (self.other, self.branch):
            with self.subTest(company.name):
                foreign = [
                    invoice := self.invoice_of(company),
                    self.payment_of(company),
                    self.invoice_of(company, "out_refund"),
                    self.bank_line_of(company, invoice),
                ]
                self.assertFalse(self.planned(*foreign))

    def test_the_same_documents_of_the_own_company_are_mirrored(self):
        own = [
            invoice := self.invoice_of(self.company),
            self.payment_of(self.company),
            self.invoice_of(self.company, "out_refund"),
            self.bank_line_of(self.company, invoice),
        ]
        self.assertEqual(self.planned(*own), self.names(*own))

    def test_a_payment_of_a_branch_for_an_invoice_of_the_head_office_is_not_sent(self):
        invoice, payment = self.invoice_of(self.company), self.payment_of(self.branch)
        self.assign(invoice, payment)
        self.assertEqual(self.planned(invoice, payment), self.names(invoice))

    def test_a_mirror_that_names_another_companys_record_is_held_back_before_it_is_sent(self):
        foreign = {
            "payment": self.payment_of(self.other),
            "credit_memo": self.invoice_of(self.branch, "out_refund"),
        }
        for document, record in foreign.items():
            mirror = (
                self.env["connex.mirror"]
                .sudo()
                .create(
                    {
                        "connection_id": self.connection.id,
                        "document": document,
                        "res_model": record._name,
                        "res_id": record.id,
                    }
                )
            )
            self.assertFalse(mirror._of_own_company())
            self.assertEqual((mirror.state, mirror.problem_code), ("problem", "other_company"))
