"""The user's rules over one order, invoice or payment: top-down, each seeing what earlier ones changed.

Deterministic, and a function of its arguments only. `RuleSet` prepares the rules once for many sales;
`RuleSet.rule` is asked per document.
"""

import heapq
from collections.abc import Sequence
from decimal import Decimal

from ..money import AMOUNT_DIGITS, ZERO, round_half_up
from ..problem import Held
from ..sale import Invoice, Payment
from . import actions, fields
from .actions import CustomFieldValue, convert_to, shown
from .index import FieldIndex
from .prepared import Prepared
from .rule import Rule, RuleError
from .ruling import UNRULED, Explained, LineRuling, Ruling, Surcharge
from .subject import Subject

#: What a rule can change of a payment; everything else is decided for its order or invoice.
OF_PAYMENTS = frozenset({"deposit_account", "payment_method", "customer", "memo"})
#: A refund gives no surcharge back: it was never part of the credit note.
NOT_OF_CREDIT_NOTES = frozenset({"surcharge"})
DECISIONS = ("skip", "no_invoice", "unpaid")
FAILURES = (RuleError, LookupError, TypeError, ValueError, ArithmeticError)


class RuleSet:
    """Rules in their order, ready for many sales. Raises RuleError as `Prepared` does."""

    def __init__(self, rules: Sequence[Rule] = ()):
        self.prepared = [Prepared(rule) for rule in rules]
        self.indexes: dict[str, FieldIndex] = {}
        self.fields: dict[str, fields.Field] = {}
        self.first: dict[str, Rule] = {}
        for position, each in enumerate(self.prepared):
            key = each.field.key
            if key not in self.indexes:
                self.indexes[key] = FieldIndex(each.field.kind)
                self.fields[key] = each.field
                self.first[key] = each.rule
            self.indexes[key].add(position, each.comparison.key, each.wanted)
        self.readers: dict[str, list[fields.Field]] = {}
        for field in self.fields.values():
            if field.reads:
                self.readers.setdefault(field.reads, []).append(field)

    def __bool__(self):
        return bool(self.prepared)

    def rule(self, subject: Subject) -> Ruling:
        """What the rules say about this order, invoice or payment."""
        return _Run(self, subject).ruling() if self.prepared else UNRULED

    def report(self, ruling: Ruling) -> list[tuple[Rule, tuple[Explained, ...]]]:
        """Every rule in its order with what it did; a rule that did not fit did nothing."""
        return [
            (each.rule, tuple(note for note in ruling.explanation if note.rule == each.rule.id))
            for each in self.prepared
        ]

    def values(self, subject: Subject) -> list[tuple[fields.Field, tuple]]:
        """What the fields that the rules compare are for this order, invoice or payment."""
        run = _Run(self, subject)
        return [
            (field, tuple(value for place in run.places for value in run._values(field, place)))
            if field.level == fields.LINE
            else (field, run._values(field))
            for field in self.fields.values()
        ]

    def paths(self) -> dict[str, set[str]]:
        """{model: paths} of the facts that the rules need."""
        needed: dict[str, set[str]] = {}
        for field in self.fields.values():
            for model, path in (field.paths or {}).items():
                needed.setdefault(model, set()).add(path)
        return needed


class _Run:
    """One evaluation. `header` and `lines` hold what has been changed so far."""

    def __init__(self, rules: RuleSet, subject: Subject):
        self.rules = rules
        self.subject = subject
        self.header: dict[str, object] = {}
        self.custom: dict[str, str] = {}
        self.lines: dict[int, dict] = {}
        self.surcharges: list[Surcharge] = []
        self.explained: list[Explained] = []
        self.hits: dict[str, dict[int, int]] = {}
        self.line_hits: dict[str, dict[int, dict[int, int]]] = {}
        self.places = [place for place, line in enumerate(subject.lines) if line.kind == "product"]
        self.queue: list[int] = []
        self.position = -1

    def ruling(self) -> Ruling:
        rule = None
        try:
            for field in self.rules.fields.values():
                rule = self.rules.first[field.key]
                self._look(field)
            while self.queue:
                position = heapq.heappop(self.queue)
                if position > self.position:
                    self.position = position
                    rule = self.rules.prepared[position].rule
                    self._carry_out(self.rules.prepared[position])
        except FAILURES as failure:
            return Ruling(problem=self._problem(rule, failure))
        return self._result()

    def _problem(self, rule, failure):
        detail = f"{type(failure).__name__}: {failure}"
        number = self.subject.form.number
        return Held("rule_failed", detail, document=number, rule=rule.name).problem

    # Which rules fit

    def _look(self, field, place=None):
        """Find the rules that fit a field's values; queue those that are still to come."""
        index = self.rules.indexes[field.key]
        if field.level == fields.LINE:
            found = self.line_hits.setdefault(field.key, {})
            for each in self.places if place is None else (place,):
                found[each] = index.hits(self._values(field, each))
                self._queue(found[each])
        else:
            self.hits[field.key] = index.hits(self._values(field))
            self._queue(self.hits[field.key])

    def _queue(self, positions):
        for position in positions:
            if position > self.position:
                heapq.heappush(self.queue, position)

    def _values(self, field, place=None) -> tuple:
        if field.level == fields.LINE:
            written = self.lines.get(place, {}).get(field.reads)
            value = written if written else field.value(self.subject, self.subject.lines[place])
        elif field.reads in self.header:
            value = self.header[field.reads]
        elif field.level == fields.PAYMENT:
            value = tuple(field.value(self.subject, each) for each in self.subject.payments)
        else:
            value = field.value(self.subject)
        return value if isinstance(value, tuple) else (value,)

    # What they do

    def _carry_out(self, each: Prepared):
        applies_to, order = each.rule.applies_to, self.subject.order
        if applies_to is not None and (order is None or order.id not in applies_to):
            return
        if not self._concerns(each.action):
            return
        if each.field.level == fields.LINE:
            self._by_lines(each)
            return
        row = self.hits[each.field.key].get(self.position)
        if row is None:
            return
        if each.action.level == actions.SALE:
            self._do(each, row)
            return
        for place in self.places:
            if self._eligible(each.action, place, all_lines=True):
                self._do(each, row, place)

    def _concerns(self, action):
        form = self.subject.form
        if isinstance(form, Payment):
            return action.writes in OF_PAYMENTS and action.level == actions.SALE
        credit = isinstance(form, Invoice) and form.kind == "credit_note"
        return not (credit and action.writes in NOT_OF_CREDIT_NOTES)

    def _by_lines(self, each):
        hits = self.line_hits[each.field.key]
        fitting = [place for place in self.places if self.position in hits[place]]
        if each.action.level == actions.LINE:
            for place in fitting:
                if self._eligible(each.action, place):
                    self._do(each, hits[place][self.position], place)
            return
        # "is not" about the whole sale means that no line is the one.
        if each.comparison.key == "is_not" and len(fitting) < len(self.places):
            return
        if fitting:
            self._do(each, hits[fitting[0]][self.position], None, fitting[0])

    def _eligible(self, action, place, all_lines=False):
        if self.lines.get(place, {}).get("exclude"):
            return False
        role = self.subject.lines[place].role
        if action.role:
            return role == action.role
        return not (all_lines and role and action.writes in ("item", "quantity", "exclude"))

    def _do(self, each: Prepared, row: int, place: int | None = None, seen_on: int | None = None):
        seen_on = place if place is not None else seen_on
        values = self._values(each.field, seen_on)
        value = each.to[min(row, len(each.to) - 1)]
        copied = next((one for one in values if one not in (None, "")), None)
        if value is None:
            value = convert_to(each.action, copied)
        before, after = self._write(each, value, copied, place)
        line = self.subject.lines[seen_on] if seen_on is not None else None
        self.explained.append(
            Explained(
                rule=each.rule.id,
                name=each.rule.name,
                what=each.action.key,
                before=shown(before),
                after=shown(after),
                line=seen_on + 1 if line else 0,
                line_text=line.description.split("\n")[0] if line else "",
                value=", ".join(filter(None, map(shown, values))),
            )
        )

    def _write(self, each: Prepared, value, copied, place):
        action, written = each.action, each.action.writes
        if action.value == "custom":
            return self._write_custom(value, copied)
        if action.value == "surcharge":
            return self._write_surcharge(each.rule, value)
        before = self._before(written, place)
        if action.value == "prefix":
            value = f"{value}{before}"
        elif action.value == "factor":
            own = self.lines.setdefault(place, {})
            own["factor"] = own.get("factor", Decimal(1)) * value
            value = before * value
        if place is None:
            self.header[written] = value
        else:
            self.lines.setdefault(place, {})[written] = value
        for field in self.rules.readers.get(written, ()):
            if (field.level == fields.LINE) == (place is not None):
                self._look(field, place)
        return before, value

    def _before(self, written, place):
        if place is None:
            if written in self.header:
                return self.header[written]
            return False if written in DECISIONS else fields.current_value(self.subject, written)
        own = self.lines.get(place, {})
        if written in own:
            return own[written]
        reader = fields.LINE_BEFORE.get(written)
        return reader(self.subject, self.subject.lines[place]) if reader else ""

    def _write_custom(self, value: CustomFieldValue, copied):
        before = self.custom.get(value.name, "")
        self.custom[value.name] = shown(copied) if value.value is None else value.value
        return before, f"{value.name} = {self.custom[value.name]}"

    def _write_surcharge(self, rule, value):
        amount = value.number
        if value.percent:
            base = getattr(self.subject.form, "untaxed", ZERO)
            amount = base * value.number / 100
        amount = round_half_up(amount, AMOUNT_DIGITS)
        if amount:
            self.surcharges.append(Surcharge(rule.name, amount, value.item))
        return "", amount

    def _result(self) -> Ruling:
        header = {name: value for name, value in self.header.items() if name not in DECISIONS}
        return Ruling(
            skip=bool(self.header.get("skip")),
            no_invoice=bool(self.header.get("no_invoice")),
            unpaid=bool(self.header.get("unpaid")),
            mode=header.pop("mode", ""),
            header=header,
            custom_fields=tuple(self.custom.items()),
            lines={place: _line_ruling(changed) for place, changed in self.lines.items()},
            surcharges=tuple(self.surcharges),
            explanation=tuple(self.explained),
        )


def _line_ruling(changed):
    return LineRuling(
        item=changed.get("item", ""),
        factor=changed.get("factor"),
        tax_code=changed.get("tax_code", ""),
        class_name=changed.get("class", ""),
        exclude=bool(changed.get("exclude")),
    )
