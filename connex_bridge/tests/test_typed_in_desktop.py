"""Typed in by hand in QuickBooks Desktop, and met when Odoo's document is about to be sent: held until a
person has decided, whatever is doubtful about it, and for many documents at no greater cost than for one."""

from odoo.tests import tagged

from ..models.connex_desktop_matcher import ConnexDesktopMatcher
from .desktop_common import DesktopSaleCase, counted_queries


@tagged("post_install", "-at_install")
class TestTypedInDesktop(DesktopSaleCase):
    def setUp(self):
        super().setUp()
        self.customer.email = "ada@example.com"
        self.env.cr.precommit.run()

    def typed(self, *orders, number="77", customer="80-9", name="Ada's Shop", **more):
        """What a person has typed in for these sales orders."""
        more = "".join(f"<{field}>{value}</{field}>" for field, value in more.items())
        return "".join(
            f"<SalesOrderRet><TxnID>{number}-{at}</TxnID><EditSequence>1</EditSequence><CustomerRef>"
            f"<ListID>{customer}</ListID><FullName>{name}</FullName></CustomerRef>"
            f"<TxnDate>{order.date_order.date()}</TxnDate><RefNumber>{order.name}</RefNumber>{more}"
            f"<TotalAmount>{order.amount_total:.2f}</TotalAmount></SalesOrderRet>"
            for at, order in enumerate(orders, 1)
        )

    def look_up(self, typed, customer="", listed=()):
        """QuickBooks is asked, and says that it has these; returns the mirrors of the orders. Its customers
        with these names have the e-mail address of Odoo's."""
        message = self.until("SalesOrderQuery")
        for name in listed:
            self.desktop.env["connex.reference"].create(
                {
                    "connection_id": self.desktop.id,
                    "kind": "customer",
                    "qb_id": f"{name}-1",
                    "name": name,
                    "full_name": name,
                    "email": self.customer.email,
                }
            )
        self.quickbooks.found = {"SalesOrderQuery": typed, "CustomerQuery": customer}
        self.take(message)
        return self.mirror("sales_order")

    def known_customer(self):
        name = self.customer.name
        return (
            f"<CustomerRet><ListID>80-9</ListID><Name>{name}</Name><FullName>{name}</FullName>"
            "<IsActive>true</IsActive></CustomerRet>"
        )

    def lines(self, **values):
        domain = [
            ("connection_id", "=", self.desktop.id),
            *((n, "=", v) for n, v in values.items()),
        ]
        return self.env(su=True)["connex.adoption.line"].search(domain)

    def test_it_is_held_while_a_person_has_yet_to_choose_its_customer(self):
        typed = self.typed(self.sale, customer="Books-1", name="Books")
        order = self.look_up(typed, listed=("Books", "Boats"))
        self.assertEqual(self.mirror("customer").problem_code, "customer_ambiguous")
        self.assertEqual((order.problem_code, order.number_taken), ("typed_in_quickbooks", False))
        self.run_session()
        self.session = self.begin()
        self.run_session()
        self.assertNotIn("SalesOrder", self.quickbooks.added)
        self.lines().action_adopt()
        self.assertEqual((order.qb_id, self.mirror("customer").qb_id), ("77-1", "Books-1"))

    def test_it_is_somebody_elses_while_the_total_is_another_one(self):
        typed = self.typed(self.sale, name="Somebody Else").replace("10.00", "11.00")
        order = self.look_up(typed, listed=("Books", "Boats"))
        self.assertEqual((order.problem_code, order.number_taken), (False, self.sale.name))
        self.assertFalse(self.lines())

    def test_two_copies_of_it_wait_for_a_person_to_choose_and_no_third_is_made(self):
        typed = self.typed(self.sale) + self.typed(self.sale, number="78")
        order = self.look_up(typed, self.known_customer())
        self.assertEqual(self.mirror("customer").qb_id, "80-9")
        self.assertEqual((order.problem_code, order.number_taken), ("typed_in_quickbooks", False))
        line = self.lines(state="open")
        self.assertEqual((line.match, len(line.candidate_ids)), ("ambiguous", 2))
        self.assertFalse(line.found_id)
        order._release()
        self.session = self.begin()
        self.look_up(typed, self.known_customer())
        self.assertEqual(self.lines(), line)  # asked once, however often it is tried
        self.run_session()
        self.assertNotIn("SalesOrder", self.quickbooks.added)
        line.found_id = line.candidate_ids[1]
        line.action_adopt()
        self.assertEqual(order.qb_id, "78-1")

    def test_two_copies_that_are_both_refused_let_it_go_out_under_a_variant(self):
        typed = self.typed(self.sale) + self.typed(self.sale, number="78")
        self.look_up(typed, self.known_customer())
        self.lines().action_reject()
        self.session = self.begin()
        order = self.look_up(typed, self.known_customer())
        self.assertEqual((order.problem_code, order.number_taken), (False, self.sale.name))
        self.run_session()
        self.assertEqual(self.quickbooks.added.count("SalesOrder"), 1)

    def test_its_copy_on_another_customer_is_shown_beside_it(self):
        other = self.typed(self.sale, number="78", customer="80-5", name="Somebody Else")
        order = self.look_up(self.typed(self.sale) + other, self.known_customer())
        self.assertEqual(order.problem_code, "typed_in_quickbooks")
        line = self.lines()
        self.assertEqual((line.match, line.found_id.qb_id), ("certain", "77-1"))

    def test_many_at_once_cost_no_more_queries_than_one(self):
        def settled(*orders):
            self.env.cr.precommit.run()
            self.env.flush_all()
            self.session = self.begin()
            rows = self.typed(*orders, number=str(77 + len(orders)))
            self.look_up(rows, self.known_customer())
            return counted[-1]

        with counted_queries(ConnexDesktopMatcher, "settle") as counted:
            settled(self.sale)
            one = settled(self.new_order())
            twenty = settled(*(self.new_order() for _each in range(20)))
        self.assertEqual(len(self.lines()), 22)
        self.assertLessEqual(twenty, one + 5)
