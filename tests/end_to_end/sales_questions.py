"""The questions that are asked of every sale of a table. A test module with the fixture `table` (books and
outcomes by name) asks them by a subclass that names its sales.
"""

from sales_checks import (
    check_customer,
    check_odoo,
    check_orders,
    check_problems,
    check_quickbooks,
)


class Questions:
    """`sales` maps names to the table's sales."""

    sales = {}

    def test_odoo_has_what_the_table_says(self, table, name):
        check_odoo(self.sales[name], table[1][name])

    def test_quickbooks_has_the_same_total_tax_and_open_amount(self, table, name):
        check_quickbooks(self.sales[name], table[1][name])

    def test_its_orders_are_the_same_and_closed_when_they_are_invoiced(self, table, name):
        check_orders(self.sales[name], table[1][name])

    def test_nothing_is_held_but_what_must_be(self, table, name):
        check_problems(self.sales[name], table[1][name])

    def test_customer_owes_and_has_paid_the_same(self, table, name):
        check_customer(self.sales[name], table[1][name])

    def test_a_second_run_writes_nothing(self, table):
        assert table[0].writes_of_another_run() == 0

    def test_looking_at_everything_again_writes_nothing(self, table):
        assert table[0].writes_after_looking_at_everything_again() == 0
