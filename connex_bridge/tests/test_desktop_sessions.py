"""Sessions with QuickBooks Desktop that break off, or in which it does not say what was asked: every one of
them ends, nothing is asked for ever, and nothing is taken for done that is not.
"""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bridge.desktop.answer import Outcome
from ..bridge.fault import Fault
from ..models.connex_desktop_sender import ConnexDesktopSender
from .desktop_common import DesktopSaleCase

DRIVER_LOGGER = "odoo.addons.connex_bridge.models.connex_desktop_driver"
SAYS_NOTHING = "<QBXML><QBXMLMsgsRs /></QBXML>"


@tagged("post_install", "-at_install")
class TestDesktopSessions(DesktopSaleCase):
    def run_until_it_breaks_off(self, *bad):
        """A session that breaks off at the first message in which all of `bad` stands; whether it did."""
        self.session = self.begin()
        while message := self.driver._next_message(self.session):
            if all(each in message for each in bad):
                self.driver._lost(self.session)
                return message
            if self.take(message) == 100:
                break
        return ""

    def order_of(self, sale):
        return self.mirror("sales_order").filtered(lambda m: m.res_id == sale.id)

    # Questions that make sessions break off

    def test_a_document_that_makes_sessions_break_off_keeps_the_others_back_for_a_while_only(self):
        bad = self.new_order()
        self.env.cr.precommit.run()
        asked_for = []
        while message := self.run_until_it_breaks_off("SalesOrderQuery", bad.name):
            asked_for.append(message.count("<RefNumber>"))
            self.assertLess(len(asked_for), 9, "sessions break off for ever")
        self.assertEqual(asked_for[:4], [2, 2, 2, 2])
        self.assertEqual(set(asked_for[4:]), {1})
        self.assertEqual(self.order_of(self.sale).state, "synced")
        self.assertEqual(self.order_of(bad).state, "waiting")
        self.assertTrue(self.order_of(bad).next_try)

    def test_a_document_that_makes_sessions_break_off_is_found_among_ever_new_ones(self):
        bad = self.sale
        for session in range(12):
            other = self.new_order()
            self.env.cr.precommit.run()
            if not self.run_until_it_breaks_off("SalesOrderQuery", f"<RefNumber>{bad.name}<"):
                break
            self.assertLess(session, 9, "sessions break off for ever")
        self.assertEqual(self.order_of(other).state, "synced")

    def test_what_sessions_break_off_at_while_it_is_read_back_is_read_later(self):
        second = self.new_order()
        self.env.cr.precommit.run()
        self.run_session()
        bad, other = self.order_of(second), self.order_of(self.sale)
        self.driver.env["connex.desktop.verifier"].put_right(bad | other)
        self.quickbooks.found["SalesOrderQuery"] = (
            "<SalesOrderRet><TxnID>77-1</TxnID><TotalAmount>10.00</TotalAmount></SalesOrderRet>"
        )
        broken_off = 0
        while self.run_until_it_breaks_off("SalesOrderQuery", f"<TxnID>{bad.qb_id}<"):
            broken_off += 1
            self.assertLess(broken_off, 9, "sessions break off for ever")
        self.assertEqual((other.state, other.reread), ("synced", False))
        self.assertEqual((bad.state, bad.reread), ("synced", "button"))
        self.assertTrue(bad.next_try)
        self.assertFalse(self.driver._has_work(self.desktop))

    def test_a_list_that_makes_sessions_break_off_keeps_no_document_back(self):
        broken_off = 0
        while self.run_until_it_breaks_off("<CustomerMsgQueryRq"):
            broken_off += 1
            self.assertLess(broken_off, 9, "sessions break off for ever")
        self.assertEqual(self.mirror("sales_order").state, "synced")
        self.assertEqual(self.desktop.income_account_id.qb_id, "A-1")
        self.assertEqual(self.desktop.problem_code, "lists_unread")
        self.assertIn("Customer message", self.desktop.problem_message)
        # It is tried again when all lists are, and does no more harm then than one session.
        self.assertFalse(self.driver._has_work(self.desktop))
        self.desktop.profile_wanted = True
        message = self.run_until_it_breaks_off("<CustomerMsgQueryRq")
        self.assertEqual(message.count("QueryRq>") + message.count("QueryRq "), 1)
        self.assertFalse(self.run_until_it_breaks_off("<CustomerMsgQueryRq"))
        self.assertFalse(self.driver._has_work(self.desktop))
        self.desktop.profile_wanted = True
        self.session = self.begin()
        self.run_session()
        self.assertFalse(self.desktop.problem_code)
        self.assertFalse(self.desktop.profile_pages)

    def test_a_next_page_that_makes_sessions_break_off_keeps_no_document_back(self):
        page = (
            '<CustomerQueryRs requestID="customer" statusCode="0" iteratorRemainingCount="1" '
            'iteratorID="{A}"><CustomerRet><ListID>C-1</ListID><Name>One</Name></CustomerRet>'
            "</CustomerQueryRs>"
        )
        answer = self.quickbooks._one

        def more(request):
            listed = request.get("requestID") == "customer"
            return page if listed else answer(request)

        with patch.object(self.quickbooks, "_one", more):
            broken_off = 0
            while self.run_until_it_breaks_off('iterator="Continue"'):
                broken_off += 1
                self.assertLess(broken_off, 9, "sessions break off for ever")
        self.assertEqual(self.mirror("sales_order").state, "synced")

    def new_search(self):
        return self.env(su=True)["connex.adoption"].create(
            {
                "connection_id": self.desktop.id,
                "date_from": "2000-01-01",
                "state": "searching",
            }
        )

    def test_a_search_that_makes_sessions_break_off_keeps_no_document_back(self):
        self.new_search()
        broken_off = 0
        while self.run_until_it_breaks_off("<InvoiceQueryRq", "iterator="):
            broken_off += 1
            self.assertLess(broken_off, 9, "sessions break off for ever")
        self.assertTrue(broken_off)
        self.assertEqual(self.mirror("sales_order").state, "synced")
        self.assertIn("CreditMemoQuery", self.quickbooks.asked)

    def test_a_search_whose_next_page_makes_sessions_break_off_keeps_no_document_back(self):
        self.new_search()
        answer, begin = self.quickbooks._one, self.begin

        def begin_in_time():
            """All of a test has one time in the database: a session cannot have begun later."""
            session = begin()
            session.started_at = self.env.cr.now()
            return session

        def more(request):
            if request.tag != "InvoiceQueryRq" or request.get("iterator") != "Start":
                return answer(request)
            told = f'requestID="{request.get("requestID")}" statusCode="0"'
            return f'<InvoiceQueryRs {told} iteratorRemainingCount="1" iteratorID="{{A}}" />'

        with (
            patch.object(self.quickbooks, "_one", more),
            patch.object(self, "begin", begin_in_time),
        ):
            broken_off = 0
            while self.run_until_it_breaks_off("<InvoiceQueryRq", 'iterator="Continue"'):
                broken_off += 1
                self.assertLess(broken_off, 9, "sessions break off for ever")
        self.assertTrue(broken_off)
        self.assertEqual(self.mirror("sales_order").state, "synced")

    def test_a_list_that_this_quickbooks_turns_out_not_to_have_is_missed_no_longer(self):
        self.quickbooks.refused["ClassQuery"] = ("3260", "Insufficient permission level")
        self.run_session()
        self.assertEqual(self.desktop.problem_code, "lists_unread")
        self.quickbooks.refused["ClassQuery"] = ("3250", "This feature is not enabled")
        self.session = self.begin()
        self.run_session()
        self.assertFalse(self.desktop.problem_code)
        self.assertFalse(self.driver._has_work(self.desktop))

    # What is read back

    def asked_by_the_button(self):
        """A synced order that is to be read again, and the question about it."""
        self.run_session()
        order = self.mirror("sales_order")
        self.driver.env["connex.desktop.verifier"].put_right(order)
        self.session = self.begin()
        return order, self.driver._next_message(self.session)

    def assert_asked_for_later(self, order):
        self.assertEqual(order.reread, "button")
        self.assertTrue(order.next_try)
        self.assertFalse(self.driver._has_work(self.desktop))
        order.next_try = False  # its time has come
        self.session = self.begin()
        self.assertIn("<SalesOrderQueryRq", self.driver._next_message(self.session))

    def test_what_an_answer_leaves_out_is_asked_for_in_a_later_session(self):
        order, _message = self.asked_by_the_button()
        self.answered(SAYS_NOTHING, "", "")
        self.run_session()
        self.assert_asked_for_later(order)

    def test_what_somebody_has_open_is_read_in_a_later_session(self):
        order, message = self.asked_by_the_button()
        self.quickbooks.refused["SalesOrderQuery"] = ("3175", "There was an error when locking")
        self.take(message)
        self.run_session()
        self.assert_asked_for_later(order)
        self.quickbooks.refused.clear()
        self.run_session()
        self.assertFalse(order.reread)

    def test_a_document_that_cannot_be_read_alone_is_asked_for_in_a_later_session(self):
        order, _message = self.asked_by_the_button()
        with mute_logger(DRIVER_LOGGER):
            self.answered("<QBXML>", "", "")
        self.run_session()
        self.assert_asked_for_later(order)

    def test_a_document_that_nobody_may_read_is_not_asked_for_again(self):
        order, message = self.asked_by_the_button()
        self.quickbooks.refused["SalesOrderQuery"] = ("3260", "Insufficient permission level")
        self.take(message)
        self.assertFalse(order.reread)
        self.assertEqual(order.state, "synced")

    def test_a_document_that_is_not_there_any_more_when_it_is_to_change_was_deleted(self):
        self.run_session()
        order = self.mirror("sales_order")
        order.revision_stale = True
        self.sale.order_line.product_uom_qty = 3
        self.env.cr.precommit.run()
        self.session = self.begin()
        self.run_session()
        self.assertEqual((order.state, order.problem_code), ("problem", "deleted_in_quickbooks"))

    # What is told

    def test_an_error_of_ours_is_logged_and_not_told_as_an_answer_of_quickbooks(self):
        message = self.until("SalesOrderAdd")
        answer = self.quickbooks.answer(message)
        with (
            patch.object(ConnexDesktopSender, "settle", side_effect=ValueError("of ours")),
            self.assertLogs(DRIVER_LOGGER, "ERROR") as logged,
        ):
            self.assertEqual(self.answered(answer, "", ""), -1)
        self.assertIn("Traceback", logged.output[0])
        self.assertEqual(self.desktop.problem_code, "internal_error")
        self.assertNotIn("Web Connector", self.session.last_error)

    def test_a_number_that_is_none_in_an_answer_is_no_error_of_ours(self):
        message = self.driver._next_message(self.session)
        answer = self.quickbooks.answer(message)
        told = answer.replace("<AccountQueryRs ", '<AccountQueryRs iteratorRemainingCount="x" ')
        with self.assertLogs(DRIVER_LOGGER, "WARNING") as logged:
            self.answered(told, "", "")
        self.assertNotIn("Traceback", logged.output[0])

    def test_a_session_whose_first_answer_cannot_be_read_sends_nothing(self):
        for answer in ("", "<QBXML>", "<QBXML><QBXMLMsgsRs /></QBXML>"):
            refusal = self.driver._begin(self.session, answer)
            self.assertIn("no answer of QuickBooks", refusal)
            self.assertEqual(self.desktop.problem_code, "desktop_answer_unreadable")
        self.session = self.begin()
        self.run_session()
        self.assertFalse(self.desktop.problem_code)

    @mute_logger(DRIVER_LOGGER)
    def test_what_cannot_be_read_is_not_put_into_quickbooks_mouth(self):
        message = self.driver._next_message(self.session)
        self.answered("<QBXML>", "", "")
        while "<CustomerMsgQueryRq" not in (message := self.driver._next_message(self.session)):
            self.take(message)
        self.answered("<QBXML>", "", "")
        self.run_session()
        self.assertIn("its answer could not be read", self.desktop.problem_message)
        self.assertNotIn("well-formed", self.desktop.problem_message)

    def test_a_search_that_cannot_go_on_says_why(self):
        run = self.new_search()
        for fault, told in (
            (Fault("unreadable", "it is not well-formed"), "its answer could not be read"),
            (Fault("", ""), "it did not answer"),
            (Fault("3260", "Insufficient permission"), "Insufficient permission (3260)"),
        ):
            run.reading = {
                "session": 1,
                "read": [],
                "left_out": [],
                "kind": "invoice",
                "iterator": "",
                "begun": 9,
                "asked": True,
            }
            run.settle(self.env["connex.exchange"], {str(run.id): Outcome("fault", (), fault)})
            self.assertIn(told, run.trouble)
