"""The amount of a line, and the sales tax and totals of a sales document, as QuickBooks computes them."""

from decimal import ROUND_HALF_UP, Decimal

from .statuses import missing, not_together

CENT = Decimal("0.01")
ZERO = Decimal(0)
_FIVE = Decimal("0.00001")
_PRICE = {"ItemRef", "Quantity", "Rate", "RatePercent", "Cost", "Amount"}
#: marks the values of a line whose rate and amount stand as they are
COMPUTED = "computed"
_ITEM_PARTS = ("SalesOrPurchase", "SalesAndPurchase")


def cents(amount):
    """Two decimals, half up."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def rate_of(amount, quantity):
    """The rate that belongs to an amount, with at most five decimals; ``None`` without a quantity."""
    if not quantity:
        return None
    return (amount / quantity).quantize(_FIVE, rounding=ROUND_HALF_UP)


def merged(old, given):
    """A line's values after a Mod: what depends on a changed field is computed anew unless given too."""
    values = {**old, **given}
    if given.get("ItemRef", old.get("ItemRef")) != old.get("ItemRef"):
        for name in ("Desc", "Rate", "RatePercent", "Cost", "Amount", "SalesTaxCodeRef"):
            if name not in given:
                values.pop(name, None)
    if {"Quantity", "Rate", "RatePercent", "Cost"} & given.keys() and "Amount" not in given:
        values.pop("Amount", None)
    if "Amount" in given:
        for name in {"Rate", "RatePercent", "Cost"} - given.keys():
            values.pop(name, None)
    for name, other in (("Rate", "RatePercent"), ("RatePercent", "Rate")):
        if name in given:
            values.pop(other, None)
    if old.get("ItemRef") and "RatePercent" not in values and not _PRICE & given.keys():
        values[COMPUTED] = True
    return {key: value for key, value in values.items() if value != ""}


def sales_line(company, kind, values, previous, execution):
    """The values of a sales line with rate, amount, description and tax code filled in.

    ``previous`` is the amount of the line above, for percentages. Raises ``Fault``.
    """
    item = company.books.get(values.get("ItemRef"))
    if item is None:
        if {"Quantity", "Rate", "RatePercent", "Amount"} & values.keys():
            raise missing("ItemRef", f"{kind} line")
        return values
    values = dict(values)
    if values.pop(COMPUTED, False):
        return values
    text = _from_item(item, ("ItemDesc", "Desc", "SalesDesc"))
    if text:
        values.setdefault("Desc", text)
    if company.settings["sales_tax"]:
        values.setdefault(
            "SalesTaxCodeRef", item.get("SalesTaxCodeRef") or company.default("taxable_code")
        )
    is_discount = item.kind == "ItemDiscount"
    if is_discount and "Quantity" in values:
        raise not_together("A line with a discount item has no Quantity.")
    if not {"Rate", "RatePercent", "Amount"} & values.keys():
        _price_from(item, values)
    if is_discount:
        for name in {"Rate", "RatePercent", "Amount"} & values.keys():
            values[name] = -abs(values[name])
    _fill_amount(values, "Rate", previous, execution)
    return values


def purchase_line(company, kind, values, price_field, execution):
    """The values of a purchase line with cost, amount and description filled in. Raises ``Fault``."""
    item = company.books.get(values.get("ItemRef"))
    if item is None:
        if {"Quantity", price_field, "Amount"} & values.keys():
            raise missing("ItemRef", f"{kind} line")
        return values
    values = dict(values)
    if values.pop(COMPUTED, False):
        return values
    text = _from_item(item, ("PurchaseDesc", "Desc"))
    if text:
        values.setdefault("Desc", text)
    if not {price_field, "Amount"} & values.keys():
        values[price_field] = _from_item(item, ("PurchaseCost", "Price")) or ZERO
    _fill_amount(values, price_field, ZERO, execution)
    return values


def _from_item(item, fields):
    holders = [item.values, *(item.get(part) or {} for part in _ITEM_PARTS)]
    for field in fields:
        for holder in holders:
            if holder.get(field) not in (None, ""):
                return holder[field]
    return None


def _price_from(item, values):
    percent = _from_item(item, ("PricePercent", "DiscountRatePercent"))
    if percent is not None:
        values["RatePercent"] = percent
    else:
        values["Rate"] = _from_item(item, ("SalesPrice", "Price", "DiscountRate")) or ZERO


def _fill_amount(values, rate, previous, execution):
    quantity = values.get("Quantity")
    if "Amount" in values:
        if rate in values:
            execution.warn(531, f"The field {rate} is ignored because Amount is given.")
            values.pop(rate)
        if "RatePercent" not in values:
            computed = rate_of(values["Amount"], quantity)
            if computed is not None:
                values[rate] = computed
            elif quantity is None:
                values[rate] = values["Amount"]
    elif "RatePercent" in values:
        values["Amount"] = cents(previous * values["RatePercent"] / 100)
    else:
        values["Amount"] = cents((1 if quantity is None else quantity) * values[rate])


def totals(company, kind, values, lines):
    """``Subtotal``, tax and total of a sales document as a dictionary."""
    amounts = [(line.get("Amount", ZERO), line) for line in lines]
    subtotal = sum((amount for amount, _line in amounts), ZERO)
    result = {"Subtotal": subtotal}
    tax = ZERO
    if company.settings["sales_tax"]:
        rates = _tax_rates(company, values.get("ItemSalesTaxRef"))
        result["SalesTaxPercentage"] = sum(rates, ZERO)
        taxable = [amount for amount, line in amounts if _is_taxable(company, values, line)]
        if company.behaviour["tax_rounding"] == "line":
            tax = sum((cents(each * rate / 100) for each in taxable for rate in rates), ZERO)
        else:
            tax = sum((cents(sum(taxable, ZERO) * rate / 100) for rate in rates), ZERO)
        result["SalesTaxTotal"] = tax
    result["TotalAmount"] = subtotal + tax
    return result


def _tax_rates(company, tax_item):
    item = company.books.get(tax_item)
    if item is None:
        return []
    if item.kind == "ItemSalesTaxGroup":
        members = [company.books.get(each) for each in item.get("ItemSalesTaxRef", ())]
        return [each.get("TaxRate", ZERO) for each in members if each]
    return [item.get("TaxRate", ZERO)]


def _is_taxable(company, values, line):
    codes = [line.get("SalesTaxCodeRef"), values.get("CustomerSalesTaxCodeRef")]
    return all(company.books.get(each).get("IsTaxable") for each in codes if each)
