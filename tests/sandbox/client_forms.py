"""Forms of python-quickbooks, filled in: what tests of the sandbox send with it."""

from quickbooks.objects.base import Address, EmailAddress, PhoneNumber, Ref
from quickbooks.objects.customer import Customer
from quickbooks.objects.detailline import (
    ItemBasedExpenseLine,
    ItemBasedExpenseLineDetail,
    SalesItemLine,
    SalesItemLineDetail,
)
from quickbooks.objects.item import Item


def ref(value):
    reference = Ref()
    reference.value = str(value)
    return reference


def customer(books, name="Ada Lovelace"):
    one = Customer()
    one.DisplayName = name
    one.GivenName = "Ada"
    one.PrimaryEmailAddr = EmailAddress()
    one.PrimaryEmailAddr.Address = "ada@example.com"
    one.PrimaryPhone = PhoneNumber()
    one.PrimaryPhone.FreeFormNumber = "555 0100"
    one.BillAddr = Address()
    one.BillAddr.Line1 = "12 Analytical Row"
    one.BillAddr.City = "London"
    return one.save(qb=books)


def line(amount=100, item="1"):
    one = SalesItemLine()
    one.Amount = amount
    one.Description = "Something"
    one.SalesItemLineDetail = SalesItemLineDetail()
    one.SalesItemLineDetail.ItemRef = ref(item)
    one.SalesItemLineDetail.Qty = 1
    one.SalesItemLineDetail.UnitPrice = amount
    one.SalesItemLineDetail.TaxCodeRef = ref("NON")
    return one


def sale(kind, books, buyer, amount=100):
    one = kind()
    one.CustomerRef = ref(buyer.Id)
    one.Line = [line(amount)]
    return one


def purchased_item(books):
    one = Item()
    one.Name = "Bolt"
    one.Type = "NonInventory"
    one.IncomeAccountRef = ref(79)
    one.ExpenseAccountRef = ref(80)
    return one.save(qb=books)


def purchase(kind, books, seller, item):
    one = kind()
    one.VendorRef = ref(seller.Id)
    bought = ItemBasedExpenseLine()
    bought.Amount = 30
    bought.ItemBasedExpenseLineDetail = ItemBasedExpenseLineDetail()
    bought.ItemBasedExpenseLineDetail.ItemRef = ref(item.Id)
    bought.ItemBasedExpenseLineDetail.Qty = 3
    bought.ItemBasedExpenseLineDetail.UnitPrice = 10
    one.Line = [bought]
    return one
