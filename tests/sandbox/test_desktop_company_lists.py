"""Lists of the Desktop company file, sales tax, and what preferences switch off."""

from decimal import Decimal

import pytest
from desktop_company import Company, add, change, fields, sale


@pytest.fixture
def company():
    return Company()


def query(kind, content="", attributes=""):
    return f"<{kind}QueryRq{attributes}>{content}</{kind}QueryRq>"


def test_a_name_is_taken_once_among_customers_and_vendors(company):
    for kind in ("Customer", "Vendor"):
        for name in ("jane", "VERA"):
            (reply,) = company.replies(add(kind, f"<Name>{name}</Name>"))
            assert reply.get("statusCode") == "3100"
            assert reply.get("statusMessage") == (
                f'The name "{name}" of the list element is already in use.'
            )


def test_items_have_names_of_their_own(company):
    company.item("Jane", "1.00")
    parts = "<SalesOrPurchase><AccountRef><FullName>Sales</FullName></AccountRef></SalesOrPurchase>"
    assert company.status(add("ItemService", f"<Name>w</Name>{parts}")) == 3100


def test_a_job_has_the_name_of_its_customer_before_its_own(company):
    parent = f"<ParentRef><ListID>{company.jane}</ListID></ParentRef>"
    job = company.customer("House", parent)
    assert company.read("Customer", job).findtext("FullName") == "Jane:House"
    jane = company.read("Customer", company.jane)
    company.done(change(jane, "<Name>Janet</Name>"))
    assert company.read("Customer", job).findtext("FullName") == "Janet:House"
    by_name = query("Customer", "<FullName>janet:house</FullName>")
    assert company.done(by_name)[0].findtext("ListID") == job
    assert company.status(query("Customer", "<FullName>Jane:House</FullName>")) == 500


def test_a_colon_in_a_name_is_refused(company):
    assert company.status(add("Customer", "<Name>A:B</Name>")) == 3090


def test_a_change_touches_only_what_it_gives_and_an_empty_field_clears(company):
    customer = company.customer("Joe", "<Phone>1</Phone><Email>joe@example.com</Email>")
    record = company.done(change(company.read("Customer", customer), "<Phone></Phone>"))[0]
    assert record.find("Phone") is None
    assert record.findtext("Email") == "joe@example.com"


def test_an_item_needs_an_account(company):
    item = add("ItemService", "<Name>x</Name><SalesOrPurchase><Price>1</Price></SalesOrPurchase>")
    assert company.status(item) == 3270
    company.file.change({"item_without_account": True})
    assert company.status(item) == 0


def test_references_lead_nowhere_with_the_words_of_quickbooks(company):
    content = (
        "<CustomerRef><FullName>Nobody</FullName></CustomerRef>"
        f"<SalesOrderLineAdd>{fields('W*1')}</SalesOrderLineAdd>"
    )
    (reply,) = company.replies(add("SalesOrder", content))
    assert reply.get("statusCode") == "3140"
    assert reply.get("statusMessage") == (
        'There is an invalid reference to QuickBooks Customer "Nobody" in the SalesOrder.  QuickBooks error '
        "message: Invalid argument.  The specified record does not exist in the list."
    )
    (reply,) = company.replies(
        add("SalesOrder", sale("SalesOrder", "Nothing*1", customer=company.jane))
    )
    assert 'Item "Nothing" in the SalesOrder line' in reply.get("statusMessage")


def test_an_id_of_another_list_is_no_reference(company):
    assert company.status(add("Invoice", sale("Invoice", "W*1", customer=company.vera))) == 3140


def test_a_used_element_cannot_be_deleted_only_made_inactive(company):
    company.invoice("W*1")
    delete = (
        f"<ListDelRq><ListDelType>Customer</ListDelType><ListID>{company.jane}</ListID></ListDelRq>"
    )
    assert company.status(delete) == 3160
    jane = company.read("Customer", company.jane)
    company.done(change(jane, "<IsActive>false</IsActive>"))
    names = [each.findtext("Name") for each in company.replies(query("Customer"))[0]]
    assert "Jane" not in names
    everybody = query("Customer", "<ActiveStatus>All</ActiveStatus>")
    assert "Jane" in [each.findtext("Name") for each in company.done(everybody)]
    company.invoice("W*1")
    company.file.change({"inactive_usable": False})
    assert company.status(add("Invoice", sale("Invoice", "W*1", customer=company.jane))) == 3140


def test_an_unused_element_is_deleted_and_its_name_is_free(company):
    joe = company.customer("Joe")
    company.done(
        f"<ListDelRq><ListDelType>Customer</ListDelType><ListID>{joe}</ListID></ListDelRq>"
    )
    assert company.status(query("Customer", f"<ListID>{joe}</ListID>")) == 3120
    found = company.done(
        "<ListDeletedQueryRq><ListDelType>Customer</ListDelType></ListDeletedQueryRq>"
    )
    assert found.findtext("ListDeletedRet/FullName") == "Joe"
    company.customer("Joe")


def test_without_sales_tax_no_document_has_tax_and_none_is_taken():
    company = Company(sales_tax=False)
    invoice = company.invoice("W*1")
    assert invoice.find("SalesTaxTotal") is None
    tax = "<ItemSalesTaxRef><FullName>County Tax</FullName></ItemSalesTaxRef>"
    request = add("Invoice", sale("Invoice", "W*1", customer=company.jane, header=tax))
    assert company.status(request) == 3250


def test_tax_is_on_taxable_lines_of_taxable_customers(company):
    company.item("Free", "10.00", code="Non")
    assert company.invoice("W*1", "Free*1").findtext("SalesTaxTotal") == "0.78"
    exempt = company.customer(
        "School", "<SalesTaxCodeRef><FullName>Non</FullName></SalesTaxCodeRef>"
    )
    assert company.invoice("W*1", customer=exempt).findtext("SalesTaxTotal") == "0.00"
    group = "<ItemSalesTaxRef><FullName>County and City</FullName></ItemSalesTaxRef>"
    both = company.invoice("W*10", header=group)
    assert both.findtext("SalesTaxTotal") == "9.00"
    assert both.findtext("SalesTaxPercentage") == "9.00"


def test_tax_can_be_rounded_on_each_line():
    lines = [
        f"<ItemRef><FullName>W</FullName></ItemRef><Amount>0.{cents}</Amount>" for cents in (20, 20)
    ]
    for rounding, expected in (("document", "0.03"), ("line", "0.04")):
        company = Company(tax_rounding=rounding)
        assert company.invoice(*lines).findtext("SalesTaxTotal") == expected


def test_characters_outside_windows_1252_do_not_survive(company):
    name = company.value("Name", add("Customer", "<Name>&#321;ucja &#233;</Name>"))
    assert name == "?ucja \N{LATIN SMALL LETTER E WITH ACUTE}"
    company.file.change({"foreign_characters": "refuse"})
    assert company.status(add("Customer", "<Name>&#321;ukasz</Name>")) == 3090


def test_an_address_prints_in_five_lines(company):
    lines = "".join(f"<Addr{number}>x</Addr{number}>" for number in range(1, 6))
    address = f"<BillAddress>{lines}<City>Rome</City></BillAddress>"
    request = add("Invoice", sale("Invoice", "W*1", customer=company.jane, header=address))
    assert company.status(request) == 3180


def test_accounts_have_balances(company):
    invoice = company.invoice("W*10")
    company.payment("107.75", (invoice.findtext("TxnID"), "107.75"))
    balances = {
        each.findtext("Name"): Decimal(each.findtext("Balance"))
        for each in company.done(query("Account"))
    }
    assert balances["Sales"] == 100
    assert balances["Sales Tax Payable"] == Decimal("7.75")
    assert balances["Undeposited Funds"] == Decimal("107.75")
    assert balances["Accounts Receivable"] == 0


def test_too_long_a_text_and_too_many_decimals_are_faults_of_their_request(company):
    assert company.status(add("Customer", f"<Name>{'x' * 42}</Name>")) == 3070
    line = sale("SalesOrder", "W*1@1.123456", customer=company.jane)
    assert company.status(add("SalesOrder", line)) == 3045


def test_people_set_up_accounts_terms_classes_and_tax_groups():
    company = Company(class_tracking=True)
    account = "<Name>Web</Name><AccountType>Income</AccountType>"
    company.done(add("Account", account))
    parent = "<ParentRef><FullName>Web</FullName></ParentRef>"
    child = f"<Name>Shop</Name>{parent}<AccountType>Income</AccountType>"
    assert company.value("FullName", add("Account", child)) == "Web:Shop"
    company.done(add("StandardTerms", "<Name>Net 10</Name><StdDueDays>10</StdDueDays>"))
    company.done(add("Class", "<Name>West</Name>"))
    taxes = "".join(
        f"<ItemSalesTaxRef><FullName>{name}</FullName></ItemSalesTaxRef>"
        for name in ("City Tax", "Out of State")
    )
    company.done(add("ItemSalesTaxGroup", f"<Name>Both</Name>{taxes}"))
    header = (
        "<ClassRef><FullName>West</FullName></ClassRef><TxnDate>2026-03-01</TxnDate>"
        "<TermsRef><FullName>Net 10</FullName></TermsRef>"
        "<ItemSalesTaxRef><FullName>Both</FullName></ItemSalesTaxRef>"
    )
    invoice = company.invoice("W*8", header=header)
    assert invoice.findtext("DueDate") == "2026-03-11"
    assert invoice.findtext("SalesTaxTotal") == "1.00"
