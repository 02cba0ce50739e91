"""Whatever is sent in whatever order, the books must add up."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sandbox_clients import payment_body, sales_line

from quickbooks_sandbox import seed
from quickbooks_sandbox.catalogue import ENTITIES
from quickbooks_sandbox.clock import Clock
from quickbooks_sandbox.company import Company
from quickbooks_sandbox.faults import QuickBooksFault
from quickbooks_sandbox.operations import execute
from quickbooks_sandbox.wire import dumps, loads

AMOUNTS = st.integers(1, 500).map(lambda cents: Decimal(cents) / 4)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["invoice", "credit", "pay", "early", "join", "reapply", "reline", "void", "delete"]
        ),
        st.integers(0, 30),
        AMOUNTS,
    ),
    max_size=40,
)


class Books:
    """A company and the random steps that are taken in it."""

    def __init__(self, tax):
        self.company = Company("1", "us", Clock(), overrides={"delete_paid_invoice": "unapply"})
        seed.fill(self.company)
        self.code = "TAX" if tax else "NON"
        self.buyers = [self.save("Customer", {"DisplayName": name}) for name in ("A", "B")]

    def save(self, entity, body, operation="create"):
        body = loads(dumps(body))
        return execute(self.company, ENTITIES[entity], operation, body)

    def pick(self, entity, position):
        rows = list(self.company.objects[entity].values())
        return rows[position % len(rows)] if rows else None

    def sale(self, entity, position, amount):
        buyer = self.buyers[position % 2]
        line = sales_line(amount, self.code)
        self.save(entity, {"CustomerRef": {"value": buyer["Id"]}, "Line": [line]})

    def step(self, what, position, amount):
        buyer = self.buyers[position % 2]
        invoice, payment = self.pick("Invoice", position), self.pick("Payment", position)
        credit = self.pick("CreditMemo", position)
        if what in ("invoice", "credit"):
            self.sale("Invoice" if what == "invoice" else "CreditMemo", position, amount)
        elif what == "early":
            self.save("Payment", payment_body(buyer, amount))
        elif what == "pay" and invoice:
            self.save("Payment", payment_body(buyer, amount * 2, (invoice, amount)))
        elif what == "join" and invoice and credit:
            self.save("Payment", payment_body(buyer, 0, (credit, amount), (invoice, amount)))
        elif what == "reapply" and invoice and payment:
            change = payment_body(buyer, payment["TotalAmt"], (invoice, amount))
            self.save("Payment", {**change, **key(payment)}, "update")
        elif what == "reline" and invoice:
            change = {"sparse": True, "Line": [sales_line(amount, self.code)], **key(invoice)}
            self.save("Invoice", change, "update")
        elif what in ("void", "delete"):
            entity = ("Invoice", "Payment")[position % 2]
            document = self.pick(entity, position // 2)
            if document:
                self.save(entity, key(document), what)


def key(document):
    return {"Id": document["Id"], "SyncToken": document["SyncToken"]}


def applied(company):
    """What all payments together say is applied, per document."""
    totals = {}
    for payment in company.objects["Payment"].values():
        for line in payment["Line"]:
            link = (line["LinkedTxn"][0]["TxnType"], line["LinkedTxn"][0]["TxnId"])
            totals[link] = totals.get(link, 0) + line["Amount"]
    return totals


def check(company):
    totals = applied(company)
    owed = dict.fromkeys(company.objects["Customer"], Decimal(0))
    for entity in ("Invoice", "CreditMemo"):
        for document in company.objects[entity].values():
            paid = totals.pop((entity, document["Id"]), Decimal(0))
            assert document["Balance"] == document["TotalAmt"] - paid >= 0
            sign = 1 if entity == "Invoice" else -1
            owed[document["CustomerRef"]["value"]] += sign * document["Balance"]
            links = {each["TxnId"] for each in document["LinkedTxn"]}
            assert links == {
                payment["Id"]
                for payment in company.objects["Payment"].values()
                if any(line["LinkedTxn"][0]["TxnId"] == document["Id"] for line in payment["Line"])
            }
    assert totals == {}
    for payment in company.objects["Payment"].values():
        assert payment["UnappliedAmt"] >= 0
        owed[payment["CustomerRef"]["value"]] -= payment["UnappliedAmt"]
    for identifier, amount in owed.items():
        assert company.open_amount("Customer", identifier) == amount


def snapshot(company):
    return dumps({name: list(rows.values()) for name, rows in company.objects.items()})


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, tax=st.booleans())
def test_balances_add_up_after_any_steps_and_refusals_leave_no_trace(steps, tax):
    books = Books(tax)
    for what, position, amount in steps:
        before = snapshot(books.company)
        try:
            books.step(what, position, amount)
        except QuickBooksFault:
            assert snapshot(books.company) == before
        check(books.company)


@settings(max_examples=200)
@given(
    lines=st.lists(
        st.tuples(st.integers(1, 9999), st.integers(1, 99_999), st.integers(0, 4)),
        min_size=1,
        max_size=8,
    ),
    percent=st.one_of(st.none(), st.integers(1, 100)),
)
def test_gross_documents_keep_their_gross_total(lines, percent):
    company = Company("1", "ca", Clock())
    seed.fill(company)
    buyer = execute(company, ENTITIES["Customer"], "create", {"DisplayName": "A"})
    codes = list(company.objects["TaxCode"])
    body_lines = [
        sales_line(Decimal(cents) / 100, codes[code % len(codes)]) for _, cents, code in lines
    ]
    gross = sum(line["Amount"] for line in body_lines)
    if percent is not None:
        detail = {"PercentBased": True, "DiscountPercent": percent}
        body_lines.append({"DetailType": "DiscountLineDetail", "DiscountLineDetail": detail})
    body = {
        "CustomerRef": {"value": buyer["Id"]},
        "GlobalTaxCalculation": "TaxInclusive",
        "Line": body_lines,
    }
    made = execute(company, ENTITIES["Invoice"], "create", body)
    tax_lines = made["TxnTaxDetail"]["TaxLine"]
    assert sum(line["Amount"] for line in tax_lines) == made["TxnTaxDetail"]["TotalTax"]
    if percent is None:
        assert made["TotalAmt"] == gross
    else:
        expected = gross * (100 - percent) / 100
        assert abs(made["TotalAmt"] - expected) <= Decimal("0.02") * len(lines)
