"""The driver of QuickBooks Desktop: what comes after what, and that nothing is made twice."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo import fields
from odoo.tests import tagged

from ..bridge import documents as docs
from ..bridge.desktop import qbxml
from ..models.connex_mirror_desktop import LINKS_ONLY
from .desktop_common import DesktopSaleCase


@tagged("post_install", "-at_install")
class TestDesktopDriver(DesktopSaleCase):
    def test_a_sale_goes_wave_by_wave_and_the_percentage_never_falls(self):
        percentages = self.run_session()
        self.assertEqual(percentages, sorted(percentages))
        self.assertEqual(percentages[-1], 100)
        self.assertEqual(sorted(self.quickbooks.added[:2]), ["Customer", "ItemNonInventory"])
        self.assertEqual(self.quickbooks.added[2:], ["SalesOrder"])
        self.assertEqual(self.mirror("sales_order").state, "synced")
        self.assertEqual(len(self.mirror("sales_order").qb_lines), 1)
        self.assertFalse(self.driver._has_work(self.desktop))

    def test_what_is_new_is_looked_for_before_it_is_made(self):
        self.run_session()
        for name in ("CustomerQuery", "ItemQuery", "SalesOrderQuery"):
            self.assertLess(
                self.quickbooks.asked.index(name), self.quickbooks.asked.index("CustomerAdd")
            )

    def test_a_message_whose_answer_was_lost_is_sent_again_word_for_word(self):
        message = self.until("SalesOrderAdd")
        self.driver._lost(self.session)
        self.assertEqual(self.mirror("sales_order").state, "unknown")
        self.session = self.begin()
        self.assertTrue(self.driver._has_work(self.desktop))
        self.assertEqual(self.driver._next_message(self.session), message)
        self.assertIn("newMessageSetID", message)

    def test_a_question_whose_answer_was_lost_is_asked_anew(self):
        message = self.until("SalesOrderQuery")
        self.driver._lost(self.session)
        self.session = self.begin()
        self.assertEqual(self.until("SalesOrderQuery"), message)
        last, *others = self.env["connex.exchange"].search([("path", "=", "lookup")])
        self.assertEqual(last.state, "in_flight")
        self.assertEqual({each.state for each in others}, {"failed"})

    def test_an_answer_that_was_stored_but_not_understood_in_time_counts(self):
        message = self.until("SalesOrderAdd")
        exchange = self.driver._open_exchange(self.desktop)
        exchange.response_body = self.quickbooks.answer(message)
        self.session = self.begin()
        self.run_session()
        self.assertEqual(self.quickbooks.added.count("SalesOrder"), 1)
        self.assertEqual(self.mirror("sales_order").state, "synced")

    def test_what_carries_our_marker_was_made_by_us(self):
        self.made_by_us_before()
        self.assertNotIn("SalesOrder", self.quickbooks.added)
        self.assertEqual(self.mirror("sales_order").qb_id, "77-1")

    def test_what_was_made_by_us_keeps_its_lines_when_it_changes(self):
        line = "<SalesOrderLineRet><TxnLineID>78-1</TxnLineID></SalesOrderLineRet>"
        self.assertIn("<IncludeLineItems>true", self.made_by_us_before(line))
        self.sale.order_line.product_uom_qty = 3
        self.env.cr.precommit.run()
        self.session = self.begin()
        self.assertIn("<TxnLineID>78-1</TxnLineID>", self.until("SalesOrderMod"))

    def test_a_number_that_somebody_else_has_used_is_not_used_again(self):
        message = self.until("SalesOrderQuery")
        self.quickbooks.found["SalesOrderQuery"] = (
            "<SalesOrderRet><TxnID>77-1</TxnID>"
            "<CustomerRef><ListID>80-9</ListID><FullName>Somebody Else</FullName></CustomerRef>"
            f"<TxnDate>2026-01-15</TxnDate><RefNumber>{self.sale.name}</RefNumber>"
            "<TotalAmount>7.00</TotalAmount><Memo>by hand</Memo></SalesOrderRet>"
        )
        self.take(message)
        self.quickbooks.found.clear()
        self.run_session()
        self.assertEqual(self.quickbooks.added[-1], "SalesOrder")
        self.assertTrue(self.mirror("sales_order").qb_number.startswith(self.sale.name))
        self.assertNotEqual(self.mirror("sales_order").qb_number, self.sale.name)

    def test_a_message_that_quickbooks_cannot_read_is_held_when_it_is_one_document(self):
        message = self.until("SalesOrderAdd")
        error = ("", "0x80040400", "QuickBooks found an error when parsing")
        self.assertTrue(message)
        self.driver._take_answer(self.session, *error)
        order = self.mirror("sales_order")
        self.assertEqual((order.state, order.problem_code), ("problem", "desktop_not_understood"))

    def test_an_unexpected_error_ends_the_session_and_keeps_the_message(self):
        message = self.until("SalesOrderAdd")
        error = ("", "0x80040402", "Unexpected error")
        self.assertEqual(self.driver._take_answer(self.session, *error), -1)
        self.assertIn("Unexpected error", self.session.last_error)
        self.session = self.begin()
        self.assertEqual(self.driver._next_message(self.session), message)

    def test_the_button_has_the_next_session_read_the_document_first(self):
        self.run_session()
        self.driver.env["connex.desktop.verifier"].put_right(self.mirror("sales_order"))
        self.session = self.begin()
        self.assertTrue(self.driver._has_work(self.desktop))
        self.assertIn("<SalesOrderQueryRq", self.driver._next_message(self.session))

    def test_lists_are_read_once_a_day(self):
        self.assertTrue(self.desktop._profile_is_due())
        self.run_session()
        self.assertFalse(self.desktop._profile_is_due())
        self.assertEqual(self.desktop.income_account_id.qb_id, "A-1")
        yesterday = fields.Datetime.subtract(fields.Datetime.now(), days=1, minutes=1)
        self.desktop.profile_read_at = yesterday
        self.assertTrue(self.driver._has_work(self.desktop))

    def test_a_quickbooks_that_is_too_old_is_refused(self):
        self.session.qbxml_version = "12.0"
        self.assertIn("2014", self.driver._refuse_version(self.session))
        self.assertEqual(self.desktop.problem_code, "desktop_too_old")

    def test_the_rest_of_a_credit_is_applied_although_its_first_part_lies_in_closed_books(self):
        keys = {
            name: docs.Key(kind, "account.move", number)
            for name, kind, number in (
                ("credit", "credit_memo", 1),
                ("old", "invoice", 2),
                ("new", "invoice", 3),
            )
        }
        customer = docs.Key("customer", "res.partner", self.customer.id)

        def applied(day, **amounts):
            parts = (docs.Application(keys[name], Decimal(part)) for name, part in amounts.items())
            key = docs.Key("payment", "account.move", 1)
            return docs.Payment(
                key, "C1", customer, day, "USD", Decimal(0), applications=tuple(parts)
            )

        before = applied(date(2026, 12, 20), old=20, credit=20)
        after = applied(date(2027, 1, 5), old=20, new=30, credit=50)
        mirrors = self.env["connex.mirror"].sudo()
        mirror = mirrors.create(
            {
                "connection_id": self.desktop.id,
                "document": "payment",
                "res_model": "account.move",
                "res_id": 1,
                "qb_id": LINKS_ONLY,
                "acknowledged": json.dumps(docs.content(before)),
            }
        )
        sender = self.env["connex.desktop.sender"]
        ids = {customer: "80-1"} | {key: f"T-{name}" for name, key in keys.items()}
        around = sender._with_ids(sender._around(mirror, {}), ids)
        company = replace(self.desktop._quickbooks_company(), book_close_date=date(2026, 12, 31))
        message = qbxml.message_set([sender._operation(mirror, after, around, company)])
        self.assertIn("<TxnDate>2027-01-05</TxnDate>", message)
        self.assertIn("<TxnID>T-new</TxnID>", message)
        self.assertNotIn("T-old", message)
