"""What a ruling makes of a document: names, numbers, lines, and the total that follows from them.

Only rewriting: which documents there are is the plan's business. A rule that adds or leaves out a line makes
the document's total another than Odoo's, on purpose; every other change leaves the total as it is.
"""

from dataclasses import fields, replace
from decimal import Decimal

from .. import documents as docs
from ..money import AMOUNT_DIGITS, ZERO, round_half_up, split_price
from ..problem import Held
from ..sale import Invoice, Order, Payment, SaleLine, Snapshot
from .ruling import LineRuling, Ruling

HUNDRED = Decimal(100)
#: what a rule changes → the field of the document, where they have not the same name
NAMES = {
    "customer": "customer_name",
    "term": "term_name",
    "class": "class_name",
    "payment_method": "method_name",
}


def amend(document, ruling: Ruling, form: Order | Invoice | Payment, snapshot: Snapshot):
    """The document with the ruling carried out. `form` is what it was written from.

    Raises Held('excluded_tax_unknown') when a line is left out whose tax is no plain percentage.
    """
    changed = _header(document, ruling)
    # The lines of a payment's difference are not those of a sale.
    of_sale = isinstance(document, docs.SalesForm) and not isinstance(form, Payment)
    if of_sale and (ruling.lines or ruling.surcharges):
        lines = _lines(document, ruling, form)
        tax = document.tax - _excluded_tax(ruling, form, snapshot)
        total = sum((line.amount for line in lines), tax)
        changed |= {"lines": lines, "tax": tax, "total": total}
    return replace(document, **changed) if changed else document


def removed_amount(ruling: Ruling, form: Invoice, snapshot: Snapshot) -> Decimal:
    """By how much the document's total is below Odoo's because lines are left out, tax included."""
    excluded = _excluded(ruling, form)
    if not excluded:
        return ZERO
    added = sum((surcharge.amount for surcharge in ruling.surcharges), ZERO)
    removed = sum((line.amount for line in excluded), _excluded_tax(ruling, form, snapshot))
    return max(removed - added, ZERO)


def _header(document, ruling):
    known = {field.name for field in fields(document)}
    changed = {NAMES.get(name, name): value for name, value in ruling.header.items()}
    changed = {name: value for name, value in changed.items() if name in known}
    if ruling.custom_fields and "custom_fields" in known:
        changed["custom_fields"] = tuple(docs.CustomField(*each) for each in ruling.custom_fields)
    if "term_name" in changed:
        changed["term"] = None
    return changed


# Lines


def _lines(document, ruling, form):
    lines = []
    for place, (line, source) in enumerate(zip(document.lines, form.lines, strict=True)):
        changes = ruling.lines.get(place)
        if changes is None:
            lines.append(line)
        elif not changes.exclude:
            lines.append(_line(line, changes, source))
    lines += [
        docs.Line("item", surcharge.description, surcharge.amount, item_name=surcharge.item)
        for surcharge in ruling.surcharges
    ]
    return tuple(lines)


def _line(line: docs.Line, changes: LineRuling, source: SaleLine) -> docs.Line:
    changed = {}
    if changes.item:
        changed |= {"item": None, "item_name": changes.item}
    if changes.factor is not None:
        changed |= _multiplied(line, changes.factor, source)
    if changes.tax_code:
        changed["tax_code"] = changes.tax_code
    if changes.class_name:
        changed["class_name"] = changes.class_name
    return replace(line, **changed)


def _multiplied(line, factor, source):
    """More or fewer units at a price that leaves the amount as it is."""
    quantity = source.quantity * factor
    price = line.amount / quantity if quantity else ZERO
    quantity, price = split_price(line.amount, quantity, price)
    return {"quantity": quantity, "unit_price": price}


def _excluded(ruling, form) -> list[SaleLine]:
    return [form.lines[place] for place, changes in ruling.lines.items() if changes.exclude]


def _excluded_tax(ruling, form, snapshot):
    tax = ZERO
    for line in _excluded(ruling, form):
        if not line.taxes or not line.amount:
            continue
        rates = [
            snapshot.taxes[each].rate if each in snapshot.taxes else None for each in line.taxes
        ]
        if None in rates:
            raise Held(
                "excluded_tax_unknown",
                document=form.number,
                line=line.description.split("\n")[0],
            )
        tax += round_half_up(line.amount * sum(rates) / HUNDRED, AMOUNT_DIGITS)
    return min(tax, form.tax) if form.tax > 0 else ZERO
