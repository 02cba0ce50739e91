"""What was sent to QuickBooks Desktop, and perhaps done: what is wanted by then is never taken for what was
sent, and nothing stays there that is not wanted any more.
"""

from unittest.mock import patch

import psycopg2.errors

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.connex_sender import ConnexSender
from .desktop_common import DesktopSaleCase

SENDER_LOGGER = "odoo.addons.connex_bridge.models.connex_desktop_sender"
PERHAPS_DONE = '<QBXML><QBXMLMsgsRs messageSetStatusCode="9005" /></QBXML>'


@tagged("post_install", "-at_install")
class TestDesktopUncertain(DesktopSaleCase):
    def plan(self):
        self.env.cr.precommit.run()
        self.env(su=True)["connex.engine"]._plan(self.desktop)

    def found_as_it_was_sent(self):
        """QuickBooks has the order as it was sent first, as the look-up finds out."""
        self.quickbooks.found["SalesOrderQuery"] = (
            f"<SalesOrderRet><TxnID>77-1</TxnID><EditSequence>9</EditSequence>"
            f"<Memo>{self.mirror('sales_order')._marker()}</Memo><RefNumber>{self.sale.name}</RefNumber>"
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
