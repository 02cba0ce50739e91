"""What rules look at beyond the snapshot: any stored field of the order by its path, tags, teams and so on.

Values are read for many records at once, as plain data for the pure part.
"""

from datetime import date, datetime
from decimal import Decimal

from odoo.tools import html2plaintext

from ..bridge.rules import RuleError
from ..bridge.rules.comparisons import BOOLEAN, DATE, NUMBER, TEXT
from ..bridge.sale import Source
from .connex_reader_lists import local_day

KINDS = {
    "integer": NUMBER,
    "float": NUMBER,
    "monetary": NUMBER,
    "date": DATE,
    "datetime": DATE,
    "boolean": BOOLEAN,
}
NOT_COMPARABLE = ("binary", "image", "json", "properties", "properties_definition", "reference")


def path_kind(env, path):
    """The kind of the values at the end of a path from the order. Raises RuleError when it leads nowhere."""
    return KINDS.get(_last_field(env, "sale.order", path).type, TEXT)


def paths_exist(env, field):
    """Raises RuleError for a field of the list whose app is not installed."""
    for model, path in (field.paths or {}).items():
        try:
            _last_field(env, model, path)
        except RuleError:
            if field.label == path:
                raise
            raise RuleError("field_not_installed", field=field.label) from None


def _last_field(env, model, path):
    field = None
    for name in path.split("."):
        known = env[model]._fields if model else {}
        if name not in known:
            raise RuleError("unknown_field", field=path)
        field = known[name]
        model = field.comodel_name
    if field.type in NOT_COMPARABLE or not (field.store or field.related):
        raise RuleError("field_not_stored", field=path)
    return field


def read_facts(company, rules, snapshot):
    """{record: {path: value}} of what the rules need for the snapshot (`RuleSet.paths`)."""
    env = company.env
    timezone = company.with_context(tz=company.partner_id.tz or "UTC")
    records = {
        "sale.order": snapshot.orders,
        "account.move": snapshot.invoices,
        "res.partner": snapshot.partners,
        "product.product": snapshot.products,
    }
    facts = {}
    for model, paths in rules.paths().items():
        for record in env[model].browse(sorted(records[model])):
            facts[Source(model, record.id)] = {
                path: _read(record, path, timezone) for path in paths
            }
    return facts


def _read(record, path, timezone):
    *steps, name = path.split(".")
    for step in steps:
        record = record[step]
    values = [value for each in record for value in _values(each, name, timezone)]
    return tuple(values) if len(values) != 1 else values[0]


def _values(record, name, timezone):
    """The field's values as plain data; a selection is found by its key and by what people see."""
    field, value = record._fields[name], record[name]
    if field.type == "boolean":
        return (bool(value),)
    if field.relational:
        return tuple(value.mapped("display_name"))
    if value is False or value is None:
        return (None,)
    if field.type == "selection":
        labels = dict(field._description_selection(record.env))
        return tuple(dict.fromkeys((str(value), str(labels.get(value, value)))))
    if isinstance(value, datetime):
        return (local_day(value, timezone),)
    if isinstance(value, date):
        return (value,)
    if field.type in ("integer", "float", "monetary"):
        return (Decimal(repr(value)),)
    return (html2plaintext(value) if field.type == "html" else str(value),)
