"""Adoption on QuickBooks Desktop: what is asked, kept and compared, which lines are whose, what is sent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from desktop_field_models import check
from lxml import etree

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.adoption import Candidate, is_to_decide, propose
from connex_bridge.bridge.desktop import adoption
from connex_bridge.bridge.desktop.answer import Row
from connex_bridge.bridge.desktop.company import Company
from connex_bridge.bridge.desktop.currencies import codes_by_name

DAY = date(2026, 11, 2)
ITEM = docs.Key("item", "product.product", 3)
DOLLARS = codes_by_name([("US Dollar", "USD")])


def row(kind, content="", customer="Blue Harbor", number="INV26-00001", day=DAY):
    return Row(
        etree.fromstring(
            f"<{kind}Ret><TxnID>1A-1</TxnID><EditSequence>17</EditSequence>"
            f"<CustomerRef><ListID>8-5</ListID><FullName>{customer}</FullName></CustomerRef>"
            f"<TxnDate>{day}</TxnDate><RefNumber>{number}</RefNumber>{content}</{kind}Ret>"
        )
    )


def invoice(**more):
    amounts = "<Subtotal>45.00</Subtotal><SalesTaxTotal>4.00</SalesTaxTotal>"
    currency = "<CurrencyRef><FullName>US Dollar</FullName></CurrencyRef>"
    return row("Invoice", amounts + currency, **more)


def candidate(**more):
    values = {
        "key": docs.Key("invoice", "account.move", 1),
        "numbers": adoption.known_as(["INV/2026/00001"], Company()),
        "customer": "Blue Harbor",
        "day": DAY,
        "total": Decimal("49.00"),
    }
    return Candidate(**values | more)


def match(found, **more):
    [proposal] = propose([candidate(**more)], [adoption.found(adoption.facts(found, DOLLARS))])
    return proposal.match


@pytest.mark.parametrize(
    "kind", ["sales_order", "invoice", "sales_receipt", "credit_memo", "payment"]
)
@pytest.mark.parametrize("iterator", ["", "{11111111-2222-3333-4444-555555555555}"])
def test_a_page_is_asked_for_as_quickbooks_takes_it(kind, iterator):
    query = adoption.query(kind, DAY, iterator)
    check(query)
    tags = [child.tag for child in query]
    assert tags[:2] == ["MaxReturned", "TxnDateRangeFilter"]
    assert query.get("iterator") == ("Continue" if iterator else "Start")
    assert query.findtext("TxnDateRangeFilter/FromTxnDate") == "2026-11-02"
    assert (query.find("IncludeLineItems") is not None) is (kind in adoption.WITH_LINES)


def test_number_is_known_whole_and_short_and_with_its_prefix():
    prefixed = Company(number_policy="prefix", number_prefix="W-")
    assert adoption.known_as(["INV/2026/00001"], prefixed) == (
        "INV/2026/00001",
        "INV26-00001",
        "W-INV26-001",
    )
    numbers = adoption.known_as(["PBNK1/2026/00009", "", "CHK 7"], Company(), payment=True)
    assert numbers == ("PBNK1/2026/00009", "CHK 7")


def test_short_number_customer_total_and_date_make_it_certain():
    assert match(invoice()) == "certain"
    assert match(invoice(number="inv26-00001", customer="BLUE HARBOR")) == "certain"
    assert match(invoice(number="1007")) == "proposed"
    assert match(invoice(), currency="EUR") == "none"


@pytest.mark.parametrize(
    ("differing", "expected"),
    [
        ({"customer": "Red Harbor"}, "proposed"),
        ({"day": date(2026, 11, 3)}, "proposed"),
        ({"total": Decimal("49.01")}, "proposed"),
        ({"numbers": ("1007",)}, "proposed"),
        ({"customer": "Red Harbor", "day": date(2026, 11, 3)}, "proposed"),
        ({"day": date(2026, 12, 24), "total": Decimal("49.01")}, "proposed"),
        ({"customer": "Red Harbor", "total": Decimal("49.01")}, "none"),
        ({"numbers": ("1007",), "customer": "Red Harbor"}, "none"),
        ({"numbers": ("1007",), "total": Decimal("49.01")}, "none"),
        ({"numbers": ("1007",), "day": date(2026, 12, 24)}, "none"),
    ],
)
def test_what_differs_makes_it_less_than_certain(differing, expected):
    assert match(invoice(), **differing) == expected


def test_job_is_its_customers_and_another_customers_is_not():
    on_job = invoice(customer="Blue Harbor:Refit:Deck")
    assert match(on_job) == "certain"
    assert match(on_job, customer_id="8-1") == "certain"
    assert match(on_job, customer="Refit") == "proposed"
    assert match(invoice(), customer_id="8-1") == "proposed"
    assert match(invoice(customer="Renamed There"), customer_id="8-5") == "certain"


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ([{}], {"customer_id": "8-5"}, True),
        ([{}, {}], {"customer_id": "8-5"}, True),
        ([{"customer": "Somebody Else"}], {"customer": ""}, True),
        ([{"customer": "Somebody Else"}], {"customer_id": "8-1"}, False),
        ([{"day": date(2026, 11, 3)}], {"customer": ""}, False),
        ([{}], {"customer": "", "total": Decimal(50)}, False),
        ([], {"customer": ""}, False),
    ],
    ids=["same", "twice", "unknown", "another customer", "another day", "another total", "none"],
)
def test_what_a_person_has_typed_in_is_for_a_person_to_decide(theirs, ours, expected):
    found = [
        replace(adoption.found(adoption.facts(invoice(**each), DOLLARS)), qb_id=f"{at}-1")
        for at, each in enumerate(theirs)
    ]
    [proposal] = propose([candidate(**ours)], found)
    assert is_to_decide(proposal) is expected


def test_voided_is_never_proposed():
    voided = row("Invoice", "<Subtotal>49.00</Subtotal><Memo>VOID: twice</Memo>")
    assert match(voided) == "none"


def test_of_a_payment_it_is_kept_what_it_settles_and_by_what_else():
    applied = (
        "<TotalAmount>60.00</TotalAmount><UnusedPayment>11.00</UnusedPayment><AppliedToTxnRet>"
        "<TxnID>1B-1</TxnID><TxnType>Invoice</TxnType><Amount>49.00</Amount>"
        "<DiscountAmount>1.00</DiscountAmount><LinkedTxn><TxnID>1C-1</TxnID>"
        "<TxnType>CreditMemo</TxnType><Amount>-5.00</Amount></LinkedTxn></AppliedToTxnRet>"
    )
    kept = adoption.facts(row("ReceivePayment", applied), {})
    links = [(part["LinkedTxn"][0]["TxnType"], part["Amount"]) for part in kept["Line"]]
    assert links == [("Invoice", "49.00"), ("Discount", "1.00"), ("CreditMemo", "-5.00")]
    assert (kept["TotalAmt"], kept["Balance"]) == ("60.00", "11.00")


def order(*lines, status=""):
    return docs.SalesOrder(
        docs.Key("sales_order", "sale.order", 1),
        number="S00001",
        customer=docs.Key("customer", "res.partner", 7),
        date=DAY,
        currency="USD",
        status=status,
        lines=lines,
    )


def line(source, quantity=2, amount="49.00"):
    price = Decimal(amount) / quantity
    return docs.Line(
        "item", "Chart", Decimal(amount), ITEM, Decimal(quantity), price, source=source
    )


def there(*lines, closed=False):
    """What is kept of a sales order with lines of (TxnLineID, quantity, amount, more)."""
    told = "".join(
        f"<SalesOrderLineRet><TxnLineID>{number}</TxnLineID><ItemRef><ListID>9-1</ListID></ItemRef>"
        f"<Quantity>{quantity}</Quantity><Amount>{amount}</Amount>{''.join(more)}</SalesOrderLineRet>"
        for number, quantity, amount, *more in lines
    )
    flag = f"<IsManuallyClosed>{str(closed).lower()}</IsManuallyClosed>"
    return adoption.facts(row("SalesOrder", flag + "<TotalAmount>98.00</TotalAmount>" + told), {})


KNOWN = {ITEM: "9-1"}
TEXT = docs.Line("text", "Thank you")


def test_lines_are_odoos_where_all_agree_one_by_one():
    own = order(line(11), TEXT, line(12, 1, "24.50"))
    both = there(("2-1", "1", "24.50"), ("2-2", "2", "49.00"))
    assert adoption.order_lines(own, both, KNOWN) == {"2-1": 12, "2-2": 11}
    assert adoption.order_lines(own, both, {}) == {"2-1": 12, "2-2": 11}


def test_same_lines_are_taken_in_their_order_and_each_once():
    own = order(line(11), line(12))
    both = there(("2-1", "2", "49.00"), ("2-2", "2", "49.00"))
    assert adoption.order_lines(own, both, KNOWN) == {"2-1": 11, "2-2": 12}


@pytest.mark.parametrize(
    "found",
    [
        there(("2-1", "4", "98.00")),
        there(("2-1", "2", "49.00"), ("2-2", "1", "49.00")),
        there(("2-1", "2", "49.00"), ("2-2", "2", "49.01")),
        there(("2-1", "2", "49.00"), ("2-2", "2", "49.00"), ("2-3", "1", "0.00")),
        there(("2-1", "2", "49.00"), ("2-2", "2", "49.00"), closed=True),
        adoption.facts(row("SalesOrder"), {}),
    ],
    ids=["one for two", "quantity", "amount", "one more", "closed", "unknown"],
)
def test_lines_that_do_not_agree_are_nobodys(found):
    assert adoption.order_lines(order(line(11), line(12)), found, KNOWN) == {}


def test_another_item_is_another_line():
    own = order(line(11))
    found = there(("2-1", "2", "49.00"))
    assert adoption.order_lines(own, found, {ITEM: "9-2"}) == {}


@pytest.mark.parametrize(
    "more", ["<Invoiced>1</Invoiced>", "<Invoiced>0</Invoiced><IsManuallyClosed>true</IsManuallyClosed>"]
)  # fmt: skip
def test_what_is_invoiced_or_closed_by_hand_is_not_billed_again(more):
    own = order(line(11), line(12, 1, "24.50"))
    found = there(("2-1", "2", "49.00", more), ("2-2", "1", "24.50", "<Invoiced>0</Invoiced>"))
    assert adoption.order_lines(own, found, KNOWN) == {"2-1": 0, "2-2": 12}


def test_of_an_adopted_document_only_closing_and_applications_are_sent():
    closing = etree.fromstring(
        "<SalesOrderModRq><SalesOrderMod><TxnID>1</TxnID><EditSequence>2</EditSequence><Memo>x</Memo>"
        "<IsManuallyClosed>true</IsManuallyClosed><SalesOrderLineMod/></SalesOrderMod></SalesOrderModRq>"
    )
    kept = adoption.maintained(closing)
    assert [each.tag for each in kept[0]] == ["TxnID", "EditSequence", "IsManuallyClosed"]
    applying = etree.fromstring(
        "<ReceivePaymentModRq><ReceivePaymentMod><TxnID>1</TxnID><EditSequence>2</EditSequence>"
        "<TotalAmount>5.00</TotalAmount><AppliedToTxnMod/></ReceivePaymentMod></ReceivePaymentModRq>"
    )
    kept = adoption.maintained(applying)
    assert [each.tag for each in kept[0]] == ["TxnID", "EditSequence", "AppliedToTxnMod"]


@pytest.mark.parametrize(
    "request_text",
    [
        "<InvoiceModRq><InvoiceMod><TxnID>1</TxnID><Memo>x</Memo></InvoiceMod></InvoiceModRq>",
        "<SalesOrderModRq><SalesOrderMod><TxnID>1</TxnID><Memo>x</Memo></SalesOrderMod></SalesOrderModRq>",
    ],
)
def test_where_nothing_of_that_changes_nothing_is_sent(request_text):
    assert adoption.maintained(etree.fromstring(request_text)) is None
    assert adoption.maintained(None) is None
