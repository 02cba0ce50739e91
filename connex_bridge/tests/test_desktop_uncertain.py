"""What was sent to QuickBooks Desktop, and perhaps done: what is wanted by then is never taken for what was
sent, and nothing stays there that is not wanted any more.
"""

from unittest.mock import patch

import psycopg2.errors

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bridge.problem import Problem
from ..models.connex_mirror_desktop import LINKS_ONLY
from ..models.connex_sender import ConnexSender
from .desktop_common import DesktopSaleCase

SENDER_LOGGER = "odoo.addons.connex_bridge.models.connex_desktop_sender"
PERHAPS_DONE = '<QBXML><QBXMLMsgsRs messageSetStatusCode="9005" /></QBXML>'


@tagged("post_install", "-at_install")
class TestDesktopUncertain(DesktopSaleCase):
    def plan(self):
        self.env.cr.flush()  # as a commit does: what changes is noted when it is written
        self.env(su=True)["connex.engine"]._plan(self.desktop)

    def found_as_it_was_sent(self, number=None, qb_id="77-1"):
        """QuickBooks has the order as it was sent first, as the look-up finds out."""
        self.quickbooks.found["SalesOrderQuery"] = (
            f"<SalesOrderRet><TxnID>{qb_id}</TxnID><EditSequence>9</EditSequence>"
            f"<Memo>{self.mirror('sales_order')._marker()}</Memo>"
            f"<RefNumber>{number or self.sale.name}</RefNumber>"
            "<TotalAmount>10.00</TotalAmount><SalesOrderLineRet><TxnLineID>78-1</TxnLineID>"
            "</SalesOrderLineRet></SalesOrderRet>"
        )

    def change_without_another_total(self):
        self.sale.order_line.write({"product_uom_qty": 5, "price_unit": 2})
        self.plan()

    def test_what_changed_while_it_was_on_its_way_is_changed_where_it_got_there(self):
        self.until("SalesOrderAdd")
        self.change_without_another_total()
        self.answered(PERHAPS_DONE, "", "")
        self.found_as_it_was_sent()
        message = self.until("SalesOrderMod")
        self.assertIn("<TxnLineID>78-1</TxnLineID>", message)
        self.assertIn("<Quantity>5</Quantity>", message)

    def test_what_changes_before_it_is_looked_for_is_changed_where_it_got_there(self):
        self.until("SalesOrderAdd")
        self.answered(PERHAPS_DONE, "", "")
        self.driver._lost(self.session)
        self.change_without_another_total()
        self.session = self.begin()
        self.found_as_it_was_sent()
        self.assertIn("<Quantity>5</Quantity>", self.until("SalesOrderMod"))

    def test_what_changes_while_it_cannot_be_looked_for_is_changed_where_it_got_there(self):
        self.until("SalesOrderAdd")
        self.answered(PERHAPS_DONE, "", "")
        self.change_without_another_total()
        self.quickbooks.refused["SalesOrderQuery"] = ("1000", "There has been an internal error")
        self.run_session()
        self.quickbooks.refused.clear()
        self.mirror("sales_order").next_try = False  # its time has come
        self.session = self.begin()
        self.found_as_it_was_sent()
        self.assertIn("<Quantity>5</Quantity>", self.until("SalesOrderMod"))

    @mute_logger(SENDER_LOGGER)
    def test_what_changes_after_its_answer_could_not_be_stored_is_changed_in_quickbooks(self):
        message = self.until("SalesOrderAdd")
        with patch.object(ConnexSender, "_settle_outcomes", side_effect=KeyError("ours")):
            self.take(message)
        order = self.mirror("sales_order")
        self.assertEqual(order.problem_code, "internal_error")
        self.change_without_another_total()
        order.action_retry()
        self.session = self.begin()
        self.found_as_it_was_sent()
        self.assertIn("<Quantity>5</Quantity>", self.until("SalesOrderMod"))

    def test_what_was_never_there_goes_out_as_it_is_now(self):
        self.until("SalesOrderAdd")
        self.change_without_another_total()
        self.answered(PERHAPS_DONE, "", "")
        self.assertIn("<Quantity>5</Quantity>", self.until("SalesOrderAdd"))
        self.assertFalse(self.mirror("sales_order").sent)

    def test_what_is_cancelled_while_it_was_on_its_way_does_not_stay_in_quickbooks(self):
        self.until("SalesOrderAdd")
        self.sale.action_cancel()
        self.plan()
        self.answered(PERHAPS_DONE, "", "")
        self.found_as_it_was_sent()
        message = self.until("SalesOrderMod")
        self.assertIn("<TxnID>77-1</TxnID>", message)

    def test_what_is_cancelled_before_it_is_looked_for_does_not_stay_in_quickbooks(self):
        self.until("SalesOrderAdd")
        self.answered(PERHAPS_DONE, "", "")
        self.driver._lost(self.session)
        self.sale.action_cancel()
        self.plan()
        self.session = self.begin()
        self.found_as_it_was_sent()
        message = self.until("SalesOrderMod")
        self.assertIn("<TxnID>77-1</TxnID>", message)

    def test_what_perhaps_got_there_stays_the_form_of_its_sale_in_another_mode(self):
        self.desktop.transaction_mode = "invoices_payments"
        self.pay(self.bill(self.sale))
        self.plan()
        self.until("InvoiceAdd")
        self.answered(PERHAPS_DONE, "", "")
        self.driver._lost(self.session)
        self.desktop.transaction_mode = "receipts"
        self.sale.invoice_ids.ref = "once more"
        self.plan()
        invoice = self.mirror("invoice")
        self.assertEqual((invoice.state, invoice.action), ("waiting", "save"))
        self.assertFalse(self.mirror("sales_receipt"))
        self.assertEqual(self.mirror("payment").state, "waiting")

    def test_what_is_cancelled_and_never_was_there_is_done_with(self):
        self.until("SalesOrderAdd")
        self.sale.action_cancel()
        self.plan()
        self.answered(PERHAPS_DONE, "", "")
        self.run_session()
        self.assertEqual(self.mirror("sales_order").state, "voided")
        self.assertNotIn("SalesOrderMod", self.quickbooks.asked)
        self.assertNotIn("SalesOrder", self.quickbooks.added)

    @mute_logger(SENDER_LOGGER)
    def test_a_transaction_that_the_database_repeats_is_no_error_of_a_document(self):
        message = self.until("SalesOrderAdd")
        exchange = self.driver._open_exchange(self.desktop)
        exchange.response_body = self.quickbooks.answer(message)
        failures = [KeyError("as a whole"), psycopg2.errors.SerializationFailure("others")]
        with (
            patch.object(ConnexSender, "_settle_outcomes", side_effect=failures),
            self.assertRaises(psycopg2.errors.SerializationFailure),
        ):
            self.driver.env["connex.desktop.sender"].settle(exchange)

    # What changes afterwards

    def test_what_went_out_under_another_number_is_found_and_not_made_again(self):
        self.until("SalesOrderAdd")
        self.answered(PERHAPS_DONE, "", "")
        order = self.mirror("sales_order")
        sent = order.exchange_id
        sent.request_body = sent.request_body.replace(f">{self.sale.name}</Ref", ">OLD-1</Ref")
        self.found_as_it_was_sent("OLD-1")
        question = self.until("SalesOrderQuery")
        for number in ("OLD-1", self.sale.name):
            self.assertIn(f"<RefNumber>{number}</RefNumber>", question)
        self.run_session()
        self.assertNotIn("SalesOrder", self.quickbooks.added)
        self.assertEqual(order.qb_id, "77-1")

    def test_when_the_message_is_not_kept_any_more_the_number_is_that_of_the_document(self):
        self.until("SalesOrderAdd")
        self.answered(PERHAPS_DONE, "", "")
        order = self.mirror("sales_order")
        order.sent = order.sent.replace(self.sale.name, "OLD-1")
        order.exchange_id = False
        self.assertIn("<RefNumber>OLD-1</RefNumber>", self.until("SalesOrderQuery"))

    def test_change_that_perhaps_got_there_is_taken_back_in_quickbooks_too(self):
        self.run_session()
        self.change_without_another_total()
        self.session = self.begin()
        self.until("SalesOrderMod")
        self.answered(PERHAPS_DONE, "", "")
        self.sale.order_line.write({"product_uom_qty": 2, "price_unit": 5})
        self.plan()
        order = self.mirror("sales_order")
        self.assertEqual(order.state, "waiting")
        self.found_as_it_was_sent(qb_id=order.qb_id)
        self.session = self.begin()
        self.assertIn("<Quantity>2</Quantity>", self.until("SalesOrderMod"))

    def test_what_is_cancelled_waits_for_nothing_else(self):
        self.until("SalesOrderAdd")
        self.answered(PERHAPS_DONE, "", "")
        self.driver._lost(self.session)
        order = self.mirror("sales_order")
        order.blocked_by_id = self.mirror("customer")
        order.next_try = fields.Datetime.add(fields.Datetime.now(), days=1)
        self.sale.action_cancel()
        self.plan()
        self.assertEqual((order.action, order.state), ("remove", "waiting"))
        self.assertFalse(order.blocked_by_id)
        self.session = self.begin()
        self.run_session()
        self.assertEqual(order.state, "voided")

    def test_links_of_credits_are_sent_again_although_they_have_no_revision(self):
        self.run_session()
        links = self.mirror("sales_order")
        links.write({"qb_id": LINKS_ONLY, "revision_stale": True, "state": "waiting"})
        sender = self.driver.env["connex.desktop.sender"].with_context(
            connex_looked_up_since=fields.Datetime.now()
        )
        self.assertIn(links, links.search(sender._claimable(self.desktop)))

    def test_change_of_odoo_that_cannot_go_out_is_not_taken_for_one_in_quickbooks(self):
        self.run_session()
        order = self.mirror("sales_order")
        self.driver.env["connex.desktop.verifier"].tie_out(order)
        self.sale.order_line.product_uom_qty = 9
        self.plan()
        order._set_problem(Problem("internal_error", {"document": order.name}))
        self.session = self.begin()
        self.found_as_it_was_sent()
        self.run_session()
        self.assertFalse(order.reread)
        self.assertEqual(order.problem_code, "internal_error")
