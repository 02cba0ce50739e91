"""A line of a rule: what to compare with, and what it becomes."""

from odoo import api, fields, models


class ConnexRuleLine(models.Model):
    _name = "connex.rule.line"
    _description = "QuickBooks Rule Line"
    _order = "sequence, id"
    _rec_name = "map_from"

    rule_id = fields.Many2one("connex.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    map_from = fields.Char(help="The value that the field is compared with.")
    map_to = fields.Char(help="What it becomes. Actions without a value take true here.")

    # === CONSTRAINTS === #

    @api.constrains("map_from", "map_to")
    def _check_usable(self):
        self.rule_id._check_usable()

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.rule_id._plan_again()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self.rule_id._plan_again()
        return result

    def unlink(self):
        self.rule_id._plan_again()
        return super().unlink()
