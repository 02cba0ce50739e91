"""Whatever people and programs do to a Desktop company file, in any order: its books add up, its answers
follow Intuit's description, and what was refused has changed nothing."""

from collections import Counter
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from desktop_company import (
    Company,
    add,
)
from desktop_walk import ACTIONS, Walk, memory

from quickbooks_sandbox.desktop.message_set import _Checker
from quickbooks_sandbox.desktop.tables import ANSWERS, REQUESTS, Choice
from quickbooks_sandbox.sandbox import Sandbox
from quickbooks_sandbox.storage import Storage

STEPS = 70
CREDIT_ACCOUNTS = ("AccountsPayable", "CreditCard", "OtherCurrentLiability", "Equity", "Income")
MEMORY = ("records", "applications", "names", "by_entity", "linked", "by_target", "by_source")


def follows_the_tables(reply):
    """Each object in an answer has the elements of its table, in their order, of their types."""
    for record in reply:
        if record.tag in ANSWERS:
            # A payment that only takes credits, the only object without an id, has all fields optional too.
            checker = _Checker((13, 0))
            checker.children(record, ANSWERS[record.tag].elements)
            assert not checker.faults, (record.tag, checker.faults)


def check_books(company):
    books = company.file.books
    open_amounts = Decimal(0)
    for invoice in company.replies(query("Invoice"))[0]:
        total = number(invoice, "Subtotal") + number(invoice, "SalesTaxTotal")
        assert number(invoice, "BalanceRemaining") == total + number(invoice, "AppliedAmount") >= 0
        assert number(invoice, "Subtotal") == sum(numbers_of(invoice, "InvoiceLineRet/Amount"))
        assert (invoice.findtext("IsPaid") == "true") == (not number(invoice, "BalanceRemaining"))
        open_amounts += number(invoice, "BalanceRemaining")
    for kind, field in (("CreditMemo", "CreditRemaining"), ("ReceivePayment", "UnusedPayment")):
        for record in company.replies(query(kind))[0]:
            assert 0 <= number(record, field) <= number(record, "TotalAmount")
            open_amounts -= number(record, field)
    for payment in company.replies(query("ReceivePayment"))[0]:
        applied = sum(numbers_of(payment, "AppliedToTxnRet/Amount"))
        refunded = sum(
            each.amount for each in books.applied_from(payment.findtext("TxnID")).values()
        )
        assert (
            applied <= refunded == number(payment, "TotalAmount") - number(payment, "UnusedPayment")
        )
    customers = company.replies("<CustomerQueryRq/>")[0]
    assert sum(number(each, "Balance") for each in customers) == open_amounts
    check_accounts(company, open_amounts)
    check_orders(company)


def check_accounts(company, receivable):
    balance = Decimal(0)
    for account in company.replies("<AccountQueryRq/>")[0]:
        sign = -1 if account.findtext("AccountType") in CREDIT_ACCOUNTS else 1
        balance += sign * number(account, "Balance")
        if account.findtext("Name") == "Accounts Receivable":
            assert number(account, "Balance") == receivable
    assert balance == 0


def check_orders(company):
    taken = Counter()
    for invoice in company.file.books.all("Invoice"):
        for line in invoice.lines:
            if line.link and not invoice.void:
                taken[line.link] += line.values.get("Quantity", 1)
    for order in company.replies(query("SalesOrder"))[0]:
        lines = order.findall("SalesOrderLineRet")
        for line in lines:
            key = (order.findtext("TxnID"), line.findtext("TxnLineID"))
            assert number(line, "Invoiced") == taken.pop(key, 0)
        full = all(number(each, "Invoiced") >= number(each, "Quantity", 1) for each in lines)
        assert (order.findtext("IsFullyInvoiced") == "true") == full
        assert number(order, "Subtotal") == sum(number(each, "Amount") for each in lines)
    assert not taken


def query(kind):
    return f"<{kind}QueryRq><IncludeLineItems>true</IncludeLineItems></{kind}QueryRq>"


def number(record, name, default=0):
    return Decimal(record.findtext(name) or default)


def numbers_of(record, path):
    return [Decimal(each.text) for each in record.findall(path)]


@pytest.mark.parametrize("seed", range(6))
def test_the_books_add_up_after_any_steps(seed):
    walk = Walk(seed, follows_the_tables)
    for number_of_step in range(STEPS):
        walk.step()
        if number_of_step % 10 == 9:
            check_books(walk.company)
    check_books(walk.company)
    assert walk.statuses["0"] > STEPS / 3
    assert len(walk.statuses) > 2


def test_a_walk_repeats_under_message_set_ids_without_doing_anything_twice():
    walk = Walk(99, follows_the_tables)
    sent = []
    for step in range(25):
        request = walk.dice.choice(ACTIONS)(walk)
        if request:
            options = {"attributes": f'onError="continueOnError" newMessageSetID="m{step}"'}
            sent.append((request, options, walk.company.send(request, **options).response))
    before = memory(walk.company)
    for request, options, response in sent:
        assert walk.company.send(request, **options).response == response
    assert memory(walk.company) == before


def test_all_lists_of_a_new_company_follow_the_tables():
    company = Company(multicurrency=True, class_tracking=True)
    for name in REQUESTS:
        if name.endswith("QueryRq") and not _needs_more(REQUESTS[name].elements):
            (reply,) = company.replies(f"<{name}/>")
            assert reply.get("statusCode") in ("0", "1"), reply.attrib
            follows_the_tables(reply)


def _needs_more(models):
    return any(model.required and not isinstance(model, Choice) for model in models)


def test_an_answer_is_one_well_formed_document():
    company = Company()
    text = company.send(add("Customer", "<Name>A &amp; B &lt;C&gt;</Name>")).response
    assert text.startswith('<?xml version="1.0" ?>\n<QBXML>')
    assert ElementTree.fromstring(text).findtext(".//Name") == "A & B <C>"


def test_a_saved_company_file_comes_back_as_it_was(tmp_path):
    sandbox = Sandbox()
    walk = Walk(5, follows_the_tables)
    sandbox.desktop_companies["1"] = walk.company.file
    sent = add("Customer", "<Name>Last</Name>")
    options = {"attributes": 'onError="continueOnError" newMessageSetID="last"'}
    for _number in range(40):
        walk.step()
    response = walk.company.send(sent, **options).response
    storage = Storage(tmp_path / "state.json")
    storage.save(sandbox)
    other = Sandbox()
    storage.load(other)
    before = memory(walk.company)
    walk.company.file = other.desktop_companies["1"]
    assert memory(walk.company) == before
    assert walk.company.send(sent, **options).response == response
    check_books(walk.company)
    assert walk.company.customer("Next") not in before["records"]


def test_what_was_saved_before_there_was_a_setting_has_its_default(tmp_path):
    sandbox = Sandbox()
    sandbox.desktop_companies["1"] = Company().file
    for company in (*sandbox.companies.values(), *sandbox.desktop_companies.values()):
        company.settings.popitem()
        getattr(company, "behaviour", {}).clear()
    storage = Storage(tmp_path / "state.json")
    storage.save(sandbox)
    other, new = Sandbox(), Sandbox()
    storage.load(other)
    (company,), (fresh,) = other.companies.values(), new.companies.values()
    assert company.settings == fresh.settings
    file, fresh = other.desktop_companies["1"], Company().file
    assert (file.settings, file.behaviour) == (fresh.settings, fresh.behaviour)
