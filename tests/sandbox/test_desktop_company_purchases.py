"""Purchase orders, bills, vendor credits and checks in the Desktop company file."""

import pytest
from desktop_company import Company, add, change, linked, numbers, remove

ITEM = "<ItemRef><FullName>W</FullName></ItemRef>"
EXPENSE = "<AccountRef><FullName>Purchases</FullName></AccountRef><Amount>{}</Amount>"


@pytest.fixture
def company():
    return Company(sales_tax=False)


@pytest.fixture
def vendor(company):
    return f"<VendorRef><ListID>{company.vera}</ListID></VendorRef>"


def order(company, vendor, *quantities):
    lines = "".join(
        f"<PurchaseOrderLineAdd>{ITEM}<Quantity>{each}</Quantity><Rate>6.00</Rate></PurchaseOrderLineAdd>"
        for each in quantities
    )
    return company.done(add("PurchaseOrder", vendor + lines))[0]


def owed(company):
    return company.read("Vendor", company.vera).findtext("Balance")


def test_a_bill_has_expenses_and_items(company, vendor):
    lines = (
        f"<ExpenseLineAdd>{EXPENSE.format('7.50')}</ExpenseLineAdd>"
        f"<ItemLineAdd>{ITEM}<Quantity>2</Quantity><Cost>6.00</Cost></ItemLineAdd>"
    )
    bill = company.done(add("Bill", f"{vendor}<RefNumber>BILL/2026/03/0004</RefNumber>{lines}"))[0]
    assert bill.findtext("AmountDue") == "19.50"
    assert owed(company) == "19.50"
    company.done(remove("Bill", bill.findtext("TxnID"), "Void"))
    assert owed(company) == "0.00"


def test_a_change_of_item_lines_leaves_the_expenses(company, vendor):
    lines = (
        f"<ExpenseLineAdd>{EXPENSE.format('7.50')}</ExpenseLineAdd>"
        f"<ItemLineAdd>{ITEM}<Quantity>2</Quantity><Cost>6.00</Cost></ItemLineAdd>"
    )
    bill = company.done(add("Bill", vendor + lines))[0]
    line = bill.findtext("ItemLineRet/TxnLineID")
    more = f"<ItemLineMod><TxnLineID>{line}</TxnLineID><Quantity>3</Quantity></ItemLineMod>"
    bill = company.done(change(bill, more))[0]
    assert bill.findtext("AmountDue") == "25.50"
    bill = company.done(change(bill, "<ClearItemLines>true</ClearItemLines>"))[0]
    assert bill.findtext("AmountDue") == "7.50"
    assert bill.find("ItemLineRet") is None


def test_a_bill_without_lines_or_vendor_is_refused(company, vendor):
    assert company.status(add("Bill", vendor)) == 3180
    line = f"<PurchaseOrderLineAdd>{ITEM}<Quantity>1</Quantity></PurchaseOrderLineAdd>"
    assert company.status(add("PurchaseOrder", line)) == 3150


def test_a_bill_takes_an_order_of_its_own_vendor_only(company, vendor):
    other = company.value("ListID", add("Vendor", "<Name>Otto</Name>"))
    taken = f"<ItemLineAdd>{linked(order(company, vendor, 2))}</ItemLineAdd>"
    request = add("Bill", f"<VendorRef><ListID>{other}</ListID></VendorRef>{taken}")
    assert company.status(request) == 3120


def test_deleting_the_bill_opens_the_purchase_order_again(company, vendor):
    bought = order(company, vendor, 2, 3)
    lines = "".join(f"<ItemLineAdd>{linked(bought, at)}</ItemLineAdd>" for at in (0, 1))
    bill = company.done(add("Bill", vendor + lines))[0]
    assert bill.findtext("AmountDue") == "30.00"
    full = company.read("PurchaseOrder", bought.findtext("TxnID"))
    assert full.findtext("IsFullyReceived") == "true"
    assert full.findtext("LinkedTxn/TxnType") == "Bill"
    assert company.status(remove("PurchaseOrder", bought.findtext("TxnID"))) == 3160
    company.done(remove("Bill", bill.findtext("TxnID")))
    after = company.read("PurchaseOrder", bought.findtext("TxnID"))
    assert numbers(after, "PurchaseOrderLineRet/ReceivedQuantity") == [0, 0]
    company.done(remove("PurchaseOrder", bought.findtext("TxnID")))


def test_a_line_of_a_purchase_order_is_closed_by_hand(company, vendor):
    bought = order(company, vendor, 2, 3)
    ids = [each.findtext("TxnLineID") for each in bought.iter("PurchaseOrderLineRet")]
    lines = "".join(
        f"<PurchaseOrderLineMod><TxnLineID>{each}</TxnLineID>{closed}</PurchaseOrderLineMod>"
        for each, closed in zip(ids, ("<IsManuallyClosed>true</IsManuallyClosed>", ""), strict=True)
    )
    company.done(change(bought, lines))
    assert (
        company.status(add("Bill", f"{vendor}<ItemLineAdd>{linked(bought, 0)}</ItemLineAdd>"))
        == 3180
    )
    whole = f"<LinkToTxnID>{bought.findtext('TxnID')}</LinkToTxnID>"
    assert company.amount("AmountDue", add("Bill", vendor + whole)) == 18


def test_a_vendor_credit_reduces_what_is_owed_and_ignores_links(company, vendor):
    company.done(add("Bill", f"{vendor}<ExpenseLineAdd>{EXPENSE.format('20.00')}</ExpenseLineAdd>"))
    credited = add(
        "VendorCredit", f"{vendor}<ExpenseLineAdd>{EXPENSE.format('5.00')}</ExpenseLineAdd>"
    )
    assert company.amount("CreditAmount", credited) == 5
    assert owed(company) == "15.00"
    bought = order(company, vendor, 1)
    line = (
        f"<ItemLineAdd>{ITEM}<Quantity>1</Quantity><Cost>6.00</Cost>{linked(bought)}</ItemLineAdd>"
    )
    assert company.status(add("VendorCredit", vendor + line)) == 530
    after = company.read("PurchaseOrder", bought.findtext("TxnID"))
    assert numbers(after, "PurchaseOrderLineRet/ReceivedQuantity") == [0]


def test_a_check_pays_from_a_bank_account_only(company):
    def check(account):
        return add(
            "Check",
            f"<AccountRef><FullName>{account}</FullName></AccountRef>"
            f"<ExpenseLineAdd>{EXPENSE.format('9.00')}</ExpenseLineAdd>",
        )

    assert company.status(check("Sales")) == 3140
    paid = company.done(check("Checking"))[0]
    assert paid.findtext("Amount") == "9.00"
    more = f"<ExpenseLineMod><TxnLineID>-1</TxnLineID>{EXPENSE.format('1.00')}</ExpenseLineMod>"
    assert company.amount("Amount", change(paid, more)) == 1


def test_an_inventory_item_posts_its_sale_to_income(company):
    accounts = (
        ("IncomeAccountRef", "Sales"),
        ("COGSAccountRef", "Cost of Goods Sold"),
        ("AssetAccountRef", "Inventory Asset"),
    )
    text = "".join(
        f"<{field}><FullName>{name}</FullName></{field}>" for field, name in accounts[:2]
    )
    price = "<Name>Stock</Name><SalesPrice>3.00</SalesPrice>"
    assert company.status(add("ItemInventory", price + text)) == 3270
    text += "<AssetAccountRef><FullName>Inventory Asset</FullName></AssetAccountRef>"
    company.done(add("ItemInventory", price + text))
    assert company.invoice("Stock*2").findtext("Subtotal") == "6.00"
