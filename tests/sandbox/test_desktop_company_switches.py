"""Each switch for what no source settles changes one behaviour of the Desktop company file; its default is
the stricter one. Features that the stand-in does not have are refused."""

import pytest
from desktop_company import Company, add, change, fields, linked, pay, remove, sale, settle


def identifier(record):
    return record.findtext("TxnID")


@pytest.mark.parametrize("switch", [True, False])
def test_an_order_grows_old_when_it_is_invoiced(switch):
    company = Company(order_changes_when_invoiced=switch)
    order = company.order("W*2")
    company.invoice(linked(order, 0, 1))
    assert company.status(change(order, "<Memo>x</Memo>")) == (3200 if switch else 0)


@pytest.mark.parametrize("switch", [True, False])
def test_an_invoice_grows_old_when_it_is_paid(switch):
    company = Company(invoice_changes_when_paid=switch)
    invoice = company.invoice("W*2")
    company.payment("5.00", (identifier(invoice), "5.00"))
    assert company.status(change(invoice, "<Memo>x</Memo>")) == (3200 if switch else 0)


@pytest.mark.parametrize("switch", [True, False])
def test_a_deposited_payment_is_applied(switch):
    company = Company(apply_deposited_payment=switch)
    payment, invoice = company.payment("5.00"), company.invoice("W*2")
    line = f"<DepositLineAdd><PaymentTxnID>{identifier(payment)}</PaymentTxnID></DepositLineAdd>"
    account = "<DepositToAccountRef><FullName>Checking</FullName></DepositToAccountRef>"
    company.done(add("Deposit", account + line))
    request = change(payment, settle(identifier(invoice), "5.00", word="Mod"))
    assert company.status(request) == (0 if switch else 3170)


def refund(company, source, method):
    return add(
        "ARRefundCreditCard",
        f"<CustomerRef><ListID>{company.jane}</ListID></CustomerRef>"
        f"<PaymentMethodRef><FullName>{method}</FullName></PaymentMethodRef><RefundAppliedToTxnAdd>"
        f"<TxnID>{identifier(source)}</TxnID><RefundAmount>1.00</RefundAmount></RefundAppliedToTxnAdd>",
    )


@pytest.mark.parametrize("switch", [True, False])
def test_a_refund_by_cash(switch):
    company = Company(refund_by_any_method=switch)
    memo = company.document("CreditMemo", "W*1")
    assert company.status(refund(company, memo, "Cash")) == (0 if switch else 3153)


@pytest.mark.parametrize("switch", [True, False])
def test_a_refund_of_unused_money(switch):
    company = Company(refund_of_payment=switch)
    assert company.status(refund(company, company.payment("5.00"), "Visa")) == (
        0 if switch else 3120
    )


@pytest.mark.parametrize("switch", [True, False])
def test_an_invoiced_order_is_deleted(switch):
    company = Company(delete_invoiced_order=switch)
    order = company.order("W*2")
    invoice = company.invoice(linked(order))
    assert company.status(remove("SalesOrder", identifier(order))) == (0 if switch else 3160)
    assert company.read("Invoice", identifier(invoice)).findtext("Subtotal") == "20.00"


@pytest.mark.parametrize("switch", [True, False])
def test_a_number_is_used_again(switch):
    company = Company(repeated_numbers=switch)
    number = "<RefNumber>7</RefNumber>"
    company.invoice("W*2", header=number)
    request = add("Invoice", sale("Invoice", "W*2", customer=company.jane, header=number))
    assert company.status(request) == (0 if switch else 3180)
    company.order("W*2", header=number)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_sign_of_an_orders_link(sign):
    company = Company(link_sign=sign)
    order = company.order("W*2")
    company.invoice(linked(order))
    link = company.read("SalesOrder", identifier(order)).find("LinkedTxn")
    assert float(link.findtext("Amount")) == sign * 20


@pytest.mark.parametrize("switch", [True, False])
def test_an_answer_to_an_add_tells_links(switch):
    company = Company(links_in_answers=switch)
    invoice = company.invoice(linked(company.order("W*2")))
    assert (invoice.find("LinkedTxn") is not None) == switch


@pytest.mark.parametrize(
    "extra",
    [
        "<Quantity>1</Quantity><UnitOfMeasure>box</UnitOfMeasure>",
        "<SerialNumber>1</SerialNumber>",
        "<DataExt><OwnerID>0</OwnerID><DataExtName>x</DataExtName><DataExtValue>y</DataExtValue></DataExt>",
    ],
)
def test_what_the_stand_in_does_not_have_is_refused(extra):
    company = Company()
    line = fields("W") + extra
    assert company.status(add("Invoice", sale("Invoice", line, customer=company.jane))) == 3250


def test_personal_data_is_refused():
    card = "<CreditCardInfo><CreditCardNumber>4111</CreditCardNumber></CreditCardInfo>"
    assert Company().status(add("Customer", f"<Name>Card</Name>{card}")) == 3261


def test_sites_and_price_levels_do_not_exist():
    company = Company()
    for field in ("PriceLevelRef", "InventorySiteRef"):
        line = f"{fields('W')}<{field}><FullName>Main</FullName></{field}>"
        request = add("Invoice", sale("Invoice", line, customer=company.jane))
        assert company.status(request) == 3140


def test_a_complete_line_is_not_closed_by_hand_as_well():
    company = Company()
    order = company.order("W*2", "B*1")
    company.invoice(linked(order, 0))
    order = company.read("SalesOrder", identifier(order))
    ids = [each.findtext("TxnLineID") for each in order.iter("SalesOrderLineRet")]
    closed = "<IsManuallyClosed>true</IsManuallyClosed>"
    text = "<SalesOrderLineMod><TxnLineID>{}</TxnLineID>{}</SalesOrderLineMod>"
    assert (
        company.status(change(order, text.format(ids[0], closed) + text.format(ids[1], ""))) == 3180
    )
    company.done(change(order, text.format(ids[0], "") + text.format(ids[1], closed)))
    request = sale("Invoice", linked(order, 1), customer=company.jane)
    assert company.status(add("Invoice", request)) == 3180


def test_names_have_no_blanks_around_them():
    company = Company()
    assert company.value("Name", add("Customer", "<Name>  Joe </Name>")) == "Joe"
    assert company.status(add("Customer", "<Name>joe</Name>")) == 3100


def test_a_linked_quantity_is_not_negative():
    company = Company()
    request = sale("Invoice", linked(company.order("W*2"), 0, -1), "W*3", customer=company.jane)
    assert company.status(add("Invoice", request)) == 3180


def test_money_in_advance_is_no_debt_that_another_payment_settles():
    company = Company()
    advance = company.payment("5.00")
    assert company.status(pay("5.00", (identifier(advance), "5.00"), customer=company.jane)) == 3120


@pytest.mark.parametrize("switch", [True, False])
def test_a_query_for_what_the_edition_does_not_have(switch):
    company = Company(edition="pro", query_of_absent_feature=switch)
    assert company.status("<SalesOrderQueryRq/>") == (1 if switch else 3250)
    assert company.status("<CurrencyQueryRq/>") == (0 if switch else 3250)
