"""What a bookkeeper sees in QuickBooks, read with python-quickbooks and never with our own code.

Add here what a test wants to look up; what must be true is said in the tests.
"""

from collections import Counter
from decimal import Decimal

from entered import odoo_today
from quickbooks.objects.account import Account
from quickbooks.objects.base import EmailAddress, LinkedTxn, Ref
from quickbooks.objects.creditmemo import CreditMemo
from quickbooks.objects.customer import Customer
from quickbooks.objects.detailline import SalesItemLine, SalesItemLineDetail
from quickbooks.objects.estimate import Estimate
from quickbooks.objects.invoice import Invoice
from quickbooks.objects.item import Item
from quickbooks.objects.payment import Payment, PaymentLine
from quickbooks.objects.purchase import Purchase
from quickbooks.objects.refundreceipt import RefundReceipt
from quickbooks.objects.salesreceipt import SalesReceipt
from quickbooks.objects.taxagency import TaxAgency
from quickbooks.objects.taxrate import TaxRate
from quickbooks.objects.taxservice import TaxRateDetails, TaxService
from quickbooks.objects.term import Term

from development.remote.books import open_books

TRANSACTIONS = (Estimate, Invoice, Payment, SalesReceipt, CreditMemo, RefundReceipt, Purchase)


class Ledger:
    """The books of one QuickBooks company. Every property asks QuickBooks anew.

    `client` is the python-quickbooks client, for tests that change the books by hand.
    """

    def __init__(self, company):
        self._company = company
        self.client = open_books(company)

    def sign_in_again(self) -> None:
        """Log in anew, after the clock was moved and the tokens have ended."""
        self.client = open_books(self._company)

    def all(self, kind) -> list:
        """Return all objects of a python-quickbooks class that are not deleted."""
        # Looking must neither be refused nor use up the requests that Odoo may send.
        self._company.sandbox.control("POST", "throttle", enabled=False)
        try:
            return kind.all(max_results=1000, qb=self.client)
        finally:
            self._company.sandbox.control("POST", "throttle", enabled=True)

    @property
    def sales_orders(self) -> list[Estimate]:
        return self.all(Estimate)

    @property
    def invoices(self) -> list[Invoice]:
        return self.all(Invoice)

    @property
    def payments(self) -> list[Payment]:
        return self.all(Payment)

    @property
    def credit_memos(self) -> list[CreditMemo]:
        return self.all(CreditMemo)

    @property
    def receipts(self) -> list[SalesReceipt]:
        return self.all(SalesReceipt)

    @property
    def refunds(self) -> list[Purchase]:
        """Money paid back."""
        return self.all(Purchase)

    @property
    def customers(self) -> list[Customer]:
        return self.all(Customer)

    @property
    def items(self) -> list[Item]:
        return self.all(Item)

    @property
    def terms(self) -> list[Term]:
        return self.all(Term)

    def sales_order(self, number: str) -> Estimate:
        """Return the one sales order with this number."""
        return _only(self.sales_orders, number)

    def invoice(self, number: str) -> Invoice:
        """Return the one invoice with this number."""
        return _only(self.invoices, number)

    def payment(self) -> Payment:
        """Return the one payment in the books."""
        (payment,) = self.payments
        return payment

    def customer(self, name: str) -> Customer:
        """Return the one customer of this name."""
        (customer,) = [each for each in self.customers if each.DisplayName == name]
        return customer

    def item(self, sku: str) -> Item:
        """Return the one item with this SKU."""
        (item,) = [each for each in self.items if each.Sku == sku]
        return item

    def enter_customer(self, name: str, email: str = "", currency: str = "") -> str:
        """Enter a customer by hand, unless there is one of that name; return its id."""
        found = [each for each in self.customers if each.DisplayName == name]
        if found:
            return found[0].Id
        customer = Customer()
        customer.DisplayName = name
        if email:
            customer.PrimaryEmailAddr = EmailAddress()
            customer.PrimaryEmailAddr.Address = email
        if currency:
            customer.CurrencyRef = Ref()
            customer.CurrencyRef.value = currency
        return customer.save(qb=self.client).Id

    def enter(self, kind, customer: str, number: str, amount, day: str = ""):
        """Type a sales form in by hand: one line of an amount, without tax; return it as saved.

        It is dated today as in Odoo, unless a day is given: by QuickBooks' own clock it may be another day.
        """
        form, line = kind(), SalesItemLine()
        line.Amount, line.SalesItemLineDetail = amount, SalesItemLineDetail()
        line.SalesItemLineDetail.ItemRef = Ref()
        line.SalesItemLineDetail.ItemRef.value = self.items[0].Id
        line.SalesItemLineDetail.TaxCodeRef = Ref()
        line.SalesItemLineDetail.TaxCodeRef.value = "NON"
        form.CustomerRef = Ref()
        form.CustomerRef.value = self.enter_customer(customer)
        form.DocNumber, form.Line = number, [line]
        form.TxnDate = day or str(odoo_today())
        return form.save(qb=self.client)

    def enter_payment(self, invoice: Invoice, amount=None, applied: bool = True) -> Payment:
        """Type in a payment by the customer of an invoice, of all that is open of it unless an amount is
        given, and apply it to that invoice or to nothing; return it as saved."""
        payment = Payment()
        payment.CustomerRef = Ref()
        payment.CustomerRef.value = invoice.CustomerRef.value
        payment.TotalAmt = float(invoice.Balance) if amount is None else amount
        payment.TxnDate = str(odoo_today())
        if applied:
            line, link = PaymentLine(), LinkedTxn()
            link.TxnId, link.TxnType = invoice.Id, "Invoice"
            line.Amount, line.LinkedTxn = payment.TotalAmt, [link]
            payment.Line = [line]
        return payment.save(qb=self.client)

    def enter_item(self, name: str) -> str:
        """Enter an item by hand, as the bookkeeper would; return its id."""
        item = Item()
        item.Name, item.Type, item.IncomeAccountRef = name, "NonInventory", Ref()
        income = Account.filter(AccountType="Income", qb=self.client)[0]
        item.IncomeAccountRef.value = income.Id
        return item.save(qb=self.client).Id

    def count(self) -> dict[str, int]:
        """Return how many transactions there are of each kind that has any: {"Invoice": 2, …}."""
        counted = Counter()
        for kind in TRANSACTIONS:
            counted[kind.qbo_object_name] = len(self.all(kind))
        return dict(+counted)


def enter_invoice(ledger, customer: str, number: str, amount, day: str = "") -> Invoice:
    """Type an invoice in, as a person would who does not know of Odoo; return it as it was saved."""
    return ledger.enter(Invoice, customer, number, amount, day)


def new_tax_code(ledger: Ledger, name: str, rates: list) -> None:
    """Make a tax code for sales: each of `rates` is the name of a rate that is there, or (name, percent)."""
    service = TaxService()
    service.TaxCode = name
    there = {rate.Name: rate.Id for rate in ledger.all(TaxRate)}
    for rate in rates:
        detail = TaxRateDetails()
        if isinstance(rate, str):
            detail.TaxRateId = there[rate]
        else:
            detail.TaxRateName, detail.RateValue = rate
            detail.TaxAgencyId = ledger.all(TaxAgency)[0].Id
        service.TaxRateDetails.append(detail)
    ledger.client.create_object("TaxService/Taxcode", service.to_json())


def _only(documents, number):
    found = [each for each in documents if each.DocNumber == number]
    assert len(found) == 1, (
        f"{len(found)} documents have the number {number}: {[each.DocNumber for each in documents]}"
    )
    return found[0]


def applications(payment: Payment) -> dict[str, Decimal]:
    """Return what a payment is applied to: the invoices' ids in QuickBooks, and the amounts."""
    applied = {}
    for line in payment.Line:
        for link in line.LinkedTxn:
            assert link.TxnType == "Invoice", f"applied to {link.TxnType} {link.TxnId}"
            applied[link.TxnId] = applied.get(link.TxnId, Decimal(0)) + line.Amount
    return applied


def linked(document, kind: str) -> list[str]:
    """Return the ids of the transactions of a kind that a document is linked to."""
    return [link.TxnId for link in document.LinkedTxn or [] if link.TxnType == kind]


def product_lines(document) -> list:
    """Return the lines of a sales form that carry an amount, without the subtotal line."""
    return [line for line in document.Line if line.DetailType == "SalesItemLineDetail"]


def line_sum(document) -> Decimal:
    """Return the sum of the lines of a sales form, without tax."""
    return sum((Decimal(line.Amount) for line in product_lines(document)), Decimal(0))


def tax(document) -> Decimal:
    """Return the tax of a sales form."""
    return Decimal(document.TxnTaxDetail.TotalTax) if document.TxnTaxDetail else Decimal(0)
