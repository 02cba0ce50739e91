"""A point of sale's money, as it is booked at the end of a session: no credit of anybody in QuickBooks."""

from odoo.fields import Command
from odoo.tests import tagged

from ..bridge.sale import Source
from .common import SaleCase


@tagged("post_install", "-at_install")
class TestCounterSales(SaleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.sudo().standalone_payments = True
        cls.receivable = cls.company_data["default_account_receivable"]
        cls.counter = cls.receivable.copy({"name": "Receivable of the point of sale"})

    def session(self, amount, account=None, partner=False, income=None):
        """The entry of a session's sales: their income against a receivable."""
        sold = income or self.company_data["default_account_revenue"]
        lines = [
            {
                "account_id": (account or self.counter).id,
                "partner_id": partner and partner.id,
                "balance": amount,
            },
            {"account_id": sold.id, "balance": -amount, "tax_ids": False},
        ]
        entry = self.env["account.move"].create(
            {"move_type": "entry", "line_ids": [Command.create(line) for line in lines]}
        )
        entry.action_post()
        return entry

    def payment(self, amount, entry=None, **values):
        """A payment of a session, made as the app makes it."""
        payment = self.env["account.payment"].create(
            {
                "amount": amount,
                "date": "2025-03-05",
                "journal_id": self.bank.id,
                "destination_account_id": self.counter.id,
            }
            | values
        )
        payment.action_post()
        return self.settled(payment, entry)

    def bank_line(self, amount, entry, **values):
        line = self.env["account.bank.statement.line"].create(
            {
                "amount": amount,
                "date": "2025-03-05",
                "journal_id": self.bank.id,
                "payment_ref": "POS/0001",
                "counterpart_account_id": self.counter.id,
            }
            | values
        )
        return self.settled(line, entry)

    def settled(self, money, entry):
        items = (money.move_id | entry if entry else money.move_id).line_ids
        if entry:
            items.filtered(lambda item: item.account_type == "asset_receivable").reconcile()
        return money

    def planned(self, *records):
        """{(document, problem code)} of what QuickBooks should hold of these records."""
        self.env.flush_all()
        sources = [Source(each._name, each.id) for each in records]
        self.env["connex.planner"].sudo().plan_sources(self.connection.sudo(), sources)
        found = (
            self.env["connex.mirror"].sudo().search([("connection_id", "=", self.connection.id)])
        )
        money = found.filtered(lambda mirror: mirror.document in ("payment", "refund"))
        return {(mirror.document, mirror.problem_code) for mirror in money}

    def of_customer(self):
        return {"partner_id": self.customer.id, "destination_account_id": self.receivable.id}

    def test_card_payments_of_a_session_are_left_out_in_silence(self):
        self.assertEqual(self.planned(self.payment(80, self.session(80))), set())

    def test_cash_of_a_session_is_left_out_in_silence(self):
        self.assertEqual(self.planned(self.bank_line(45, self.session(45))), set())

    def test_a_session_of_returns_is_left_out_in_silence(self):
        back = self.payment(30, self.session(-30), payment_type="outbound")
        self.assertEqual(self.planned(back), set())

    def test_payment_of_a_known_customer_at_the_counter_is_no_credit_of_theirs(self):
        entry = self.session(60, self.receivable, self.customer)
        self.assertEqual(self.planned(self.payment(60, entry, **self.of_customer())), set())

    def test_cash_of_a_known_customer_at_the_counter_is_no_credit_of_theirs(self):
        entry = self.session(60, self.receivable, self.customer)
        values = {"partner_id": self.customer.id, "counterpart_account_id": self.receivable.id}
        self.assertEqual(self.planned(self.bank_line(60, entry, **values)), set())

    def test_money_of_nobody_that_is_still_open_asks_for_its_customer(self):
        payment = self.payment(80)
        self.assertEqual(self.planned(payment), {("payment", "customer_missing")})

    def test_a_session_does_not_keep_the_other_records_of_a_batch_from_being_planned(self):
        invoice = self.new_invoice((self.goods, 1, 100))
        paid = self.pay(invoice)
        found = self.planned(self.payment(80), self.bank_line(45, self.session(45)), invoice, paid)
        self.assertEqual(found, {("payment", "customer_missing"), ("payment", False)})

    def test_payment_of_an_opening_balance_still_reaches_the_customer(self):
        equity = self.company_data["default_account_assets"]
        entry = self.session(60, self.receivable, self.customer, income=equity)
        found = self.planned(self.payment(60, entry, **self.of_customer()))
        self.assertEqual(found, {("payment", False)})
