"""Customers and products show their counterpart in QuickBooks, and let a bookkeeper choose another."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ConnexChosen(models.AbstractModel):
    """For models whose records QuickBooks keeps in a list of its own."""

    _name = "connex.chosen"
    _description = "Has a Counterpart in QuickBooks"

    #: The kind of document (see `bridge.documents.KINDS`).
    _connex_document = None

    connex_counterpart = fields.Char(
        "QuickBooks Counterpart",
        compute="_compute_connex_counterpart",
        compute_sudo=True,
        groups="connex_bridge.group_user",
    )

    @api.depends_context("allowed_company_ids")
    def _compute_connex_counterpart(self):
        owners = {record: record._connex_owner() for record in self}
        mirrors = self.env["connex.mirror"].search_fetch(
            [
                ("document", "=", self._connex_document),
                ("res_model", "=", self._name),
                ("res_id", "in", [owner.id for owner in owners.values()]),
                ("company_id", "in", self.env.companies.ids),
                ("qb_id", "!=", False),
            ],
            ["res_id", "qb_name"],
        )
        names = {mirror.res_id: mirror.qb_name or mirror.name for mirror in mirrors}
        for record, owner in owners.items():
            record.connex_counterpart = names.get(owner.id) or self.env._("Choose…")

    def _connex_owner(self):
        """The record that QuickBooks knows: for a contact, the company it belongs to."""
        return self

    def action_connex_choose(self):
        """Choose the record's counterpart in QuickBooks, whether or not there was a sale yet."""
        owner = self._connex_owner()
        owner.ensure_one()
        owner.check_access("read")
        document = owner._connex_as_document()
        connection = self._connex_connection()
        return self.env["connex.choose"]._open(connection, document.key, document.name)

    def action_connex_match(self):
        """Look for these records in QuickBooks now, and link those that are certainly the same."""
        connection = self._connex_connection().sudo()
        mirrors = self.env["connex.mirror"].sudo()
        owners = self.browse(dict.fromkeys(each._connex_owner().id for each in self))
        owners.check_access("read")
        documents = [owner._connex_as_document() for owner in owners if owner.active]
        documents = [
            each for each in documents if not mirrors._find_entry(connection, each.key).qb_id
        ]
        matcher = self.env[f"connex.{connection.backend}.matcher"].sudo()
        matches = matcher._match_now(connection, self._connex_document, documents)
        found = 0
        for document in documents:
            match = matches[document.key]
            if match.row:
                mirror = mirrors._bind_chosen(connection, document.key, document.name, match.row)
                mirror.match_method = match.by
                found += 1
        return self._connex_tell_matched(connection, found, len(documents))

    def _connex_tell_matched(self, connection, found, looked_for):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if found == looked_for else "info",
                "message": self.env._(
                    "%(found)s of %(count)s were found in QuickBooks and are linked now. The others are "
                    "looked for again with their first sale.",
                    found=found,
                    count=looked_for,
                ),
                "next": connection.action_open_entries(),
            },
        }

    # === BUSINESS METHODS === #

    def _connex_connection(self):
        connection = self.env["connex.connection"].search(
            [("company_id", "in", self.env.companies.ids), ("state", "=", "connected")], limit=1
        )
        if not connection:
            raise UserError(self.env._("No QuickBooks company is connected to your company."))
        return connection

    def _connex_as_document(self):
        """As much of the document as it is looked for by (`bridge.documents`)."""
        raise NotImplementedError
