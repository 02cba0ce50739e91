"""Sales and purchase tax as the server computes it: US (TAX/NON) and global (a code on every line).

Rounding is half up to the cent. In ``TaxInclusive`` documents the gross total is kept and the tax is
what remains after the net amounts.
"""

from collections import OrderedDict
from dataclasses import dataclass
from decimal import Decimal

from .faults import QuickBooksFault, bad_reference, business
from .wire import CENT, ZERO, cents, rate

NO_RATE = "Make sure all your transactions have a GST/HST rate before you save."
_HUNDRED = Decimal(100)
_SIDES = {"SalesTaxRateList": "sales", "PurchaseTaxRateList": "purchases"}
_OVERRIDE_TOLERANCE = Decimal("0.05")


@dataclass
class TaxLineInput:
    """One document line as the tax sees it: its detail dictionary and its amount, both writable."""

    line: dict
    detail: dict


def apply_us(company, new, lines, discount, sent, customer, kept_override):
    """Set line codes and ``TxnTaxDetail`` of a US document; returns the tax.

    ``kept_override`` is the tax given earlier that still holds because nothing was re-sent.
    """
    settings = company.settings
    taxed = ZERO
    total = ZERO
    for entry in lines:
        code = entry.detail.get("TaxCodeRef", {}).get("value")
        if code is None:
            code = _default_code(company, entry, customer)
        elif code not in ("TAX", "NON"):
            detail = f"Invalid Line TaxCode : {code}. Use TAX or NON."
            raise QuickBooksFault("6100", detail, "TaxCodeRef")
        if not settings["UsingSalesTax"]:
            code = "NON"
        entry.detail["TaxCodeRef"] = {"value": code}
        total += entry.line["Amount"]
        if code == "TAX":
            taxed += entry.line["Amount"]
    if not settings["UsingSalesTax"]:
        new.pop("TxnTaxDetail", None)
        return ZERO
    if not any(entry.detail["TaxCodeRef"]["value"] == "TAX" for entry in lines):
        new["TxnTaxDetail"] = {"TotalTax": ZERO}
        return ZERO
    if new.get("ApplyTaxAfterDiscount") and total:
        taxed -= cents(discount * taxed / total)
    given = sent.get("TxnTaxDetail") or {}
    override = given.get("TotalTax", kept_override)
    code_reference = given.get("TxnTaxCodeRef") or _us_code(company, new, customer)
    percent, rate_id = _us_rate(company, code_reference)
    exempt = customer is not None and customer.get("Taxable") is False
    computed = ZERO if exempt else cents(taxed * percent / _HUNDRED)
    tax = computed if override is None else cents(override)
    detail = {
        "TaxRateRef": {"value": rate_id},
        "PercentBased": True,
        "TaxPercent": percent,
        "NetAmountTaxable": cents(taxed),
    }
    if override is not None:
        detail["OverrideDeltaAmount"] = tax - computed
        new["_tax_override"] = tax
    new["TxnTaxDetail"] = {
        "TxnTaxCodeRef": {"value": code_reference["value"]},
        "TotalTax": tax,
        "TaxLine": [{"Amount": tax, "DetailType": "TaxLineDetail", "TaxLineDetail": detail}],
    }
    return tax


def _default_code(company, entry, customer):
    if company.settings["PartnerTaxEnabled"]:
        return "TAX"
    item = company.get("Item", entry.detail.get("ItemRef", {}).get("value", ""))
    taxable = item is not None and item.get("Taxable") and (customer or {}).get("Taxable", True)
    return "TAX" if taxable else "NON"


def _us_code(company, new, customer):
    kept = new.get("TxnTaxDetail", {}).get("TxnTaxCodeRef")
    return kept or (customer or {}).get("DefaultTaxCodeRef") or {"value": "2"}


def _us_rate(company, reference):
    code = company.get("TaxCode", reference["value"])
    if code is None:
        raise bad_reference("TaxCodes", reference["value"])
    rates = code_rates(company, code, "SalesTaxRateList")
    if company.settings["PartnerTaxEnabled"]:
        return company.settings["sales_tax_rate"], rates[0][0] if rates else "3"
    return sum((percent for _id, percent in rates), ZERO), rates[0][0] if rates else "3"


def code_rates(company, code, side):
    """The rates of a tax code: ``[(rate id, percent)]``; ``side`` names the list in the code."""
    details = code.get(side, {}).get("TaxRateDetail", [])
    found = []
    for detail in details:
        identifier = detail["TaxRateRef"]["value"]
        found.append((identifier, company.objects["TaxRate"][identifier]["RateValue"]))
    return found


def apply_global(company, new, lines, discount, sent, *, fresh_lines, side="SalesTaxRateList"):
    """Set net amounts and ``TxnTaxDetail`` of a non-US document; returns the tax.

    ``fresh_lines`` says that the lines were just sent (amounts as the client writes them);
    ``discount(subtotal)`` gives the discount of a net subtotal.
    """
    mode = new.setdefault("GlobalTaxCalculation", "TaxExcluded")
    if mode == "NotApplicable":
        if sent.get("TxnTaxDetail"):
            detail = "TxnTaxDetail cannot be given when GlobalTaxCalculation is NotApplicable."
            raise QuickBooksFault("6170", detail, "TxnTaxDetail")
        for entry in lines:
            entry.detail.pop("TaxCodeRef", None)
        new.pop("TxnTaxDetail", None)
        return ZERO
    inclusive = mode == "TaxInclusive"
    groups = OrderedDict()
    for entry in lines:
        identifier, rates = _line_code(company, entry, side)
        net, gross = _net_and_gross(entry, rates, inclusive, fresh_lines)
        group = groups.setdefault(identifier, {"net": ZERO, "gross": ZERO, "rates": rates})
        group["net"] += net
        group["gross"] += gross
    subtotal = sum((group["net"] for group in groups.values()), ZERO)
    _spread_discount(groups, subtotal, discount(subtotal))
    by_rate = _inclusive_tax(groups) if inclusive else _exclusive_tax(groups)
    _override(by_rate, sent)
    tax = sum((amount for amount, _base, _percent in by_rate.values()), ZERO)
    new["TxnTaxDetail"] = {
        "TotalTax": tax,
        "TaxLine": [
            {
                "Amount": amount,
                "DetailType": "TaxLineDetail",
                "TaxLineDetail": {
                    "TaxRateRef": {"value": identifier},
                    "PercentBased": True,
                    "TaxPercent": percent,
                    "NetAmountTaxable": base,
                },
            }
            for identifier, (amount, base, percent) in by_rate.items()
        ],
    }
    return tax


def _line_code(company, entry, side):
    reference = entry.detail.get("TaxCodeRef")
    if not reference:
        raise business(NO_RATE)
    code = company.get("TaxCode", reference["value"])
    if code is None or not code.get("Active", True):
        raise bad_reference("TaxCodes", reference["value"])
    rates = code_rates(company, code, side)
    other = next(each for each in _SIDES if each != side)
    if not rates and code_rates(company, code, other):
        # A code has its rates for sales and for purchases separately; one without any is for both.
        detail = f"The tax code {code['Name']} cannot be used on {_SIDES[side]}."
        raise QuickBooksFault("6160", detail, "TaxCodeRef")
    return code["Id"], rates


def _net_and_gross(entry, rates, inclusive, fresh):
    amount = entry.line["Amount"]
    if not inclusive:
        entry.detail.pop("TaxInclusiveAmt", None)
        return amount, amount
    gross = entry.detail.get("TaxInclusiveAmt")
    if gross is None:
        gross = amount
    if fresh:
        factor = 1 + sum((percent for _id, percent in rates), ZERO) / _HUNDRED
        net = cents(gross / factor)
        entry.line["Amount"] = net
        entry.detail["TaxInclusiveAmt"] = gross
        quantity = entry.detail.get("Qty")
        if quantity:
            entry.detail["UnitPrice"] = rate(net / quantity)
        return net, gross
    return amount, gross


def _spread_discount(groups, subtotal, amount):
    remaining = amount
    last = len(groups) - 1
    for position, group in enumerate(groups.values()):
        if not subtotal:
            break
        share = remaining if position == last else cents(amount * group["net"] / subtotal)
        remaining -= share
        group["gross"] = cents(group["gross"] * (1 - amount / subtotal))
        group["net"] -= share


def _exclusive_tax(groups):
    bases = OrderedDict()
    for group in groups.values():
        for identifier, percent in group["rates"]:
            base, _percent = bases.get(identifier, (ZERO, percent))
            bases[identifier] = (base + group["net"], percent)
    return OrderedDict(
        (identifier, (cents(base * percent / _HUNDRED), base, percent))
        for identifier, (base, percent) in bases.items()
    )


def _inclusive_tax(groups):
    by_rate = OrderedDict()
    for group in groups.values():
        remaining = group["gross"] - group["net"]
        whole = remaining
        total_percent = sum((percent for _id, percent in group["rates"]), ZERO)
        last = len(group["rates"]) - 1
        for position, (identifier, percent) in enumerate(group["rates"]):
            share = remaining
            if position != last and total_percent:
                share = cents(whole * percent / total_percent)
            remaining -= share
            amount, base, _percent = by_rate.get(identifier, (ZERO, ZERO, percent))
            by_rate[identifier] = (amount + share, base + group["net"], percent)
    return by_rate


def _override(by_rate, sent):
    """A client may correct the tax of a rate by cents; anything more is refused."""
    for line in (sent.get("TxnTaxDetail") or {}).get("TaxLine", []):
        identifier = line.get("TaxLineDetail", {}).get("TaxRateRef", {}).get("value")
        given = line.get("Amount")
        if given is None or identifier not in by_rate:
            continue
        amount, base, percent = by_rate[identifier]
        if abs(given - amount) > max(_OVERRIDE_TOLERANCE, CENT):
            detail = f"Tax amount {given} of rate {identifier} does not match the lines ({amount})."
            raise QuickBooksFault("2280", detail, "TxnTaxDetail")
        by_rate[identifier] = (cents(given), base, percent)
