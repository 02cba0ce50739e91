"""Sales orders and their invoices in the Desktop company file: what a link takes, leaves open and refuses.
The rules are those of Intuit's guide to linked transactions."""

from decimal import Decimal

import pytest
from desktop_company import Company, add, change, fields, linked, numbers, remove, sale


@pytest.fixture
def company():
    return Company()


def whole(*orders):
    return "".join(f"<LinkToTxnID>{each.findtext('TxnID')}</LinkToTxnID>" for each in orders)


def test_an_order_has_totals_with_sales_tax_and_owes_nothing(company):
    order = company.order("W*3", "B*1")
    assert order.findtext("Subtotal") == "34.00"
    assert order.findtext("SalesTaxTotal") == "2.64"
    assert order.findtext("TotalAmount") == "36.64"
    assert company.balance() == 0


def test_a_whole_link_invoices_everything_and_closes_the_order(company):
    order = company.order("W*3", "B*2@3.333", "<Desc>free text</Desc>")
    invoice = company.invoice(links=whole(order))
    assert invoice.findtext("Subtotal") == order.findtext("Subtotal")
    after = company.read("SalesOrder", order.findtext("TxnID"))
    assert after.findtext("IsFullyInvoiced") == "true"
    assert numbers(after, "SalesOrderLineRet/Invoiced") == [3, 2]
    assert after.findtext("LinkedTxn/TxnID") == invoice.findtext("TxnID")
    assert after.findtext("EditSequence") != order.findtext("EditSequence")


def test_partial_deliveries_close_the_order_with_the_last(company):
    order = company.order("W*3")
    company.invoice(linked(order, 0, 1))
    between = company.read("SalesOrder", order.findtext("TxnID"))
    assert numbers(between, "SalesOrderLineRet/Invoiced") == [1]
    assert between.findtext("IsFullyInvoiced") == "false"
    company.invoice(linked(order, 0, 2))
    assert company.read("SalesOrder", order.findtext("TxnID")).findtext("IsFullyInvoiced") == "true"


def test_an_invoice_may_take_lines_of_several_orders_one_after_the_other(company):
    first, second = company.order("W*1", "B*1"), company.order("W*2")
    invoice = company.invoice(linked(first, 0), linked(first, 1), linked(second, 0))
    assert invoice.findtext("Subtotal") == "34.00"


@pytest.mark.parametrize("lines", [(1, 0), (0, 0)])
def test_lines_of_an_order_keep_their_order(company, lines):
    order = company.order("W*1", "B*1")
    request = sale("Invoice", *(linked(order, line) for line in lines), customer=company.jane)
    assert company.status(add("Invoice", request)) == 3290


def test_lines_of_two_orders_are_not_mixed(company):
    first, second = company.order("W*1", "B*1"), company.order("W*1")
    lines = linked(first, 0), linked(second, 0), linked(first, 1)
    assert company.status(add("Invoice", sale("Invoice", *lines, customer=company.jane))) == 3290


def test_the_same_order_cannot_be_linked_twice(company):
    order = company.order("W*1")
    twice = sale("Invoice", customer=company.jane, links=whole(order, order))
    both = sale("Invoice", linked(order), customer=company.jane, links=whole(order))
    assert company.status(add("Invoice", twice)) == 3177
    assert company.status(add("Invoice", both)) == 3000


def test_a_linked_line_names_no_item(company):
    line = "<ItemRef><FullName>W</FullName></ItemRef>" + linked(company.order("W*1"))
    assert company.status(add("Invoice", sale("Invoice", line, customer=company.jane))) == 3153


def test_somebody_elses_order_cannot_be_invoiced(company):
    request = sale("Invoice", linked(company.order("W*1")), customer=company.customer("Joe"))
    assert company.status(add("Invoice", request)) == 3120


def test_an_order_with_nothing_open_makes_no_invoice(company):
    order = company.order("W*1")
    company.invoice(linked(order))
    for request in (
        sale("Invoice", linked(order), customer=company.jane),
        sale("Invoice", customer=company.jane, links=whole(order)),
    ):
        assert company.status(add("Invoice", request)) == 3180
    assert len(company.file.books.all("Invoice")) == 1


def test_beside_other_lines_a_link_without_anything_open_is_ignored_with_a_warning(company):
    order = company.order("W*1")
    company.invoice(linked(order))
    (reply,) = company.replies(
        add("Invoice", sale("Invoice", linked(order), "B*1", customer=company.jane))
    )
    assert (reply.get("statusCode"), reply.get("statusSeverity")) == ("570", "Warn")
    assert reply.findtext("InvoiceRet/Subtotal") == "4.00"


def test_an_order_closed_by_hand_has_nothing_open(company):
    order = company.order("W*1")
    company.done(change(order, "<IsManuallyClosed>true</IsManuallyClosed>"))
    request = sale("Invoice", linked(order), customer=company.jane)
    assert company.status(add("Invoice", request)) == 3180


def test_more_than_is_open_is_refused_unless_the_switch_allows_it(company):
    order = company.order("W*2")
    request = add("Invoice", sale("Invoice", linked(order, 0, 3), customer=company.jane))
    assert company.status(request) == 3180
    company.file.change({"over_invoicing": True})
    assert company.status(request) == 0


def test_deleting_or_voiding_an_invoice_opens_the_order_again(company):
    order = company.order("W*2")
    for word in ("Del", "Void"):
        invoice = company.invoice(linked(order))
        company.done(remove("Invoice", invoice.findtext("TxnID"), word))
        after = company.read("SalesOrder", order.findtext("TxnID"))
        assert numbers(after, "SalesOrderLineRet/Invoiced") == [0]
        assert after.findtext("IsFullyInvoiced") == "false"


def test_the_addresses_of_the_order_win(company):
    bill_to = "<BillAddress><Addr1>{}</Addr1></BillAddress>"
    order = company.order("W*1", header=bill_to.format("order"))
    invoice = company.invoice(linked(order), header=bill_to.format("invoice"))
    assert invoice.findtext("BillAddress/Addr1") == "order"
    company.done(change(invoice, bill_to.format("invoice")))
    assert (
        company.read("Invoice", invoice.findtext("TxnID")).findtext("BillAddress/Addr1")
        == "invoice"
    )


def test_a_change_of_lines_drops_those_it_leaves_out(company):
    order = company.order("W*1", "B*1", "Ship*1")
    ids = [each.findtext("TxnLineID") for each in order.iter("SalesOrderLineRet")]
    line = "<SalesOrderLineMod><TxnLineID>{}</TxnLineID>{}</SalesOrderLineMod>"
    new = "<ItemRef><FullName>W</FullName></ItemRef><Quantity>2</Quantity>"
    after = company.done(
        change(
            order,
            line.format(ids[0], "<Quantity>5</Quantity>")
            + line.format("-1", new)
            + line.format(ids[2], ""),
        )
    )[0]
    assert numbers(after, "SalesOrderLineRet/Amount") == [50, 20, 5]
    kept = [each.findtext("TxnLineID") for each in after.iter("SalesOrderLineRet")]
    assert (kept[0], kept[2]) == (ids[0], ids[2])
    assert company.status(change(after, line.format(ids[2], "") + line.format(ids[0], ""))) == 3290


def test_a_change_without_lines_keeps_them(company):
    order = company.order("W*2@7.50")
    after = company.done(change(order, "<Memo>later</Memo>"))[0]
    assert after.findtext("Memo") == "later"
    assert numbers(after, "SalesOrderLineRet/Rate") == [Decimal("7.50")]


def test_what_has_been_invoiced_stays_on_the_order(company):
    order = company.order("W*2", "B*1")
    company.invoice(linked(order, 0, 1))
    order = company.read("SalesOrder", order.findtext("TxnID"))
    other = list(order.iter("SalesOrderLineRet"))[1].findtext("TxnLineID")
    only = f"<SalesOrderLineMod><TxnLineID>{other}</TxnLineID></SalesOrderLineMod>"
    assert company.status(change(order, only)) == 3180
    assert company.status(remove("SalesOrder", order.findtext("TxnID"))) == 3160


def test_an_old_edit_sequence_is_refused_and_the_current_one_told(company):
    order = company.order("W*1")
    company.done(change(order, "<Memo>one</Memo>"))
    (reply,) = company.replies(change(order, "<Memo>two</Memo>"))
    assert reply.get("statusCode") == "3200"
    assert reply.findtext("SalesOrderRet/Memo") == "one"
    sequence = reply.findtext("SalesOrderRet/EditSequence")
    assert sequence != order.findtext("EditSequence")


def test_two_saves_within_one_second_differ_in_their_edit_sequence(company):
    company.clock.freeze(True)
    order = company.order("W*1")
    after = company.done(change(order, "<Memo>one</Memo>"))[0]
    assert after.findtext("EditSequence") != order.findtext("EditSequence")
    assert after.findtext("TimeModified") == order.findtext("TimeModified")


def test_amounts_of_lines_are_rounded_half_up(company):
    order = company.order("W*3@0.335", "W*0.5@0.01", "W*1.5@9.99")
    assert numbers(order, "SalesOrderLineRet/Amount") == [
        Decimal("1.01"),
        Decimal("0.01"),
        Decimal("14.99"),
    ]


def test_a_discount_item_takes_a_part_of_the_line_above(company):
    order = company.order("W*3", "Off", "Off@2.50")
    assert numbers(order, "SalesOrderLineRet/Amount") == [30, -3, Decimal("-2.50")]
    with_quantity = sale("SalesOrder", "W*1", "Off*1", customer=company.jane)
    assert company.status(add("SalesOrder", with_quantity)) == 3153


def test_an_amount_beside_a_rate_wins_with_a_warning(company):
    line = fields("W*2@9") + "<Amount>7.00</Amount>"
    (reply,) = company.replies(add("SalesOrder", sale("SalesOrder", line, customer=company.jane)))
    assert reply.get("statusSeverity") == "Warn"
    assert reply.findtext("SalesOrderRet/SalesOrderLineRet/Rate") == "3.50"


def test_a_negative_total_is_refused(company):
    request = sale("Invoice", "W*-1", customer=company.jane)
    assert company.status(add("Invoice", request)) == 3180


def test_pro_has_no_sales_orders():
    company = Company(edition="pro")
    assert (
        company.status(add("SalesOrder", sale("SalesOrder", "W*1", customer=company.jane))) == 3250
    )
    assert company.status("<SalesOrderQueryRq/>") == 3250
    company.file.change({"edition": "premier", "sales_orders": False})
    assert (
        company.status(add("SalesOrder", sale("SalesOrder", "W*1", customer=company.jane))) == 3250
    )


def test_purchase_orders_can_be_switched_off(company):
    company.file.change({"purchase_orders": False})
    assert company.status("<PurchaseOrderQueryRq/>") == 3250


def test_a_purchase_order_is_received_by_bills(company):
    line = "<ItemRef><FullName>W</FullName></ItemRef><Quantity>4</Quantity><Rate>6.00</Rate>"
    vendor = f"<VendorRef><ListID>{company.vera}</ListID></VendorRef>"
    ship = f"<ShipToEntityRef><ListID>{company.jane}</ListID></ShipToEntityRef>"
    lines = f"<PurchaseOrderLineAdd>{line}</PurchaseOrderLineAdd>"
    order = company.done(add("PurchaseOrder", vendor + ship + lines))[0]
    assert order.findtext("ShipToEntityRef/FullName") == "Jane"
    company.done(add("Bill", f"{vendor}<ItemLineAdd>{linked(order, 0, 3)}</ItemLineAdd>"))
    between = company.read("PurchaseOrder", order.findtext("TxnID"))
    assert numbers(between, "PurchaseOrderLineRet/ReceivedQuantity") == [3]
    bill = company.done(add("Bill", vendor + whole(order)))[0]
    assert bill.findtext("AmountDue") == "6.00"
    after = company.read("PurchaseOrder", order.findtext("TxnID"))
    assert after.findtext("IsFullyReceived") == "true"
    assert company.read("Vendor", company.vera).findtext("Balance") == "24.00"
    line_id = after.findtext("PurchaseOrderLineRet/TxnLineID")
    close = f"<TxnLineID>{line_id}</TxnLineID><IsManuallyClosed>true</IsManuallyClosed>"
    line = f"<PurchaseOrderLineMod>{close}</PurchaseOrderLineMod>"
    assert company.status(change(after, line)) == 3180


def test_taking_a_linked_line_off_the_invoice_opens_the_order_again(company):
    order = company.order("W*2", "B*1")
    invoice = company.invoice(linked(order, 0), linked(order, 1))
    before = company.read("SalesOrder", order.findtext("TxnID"))
    kept = invoice.findtext("InvoiceLineRet/TxnLineID")
    only = f"<InvoiceLineMod><TxnLineID>{kept}</TxnLineID><Quantity>1</Quantity></InvoiceLineMod>"
    company.done(change(invoice, only))
    after = company.read("SalesOrder", order.findtext("TxnID"))
    assert numbers(after, "SalesOrderLineRet/Invoiced") == [1, 0]
    assert after.findtext("EditSequence") != before.findtext("EditSequence")
    more = f"<InvoiceLineMod><TxnLineID>{kept}</TxnLineID><Quantity>3</Quantity></InvoiceLineMod>"
    invoice = company.read("Invoice", invoice.findtext("TxnID"))
    assert company.status(change(invoice, more)) == 3180
