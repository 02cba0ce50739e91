"""Customers, vendors, items and payment terms as QuickBooks Desktop's list entries."""

from .. import documents as docs
from ..key import Key
from ..problem import Held
from ..purchase_documents import Vendor
from . import text
from .around import Around
from .body import Body, Value
from .company import Company
from .translate_common import TRUE, address, by_id, rate

#: What an item is. Goods are non-inventory items: stock stays in Odoo. `charge` and `discount` are for
#: lines without a product.
ITEM_TYPES = {
    "goods": "NonInventory",
    "service": "Service",
    "charge": "OtherCharge",
    "discount": "Discount",
}
#: The connection's own items that are no sale: rounding differences, write-offs, tax as a line.
CHARGES = ("rounding", "difference", "tax")
LONGEST_TERM = 999


def customer(document: docs.Customer, around: Around, company: Company, marker: str) -> Body:
    """A Customer. Raises Held('customer_without_name') when no character of the name can be stored."""
    return _entity("Customer", "BillAddress", document, company)


def vendor(document: Vendor, around: Around, company: Company, marker: str) -> Body:
    """A Vendor. Raises Held('vendor_without_name') when no character of the name can be stored."""
    return _entity("Vendor", "VendorAddress", document, company)


def _entity(entity, address_field, document, company):
    name = text.name(document.name, text.ENTITY_NAME)
    if not name:
        code = "vendor_without_name" if entity == "Vendor" else "customer_without_name"
        raise Held(code, document=document.name or document.email)
    fields: dict[str, Value | None] = {
        "Name": name,
        "IsActive": TRUE,
        "CompanyName": text.clean(document.company_name, text.COMPANY_NAME),
        address_field: address(document.billing),
        "Phone": text.clean(document.phone, text.PHONE),
        "Email": text.email(document.email),
    }
    if company.multicurrency and document.currency:
        fields["CurrencyRef"] = _currency(document, company)
    return Body(entity, fields)


def _currency(document, company):
    """QuickBooks knows a currency by its entry in the currency list, which is not named by the code."""
    found = company.currencies.get(document.currency, "")
    if not found and document.currency != company.home_currency:
        raise Held(
            "multicurrency_off",
            document=document.name,
            currency=document.currency,
            home=company.home_currency,
        )
    return by_id(found)


def item(
    document: docs.Item, around: Around, company: Company, marker: str, item_type: str = ""
) -> Body:
    """An item. `item_type` is what it is in QuickBooks already, where it is there.

    Raises Held('item_without_name') or, since QuickBooks refuses an item without an account (status 3270),
    Held('income_account_missing'), Held('item_account_missing') for an item of the connection's own,
    Held('expense_account_missing') for one that is bought.
    """
    name = item_name(document)
    if not name:
        raise Held("item_without_name", document=document.name)
    kind = item_type or new_item_type(document, company)
    own = document.key in company.item_accounts
    fields: dict[str, Value | None] = {"Name": name, "IsActive": TRUE}
    if company.item_parent and not own:
        fields["ParentRef"] = by_id(company.item_parent)
    if kind in ("NonInventory", "Inventory"):
        fields["ManufacturerPartNumber"] = text.clean(document.sku, text.PART_NUMBER)
    return Body(f"Item{kind}", fields | _sold(document, kind, company))


def item_name(document: docs.Item) -> str:
    """The name under which an item is created, and looked for: its SKU where the name has nothing that
    can be stored."""
    return text.name(document.name, text.ITEM_NAME) or text.name(document.sku, text.ITEM_NAME)


def new_item_type(document: docs.Item, company: Company) -> str:
    """The type of an item that is to be created: `Service`, `NonInventory`, `OtherCharge`, `Discount`."""
    role = _role(document.key, company)
    if role:
        return "OtherCharge" if role in CHARGES else "Service"
    return company.item_type or ITEM_TYPES[document.kind]


def _role(key: Key, company: Company) -> str:
    own = (each.role for each in company.role_items.values() if each.id == key.id)
    return next(own, "") if key.model == "connex.connection.item" else ""


def _sold(document, kind, company) -> dict[str, Value | None]:
    """Price, description and accounts, which stand at different places for each type."""
    described = text.clean(document.description, text.DESCRIPTION, lines=True)
    account = by_id(_account(document, company))
    if kind == "Inventory":
        return {"SalesDesc": described}
    if kind == "Discount":
        return {"ItemDesc": described, "AccountRef": account}
    if not document.bought:
        sold = {"Desc": described, "Price": rate(document.price), "AccountRef": account}
        return {"SalesOrPurchase": _filled(sold)}
    if not company.expense_account:
        raise Held("expense_account_missing", document=document.name)
    both = {
        "SalesDesc": described,
        "SalesPrice": rate(document.price),
        "IncomeAccountRef": account,
        "ExpenseAccountRef": by_id(company.expense_account),
    }
    return {"SalesAndPurchase": _filled(both)}


def _account(document, company):
    account = company.item_accounts.get(document.key, company.income_account)
    if not account and document.key in company.item_accounts:
        raise Held("item_account_missing", document=document.name)
    if not account:
        raise Held("income_account_missing", document=document.name)
    return account


def _filled(values):
    return {name: value for name, value in values.items() if value}


def term(document: docs.Term, around: Around, company: Company, marker: str) -> Body:
    """A StandardTerms of so many days. Raises Held('term_not_possible') for what QuickBooks cannot keep."""
    name = text.name(document.name, text.TERM_NAME)
    if not name or not 0 <= document.due_days <= LONGEST_TERM:
        raise Held("term_not_possible", document=document.name, days=str(document.due_days))
    return Body(
        "StandardTerms", {"Name": name, "IsActive": TRUE, "StdDueDays": str(document.due_days)}
    )
