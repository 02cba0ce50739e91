"""Entries of QuickBooks' own lists (accounts, items, terms …) kept here so that they can be chosen.

A copy for choosing from, never edited in Odoo: `connex.connection._refresh_references` renews it.
"""

from odoo import api, fields, models
from odoo.fields import Domain


class ConnexReference(models.Model):
    _name = "connex.reference"
    _description = "QuickBooks List Entry"
    _order = "kind, full_name, id"
    _rec_name = "full_name"
    _rec_names_search = ["full_name", "name"]

    connection_id = fields.Many2one(
        "connex.connection", required=True, ondelete="cascade", string="Connection"
    )
    company_id = fields.Many2one(related="connection_id.company_id")
    kind = fields.Selection(
        [
            ("account", "Account"),
            ("item", "Item"),
            ("term", "Term"),
            ("payment_method", "Payment method"),
            ("tax_code", "Tax code"),
            ("class", "Class"),
            ("department", "Department"),
        ],
        required=True,
        string="List",
    )
    qb_id = fields.Char("QuickBooks ID", required=True)
    name = fields.Char(required=True)
    full_name = fields.Char("Full Name", required=True)
    detail = fields.Char("Type")
    subtype = fields.Char("Detail Type")
    active = fields.Boolean(default=True)

    _entry_unique = models.UniqueIndex(
        "(connection_id, kind, qb_id)", "This QuickBooks list entry is already known."
    )

    @api.model
    def _renew(self, connection, kind, entries):
        """Make the copy of one list equal to `entries`: dicts with the fields of one.

        What QuickBooks no longer lists is archived, not deleted: settings may point to it.
        """
        known = {
            reference.qb_id: reference
            for reference in self.sudo()
            .with_context(active_test=False)
            .search(Domain("connection_id", "=", connection.id) & Domain("kind", "=", kind))
        }
        missing = []
        for entry in entries:
            reference = known.pop(entry["qb_id"], None)
            if reference is None:
                missing.append(entry | {"connection_id": connection.id, "kind": kind})
                continue
            changes = {name: value for name, value in entry.items() if reference[name] != value}
            if changes:
                reference.write(changes)
        self.sudo().create(missing)
        gone = self.browse([reference.id for reference in known.values() if reference.active])
        gone.sudo().write({"active": False})
