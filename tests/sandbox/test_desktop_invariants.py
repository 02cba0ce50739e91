"""Whatever people and programs do to a Desktop company file, in any order: its books add up, its answers
follow Intuit's description, and what was refused has changed nothing."""

import random
from collections import Counter
from copy import deepcopy
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from desktop_company import (
    Company,
    add,
    change,
    credit,
    fields,
    linked,
    pay,
    remove,
    sale,
    settle,
)

from quickbooks_sandbox.desktop.message_set import _Checker
from quickbooks_sandbox.desktop.tables import ANSWERS, REQUESTS, Choice

STEPS = 70
CREDIT_ACCOUNTS = ("AccountsPayable", "CreditCard", "OtherCurrentLiability", "Equity", "Income")
MEMORY = ("records", "applications", "names", "by_entity", "linked", "by_target", "by_source")


class Walk:
    """Random steps on a company file; remembers ids of what was entered."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.company = Company()
        parent = f"<ParentRef><ListID>{self.company.jane}</ListID></ParentRef>"
        self.customers = [
            self.company.jane,
            self.company.customer("Joe"),
            self.company.customer("House", parent),
        ]
        self.statuses = Counter()

    def any(self, kind):
        """A random record of a kind as it stands, or ``None``."""
        records = self.company.file.books.all(kind)
        return self.company.read(kind, self.dice.choice(records).id) if records else None

    def lines(self):
        """Some lines with random quantities and prices."""
        lines = []
        for _number in range(self.dice.randint(1, 3)):
            price = Decimal(self.dice.randint(0, 99999)) / 1000
            lines.append(f"{self.dice.choice('WB')}*{self.dice.randint(1, 5)}@{price}")
        return [*lines, "Off"] if self.dice.random() < 0.2 else lines

    def amount(self, most):
        """An amount that is sometimes more than there is."""
        return (Decimal(most or 0) * Decimal(self.dice.choice(["0.5", "1", "1", "1.01"]))).quantize(
            Decimal("0.01")
        )

    def step(self):
        """Do one thing, see that a refusal changes nothing."""
        action = self.dice.choice(ACTIONS)
        request = action(self)
        if not request:
            return
        before = memory(self.company)
        (reply,) = self.company.replies(request)
        self.statuses[reply.get("statusCode")] += 1
        follows_the_tables(request, reply)
        if reply.get("statusSeverity") == "Error":
            assert memory(self.company) == before


def memory(company):
    return {name: deepcopy(getattr(company.file.books, name)) for name in MEMORY}


def enter(kind):
    def action(walk):
        customer = walk.dice.choice(walk.customers)
        return add(kind, sale(kind, *walk.lines(), customer=customer))

    return action


def invoice_order(walk):
    order = walk.any("SalesOrder")
    if order is None:
        return None
    customer = order.findtext("CustomerRef/ListID")
    if walk.dice.random() < 0.4:
        whole = f"<LinkToTxnID>{order.findtext('TxnID')}</LinkToTxnID>"
        return add("Invoice", sale("Invoice", customer=customer, links=whole))
    number = len(order.findall("SalesOrderLineRet"))
    chosen = sorted(walk.dice.sample(range(number), walk.dice.randint(1, number)))
    lines = [linked(order, at, walk.dice.choice([None, 1, 2])) for at in chosen]
    if not order.findall("SalesOrderLineRet")[chosen[0]].findtext("Quantity"):
        lines = lines[1:]
    return add("Invoice", sale("Invoice", *lines, customer=customer))


def receive(walk):
    invoice = walk.any("Invoice")
    if invoice is None or walk.dice.random() < 0.3:
        total = walk.amount(walk.dice.randint(1, 200))
        return pay(total, customer=walk.dice.choice(walk.customers))
    amount = walk.amount(invoice.findtext("BalanceRemaining"))
    total = amount + walk.dice.choice([0, 5])
    customer = invoice.findtext("CustomerRef/ListID")
    return pay(f"{total:.2f}", (invoice.findtext("TxnID"), amount), customer=customer)


def apply_later(walk):
    payment, invoice = walk.any("ReceivePayment"), walk.any("Invoice")
    if payment is None or invoice is None:
        return None
    amount = walk.amount(payment.findtext("TotalAmount"))
    return change(payment, settle(invoice.findtext("TxnID"), amount, word="Mod"))


def take_credit(walk):
    memo, invoice = walk.any("CreditMemo"), walk.any("Invoice")
    if memo is None or invoice is None:
        return None
    taken = (memo.findtext("TxnID"), walk.amount(memo.findtext("CreditRemaining")))
    customer = invoice.findtext("CustomerRef/ListID")
    if walk.dice.random() < 0.5:
        return change(invoice, credit(*taken))
    entry = settle(invoice.findtext("TxnID"), credits=[taken])
    return pay("0.00", entry, customer=customer)


def refund(walk):
    source = walk.any(walk.dice.choice(["CreditMemo", "ReceivePayment"]))
    if source is None:
        return None
    amount = walk.amount(source.findtext("CreditRemaining") or source.findtext("UnusedPayment"))
    return add(
        "ARRefundCreditCard",
        f"<CustomerRef><ListID>{source.findtext('CustomerRef/ListID')}</ListID></CustomerRef>"
        f"<RefundAppliedToTxnAdd><TxnID>{source.findtext('TxnID')}</TxnID>"
        f"<RefundAmount>{amount}</RefundAmount></RefundAppliedToTxnAdd>",
    )


def edit_lines(walk):
    kind = walk.dice.choice(["SalesOrder", "Invoice", "CreditMemo"])
    record = walk.any(kind)
    if record is None:
        return None
    text = ""
    for line in record.findall(f"{kind}LineRet"):
        if walk.dice.random() < 0.15:
            continue
        quantity = ""
        if line.findtext("Quantity") and walk.dice.random() < 0.5:
            quantity = f"<Quantity>{walk.dice.randint(1, 6)}</Quantity>"
        line_id = f"<TxnLineID>{line.findtext('TxnLineID')}</TxnLineID>"
        text += f"<{kind}LineMod>{line_id}{quantity}</{kind}LineMod>"
    if walk.dice.random() < 0.3:
        text += f"<{kind}LineMod><TxnLineID>-1</TxnLineID>{fields('W*1')}</{kind}LineMod>"
    return change(record, text)


def close_order(walk):
    order = walk.any("SalesOrder")
    return order and change(order, "<IsManuallyClosed>true</IsManuallyClosed>")


def take_away(walk):
    word = walk.dice.choice(["Del", "Void"])
    kinds = ["Invoice", "CreditMemo", "SalesReceipt", "ARRefundCreditCard"]
    if word == "Del":
        kinds += ["ReceivePayment", "SalesOrder"]
    record = walk.any(walk.dice.choice(kinds))
    return record and remove(record.tag.removesuffix("Ret"), record.findtext("TxnID"), word)


ACTIONS = (
    enter("SalesOrder"),
    enter("SalesOrder"),
    enter("Invoice"),
    enter("CreditMemo"),
    enter("SalesReceipt"),
    invoice_order,
    invoice_order,
    receive,
    receive,
    apply_later,
    take_credit,
    refund,
    edit_lines,
    close_order,
    take_away,
)


def follows_the_tables(request, reply):
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
    walk = Walk(seed)
    for number_of_step in range(STEPS):
        walk.step()
        if number_of_step % 10 == 9:
            check_books(walk.company)
    check_books(walk.company)
    assert walk.statuses["0"] > STEPS / 3
    assert len(walk.statuses) > 2


def test_a_walk_repeats_under_message_set_ids_without_doing_anything_twice():
    walk = Walk(99)
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
            follows_the_tables(name, reply)


def _needs_more(models):
    return any(model.required and not isinstance(model, Choice) for model in models)


def test_an_answer_is_one_well_formed_document():
    company = Company()
    text = company.send(add("Customer", "<Name>A &amp; B &lt;C&gt;</Name>")).response
    assert text.startswith('<?xml version="1.0" ?>\n<QBXML>')
    assert ElementTree.fromstring(text).findtext(".//Name") == "A & B <C>"
