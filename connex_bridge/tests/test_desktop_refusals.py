"""What QuickBooks Desktop refuses: what it did not say is not taken for missing, and nothing is hammered."""

import re

from odoo.tests import tagged

from .desktop_common import DesktopSaleCase


@tagged("post_install", "-at_install")
class TestDesktopRefusals(DesktopSaleCase):
    def test_documents_that_were_refused_are_not_told_as_done(self):
        self.quickbooks.refused["SalesOrderAdd"] = ("3140", "There is an invalid reference")
        self.run_session()
        self.assertEqual(self.mirror("sales_order").state, "problem")
        self.assertEqual((self.session.done_count, self.session.planned_count), (2, 3))

    def test_a_list_that_quickbooks_refuses_is_no_empty_list(self):
        self.run_session()
        account = self.desktop.income_account_id
        self.desktop.profile_wanted = True
        self.session = self.begin()
        self.quickbooks.refused["AccountQuery"] = ("3260", "Insufficient permission level")
        self.run_session()
        self.assertTrue(account.active)
        self.assertEqual(self.desktop.problem_code, "lists_unread")
        self.assertIn("Insufficient permission level (3260)", self.desktop.problem_message)
        self.quickbooks.refused.clear()
        self.quickbooks.asked.clear()
        self.session = self.begin()
        self.take(self.driver._next_message(self.session))
        self.assertEqual(self.quickbooks.asked, ["AccountQuery"])
        self.run_session()
        self.assertFalse(self.desktop.problem_code)
        self.assertFalse(self.desktop._profile_is_due())

    def test_a_list_whose_next_page_is_refused_is_no_short_list(self):
        references = self.env["connex.reference"]
        self.run_session()
        entry = {"qb_id": "C-9", "name": "Nine", "full_name": "Nine"}
        references._keep(self.desktop, "customer", [entry])
        self.desktop.profile_wanted = True
        self.session = self.begin()
        message = self.driver._next_message(self.session)
        first = (
            '<CustomerQueryRs requestID="customer" statusCode="0" iteratorRemainingCount="1" '
            'iteratorID="{A}"><CustomerRet><ListID>C-1</ListID><Name>One</Name></CustomerRet>'
            "</CustomerQueryRs>"
        )
        answer = self.quickbooks.answer(message)
        told = re.sub("<CustomerQueryRs.*?</CustomerQueryRs>", first, answer)
        self.answered(told, "", "")
        self.quickbooks.refused["CustomerQuery"] = ("3120", "The iterator has ended")
        self.run_session()
        kept = references.search(
            [("connection_id", "=", self.desktop.id), ("kind", "=", "customer")]
        )
        self.assertEqual(sorted(kept.mapped("qb_id")), ["C-1", "C-9"])
        self.assertEqual(self.desktop.problem_code, "lists_unread")

    def test_a_list_of_what_this_quickbooks_does_not_have_is_no_problem(self):
        self.quickbooks.refused["ClassQuery"] = ("3250", "This feature is not enabled")
        self.run_session()
        self.assertFalse(self.desktop.problem_code)
        self.assertFalse(self.desktop._profile_is_due())

    def test_what_could_not_be_looked_for_together_is_not_made(self):
        self.new_order()
        self.env.cr.precommit.run()
        self.quickbooks.refused["SalesOrderQuery"] = ("1000", "There has been an internal error")
        self.run_session()
        orders = self.mirror("sales_order")
        self.assertEqual(len(orders), 2)
        self.assertEqual(set(orders.mapped("state")), {"waiting"})
        self.assertTrue(all(orders.mapped("next_try")))
        self.assertEqual(self.quickbooks.asked.count("SalesOrderQuery"), 1)
        self.assertNotIn("SalesOrder", self.quickbooks.added)

    def test_what_could_not_be_looked_for_is_not_made(self):
        self.quickbooks.refused["SalesOrderQuery"] = ("1000", "There has been an internal error")
        self.run_session()
        order = self.mirror("sales_order")
        self.assertEqual((order.state, order.looked_up_at), ("waiting", False))
        self.assertTrue(order.next_try)
        self.assertEqual(self.quickbooks.asked.count("SalesOrderQuery"), 1)
        self.quickbooks.refused.clear()
        order.next_try = False  # its time has come
        self.session = self.begin()
        self.run_session()
        self.assertEqual(order.state, "synced")
        self.assertLess(
            self.quickbooks.asked.index("SalesOrderQuery"),
            self.quickbooks.asked.index("SalesOrderAdd"),
        )

    def test_a_look_up_that_quickbooks_does_not_allow_says_so_and_makes_nothing(self):
        self.quickbooks.refused["CustomerQuery"] = ("3260", "Insufficient permission level")
        self.run_session()
        self.assertEqual(self.mirror("customer").problem_code, "permission_denied")
        self.assertNotIn("Customer", self.quickbooks.added)

    def test_a_new_document_that_somebody_blocks_is_tried_in_a_later_session(self):
        busy = "The list has been modified by another user"
        self.quickbooks.refused["SalesOrderAdd"] = ("3180", busy)
        for attempt in range(1, 8):
            self.run_session()
            order = self.mirror("sales_order")
            self.assertEqual(self.quickbooks.asked.count("SalesOrderAdd"), attempt)
            if order.state == "problem":
                break
            order.next_try = False  # its time has come
            self.session = self.begin()
        self.assertEqual((attempt, order.problem_code), (7, "open_in_quickbooks"))
        # It is released by itself when the lists are read.
        self.quickbooks.refused.clear()
        self.desktop._release_held()
        self.session = self.begin()
        self.run_session()
        self.assertEqual(order.state, "synced")

    def test_a_change_that_meets_another_is_repeated_once_and_then_later(self):
        self.run_session()
        order = self.mirror("sales_order")
        self.quickbooks.found["SalesOrderQuery"] = (
            f"<SalesOrderRet><TxnID>{order.qb_id}</TxnID><EditSequence>8</EditSequence></SalesOrderRet>"
        )
        self.quickbooks.refused["SalesOrderMod"] = ("3200", "The edit sequence is out-of-date")
        self.sale.order_line.product_uom_qty = 3
        self.env.cr.precommit.run()
        self.session = self.begin()
        self.run_session()
        self.assertEqual(self.quickbooks.asked.count("SalesOrderMod"), 2)
        self.assertEqual((order.state, order.revision_stale), ("waiting", True))
        self.assertTrue(order.next_try)

    def test_an_id_of_a_message_set_never_returns(self):
        self.quickbooks.refused["SalesOrderAdd"] = ("3140", "There is an invalid reference")
        self.run_session()
        order = self.mirror("sales_order")
        used = order.exchange_id.request_id
        self.quickbooks.refused.clear()
        order.action_retry()
        self.session = self.begin()
        message = self.until("SalesOrderAdd")
        self.assertIn(f'oldMessageSetID="{used}"', message)
        self.assertNotIn(f'newMessageSetID="{used}"', message)
