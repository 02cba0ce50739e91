"""Importing rules with Odoo's own import: one row per line, rows with the same title make one rule."""

import math

from odoo import api, fields, models

#: Columns that people write in files → the fields of the lines.
LINE_COLUMNS = {"map_from": "line_ids/map_from", "map_to": "line_ids/map_to"}


class ConnexRuleImport(models.AbstractModel):
    _name = "connex.rule.import"
    _description = "Importing Rules"

    # Shown in lists; writable only so that the import offers them as columns (see `load`).
    map_from = fields.Char(compute="_compute_maps", readonly=False)
    map_to = fields.Char(compute="_compute_maps", readonly=False)

    # === COMPUTE METHODS === #

    @api.depends("line_ids.map_from", "line_ids.map_to")
    def _compute_maps(self):
        for rule in self:
            rule.map_from = _summary(rule.line_ids.mapped("map_from"))
            rule.map_to = _summary(rule.line_ids.mapped("map_to"))

    # === BUSINESS METHODS === #

    @api.model
    def load(self, fields, data):
        """Odoo's import, with rows of the same title brought together as the lines of one rule."""
        names = [LINE_COLUMNS.get(name, name) for name in fields]
        unknown = [name for name in names if name.split("/")[0] not in (*self._fields, ".id")]
        if unknown:
            message = self.env._(
                "There is no column “%(name)s”. The columns are name, action, field_to_compare, "
                "comparison, map_from, map_to, and any other field of a rule.",
                name=unknown[0],
            )
            messages = [{"type": "error", "message": message, "rows": {"from": 0, "to": 0}}]
            return {"ids": False, "messages": messages, "nextrow": 0}
        if "name" in names:
            data = _grouped(names, data)
            # The rows are in another order now, so they are imported in one go.
            self = self.with_context(_import_limit=math.inf)  # noqa: PLW0642
        return super().load(names, data)


def _grouped(names, data):
    """The rows in the order of their titles' first appearance; what belongs to the rule itself stays only
    in the first row of each, so that the others become its lines."""
    title = names.index("name")
    own = [place for place, name in enumerate(names) if not name.startswith("line_ids/")]
    groups, last = {}, None
    for row in data:
        # A row without a title goes on with the rule above it, as in Odoo's own exports.
        last = (row[title] or "").strip() or last
        groups.setdefault(last, []).append(list(row))
    for rows in groups.values():
        for row in rows[1:]:
            for place in own:
                row[place] = ""
    return [row for rows in groups.values() for row in rows]


def _summary(values):
    shown = ", ".join(value for value in values[:3] if value)
    return f"{shown}, …" if len(values) > 3 else shown
