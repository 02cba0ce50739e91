"""Customers, items and payment terms as QuickBooks Online's objects."""

from collections.abc import Mapping

from .. import documents as docs
from ..problem import Held
from . import text
from .company import Company
from .translate_common import address, filled_in, rate

#: Goods are non-inventory items: stock stays in Odoo.
ITEM_TYPES = {"goods": "NonInventory", "service": "Service"}
LONGEST_TERM = 999


def customer(
    document: docs.Customer, ids: Mapping[docs.Key, str], company: Company, marker: str
) -> dict:
    """A Customer. Raises Held('customer_without_name') when no character of the name can be stored."""
    name = text.name(document.name, text.DISPLAY_NAME)
    if not name:
        raise Held("customer_without_name", document=document.name or document.email)
    email = text.email(document.email)
    phone = text.clean(document.phone, text.PHONE)
    body = {
        "DisplayName": name,
        "CompanyName": text.name(document.company_name, text.COMPANY_NAME),
        "PrimaryEmailAddr": {"Address": email} if email else None,
        "PrimaryPhone": {"FreeFormNumber": phone} if phone else None,
        "BillAddr": address(document.billing, with_name=False),
    }
    if company.multicurrency and document.currency:
        body["CurrencyRef"] = {"value": document.currency}
    return filled_in(body)


def item(document: docs.Item, ids: Mapping[docs.Key, str], company: Company, marker: str) -> dict:
    """An Item. Raises Held('item_without_name') or, since QuickBooks refuses an item that is sold
    without one, Held('income_account_missing' or, for an item of the connection's own,
    'item_account_missing')."""
    name = item_name(document)
    if not name:
        raise Held("item_without_name", document=document.name)
    account = company.item_accounts.get(document.key, company.income_account)
    own = document.key in company.item_accounts
    if not account and own:
        raise Held("item_account_missing", document=document.name)
    if not account:
        raise Held("income_account_missing", document=document.name)
    kind = "" if own else company.item_type
    body = {
        "Name": name,
        "Sku": text.clean(document.sku, text.SKU),
        "Type": kind or ITEM_TYPES[document.kind],
        "Description": text.clean(document.description, text.DESCRIPTION, lines=True),
        "UnitPrice": rate(document.price),
        "IncomeAccountRef": {"value": account},
    }
    if company.item_parent and not own:
        body |= {"SubItem": True, "ParentRef": {"value": company.item_parent}}
    if document.bought:
        if not company.expense_account:
            raise Held("expense_account_missing", document=document.name)
        body["ExpenseAccountRef"] = {"value": company.expense_account}
    return filled_in(body)


def item_name(document: docs.Item) -> str:
    """The name under which an item is created, and looked for: its SKU where the name has nothing that
    can be stored."""
    return text.name(document.name, text.ITEM_NAME) or text.name(document.sku, text.ITEM_NAME)


def term(document: docs.Term, ids: Mapping[docs.Key, str], company: Company, marker: str) -> dict:
    """A Term of so many days. Raises Held('term_not_possible') for more days than QuickBooks allows."""
    name = text.name(document.name, text.TERM_NAME)
    if not name or not 0 <= document.due_days <= LONGEST_TERM:
        raise Held("term_not_possible", document=document.name, days=str(document.due_days))
    return {"Name": name, "DueDays": document.due_days}
