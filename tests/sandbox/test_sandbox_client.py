"""python-quickbooks, a client that knows nothing of this sandbox, drives every kind of request."""

import pytest
from client_forms import customer, line, purchase, purchased_item, ref, sale
from quickbooks.batch import batch_create, batch_delete, batch_update
from quickbooks.cdc import change_data_capture
from quickbooks.exceptions import (
    AuthorizationException,
    ObjectNotFoundException,
    QuickbooksException,
    ValidationException,
)
from quickbooks.objects.account import Account
from quickbooks.objects.base import LinkedTxn
from quickbooks.objects.bill import Bill
from quickbooks.objects.company_info import CompanyInfo
from quickbooks.objects.creditmemo import CreditMemo
from quickbooks.objects.customer import Customer
from quickbooks.objects.department import Department
from quickbooks.objects.employee import Employee
from quickbooks.objects.estimate import Estimate
from quickbooks.objects.invoice import Invoice
from quickbooks.objects.item import Item
from quickbooks.objects.payment import Payment, PaymentLine
from quickbooks.objects.paymentmethod import PaymentMethod
from quickbooks.objects.preferences import Preferences
from quickbooks.objects.purchaseorder import PurchaseOrder
from quickbooks.objects.refundreceipt import RefundReceipt
from quickbooks.objects.salesreceipt import SalesReceipt
from quickbooks.objects.taxagency import TaxAgency
from quickbooks.objects.taxcode import TaxCode
from quickbooks.objects.taxrate import TaxRate
from quickbooks.objects.taxservice import TaxRateDetails, TaxService
from quickbooks.objects.term import Term
from quickbooks.objects.trackingclass import Class
from quickbooks.objects.vendor import Vendor
from quickbooks.objects.vendorcredit import VendorCredit
from sandbox_clients import python_quickbooks


def test_a_customer_is_created_read_changed_and_deactivated(books):
    made = customer(books)
    assert made.SyncToken == "0"
    made.CompanyName = "Engines Ltd"
    made.save(qb=books)
    again = Customer.get(made.Id, qb=books)
    assert (again.CompanyName, again.SyncToken) == ("Engines Ltd", "1")
    again.Active = False
    again.save(qb=books)
    assert Customer.get(made.Id, qb=books).DisplayName == "Ada Lovelace (deleted)"
    assert Customer.filter(DisplayName="Ada Lovelace", qb=books) == []


def test_names_with_quotes_are_found_by_filter(books):
    customer(books, "Amy's Bird Sanctuary")
    (found,) = Customer.filter(DisplayName="Amy's Bird Sanctuary", qb=books)
    assert found.PrimaryEmailAddr.Address == "ada@example.com"
    assert Customer.count("DisplayName LIKE 'Amy%'", qb=books) == 1


def test_lists_are_paged_in_the_order_asked_for(books):
    for number in range(7):
        customer(books, f"Customer {number}")
    names = [
        each.DisplayName
        for start in (1, 4, 7)
        for each in Customer.all(
            order_by="DisplayName DESC", start_position=start, max_results=3, qb=books
        )
    ]
    assert names == [f"Customer {number}" for number in range(6, -1, -1)]
    assert len(Customer.choose(["Customer 1", "Customer 2"], field="DisplayName", qb=books)) == 2


def test_every_list_that_a_company_starts_with_can_be_read(books):
    assert {each.Name for each in Term.all(qb=books)} >= {"Net 30", "Due on receipt"}
    assert {each.Name for each in PaymentMethod.all(qb=books)} >= {"Cash", "Check"}
    assert {each.AccountType for each in Account.all(qb=books)} >= {"Bank", "Income"}
    assert {each.Name for each in Item.all(qb=books)} >= {"Services", "Hours"}
    assert {each.Id for each in TaxCode.all(qb=books)} >= {"TAX", "NON"}
    assert [each.RateValue for each in TaxRate.all(qb=books)] == [8]
    assert CompanyInfo.all(qb=books)[0].Country == "US"
    assert Preferences.get(qb=books).CurrencyPrefs.HomeCurrency.value == "USD"


@pytest.mark.parametrize("kind", [Class, Department, PaymentMethod])
def test_rows_of_a_named_list_are_created_and_changed(books, kind):
    row = kind()
    row.Name = "North"
    row = row.save(qb=books)
    row.Name = "South"
    row.save(qb=books)
    assert kind.get(row.Id, qb=books).Name == "South"


def test_terms_accounts_vendors_and_employees_are_created(books):
    term = Term()
    term.Name, term.DueDays = "Net 10", "10"
    assert term.save(qb=books).Type == "STANDARD"
    account = Account()
    account.Name, account.AccountType = "Web shop sales", "Income"
    assert account.save(qb=books).Classification == "Revenue"
    vendor = Vendor()
    vendor.DisplayName = "Iron Works"
    assert vendor.save(qb=books).Balance == 0
    employee = Employee()
    employee.GivenName, employee.FamilyName = "Grace", "Hopper"
    assert employee.save(qb=books).DisplayName == "Grace Hopper"


def test_a_tax_code_is_made_through_the_tax_service(books):
    agency = TaxAgency()
    agency.DisplayName = "County"
    agency = agency.save(qb=books)
    rate = TaxRateDetails()
    rate.TaxRateName, rate.RateValue, rate.TaxAgencyId = "County 3", "3", agency.Id
    service = TaxService()
    service.TaxCode, service.TaxRateDetails = "County tax", [rate]
    books.create_object("TaxService/Taxcode", service.to_json())
    (code,) = TaxCode.filter(Name="County tax", qb=books)
    detail = code.SalesTaxRateList.TaxRateDetail[0]
    assert TaxRate.get(detail.TaxRateRef.value, qb=books).RateValue == 3


@pytest.mark.parametrize("kind", [Estimate, Invoice, SalesReceipt, CreditMemo, RefundReceipt])
def test_sales_documents_are_created_changed_and_deleted(books, kind):
    document = sale(kind, books, customer(books))
    if kind is RefundReceipt:
        document.DepositToAccountRef = ref(35)
    made = document.save(qb=books)
    assert made.TotalAmt == 100
    made.Line = [line(70), line(30.5)]
    changed = made.save(qb=books)
    assert (changed.TotalAmt, changed.SyncToken) == (100.5, "1")
    answer = changed.delete(qb=books)
    assert answer[kind.qbo_object_name]["status"] == "Deleted"
    with pytest.raises(ObjectNotFoundException):
        kind.get(made.Id, qb=books)


@pytest.mark.parametrize("kind", [Bill, VendorCredit, PurchaseOrder])
def test_purchase_documents_are_created_and_deleted(books, kind):
    vendor = Vendor()
    vendor.DisplayName = "Iron Works"
    vendor = vendor.save(qb=books)
    made = purchase(kind, books, vendor, purchased_item(books)).save(qb=books)
    assert made.TotalAmt == 30
    assert kind.get(made.Id, qb=books).VendorRef.name == "Iron Works"
    made.delete(qb=books)
    assert kind.all(qb=books) == []


def test_an_invoice_for_an_estimate_is_paid(books):
    buyer = customer(books)
    estimate = sale(Estimate, books, buyer)
    estimate.TxnStatus = "Accepted"
    estimate = estimate.save(qb=books)
    invoice = sale(Invoice, books, buyer)
    link = LinkedTxn()
    link.TxnId, link.TxnType = estimate.Id, "Estimate"
    invoice.LinkedTxn = [link]
    invoice = invoice.save(qb=books)
    payment = Payment()
    payment.CustomerRef, payment.TotalAmt = ref(buyer.Id), 100
    applied = PaymentLine()
    applied.Amount, applied.LinkedTxn = 100, [invoice.to_linked_txn()]
    payment.Line = [applied]
    payment = payment.save(qb=books)
    assert payment.UnappliedAmt == 0
    assert Invoice.get(invoice.Id, qb=books).Balance == 0
    assert Estimate.get(estimate.Id, qb=books).TxnStatus == "Closed"
    assert Customer.get(buyer.Id, qb=books).Balance == 0
    payment.void(qb=books)
    assert Invoice.get(invoice.Id, qb=books).Balance == 100


@pytest.mark.parametrize("kind", [Invoice, SalesReceipt])
def test_a_void_keeps_the_document_at_zero(books, kind):
    made = sale(kind, books, customer(books)).save(qb=books)
    made.void(qb=books)
    voided = kind.get(made.Id, qb=books)
    assert (voided.TotalAmt, voided.PrivateNote, voided.SyncToken) == (0, "Voided", "1")


def test_a_document_is_sent_and_printed(books):
    made = sale(Invoice, books, customer(books)).save(qb=books)
    made.send(qb=books, send_to="ada@example.com")
    assert Invoice.get(made.Id, qb=books).EmailStatus == "EmailSent"
    assert made.download_pdf(qb=books).startswith(b"%PDF")


def test_batches_create_change_and_delete(books):
    buyer = customer(books)
    made = batch_create([sale(Invoice, books, buyer, 10) for _ in range(35)], qb=books)
    assert (len(made.successes), len(made.faults)) == (35, 0)
    for each in made.successes:
        each.PrivateNote = "seen"
    changed = batch_update(made.successes, qb=books)
    assert {each.PrivateNote for each in changed.successes} == {"seen"}
    gone = batch_delete(changed.successes, qb=books)
    assert len(gone.successes) == 35
    assert Invoice.count(qb=books) == 0


def test_a_batch_tells_which_items_failed(books):
    good, bad = Customer(), Customer()
    good.DisplayName, bad.DisplayName = "Good", "Bad:name"
    result = batch_create([good, bad], qb=books)
    assert [each.DisplayName for each in result.successes] == ["Good"]
    assert [each.Error[0].code for each in result.faults] == ["6000"]


def test_changes_since_a_moment_include_deletions(books, control):
    before = control.get("clock")["now"]
    buyer = customer(books)
    kept, dropped = (sale(Invoice, books, buyer).save(qb=books) for _ in range(2))
    dropped.delete(qb=books)
    changes = change_data_capture([Invoice, Customer, Payment], before, qb=books)
    rows = {each.Id: getattr(each, "status", "") for each in changes.Invoice}
    assert rows == {kept.Id: "", dropped.Id: "Deleted"}
    assert [each.Id for each in changes.Customer] == [buyer.Id]
    assert not hasattr(changes, "Payment")


def test_a_request_id_creates_only_once(books):
    buyer = customer(books)
    one = sale(Invoice, books, buyer).save(qb=books, request_id="once")
    two = sale(Invoice, books, buyer).save(qb=books, request_id="once")
    assert one.Id == two.Id
    assert Invoice.count(qb=books) == 1


def test_faults_arrive_as_the_client_s_exceptions(books, control, realm):
    buyer = customer(books)
    with pytest.raises(QuickbooksException) as duplicate:
        customer(books)
    assert duplicate.value.error_code == 6240
    with pytest.raises(ObjectNotFoundException):
        Invoice.get("4711", qb=books)
    with pytest.raises(ValidationException):
        sale(Invoice, books, buyer, amount="1.005x").save(qb=books)
    stale = Customer.get(buyer.Id, qb=books)
    buyer.save(qb=books)
    with pytest.raises(QuickbooksException) as conflict:
        stale.save(qb=books)
    assert conflict.value.error_code == 5010
    control.post(f"companies/{realm}/disconnect")
    with pytest.raises(AuthorizationException):
        Customer.get(buyer.Id, qb=books)
    assert Customer.get(buyer.Id, qb=python_quickbooks(control, realm)).Id == buyer.Id
