"""Searching QuickBooks Desktop: pages, lost sessions, what cannot be read, and that no call takes long."""

import time

from odoo.tests import tagged

from ..models.connex_engine import DEADLINE
from ..models.connex_sender import REPEATS
from .desktop_common import DesktopCase, LittleQuickBooks

KINDS = ("SalesOrder", "Invoice", "SalesReceipt", "CreditMemo", "ReceivePayment")
SEARCHES = [f"{kind}Query" for kind in KINDS]


class TypedInto(LittleQuickBooks):
    """Has documents that were typed in: {query: content of each …Ret}, and gives two with every page."""

    def __init__(self):
        super().__init__()
        self.typed, self.iterators, self.faults = {}, {}, {}

    def _one(self, request):
        iterator, name = request.get("iterator"), request.tag.removesuffix("Rq")
        if not iterator:
            return super()._one(request)
        self.asked.append(f"{name} {iterator}")
        number = request.get("requestID")
        if fault := self.faults.get(f"{name} {iterator}"):
            return f'<{name}Rs requestID="{number}" statusCode="{fault}" statusSeverity="Error"/>'
        start = self.iterators.get(request.get("iteratorID"), 0)
        rows = self.typed.get(name, [])
        identifier = f"{{{next(self.numbers)}}}"
        self.iterators[identifier] = start + 2
        kind = name.removesuffix("Query")
        told = "".join(f"<{kind}Ret>{row}</{kind}Ret>" for row in rows[start : start + 2])
        rest = max(len(rows) - start - 2, 0)
        return (
            f'<{name}Rs requestID="{number}" statusCode="{0 if told else 1}" iteratorID="{identifier}" '
            f'iteratorRemainingCount="{rest}">{told}</{name}Rs>'
        )


@tagged("post_install", "-at_install")
class TestAdoptionDesktop(DesktopCase):
    def setUp(self):
        super().setUp()
        numbers = self.quickbooks.numbers
        self.quickbooks = TypedInto()
        self.quickbooks.numbers = numbers
        self.run_session()
        self.goods.taxes_id = False
        self.desktop.sync_from_date = "2100-01-01"
        self.search_run = self.env(su=True)["connex.adoption"].create(
            {"connection_id": self.desktop.id, "date_from": "2000-01-01"}
        )

    def begin(self):
        """All of a test has one time in the database: a session cannot have begun later."""
        session = super().begin()
        session.started_at = self.env.cr.now()
        return session

    def sold(self, count):
        """So many invoices, and what somebody has typed in for each of them."""
        order = self.order((self.goods, 1, 10.0))
        self.deliver(order)
        first = order._create_invoices()
        moves = first
        for _more in range(count - 1):
            moves += first.copy({"invoice_date": first.invoice_date})
        moves.action_post()
        self.quickbooks.typed["InvoiceQuery"] = [
            f"<TxnID>{at}-1</TxnID><EditSequence>1</EditSequence><CustomerRef><ListID>8-1</ListID>"
            f"<FullName>{self.customer.name}</FullName></CustomerRef>"
            f"<TxnDate>{move.invoice_date}</TxnDate><RefNumber>{move.name}</RefNumber>"
            f"<Subtotal>{move.amount_total:.2f}</Subtotal>"
            for at, move in enumerate(moves, 1)
        ]
        return moves

    def search(self):
        self.search_run.action_search()
        self.session = self.begin()
        self.quickbooks.asked.clear()

    def searched(self):
        """The queries of the search, in their order."""
        return [each for each in self.quickbooks.asked if each.split()[0] in SEARCHES]

    def invoice_lines(self):
        return self.search_run.line_ids.filtered(lambda line: line.document == "invoice")

    def test_pages_are_read_to_the_end_and_every_document_is_found(self):
        self.sold(5)
        self.search()
        self.assertTrue(self.driver._has_work(self.desktop))
        self.run_session()
        self.assertEqual(self.search_run.state, "found")
        self.assertEqual(
            self.searched(),
            [
                "SalesOrderQuery Start",
                "InvoiceQuery Start",
                "InvoiceQuery Continue",
                "InvoiceQuery Continue",
                "CreditMemoQuery Start",
                "ReceivePaymentQuery Start",
            ],
        )
        self.assertEqual(len(self.search_run.found_ids), 5)
        self.assertEqual(set(self.invoice_lines().mapped("match")), {"certain"})
        self.assertFalse(self.driver._has_work(self.desktop))

    def test_lost_session_begins_the_kind_again_and_keeps_nothing_twice(self):
        self.sold(5)
        self.search()
        self.until('InvoiceQueryRq iterator="Continue"')
        self.driver._lost(self.session)
        self.assertTrue(self.driver._has_work(self.desktop))
        self.session = self.begin()
        self.run_session()
        self.assertEqual(self.searched().count("InvoiceQuery Start"), 2)
        self.assertEqual(self.searched().count("SalesOrderQuery Start"), 1)
        self.assertEqual(len(self.search_run.found_ids), 5)
        self.assertEqual(len(set(self.search_run.found_ids.mapped("qb_id"))), 5)

    def test_question_that_is_asked_twice_does_not_skip_a_page(self):
        self.sold(5)
        self.search()
        self.quickbooks.answer(self.until('InvoiceQueryRq iterator="Continue"'))
        self.run_session()  # nobody took the answer
        self.assertEqual(len(self.search_run.found_ids), 5)
        self.assertEqual(self.search_run.state, "found")

    def test_iterator_that_quickbooks_has_forgotten_is_begun_again_once(self):
        self.sold(3)
        self.search()
        self.quickbooks.faults["InvoiceQuery Continue"] = "3000"
        self.run_session()
        self.assertEqual(self.search_run.state, "searching")
        self.assertIn("3000", self.search_run.trouble)
        self.assertEqual(self.searched().count("InvoiceQuery Start"), 2)
        del self.quickbooks.faults["InvoiceQuery Continue"]
        self.session = self.begin()
        self.run_session()
        self.assertEqual((self.search_run.state, self.search_run.trouble), ("found", ""))
        self.assertEqual(len(self.search_run.found_ids), 3)

    def test_what_cannot_be_read_waits_for_the_next_session_and_holds_up_nothing(self):
        self.sold(3)
        self.search()
        self.quickbooks.faults["SalesOrderQuery Start"] = "3260"
        self.assertEqual(self.run_session()[-1], 100)
        self.assertEqual(self.search_run.state, "searching")
        self.assertIn("Sales Order", self.search_run.trouble)
        self.assertIn("3260", self.search_run.trouble)
        self.assertEqual(len(self.searched()), 5)  # all of the others, in this session
        self.assertEqual(len(self.search_run.found_ids), 3)
        self.assertTrue(self.driver._has_work(self.desktop))
        del self.quickbooks.faults["SalesOrderQuery Start"]
        self.session = self.begin()
        self.quickbooks.asked.clear()
        self.run_session()
        self.assertEqual(self.searched(), ["SalesOrderQuery Start"])
        self.assertEqual((self.search_run.state, self.search_run.trouble), ("found", ""))

    def test_what_is_never_handed_out_is_passed_over_in_the_end_and_the_next_search_begins(self):
        self.sold(2)
        again = self.search_run.copy({"connection_id": self.desktop.id})
        self.search()
        again.action_search()
        self.quickbooks.faults["SalesOrderQuery Start"] = "3260"
        for _time in range(REPEATS):
            self.assertEqual(self.search_run.state, "searching")
            self.run_session()
            self.session = self.begin()
        self.assertEqual(self.search_run.state, "found")
        self.assertIn("3260", self.search_run.trouble)
        self.assertEqual(set(self.invoice_lines().mapped("match")), {"certain"})
        documents = set(self.search_run.line_ids.mapped("document"))
        self.assertEqual(documents, {"invoice"})  # nothing is said of orders that nobody could see
        del self.quickbooks.faults["SalesOrderQuery Start"]
        self.run_session()
        self.assertEqual((again.state, again.trouble), ("found", ""))

    def test_session_only_reads_and_the_scheduled_action_compares(self):
        self.sold(3)
        self.search()
        self.driver = self.driver.with_context(**{DEADLINE: time.monotonic() + 60})
        self.run_session()
        self.assertEqual((self.search_run.state, len(self.search_run.found_ids)), ("searching", 3))
        self.assertFalse(self.driver._has_work(self.desktop))
        self.session.sudo()._end()
        self.env(su=True)["connex.engine"]._step(self.desktop)
        self.assertEqual(self.search_run.state, "found")
        self.assertEqual(set(self.invoice_lines().mapped("match")), {"certain"})

    def test_search_that_quickbooks_fails_on_says_so_and_holds_up_nothing(self):
        self.search()
        self.until("SalesOrderQueryRq")
        told = ("", "0x80040402", "Unexpected error")
        self.assertGreaterEqual(self.driver._take_answer(self.session, *told), 0)
        self.assertEqual(self.search_run.state, "searching")
        self.assertIn("Unexpected error", self.search_run.trouble)
        self.assertNotIn("SalesOrderQuery Start", self.searched())
        self.session = self.begin()
        self.run_session()
        self.assertEqual((self.search_run.state, self.search_run.trouble), ("found", ""))

    def test_sales_orders_that_this_quickbooks_does_not_have_are_passed_over(self):
        self.search()
        self.quickbooks.faults["SalesOrderQuery Start"] = "3250"
        self.run_session()
        self.assertEqual(self.search_run.state, "found")
        self.desktop.qb_sales_orders = False
        again = self.search_run.copy({"connection_id": self.desktop.id})
        again.action_search()
        self.session = self.begin()
        self.quickbooks.asked.clear()
        self.run_session()
        self.assertEqual(again.state, "found")
        self.assertNotIn("SalesOrderQuery Start", self.searched())
