"""“Choose in QuickBooks…”: search QuickBooks for a customer or item, and pick the one that is meant.

QuickBooks is only read here, as by the button that tests a connection; what was picked is stored on the
mirror and used from the next sync on.
"""

import json

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..bridge import documents as docs
from ..bridge.online import matching

MOST_SHOWN = 80
#: What an entry of QuickBooks' lists can stand for.
RECORDS = {
    "customer": ("res.partner", "connex.customer.currency"),
    "item": ("product.product", "connex.connection.item"),
}


class ConnexChoose(models.TransientModel):
    _name = "connex.choose"
    _description = "Choose in QuickBooks"

    connection_id = fields.Many2one("connex.connection", required=True, ondelete="cascade")
    document = fields.Selection([("customer", "Customer"), ("item", "Item")], required=True)
    res_model = fields.Char(help="Empty where a setting of the connection is chosen.")
    res_id = fields.Integer()
    name = fields.Char("In Odoo", readonly=True)
    current = fields.Char("Used Now", readonly=True)
    search_words = fields.Char("Search QuickBooks For")
    can_create = fields.Boolean()
    line_ids = fields.One2many("connex.choose.line", "wizard_id", "Found in QuickBooks")
    searched = fields.Boolean()

    @api.model
    def _open(self, connection, key, name):
        """The wizard for this record, with a first search done."""
        mirror = self.env["connex.mirror"].sudo()._find_entry(connection, key)
        wizard = self.create(
            {
                "connection_id": connection.id,
                "document": key.document,
                "res_model": key.model,
                "res_id": key.id,
                "name": name,
                "current": mirror.qb_name or mirror.qb_id if mirror.qb_id else False,
                "search_words": name,
                "can_create": bool(mirror) and not mirror.qb_id,
            }
        )
        return wizard.action_search()

    @api.model
    def _open_default_customer(self, connection):
        """The wizard for the connection's default customer."""
        wizard = self.create(
            {
                "connection_id": connection.id,
                "document": "customer",
                "name": self.env._("Default customer of %(name)s", name=connection.name),
                "current": connection.default_customer_id.full_name,
            }
        )
        return wizard._shown()

    # === CONSTRAINTS === #

    @api.constrains("res_model", "document")
    def _check_record(self):
        for wizard in self:
            if wizard.res_model and wizard.res_model not in RECORDS[wizard.document]:
                raise ValidationError(self.env._("Only customers and products are chosen for."))

    # === ACTION METHODS === #

    def action_search(self):
        """Ask QuickBooks now, and show what it has."""
        self.ensure_one()
        rows = self.connection_id._search_entries(self.document, self.search_words or "")
        self.line_ids.unlink()
        self.searched = True
        self.env["connex.choose.line"].create([self._line_values(row) for row in rows[:MOST_SHOWN]])
        return self._shown()

    def action_create_new(self):
        """None of these: the next sync creates a new one."""
        self.ensure_one()
        mirror = self.env["connex.mirror"].sudo()._find_entry(self.connection_id, self._key())
        mirror._create_anyway()
        return {"type": "ir.actions.act_window_close"}

    # === BUSINESS METHODS === #

    def _key(self):
        return docs.Key(self.document, self.res_model, self.res_id)

    def _shown(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Choose in QuickBooks"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _line_values(self, row):
        return {
            "wizard_id": self.id,
            "full_name": row.get("FullyQualifiedName") or row.get("DisplayName") or row.get("Name"),
            "mark": matching.row_email(row) or row.get("Sku"),
            "detail": row.get("Type") or row.get("BillAddr", {}).get("City"),
            "currency": (row.get("CurrencyRef") or {}).get("value"),
            "row": json.dumps(_kept(row)),
        }

    def _choose(self, row):
        if self.res_model:
            mirrors = self.env["connex.mirror"].sudo()
            mirrors._bind_chosen(self.connection_id.sudo(), self._key(), self.name, row)
            return
        self.connection_id.check_access("write")
        references = self.env["connex.reference"].sudo()
        references._remember(self.connection_id, "customer", [row])
        self.connection_id.default_customer_id = references.search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("kind", "=", "customer"),
                ("qb_id", "=", row["Id"]),
            ]
        )


class ConnexChooseLine(models.TransientModel):
    _name = "connex.choose.line"
    _description = "Entry Found in QuickBooks"

    wizard_id = fields.Many2one("connex.choose", required=True, ondelete="cascade")
    full_name = fields.Char("Name")
    mark = fields.Char("E-mail or SKU")
    detail = fields.Char("Type or City")
    currency = fields.Char()
    row = fields.Text()

    def action_choose(self):
        self.ensure_one()
        self.wizard_id._choose(json.loads(self.row))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(name)s is %(chosen)s in QuickBooks from now on. What waited for it goes out "
                    "with the next sync.",
                    name=self.wizard_id.name,
                    chosen=self.full_name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


def _kept(row):
    """What is needed of a row once it is chosen; numbers are none of it."""
    names = ("Id", "SyncToken", "Name", "DisplayName", "FullyQualifiedName", "Sku", "Active")
    nested = ("PrimaryEmailAddr", "CurrencyRef")
    return {name: row[name] for name in (*names, *nested) if row.get(name) is not None}
