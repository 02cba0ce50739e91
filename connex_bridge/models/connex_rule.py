"""`connex.rule`: a user's exception to the transaction mode.

Fields, checks and what a changed rule sets off. How rules reach the plan: connex_rule_planning.py. Testing a
rule and its warnings: connex_rule_test.py. Import: connex_rule_import.py. What rules mean: bridge/rules/.
"""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import datetime as safe_datetime
from odoo.tools.safe_eval import safe_eval

from ..bridge.rules import PATH, Rule, RuleError
from ..bridge.rules.actions import ACTIONS
from ..bridge.rules.comparisons import COMPARISONS
from ..bridge.rules.fields import FIELDS
from ..bridge.rules.prepared import Prepared
from .connex_rule_facts import path_kind, paths_exist
from .connex_rule_text import refusal_text

OTHER_FIELD = "other"
EVERY_CONNECTION = 0
#: What of a rule decides about sales; the rest may change without a new look at them.
DECIDING = {
    "name", "sequence", "active", "action", "field_to_compare", "field_choice", "field_path",
    "comparison", "line_ids", "domain", "connection_ids",
}  # fmt: skip


class ConnexRule(models.Model):
    _name = "connex.rule"
    _inherit = ["connex.rule.planning", "connex.rule.test", "connex.rule.import"]
    _description = "QuickBooks Rule"
    _order = "sequence, id"

    name = fields.Char("Title", required=True)
    sequence = fields.Integer(default=10, help="Rules run from the top down.")
    active = fields.Boolean(default=True)
    action = fields.Selection([(each.key, each.label) for each in ACTIONS.values()], required=True)
    field_to_compare = fields.Char(
        required=True,
        default="order_status",
        help="The key of a field from the list, or the path of a field of the order.",
    )
    field_choice = fields.Selection(
        [(each.key, each.label) for each in FIELDS.values()]
        + [(OTHER_FIELD, "Another field of the order…")],
        "Field to Compare",
        compute="_compute_field_choice",
        inverse="_inverse_field_choice",
        readonly=False,
    )
    field_path = fields.Char(
        "Field of the Order",
        compute="_compute_field_choice",
        inverse="_inverse_field_choice",
        readonly=False,
    )
    comparison = fields.Selection(
        [(each.key, each.label) for each in COMPARISONS.values()], required=True, default="equals"
    )
    line_ids = fields.One2many("connex.rule.line", "rule_id", "Lines", copy=True)
    domain = fields.Char(
        "Apply Only When",
        default="[]",
        help="The rule applies to sales whose order meets this condition. Without one it applies to all "
        "sales, invoices without an order included.",
    )
    connection_ids = fields.Many2many(
        "connex.connection",
        string="Connections",
        help="The rule applies to these connections, to all if none is chosen.",
    )
    order_model = fields.Char(compute="_compute_needs", help="Where the path of a field begins.")
    needs_from = fields.Boolean(compute="_compute_needs")
    to_help = fields.Char(compute="_compute_needs")

    # === COMPUTE METHODS === #

    @api.depends("field_to_compare")
    def _compute_field_choice(self):
        for rule in self:
            known = rule.field_to_compare in FIELDS
            rule.field_choice = rule.field_to_compare if known else OTHER_FIELD
            rule.field_path = False if known else (rule.field_to_compare or "").removeprefix(PATH)

    def _inverse_field_choice(self):
        for rule in self:
            other = rule.field_choice == OTHER_FIELD
            rule.field_to_compare = rule.field_path if other else rule.field_choice

    @api.onchange("field_choice", "field_path")
    def _onchange_field_choice(self):
        self._inverse_field_choice()

    @api.depends("action", "comparison")
    def _compute_needs(self):
        helps = {
            "yes": self.env._("true, or false to take back what a rule further up has decided"),
            "mode": self.env._("a transaction type, like Sales receipts or Invoices only"),
            "date": self.env._("a date like 2026-11-23; compare with “map all” to copy a date"),
            "factor": self.env._("a number, like 12"),
            "surcharge": self.env._(
                "an amount or a percentage, then an item: 5, 2.5% or 2.5% Handling"
            ),
            "custom": self.env._("name = value; with “map all” only the name"),
            "prefix": self.env._("the text in front of the number, like WEB-"),
        }
        for rule in self:
            rule.order_model = "sale.order"
            comparison = COMPARISONS.get(rule.comparison)
            action = ACTIONS.get(rule.action)
            rule.needs_from = not comparison or comparison.from_needed
            default = self.env._("the name in QuickBooks") if action and action.list_kind else ""
            rule.to_help = helps.get(action.value, default) if action else ""

    # === ACTION METHODS === #

    def action_impact(self):
        """Show which of the last synced sales come out differently with this rule."""
        self.ensure_one()
        impact = self.env["connex.rule.impact"]._of(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Impact of “%(name)s”", name=self.name),
            "res_model": impact._name,
            "res_id": impact.id,
            "view_mode": "form",
            "target": "new",
        }

    # === CONSTRAINTS === #

    @api.constrains("action", "field_to_compare", "comparison", "line_ids", "domain")
    def _check_usable(self):
        for rule in self:
            if error := rule._refusal():
                raise ValidationError(
                    self.env._(
                        "Rule “%(name)s”: %(text)s",
                        name=rule.name,
                        text=refusal_text(self.env, error),
                    )
                )

    def _refusal(self):
        """Why the rule cannot be used as it is (a RuleError), or None."""
        self.ensure_one()
        try:
            prepared = Prepared(self._as_rule())
            paths_exist(self.env, prepared.field)
            self._order_domain()
        except RuleError as error:
            return error
        return None

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create([self._with_field_key(vals) for vals in vals_list])
        rules._plan_again()
        return rules

    def write(self, vals):
        before = [rule.connection_ids for rule in self] if "connection_ids" in vals else []
        result = super().write(self._with_field_key(vals))
        if DECIDING & vals.keys():
            self._plan_again(before)
        return result

    def unlink(self):
        self._plan_again()
        return super().unlink()

    def copy_data(self, default=None):
        return [
            vals | {"name": self.env._("%(name)s (copy)", name=rule.name)} | (default or {})
            for rule, vals in zip(self, super().copy_data(default=default), strict=True)
        ]

    def _with_field_key(self, vals):
        """A field may be given by its label, and a path with or without its mark."""
        given = (vals.get("field_to_compare") or "").strip()
        if not given:
            return vals
        labels = {each.label.casefold(): each.key for each in FIELDS.values()}
        key = labels.get(given.casefold(), given.removeprefix(PATH))
        return vals | {"field_to_compare": key}

    # === BUSINESS METHODS === #

    def _as_rule(self, applies_to=None):
        """The rule for the pure part. Raises RuleError for a path that leads nowhere."""
        self.ensure_one()
        field, kind = self.field_to_compare or "", "text"
        if field and field not in FIELDS:
            kind = path_kind(self.env, field.removeprefix(PATH))
            field = PATH + field.removeprefix(PATH)
        return Rule(
            id=self._origin.id or 0,
            name=self.name or "",
            action=self.action or "",
            field=field,
            comparison=self.comparison or "",
            maps=tuple((line.map_from or "", line.map_to or "") for line in self.line_ids),
            applies_to=applies_to,
            path_kind=kind,
        )

    def _order_domain(self):
        """The condition on orders, None without one. Raises RuleError when it cannot be read."""
        self.ensure_one()
        text = (self.domain or "").strip()
        if text in ("", "[]"):
            return None
        context = {"datetime": safe_datetime, "context_today": safe_datetime.datetime.now}
        try:
            domain = Domain(safe_eval(text, context | {"uid": self.env.uid}))
            domain.validate(self.env["sale.order"])
        except Exception as failure:  # noqa: BLE001  # whatever is wrong with it is said to the user
            raise RuleError("bad_domain", reason=str(failure).strip().rstrip(".")) from failure
        return domain

    def _plan_again(self, before=()):
        """Have the sales of the connections concerned looked at again, once per transaction. `before` are
        the connections that the rules applied to until now."""
        precommit = self.env.cr.precommit
        if "connex.rule" not in precommit.data:
            precommit.add(self.env["connex.rule"]._mark_pending)
        waiting = precommit.data.setdefault("connex.rule", set())
        for connections in (*before, *(rule.connection_ids for rule in self)):
            waiting.update(connections.ids or [EVERY_CONNECTION])

    def _mark_pending(self):
        waiting = self.env.cr.precommit.data.pop("connex.rule", set())
        connections = self.env["connex.connection"].sudo().search([("state", "!=", "draft")])
        if EVERY_CONNECTION not in waiting:
            connections = connections.filtered(lambda connection: connection.id in waiting)
        for connection in connections:
            self.env["connex.source"].sudo()._rescan(connection)
