"""The comparisons of a table of sales, used by one test module per QuickBooks company.

A module that sets `SALES` gets a test for every sale and question; see test_sales_table_us.py.
"""

from decimal import Decimal

from sales_case import NamedSale
from sales_reading import Form, Outcome


def check_odoo(sale: NamedSale, outcome: Outcome) -> None:
    """Odoo has made of the sale what the table says."""
    assert outcome.refused is None, outcome.refused
    assert outcome.in_odoo == [
        Form(each.kind, each.total, each.tax, each.open, each.cancelled) for each in sale.expected
    ]


def check_quickbooks(sale: NamedSale, outcome: Outcome) -> None:
    """QuickBooks has the same totals, taxes and open amounts, or the named problem keeps it back."""
    wanted = []
    for each in sale.expected:
        if each.held:
            wanted.append(None)
        elif each.cancelled:
            wanted.append(Form(each.kind, Decimal(0), Decimal(0), Decimal(0), True))
        else:
            wanted.append(Form(each.kind, each.total, each.tax, each.open))
    assert outcome.in_quickbooks == wanted, outcome.problems
    there = sum(form is not None for form in wanted)
    assert outcome.documents_in_quickbooks == there, "documents nobody asked for"


def check_orders(sale: NamedSale, outcome: Outcome) -> None:
    """Sales orders have the same total and tax; those that are invoiced are closed."""
    assert outcome.orders_in_quickbooks == outcome.orders_in_odoo, outcome.problems


def check_problems(sale: NamedSale, outcome: Outcome) -> None:
    """Nothing is held but what the table says, and what is held names the document."""
    assert sorted(outcome.problems.values()) == sorted(
        each.held for each in sale.expected if each.held
    ), outcome.problems


def check_customer(sale: NamedSale, outcome: Outcome) -> None:
    """The customer owes the same in both books, and has paid the same."""
    if any(each.held for each in sale.expected):
        return
    assert outcome.quickbooks_balance == outcome.odoo_balance
    assert outcome.quickbooks_received == outcome.odoo_received
