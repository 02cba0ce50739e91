"""Random steps on a Desktop company file: what people and programs may do in any order, right or wrong."""

import random
from collections import Counter
from copy import deepcopy
from decimal import Decimal

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

STEPS = 70
CREDIT_ACCOUNTS = ("AccountsPayable", "CreditCard", "OtherCurrentLiability", "Equity", "Income")
MEMORY = ("records", "applications", "names", "by_entity", "linked", "by_target", "by_source")


class Walk:
    """Random steps on a company file; ``look`` is called with every answer."""

    def __init__(self, seed, look):
        self.dice = random.Random(seed)
        self.look = look
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
        self.look(reply)
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
