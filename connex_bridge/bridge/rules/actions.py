"""What a rule can do, and what its map-to has to be for it.

A new action gets its row in `ACTIONS`; what it means for a document is in apply.py, for the decision whether
there is a document in ../plan.py.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from .comparisons import normal, parse_boolean, parse_date, parse_number
from .modes import MODES
from .rule import RuleError

SALE, LINE = "sale", "line"

#: What the map-to of "map transaction type" may say, beside the keys and labels of the modes.
MODE_NAMES = {
    "sales orders, invoices, and payments if paid": "orders_invoices_payments",
    "sales orders, invoices, payments": "orders_invoices_payments",
    "sales orders, no invoices, payments if paid": "orders_payments",
    "sales orders only": "orders_only",
    "sales order only": "orders_only",
    "sales orders": "orders_only",
    "sales order": "orders_only",
    "estimate": "orders_only",
    "invoices, and payments if paid": "invoices_payments",
    "invoices and payments": "invoices_payments",
    "invoice and payment": "invoices_payments",
    "invoices only": "invoices_only",
    "invoice only": "invoices_only",
    "invoices": "invoices_only",
    "invoice": "invoices_payments",
    "sales receipts": "receipts",
    "sales receipt": "receipts",
    "receipt": "receipts",
}
SURCHARGE = re.compile(r"\s*(?P<number>-?[\d.,]+)\s*(?P<percent>%?)\s*(?P<item>.*?)\s*", re.DOTALL)
CUSTOM_FIELD = re.compile(r"\s*(?P<name>[^=]+?)\s*=\s*(?P<value>.*?)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Action:
    """`level`: it changes the `sale` or single `line`s; `value`: what the map-to is (see `map_to_value`).

    `writes` names what it changes (in `evaluate.State`); `list_kind` is the QuickBooks list (kind of
    `connex.reference`) that the map-to is chosen from; `role` limits it to lines of that role.
    """

    key: str
    label: str
    level: str
    value: str
    writes: str
    list_kind: str = ""
    role: str = ""


ACTIONS = {
    each.key: each
    for each in (
        Action("do_not_sync", "Do not sync this order", SALE, "yes", "skip"),
        Action("stop_invoice", "Stop creating the invoice", SALE, "yes", "no_invoice"),
        Action("mark_unpaid", "Mark invoice as unpaid", SALE, "yes", "unpaid"),
        Action("map_transaction_type", "Map transaction type", SALE, "mode", "mode"),
        Action("map_order_number", "Map order number", SALE, "text", "number"),
        Action("add_order_prefix", "Add prefix to the order number", SALE, "prefix", "number"),
        Action("map_order_date", "Map order date", SALE, "date", "date"),
        Action("map_deposit_account", "Map deposit account", SALE, "text", "deposit_account", "account"),
        Action("map_payment_method", "Map payment method", SALE, "text", "payment_method",
               "payment_method"),
        Action("map_customer", "Map customer (bill to another)", SALE, "text", "customer", "customer"),
        Action("map_item", "Map item / SKU", LINE, "text", "item", "item"),
        Action("multiply_quantity", "Multiply quantity", LINE, "factor", "quantity"),
        Action("map_shipping_item", "Map shipping item", LINE, "text", "item", "item", "shipping"),
        Action("map_discount_item", "Map discount item", LINE, "text", "item", "item", "discount"),
        Action("add_surcharge", "Add a surcharge line", SALE, "surcharge", "surcharge"),
        Action("map_tax_code", "Map tax code of the order", SALE, "text", "tax_code", "tax_code"),
        Action("map_line_tax_code", "Map tax code of a line", LINE, "text", "tax_code", "tax_code"),
        Action("map_shipping_tax_code", "Map tax code of shipping", LINE, "text", "tax_code", "tax_code",
               "shipping"),
        Action("map_class", "Map class of the order", SALE, "text", "class", "class"),
        Action("map_line_class", "Map class of a line", LINE, "text", "class", "class"),
        Action("map_location", "Map location", SALE, "text", "location", "department"),
        Action("map_terms", "Map terms", SALE, "text", "term", "term"),
        Action("map_memo", "Map memo", SALE, "text", "memo"),
        Action("map_customer_message", "Map customer message", SALE, "text", "customer_message"),
        Action("map_custom_field", "Map custom field", SALE, "custom", "custom_field"),
        Action("exclude_line", "Exclude line", LINE, "yes", "exclude"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SurchargeValue:
    """An amount in the document's currency, or a percentage of its untaxed amount; `item` is the
    QuickBooks item by name, empty for the connection's default item."""

    number: Decimal
    percent: bool
    item: str


@dataclass(frozen=True, slots=True)
class CustomFieldValue:
    """`name` is the custom field's name in QuickBooks; `value` None means: the copied field's value."""

    name: str
    value: str | None


def map_to_value(action: Action, text: str, comparison: str, row: int = 0):
    """The map-to as what the action needs: a bool, Decimal, date, mode, text … None means: the value of
    the compared field ("map all").

    Raises RuleError when the map-to is not of that kind.
    """
    if action.value == "custom":
        return _custom_field(text, comparison, row)
    if comparison == "map_all" and action.value in ("text", "date", "prefix", "factor", "mode"):
        return None
    if action.value == "yes":
        return _yes(text, row)
    if not text.strip():
        raise RuleError("empty_to", row, action=action.label)
    return convert_to(action, text, row)


def convert_to(action: Action, value: object, row: int = 0):
    """A text (or the value of a copied field) as what the action needs. Raises RuleError."""
    if action.value in ("text", "prefix"):
        return shown(value)
    if action.value == "date" and hasattr(value, "isoformat"):
        return value
    text = shown(value).strip()
    reader = {"factor": _factor, "date": _date, "mode": _mode, "surcharge": _surcharge}[
        action.value
    ]
    return reader(text, row)


def shown(value: object) -> str:
    """A value as it is written into a document and into explanations."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    return value.isoformat() if hasattr(value, "isoformat") else str(value).strip()


def _yes(text, row):
    if not text.strip():
        return True
    try:
        return parse_boolean(text)
    except ValueError:
        raise RuleError("to_not_a_boolean", row, value=text) from None


def _factor(text, row):
    try:
        factor = parse_number(text)
    except ValueError:
        raise RuleError("to_not_a_number", row, value=text) from None
    if factor <= 0:
        raise RuleError("to_not_positive", row, value=text)
    return factor


def _date(text, row):
    try:
        return parse_date(text)
    except ValueError:
        raise RuleError("to_not_a_date", row, value=text) from None


def _mode(text, row):
    word = normal(text)
    mode = word if word in MODES else MODE_NAMES.get(word)
    if not mode:
        raise RuleError("to_not_a_mode", row, value=text)
    return mode


def _surcharge(text, row):
    found = SURCHARGE.fullmatch(text)
    try:
        number = parse_number(found["number"]) if found else None
    except ValueError:
        number = None
    if number is None:
        raise RuleError("to_not_an_amount", row, value=text)
    return SurchargeValue(number, bool(found["percent"]), found["item"])


def _custom_field(text, comparison, row):
    found = CUSTOM_FIELD.fullmatch(text)
    if found:
        return CustomFieldValue(found["name"], found["value"])
    if comparison == "map_all" and text.strip():
        return CustomFieldValue(text.strip(), None)
    raise RuleError("to_not_a_custom_field", row, value=text)
