"""Random sales as Odoo computes them, and QuickBooks' computation of a body, for the tests of totals.

Both are written here anew, with fractions, and share nothing with the code under test.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st
from online_samples import US
from small_sales import invoice, snapshot

from connex_bridge.bridge import sale
from connex_bridge.bridge.compose import role_key
from connex_bridge.bridge.sale import RoleItem

RATES = {1: "5", 2: "7", 3: "8.25", 4: "20", 5: "9.975", 6: "0"}
COMBINATIONS = [(), (1,), (2, 1), (3,), (4,), (5, 1), (6,)]
TAXES = {number: sale.Tax(number, f"Tax {rate}", Decimal(rate)) for number, rate in RATES.items()}
#: QuickBooks' tax codes: one for each combination, each tax of Odoo being one rate there.
CODES = {tuple(sorted(each)): f"code-{'-'.join(map(str, sorted(each)))}" for each in COMBINATIONS}
CODE_RATES = {
    code: tuple((f"rate-{tax}", Decimal(RATES[tax])) for tax in taxes)
    for taxes, code in CODES.items()
}
ROLES = {
    role: RoleItem(number, role, role)
    for number, role in enumerate(("no_product", "rounding", "difference", "tax"), 1)
}
ROLE_IDS = {role_key(item): f"item-{role}" for role, item in ROLES.items()}


def company(sales_tax, handling, limit="0"):
    names = {tax.id: tax.name for tax in TAXES.values()}
    return replace(
        US,
        tax_names=names,
        sales_tax=sales_tax,
        tax_handling=handling,
        tax_codes={taxes: code for taxes, code in CODES.items() if taxes},
        exempt_tax_code=CODES[()],
        tax_rates=CODE_RATES,
        role_items=ROLES,
        difference_limit=Decimal(limit),
    )


def cents(value):
    """Half up, away from zero."""
    scaled = abs(Fraction(value)) * 100
    whole = (scaled + Fraction(1, 2)).__floor__()
    return Fraction(whole if value >= 0 else -whole, 100)


def money(value):
    return Decimal(value.numerator) / Decimal(value.denominator)


lines = st.lists(
    st.tuples(
        st.decimals("-3", "400", places=6),
        st.decimals("0", "99", places=6),
        st.sampled_from(["0", "5", "12.5", "33.33", "100"]),
        st.sampled_from(COMBINATIONS),
    ),
    min_size=1,
    max_size=5,
)


def sold(drawn, included, per_line, early=False):
    """The snapshot and invoice of these lines, with Odoo's amounts. `early`: tax is charged on 2 % less,
    because the customer may pay early."""
    raw_tax, found = {}, []
    for number, (quantity, price, discount, taxes) in enumerate(drawn, 1):
        net = Fraction(quantity) * Fraction(price) * (1 - Fraction(discount) / 100)
        if included:
            net /= 1 + sum(Fraction(RATES[tax]) for tax in taxes) / 100
        for tax in taxes:
            amount = net * Fraction(RATES[tax]) / 100
            raw_tax[tax] = raw_tax.get(tax, 0) + (cents(amount) if per_line else amount)
        found.append(
            sale.SaleLine(
                number,
                product=7,
                quantity=quantity,
                unit_price=price,
                discount=Decimal(discount),
                amount=money(cents(net)),
                taxes=taxes,
            )
        )
    if early:
        found += _pairs_for_early_payment(found, raw_tax)
    tax = money(sum(map(cents, raw_tax.values()), Fraction(0)))
    untaxed = sum((line.amount for line in found), Decimal(0))
    made = invoice(lines=tuple(found), untaxed=untaxed, total=untaxed + tax, residual=untaxed + tax)
    made = replace(made, tax=tax)
    return snapshot([], [made], taxes=TAXES, roles=ROLES), made


def _pairs_for_early_payment(found, raw_tax):
    """Lines that take 2 % off with the taxes and give it back without; `raw_tax` is lowered for them."""
    pairs = []
    for line in found:
        off = cents(Fraction(line.amount) / 50)
        for taxes, amount in ((line.taxes, -off), ((), off)):
            pairs.append(sale.SaleLine(0, role="difference", amount=money(amount), taxes=taxes))
        for tax in line.taxes:
            raw_tax[tax] -= off * Fraction(RATES[tax]) / 100
    return pairs


def booked(body, sales_tax, automated_percent=8):
    """The total that QuickBooks books for a body."""
    untaxed, bases = Fraction(0), {}
    for line in body["Line"]:
        if line["DetailType"] != "SalesItemLineDetail":
            continue
        detail = line["SalesItemLineDetail"]
        amount = Fraction(line["Amount"])
        if "Qty" in detail and "UnitPrice" in detail:
            assert cents(Fraction(detail["Qty"]) * Fraction(detail["UnitPrice"])) == amount, "6070"
        untaxed += amount
        code = detail.get("TaxCodeRef", {}).get("value")
        bases[code] = bases.get(code, 0) + amount
    return untaxed + _tax(body.get("TxnTaxDetail", {}), bases, sales_tax, automated_percent)


def _tax(given, bases, sales_tax, automated_percent):
    if sales_tax == "none":
        return 0
    if sales_tax == "global":
        return _global_tax(given, bases)
    assert set(bases) <= {"TAX", "NON"}, "6100"
    if "TAX" not in bases:
        return 0
    if "TotalTax" in given:
        return Fraction(given["TotalTax"])
    percent = automated_percent
    if sales_tax == "manual":
        percent = sum(Fraction(rate) for _id, rate in CODE_RATES[given["TxnTaxCodeRef"]["value"]])
    return cents(bases["TAX"] * percent / 100)


def _global_tax(given, bases):
    by_rate = {}
    for code, base in bases.items():
        for rate, percent in CODE_RATES[code]:
            net, _percent = by_rate.get(rate, (0, percent))
            by_rate[rate] = (net + base, percent)
    taxes = {
        rate: cents(base * Fraction(percent) / 100) for rate, (base, percent) in by_rate.items()
    }
    for line in given.get("TaxLine", ()):
        rate, amount = line["TaxLineDetail"]["TaxRateRef"]["value"], Fraction(line["Amount"])
        assert abs(amount - taxes[rate]) <= Fraction("0.05"), "2280"
        taxes[rate] = amount
    return sum(taxes.values())
