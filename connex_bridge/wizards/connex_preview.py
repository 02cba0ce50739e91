"""The preview: what a sync would do in QuickBooks, shown before anything is sent.

Found out by connex_preview_dry_run.py, laid out by connex_preview_text.py. Nothing here decides anything.
"""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..bridge.sale import Source
from ..models.connex_mirror import DOCUMENTS
from ..models.connex_planner import LISTS
from .connex_preview_text import PreviewText

ACTIONS = [
    ("find", "Find or Create"),
    ("create", "Create"),
    ("update", "Change"),
    ("void", "Void"),
    ("delete", "Delete"),
    ("keep", "Leave as Is"),
    ("on_its_way", "On Its Way"),
    ("held", "Held Back"),
]
#: So many records are previewed while the user waits.
AT_ONCE = 50
#: Of so many documents all details are laid out on one page; of more, each has its own.
ON_ONE_PAGE = 60


class ConnexPreview(models.TransientModel):
    _name = "connex.preview"
    _description = "Preview of a Sync with QuickBooks"

    mode = fields.Char(readonly=True)
    document_ids = fields.One2many("connex.preview.document", "preview_id", readonly=True)
    summary = fields.Char(readonly=True)
    body = fields.Html(compute="_compute_body", sanitize=False)

    @api.depends("document_ids.details")
    def _compute_body(self):
        for preview in self:
            shown = preview.document_ids[:ON_ONE_PAGE]
            preview.body = Markup().join(Markup(document.details or "") for document in shown)

    @api.model
    def _open(self, connections, sources, mode=None):
        """The dialog with what syncing these records (`bridge.sale.Source`) would do now."""
        rows, seen = [], []
        for connection in connections:
            own = [source for source in sources if self._belongs(connection, source)]
            foreseen = self.env["connex.dry.run"].sudo().foresee(connection, own, mode)
            text = PreviewText(connection.sudo(), foreseen)
            # The documents of the sale first, then what they refer to.
            for each in sorted(foreseen, key=lambda seen: seen.key.document in LISTS):
                rows.append(self._row(connection, each, text))
            seen += foreseen
        preview = self.create(
            {
                "mode": mode,
                "summary": self._summary(seen),
                "document_ids": [
                    Command.create(row | {"sequence": i}) for i, row in enumerate(rows)
                ],
            }
        )
        return preview._action()

    def _action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview: nothing is sent"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _belongs(self, connection, source):
        record = self.env[source.model].sudo().browse(source.id).exists()
        return record.company_id == connection.company_id

    def _row(self, connection, foreseen, text):
        message, next_step = text.problem(foreseen)
        return {
            "connection_id": connection.id,
            "action": foreseen.action,
            "document": foreseen.key.document,
            "res_model": foreseen.key.model,
            "res_id": foreseen.key.id,
            "name": foreseen.name,
            "customer": text.customer(foreseen),
            "qb_number": foreseen.qb_number,
            "currency_id": foreseen.currency,
            "total": foreseen.total,
            "request": foreseen.request,
            "note": message or text.note(foreseen),
            "next_step": next_step,
            "details": text.details(foreseen),
        }

    def _summary(self, foreseen):
        """One sentence with the number of documents for each action, "" when there is none at all."""
        labels = dict(
            self.env["connex.preview.document"]._fields["action"]._description_selection(self.env)
        )
        counts = {action: 0 for action, _label in ACTIONS}
        for each in foreseen:
            counts[each.action] += 1
        return " · ".join(f"{labels[a]}: {count}" for a, count in counts.items() if count)


class ConnexPreviewDocument(models.TransientModel):
    _name = "connex.preview.document"
    _description = "Previewed QuickBooks Document"
    _order = "sequence, id"

    preview_id = fields.Many2one("connex.preview", required=True, ondelete="cascade")
    connection_id = fields.Many2one("connex.connection", ondelete="cascade")
    sequence = fields.Integer()
    action = fields.Selection(ACTIONS, required=True)
    document = fields.Selection(DOCUMENTS, required=True)
    res_model = fields.Char("Odoo Model")
    res_id = fields.Many2oneReference("Odoo Record", model_field="res_model")
    name = fields.Char("Odoo Document")
    customer = fields.Char()
    qb_number = fields.Char("QuickBooks Number")
    currency_id = fields.Many2one("res.currency")
    total = fields.Monetary(currency_field="currency_id")
    request = fields.Text(
        "Request",
        help="What would be sent, as data. “new …” stands for an id QuickBooks has yet to give.",
    )
    note = fields.Char()
    next_step = fields.Char("What to Do")
    details = fields.Html(sanitize=False)


class ConnexMirrored(models.AbstractModel):
    _inherit = "connex.mirrored"

    def action_connex_preview(self):
        """Show what a sync of these records would do in QuickBooks. Nothing is sent."""
        self._connex_check_allowed()
        if len(self) > AT_ONCE:
            return self._connex_preview_in_background()
        connections = self._connex_any_connections()
        sources = [Source(self._name, record.id) for record in self]
        return self.env["connex.preview"]._open(connections, sources)

    def _connex_preview_in_background(self):
        """So many records are previewed by a manual sync, which does not let the browser wait."""
        connections = self._connex_any_connections()
        if len(connections) != 1 or not self.env.user.has_group("connex_bridge.group_user"):
            raise UserError(
                self.env._(
                    "Choose at most %(limit)s records, or ask a bookkeeper to preview them under "
                    "Connex Bridge → Manual Sync.",
                    limit=AT_ONCE,
                )
            )
        run = self.env["connex.manual.sync"].create(
            {
                "connection_id": connections.id,
                "choose_by": "numbers",
                "numbers": "\n".join(filter(None, self.mapped("name"))),
            }
        )
        run.action_preview()
        return run._reopen()

    def _connex_any_connections(self):
        """The connections of these records' companies, connected or not: a preview needs no QuickBooks."""
        connections = (
            self.env["connex.connection"].sudo().search([("company_id", "in", self.company_id.ids)])
        )
        if not connections:
            self._connex_check_syncable()
        return connections
