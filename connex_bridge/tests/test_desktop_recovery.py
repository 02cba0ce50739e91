"""QuickBooks Desktop that fails, or says what nobody can read: no message keeps the others from going out."""

import re
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.connex_desktop_matcher import ConnexDesktopMatcher
from .desktop_common import DesktopSaleCase

DRIVER_LOGGER = "odoo.addons.connex_bridge.models.connex_desktop_driver"
UNEXPECTED = ("", "0x80040402", "Unexpected error")
QUERY = re.compile(r"<\w+QueryRq")
NEVER_SEEN = '<QBXML><QBXMLMsgsRs messageSetStatusCode="600" /></QBXML>'


@tagged("post_install", "-at_install")
class TestDesktopRecovery(DesktopSaleCase):
    def repeat_until_asked(self, message, *told):
        """The answers `told` come to a message, and to it again, until QuickBooks is asked about it."""
        for _session in range(5):
            self.assertEqual(self.answered(*told), -1)
            self.session = self.begin()
            again = self.driver._next_message(self.session)
            if again != message:
                return again
        self.fail("it is repeated for ever")

    # What writes

    @mute_logger(DRIVER_LOGGER)
    def test_what_quickbooks_fails_on_is_taken_apart_and_the_rest_goes_on(self):
        other = self.new_order()
        self.env.cr.precommit.run()
        message = self.until("SalesOrderAdd")
        question = self.repeat_until_asked(message, *UNEXPECTED)
        self.assertIn("newMessageSetID", question)
        self.assertNotIn("SalesOrderAdd", question)
        self.assertGreaterEqual(self.answered(NEVER_SEEN, "", ""), 0)
        alone = self.until("SalesOrderAdd")
        self.assertEqual(alone.count("<SalesOrderAddRq"), 1)
        question = self.repeat_until_asked(alone, *UNEXPECTED)
        self.answered(NEVER_SEEN, "", "")
        self.run_session()
        first, second = self.mirror("sales_order").sorted("res_id")
        self.assertEqual(
            (first.state, first.problem_code), ("problem", "desktop_fails_on_document")
        )
        self.assertIn("Unexpected error", first.problem_message)
        self.assertEqual((second.res_id, second.state), (other.id, "synced"))
        # It waits for a person, and not for the lists to be read.
        self.desktop._release_held()
        self.assertEqual(first.state, "problem")
        first.action_retry()
        self.session = self.begin()
        self.run_session()
        self.assertEqual(first.state, "synced")

    def test_what_quickbooks_did_although_it_failed_counts_once(self):
        message = self.until("SalesOrderAdd")
        stored = self.quickbooks.answer(message)
        self.repeat_until_asked(message, *UNEXPECTED)
        self.answered(stored, "", "")
        self.run_session()
        self.assertEqual(self.mirror("sales_order").state, "synced")
        self.assertEqual(self.quickbooks.added.count("SalesOrder"), 1)

    def test_a_window_that_stays_open_over_a_weekend_holds_nothing_back(self):
        message = self.until("SalesOrderAdd")
        self.repeat_until_asked(message, "", "0x80040414", "A modal dialog box is showing")
        self.answered(NEVER_SEEN, "", "")
        self.run_session()
        self.assertEqual(self.mirror("sales_order").state, "synced")

    @mute_logger(DRIVER_LOGGER)
    def test_an_answer_that_stays_unreadable_has_its_documents_looked_for(self):
        message = self.until("SalesOrderAdd")
        self.repeat_until_asked(message, "<QBXML>", "", "")
        self.assertGreaterEqual(self.answered("<QBXML>", "", ""), 0)
        self.made_by_us_before()
        order = self.mirror("sales_order")
        self.assertEqual((order.state, order.qb_id), ("synced", "77-1"))
        self.assertNotIn("SalesOrder", self.quickbooks.added)

    @mute_logger(DRIVER_LOGGER)
    def test_a_message_that_cannot_even_be_asked_about_is_looked_for_in_the_end(self):
        self.until("SalesOrderAdd")
        for _session in range(10):
            if self.answered(*UNEXPECTED) >= 0:
                break
            self.session = self.begin()
            self.driver._next_message(self.session)
        else:
            self.fail("it is asked about for ever")
        asked = self.quickbooks.asked.count("SalesOrderQuery")
        self.run_session()
        self.assertEqual(self.quickbooks.asked.count("SalesOrderQuery"), asked + 1)
        self.assertEqual(self.mirror("sales_order").state, "synced")

    def test_an_answer_that_quickbooks_could_not_store_counts_and_is_not_asked_for_again(self):
        message = self.until("SalesOrderAdd")
        answer = self.quickbooks.answer(message)
        told = answer.replace("<QBXMLMsgsRs>", '<QBXMLMsgsRs messageSetStatusCode="9005">')
        self.answered(told, "", "")
        self.assertEqual(self.mirror("sales_order").state, "synced")

    def test_what_may_be_done_but_is_not_told_is_looked_for_before_it_is_sent_again(self):
        self.until("SalesOrderAdd")
        self.answered('<QBXML><QBXMLMsgsRs messageSetStatusCode="9005" /></QBXML>', "", "")
        order = self.mirror("sales_order")
        self.assertEqual((order.state, order.looked_up_at), ("waiting", False))
        self.until("SalesOrderQuery")
        self.assertNotIn("SalesOrder", self.quickbooks.added)

    # What reads

    @mute_logger(DRIVER_LOGGER)
    def test_lists_that_cannot_be_read_keep_no_document_back(self):
        message = self.driver._next_message(self.session)
        self.assertGreaterEqual(self.answered("<QBXML>&#x1F", "", ""), 0)
        while len(QUERY.findall(message := self.driver._next_message(self.session))) == 1:
            if "<CustomerMsgQueryRq" in message:
                self.assertGreaterEqual(self.answered("no answer", "", ""), 0)
            else:
                self.take(message)
        self.assertEqual(self.desktop.income_account_id.qb_id, "A-1")
        self.take(message)
        self.run_session()
        self.assertEqual(self.mirror("sales_order").state, "synced")
        self.assertEqual(self.desktop.problem_code, "lists_unread")
        self.assertIn("Customer message", self.desktop.problem_message)
        self.assertIn("its answer could not be read", self.desktop.problem_message)
        # Only what is missing is read again, and then all is well.
        self.assertTrue(self.driver._has_work(self.desktop))
        self.session = self.begin()
        message = self.driver._next_message(self.session)
        self.assertEqual(len(QUERY.findall(message)), 1)
        self.assertIn("<CustomerMsgQueryRq", message)
        self.quickbooks.asked.clear()
        self.take(message)
        self.run_session()
        # The item for tax, held as long as nobody has chosen an account, may be looked for once more.
        self.assertIn(self.quickbooks.asked[1:], ([], ["ItemQuery"]))
        self.assertFalse(self.desktop.problem_code)

    def test_a_question_that_quickbooks_fails_on_is_asked_for_each_document_alone(self):
        self.new_order()
        self.env.cr.precommit.run()
        message = self.until("SalesOrderQuery")
        self.assertGreaterEqual(self.answered(*UNEXPECTED), 0)
        message = self.until("SalesOrderQuery")
        self.assertEqual(message.count("<RefNumber>"), 1)
        self.take(message)
        self.run_session()
        self.assertEqual(set(self.mirror("sales_order").mapped("state")), {"synced"})

    def test_a_quickbooks_that_fails_on_everything_ends_the_session_and_holds_nothing(self):
        self.until("SalesOrderQuery")
        self.driver._lost(self.session)
        self.desktop.profile_read_at = fields.Datetime.subtract(fields.Datetime.now(), days=2)
        self.session = self.begin()
        for _message in range(5):
            self.driver._next_message(self.session)
            progress = self.answered(*UNEXPECTED)
        self.assertEqual(progress, -1)
        self.assertIn("Unexpected error", self.session.last_error)
        self.assertEqual(self.desktop.problem_code, "desktop_unreachable")
        self.assertEqual(self.mirror("sales_order").state, "waiting")
        self.assertNotIn("problem", self.env["connex.mirror"].search([]).mapped("state"))

    @mute_logger(DRIVER_LOGGER)
    def test_an_error_of_ours_about_one_answer_leaves_the_others_alone(self):
        settle = ConnexDesktopMatcher.settle

        def fails_on_orders(matcher, exchange, outcomes):
            if any(each.startswith("SalesOrder") for each in outcomes):
                raise KeyError("an error of ours")
            return settle(matcher, exchange, outcomes)

        with patch.object(ConnexDesktopMatcher, "settle", fails_on_orders):
            for _session in range(3):
                self.run_session()
                self.session = self.begin()
        self.assertEqual(self.mirror("customer").state, "synced")
        failed = self.env["connex.exchange"].search(
            [("connection_id", "=", self.desktop.id), ("state", "=", "failed")]
        )
        self.assertIn("an error of ours", failed[:1].detail)
        self.assertFalse(self.driver._open_exchange(self.desktop))

    def test_a_question_that_makes_sessions_break_off_is_taken_apart(self):
        self.new_order()
        self.env.cr.precommit.run()
        asked_for = []
        for _session in range(6):
            asked_for.append(self.until("SalesOrderQuery").count("<RefNumber>"))
            self.driver._lost(self.session)
            self.session = self.begin()
        self.assertEqual(asked_for[:3], [2, 2, 2])
        self.assertEqual(asked_for[-1], 1)
