"""Runs query statements over one company's books and builds ``QueryResponse``."""

from decimal import Decimal, InvalidOperation

from .catalogue import BY_LOWER_NAME, ENTITIES
from .clock import seconds_of
from .faults import QuickBooksFault
from .filterable import FILTERABLE, NOT_FOUND, RENDERED
from .grammar import parse
from .registry import RULES
from .schema import ENUMERATIONS, is_type, properties
from .singles import company_info, exchange_rate, preferences

MAXIMUM_ROWS = 1000
_META = ("MetaData.CreateTime", "MetaData.LastUpdatedTime")
_SIMPLE = {"string", "id", "decimal", "integer", "boolean", "date", "dateTime", "ReferenceType"}


def run(company, text):
    """The ``QueryResponse`` of a statement. Raises 4000 and 4001."""
    statement = parse(text)
    entity = _entity(statement.entity)
    conditions = [_prepared(company, entity.name, each) for each in statement.conditions]
    order = [(_known(entity.name, path), descending) for path, descending in statement.order]
    columns = _columns(entity.name, statement.columns)
    _check_page(company, statement)
    rows = _rows(company, entity, conditions)
    if statement.count:
        return {"totalCount": len(rows)}
    rows = _sorted(company, entity, rows, order)
    page = rows[statement.start - 1 : statement.start - 1 + statement.maximum]
    if not page:
        return {}
    rules = RULES[entity.name]
    answer = [rules.render(company, row) for row in page]
    if columns:
        answer = [_projected(row, columns) for row in answer]
    return {entity.name: answer, "startPosition": statement.start, "maxResults": len(answer)}


def invalid(detail):
    """4001 with the validation text."""
    return QuickBooksFault("4001", f"QueryValidationError: {detail}", None)


def _entity(name):
    entity = BY_LOWER_NAME.get(name.lower())
    if entity is None or "query" not in entity.operations:
        raise invalid(f"invalid context declaration: {name}")
    return entity


def _check_page(company, statement):
    for value in (statement.start, statement.maximum):
        if value < 1:
            raise invalid(f"value {value} is too small. Min allowed value is 1")
    if statement.maximum > MAXIMUM_ROWS:
        if company.settings["maximum_results_over"] != "clamp":
            raise invalid(
                f"value {statement.maximum} is too large. Max allowed value is {MAXIMUM_ROWS}"
            )
        statement.maximum = MAXIMUM_ROWS


def _known(entity, path):
    """The property's proper spelling. Raises "not found" for unknown and complex ones."""
    lowered = path.lower()
    for meta in _META:
        if lowered == meta.lower():
            return meta
    head = lowered.split(".")[0]
    for name, kind in properties(entity).items():
        if name.lower() == lowered:
            if kind not in _SIMPLE and kind not in ENUMERATIONS and kind != "EmailAddress":
                if kind.endswith("[]") and name in ("Line", "CustomField"):
                    raise invalid(f"property '{name}' is not queryable")
                break
            if name in NOT_FOUND.get(entity, ()):
                break
            return name
        inside = name.lower() == head and "." in lowered
        if inside and (kind == "ReferenceType" or is_type(kind.removesuffix("[]"))):
            raise invalid(f"property '{path}' is not queryable")
    raise invalid(f"Property {path} not found for Entity {entity}")


def _columns(entity, columns):
    if not columns or "*" in columns:
        return []
    return [_known(entity, column) for column in columns]


def _projected(row, columns):
    wanted = {column.split(".")[0] for column in columns}
    kept = {key: value for key, value in row.items() if key in wanted}
    return {**kept, "domain": "QBO", "sparse": True, "Id": row["Id"]}


class _Prepared:
    """A condition whose values have the property's kind."""

    def __init__(self, path, operator, kind, values):
        self.path = path
        self.operator = operator
        self.kind = kind
        self.values = values

    def holds(self, value):
        value = _comparable(self.kind, value)
        if self.operator == "IN":
            return value in self.values
        wanted = self.values[0]
        if self.operator == "LIKE":
            return _like(value or "", wanted)
        if self.operator == "=":
            return value == wanted
        if self.operator == "!=":
            return value != wanted
        if value is None or wanted is None:
            return False
        if self.operator == "<":
            return value < wanted
        if self.operator == ">":
            return value > wanted
        return value <= wanted if self.operator == "<=" else value >= wanted


def _prepared(company, entity, condition):
    path = _known(entity, condition.path)
    if path not in FILTERABLE[entity]:
        raise invalid(f"property '{condition.path}' is not queryable")
    kind = "dateTime" if path in _META else properties(entity)[path]
    if path == "Id" and condition.operator not in ("=", "IN"):
        raise invalid("property 'Id' can only be compared with = and IN")
    values = [
        company.clock.today() if value == "CURRENT_DATE" else value for value in condition.values
    ]
    if condition.operator != "LIKE":
        values = [_converted(kind, path, value) for value in values]
    if condition.operator == "IN":
        values = frozenset(values)
    return _Prepared(path, condition.operator, kind, values)


def _converted(kind, path, text):
    try:
        if text.strip() == "":
            return None
        if kind in ("decimal", "integer"):
            return Decimal(text)
        if kind == "boolean":
            return {"true": True, "false": False}[text.lower()]
        if kind == "dateTime":
            return seconds_of(text)
    except (InvalidOperation, KeyError, ValueError):
        raise invalid(f"value '{text}' is not valid for property {path}") from None
    return text.casefold()


def _comparable(kind, value):
    if value is None:
        return None
    if kind == "dateTime":
        return seconds_of(value)
    if kind in ("decimal", "integer", "boolean"):
        return value
    if isinstance(value, dict):
        value = value.get("value") or value.get("Address") or ""
    return value.casefold() or None


def _like(value, pattern):
    """``%`` stands for anything; case does not matter."""
    parts = pattern.casefold().split("%")
    value = value.casefold() if isinstance(value, str) else str(value)
    if len(parts) == 1:
        return value == parts[0]
    if not value.startswith(parts[0]) or not value.endswith(parts[-1]):
        return False
    position, end = len(parts[0]), len(value) - len(parts[-1])
    for part in parts[1:-1]:
        found = value.find(part, position, end)
        if found < 0:
            return False
        position = found + len(part)
    return position <= end


def _rows(company, entity, conditions):
    if entity.kind == "single":
        return _single_rows(company, entity, conditions)
    candidates = _candidates(company, entity.name, conditions)
    asks_active = any(condition.path == "Active" for condition in conditions)
    rendered = RENDERED.get(entity.name, ())
    rows = []
    for row in candidates:
        if entity.kind == "list" and not asks_active and row.get("Active") is False:
            continue
        if all(
            condition.holds(_value_of(company, entity.name, row, condition.path, rendered))
            for condition in conditions
        ):
            rows.append(row)
    return rows


def _candidates(company, entity, conditions):
    objects = company.objects[entity]
    for condition in conditions:
        if condition.path == "Id":
            wanted = condition.values
            if entity == "TaxCode":
                return list(objects.values())
            return [objects[each] for each in wanted if each in objects]
    return list(objects.values())


def _value_of(company, entity, row, path, rendered):
    if path in rendered:
        return RULES[entity].render(company, row).get(path)
    head, _, tail = path.partition(".")
    value = row.get(head)
    return value.get(tail) if tail and value else value


def _single_rows(company, entity, conditions):
    if entity.name == "CompanyInfo":
        return [company_info(company)]
    if entity.name == "Preferences":
        return [preferences(company)]
    given = {condition.path: condition for condition in conditions}
    codes = given.get("SourceCurrencyCode")
    wanted = [each.upper() for each in codes.values] if codes else sorted(company.exchange_rates)
    day = company.clock.today()
    if "AsOfDate" in given:
        day = next(iter(given["AsOfDate"].values))
    return [{**exchange_rate(company, code, day), "Id": code} for code in wanted]


def _sorted(company, entity, rows, order):
    if order:
        for path, descending in reversed(order):
            kind = "dateTime" if path in _META else properties(entity.name)[path]
            rows.sort(key=_sort_key(company, entity, path, kind), reverse=descending)
        return rows
    if entity.kind == "list":
        name = ENTITIES[entity.name].name_field
        return sorted(rows, key=lambda row: (row.get(name) or "").casefold())
    if entity.kind == "transaction":
        return sorted(rows, key=lambda row: (row["TxnDate"], int(row["Id"])), reverse=True)
    return rows


def _sort_key(company, entity, path, kind):
    rendered = RENDERED.get(entity.name, ())

    def key(row):
        value = _value_of(company, entity.name, row, path, rendered)
        if kind == "id":
            return (value is not None, (not value.isdigit(), int(value) if value.isdigit() else 0))
        value = _comparable(kind, value)
        return (value is not None, value if value is not None else 0)

    return key
