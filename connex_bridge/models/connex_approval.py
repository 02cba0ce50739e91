"""Approval: documents that are new to QuickBooks wait until a manager lets them go, where a connection
says so.

What QuickBooks has already is kept up to date without asking: approving a document is approving that it be
there. The sender takes only approved documents (connex_online_sender.py); nothing else knows of it.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..bridge import documents as docs
from ..bridge.sale import Source
from .connex_planner import LISTS

#: Prepared, and waiting for a manager. List entries are approved with the documents that refer to them.
TO_APPROVE = Domain(
    [
        ("state", "=", "waiting"),
        ("approved", "=", False),
        ("qb_id", "=", False),
        ("document", "not in", LISTS),
    ]
)


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    approved = fields.Boolean(
        default=True,
        readonly=True,
        help="A document that is not approved is prepared but not sent to QuickBooks.",
    )
    order_names = fields.Char("Orders", compute="_compute_order_names", compute_sudo=True)

    _to_approve = models.Index("(connection_id, id) WHERE state = 'waiting' AND NOT approved")

    # === COMPUTE METHODS === #

    @api.depends("order_ids.name")
    def _compute_order_names(self):
        for mirror in self:
            mirror.order_names = ", ".join(mirror.order_ids.mapped("name")) or False

    @api.depends("approved", "state")
    def _compute_problem_message(self):
        result = super()._compute_problem_message()
        for mirror in self:
            if mirror._is_held_for_approval() and not mirror.problem_message:
                mirror.problem_message = self.env._("Waiting for a manager's approval.")
                mirror.next_step = self.env._(
                    "A manager approves it under Connex Bridge → To Approve."
                )
        return result

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        mirrors = super().create(vals_list)
        mirrors.filtered("connection_id.hold_new_documents").approved = False
        return mirrors

    # === ACTION METHODS === #

    def action_approve(self):
        """Let these documents go to QuickBooks, with what they refer to."""
        self.check_access("read")
        if not self.env.user.has_group("connex_bridge.group_manager"):
            raise AccessError(
                self.env._("Only a manager of Connex Bridge may approve documents for QuickBooks.")
            )
        self.sudo()._approve()
        self.env.ref("connex_bridge.cron_sync").sudo()._trigger()

    def action_preview(self):
        """Show what would be sent for this document and its sale."""
        self.ensure_one()
        self.check_access("read")
        return self.env["connex.preview"]._open(
            self.sudo().connection_id, [Source(self.res_model, self.res_id)]
        )

    # === BUSINESS METHODS === #

    def _is_held_for_approval(self):
        self.ensure_one()
        return self.state == "waiting" and not self.approved and not self.qb_id

    def _approve(self):
        """Approve these documents and, as QuickBooks takes none without them, all that they refer to."""
        todo = self
        while todo:
            todo.filtered(lambda mirror: not mirror.approved).approved = True
            todo = todo._references().filtered(lambda mirror: not mirror.approved)

    def _references(self):
        """The documents that these ones refer to."""
        found = self.browse()
        for connection, own in self.grouped("connection_id").items():
            keys = {
                key
                for mirror in own
                if (document := mirror.restored())
                for key in docs.references(document)
            }
            mirrors = self.search(
                [
                    ("connection_id", "=", connection.id),
                    ("res_model", "in", list({key.model for key in keys})),
                    ("res_id", "in", list({key.id for key in keys})),
                ]
            )
            found |= mirrors.filtered(lambda mirror, keys=keys: mirror.key() in keys)
        return found


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    hold_new_documents = fields.Boolean(
        "Hold New Documents Until Approved",
        tracking=True,
        help="New documents are prepared but sent only when a manager has approved them under To "
        "Approve. Changes of what QuickBooks has already go out without approval. When you switch this "
        "off, whatever is still held goes out.",
    )
    to_approve_count = fields.Integer("To Approve", compute="_compute_to_approve_count")

    def _compute_to_approve_count(self):
        domain = TO_APPROVE & Domain("connection_id", "in", self.ids)
        counts = dict(self.env["connex.mirror"]._read_group(domain, ["connection_id"], ["__count"]))
        for connection in self:
            connection.to_approve_count = counts.get(connection, 0)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("hold_new_documents") is False:
            held = (
                self.env["connex.mirror"]
                .sudo()
                .search([("connection_id", "in", self.ids), ("approved", "=", False)])
            )
            held.approved = True
        return result

    def action_open_to_approve(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "connex_bridge.connex_approval_action"
        )
        action["context"] = {"search_default_connection_id": self.id}
        return action


class ConnexPlanner(models.AbstractModel):
    _inherit = "connex.planner"

    @api.private
    def plan_sources(self, connection, sources, mode=None):
        mirrors = super().plan_sources(connection, sources, mode)
        if connection.hold_new_documents:
            # A document that was approved, or is in QuickBooks, may refer to a new customer or item now.
            sent = mirrors.filtered(
                lambda m: (
                    m.document not in LISTS and m.state == "waiting" and (m.approved or m.qb_id)
                )
            )
            sent._references()._approve()
        return mirrors
