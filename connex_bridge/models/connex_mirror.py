"""A mirror: one document and its counterpart in QuickBooks.

What the document should say (`wanted`), what QuickBooks has confirmed (`acknowledged`), where it stands
and, if it does not go through, why. Rows are written by the engine only (connex_planner.py,
connex_sender.py, connex_settler.py); people read them.
"""

import json
from dataclasses import replace
from datetime import date

from odoo import api, fields, models

from ..bridge import documents as docs
from ..bridge.plan import Mirrored
from ..bridge.problem import Problem
from .connex_planner import NO_PROBLEM, anew
from .connex_problem_text import problem_text
from .connex_rule_text import explanation_html

DOCUMENTS = [
    ("customer", "Customer"),
    ("vendor", "Vendor"),
    ("item", "Item"),
    ("term", "Payment Term"),
    ("sales_order", "Sales Order"),
    ("invoice", "Invoice"),
    ("sales_receipt", "Sales Receipt"),
    ("credit_memo", "Credit Memo"),
    ("refund", "Refund"),
    ("payment", "Payment"),
    ("purchase_order", "Purchase Order"),
    ("bill", "Bill"),
    ("vendor_credit", "Vendor Credit"),
]

STATES = [
    ("waiting", "Waiting"),
    ("in_flight", "Being Sent"),
    ("unknown", "Answer Unknown"),
    ("synced", "Synced"),
    ("problem", "Problem"),
    ("voided", "Voided"),
]


class ConnexMirror(models.Model):
    _name = "connex.mirror"
    _description = "QuickBooks Document"
    _order = "id desc"

    connection_id = fields.Many2one("connex.connection", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="connection_id.company_id", store=True, index=True)
    document = fields.Selection(DOCUMENTS, required=True)
    res_model = fields.Char("Odoo Model", required=True)
    res_id = fields.Many2oneReference("Odoo Record", model_field="res_model", required=True)
    name = fields.Char("Odoo Document", help="The record in Odoo that this document mirrors.")
    order_ids = fields.Many2many(
        "sale.order", "connex_mirror_sale_order_rel", string="Sales Orders"
    )
    move_ids = fields.Many2many("account.move", "connex_mirror_account_move_rel", string="Invoices")

    state = fields.Selection(STATES, required=True, default="waiting")
    action = fields.Selection(
        [("save", "Create or Update"), ("remove", "Void or Delete"), ("delete", "Delete")],
        required=True,
        default="save",
        help="What is to be done in QuickBooks the next time this document goes out.",
    )
    sequence = fields.Integer(
        help="Documents go out in this order: what others refer to comes first."
    )
    wanted = fields.Text(help="What QuickBooks should hold, as data.")
    wanted_fingerprint = fields.Char()
    sent = fields.Text(help="What is on its way, where it is no longer what is wanted.")
    sent_action = fields.Char(help="What QuickBooks was last asked to do with it.")
    acknowledged = fields.Text(help="What QuickBooks has confirmed, as data.")
    acknowledged_fingerprint = fields.Char()
    generation = fields.Integer(
        default=1, help="Rises when the document was removed in QuickBooks and is created anew."
    )
    recreate = fields.Boolean(help="Create the document anew once it has been removed.")
    name_variant = fields.Char(
        "Name in QuickBooks", help="Used because the name belongs to somebody else there."
    )
    adopted = fields.Boolean(
        "Found in QuickBooks", help="It was there already: Odoo uses it and never changes it."
    )

    qb_id = fields.Char("QuickBooks ID", index="btree_not_null")
    qb_revision = fields.Char("QuickBooks Revision")
    qb_updated_at = fields.Datetime(
        "Changed in QuickBooks", help="By QuickBooks' clock, as far as we have seen."
    )
    revision_stale = fields.Boolean(help="QuickBooks has changed the revision since we read it.")
    qb_number = fields.Char("QuickBooks Number")
    currency_id = fields.Many2one("res.currency")
    wanted_total = fields.Monetary("Odoo Total", currency_field="currency_id")
    qb_total = fields.Monetary("QuickBooks Total", currency_field="currency_id")
    qb_balance = fields.Monetary("QuickBooks Balance", currency_field="currency_id")
    qb_status = fields.Char("QuickBooks Status")

    exchange_id = fields.Many2one("connex.exchange", index="btree_not_null", ondelete="set null")
    attempts = fields.Integer(
        help="How often QuickBooks has refused it since it last went through."
    )
    refusals = fields.Integer(
        help="How often QuickBooks has refused it since it was first planned; part of the ids of requests."
    )
    setbacks = fields.Integer(help="How often a whole request with it met trouble of QuickBooks.")
    alone = fields.Boolean("Sent Alone", help="It may be why a whole request was refused.")
    next_try = fields.Datetime(help="Not sent again before this time.")
    synced_at = fields.Datetime("Last Synced")
    blocked_by_id = fields.Many2one(
        "connex.mirror",
        "Waiting For",
        index="btree_not_null",
        ondelete="set null",
        help="The document that must get into QuickBooks first.",
    )

    rule_notes = fields.Json(help="What the rules did to the document, see bridge.rules.Explained.")
    rule_explanation = fields.Html("Rules", compute="_compute_rule_explanation", sanitize=False)
    problem_code = fields.Char(index="btree_not_null")
    problem_values = fields.Json()
    problem_detail = fields.Text("Technical Detail")
    problem_message = fields.Char("Problem", compute="_compute_problem_message", compute_sudo=True)
    next_step = fields.Char("What to Do", compute="_compute_problem_message", compute_sudo=True)

    _one_per_record = models.Constraint(
        "UNIQUE (connection_id, document, res_model, res_id)",
        "An Odoo record has one document of a kind in a QuickBooks company.",
    )
    _to_send = models.Index("(connection_id, sequence, id) WHERE state = 'waiting'")
    _by_record = models.Index("(res_model, res_id)")

    # === COMPUTE METHODS === #

    @api.depends("problem_code", "problem_values", "blocked_by_id.problem_code")
    @api.depends_context("lang")
    def _compute_problem_message(self):
        for mirror in self:
            blocker = mirror.blocked_by_id
            if blocker:
                values = {"name": blocker.name or blocker.display_name}
                message, step = problem_text(self.env, Problem("blocked", values))
                mirror.problem_message = message
                mirror.next_step = blocker.next_step or step
            elif mirror.problem_code:
                problem = Problem(mirror.problem_code, mirror.problem_values or {})
                mirror.problem_message, mirror.next_step = problem_text(self.env, problem)
            else:
                mirror.problem_message = mirror.next_step = False

    @api.depends("rule_notes")
    @api.depends_context("lang")
    def _compute_rule_explanation(self):
        labels = dict(self.env["connex.rule"]._fields["action"]._description_selection(self.env))
        for mirror in self:
            notes = mirror.rule_notes
            mirror.rule_explanation = bool(notes) and explanation_html(self.env, notes, labels)

    @api.depends("document", "name")
    def _compute_display_name(self):
        labels = dict(self._fields["document"]._description_selection(self.env))
        for mirror in self:
            mirror.display_name = f"{labels[mirror.document]} {mirror.name or ''}".strip()

    # === ACTION METHODS === #

    def action_open_source(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    def action_retry(self):
        """Try again at the next run, whatever kept the document back."""
        self.check_access("read")
        self.sudo()._release()

    # === BUSINESS METHODS === #

    @api.private
    def key(self):
        """The document's key in the pure part."""
        self.ensure_one()
        return docs.Key(self.document, self.res_model, self.res_id)

    @api.private
    def restored(self):
        """The wanted document as an object of the pure part, None when nothing is wanted."""
        self.ensure_one()
        document = docs.restore(self.document, json.loads(self.wanted)) if self.wanted else None
        if document and self.name_variant and self.name_variant_of == document.name:
            return replace(document, name=self.name_variant)
        return document

    def _is_live(self):
        """Whether QuickBooks has the document, or it may be on its way there."""
        self.ensure_one()
        return self.state in ("in_flight", "unknown") or bool(self.qb_id and self.state != "voided")

    def _remembered(self):
        """What the plan needs to know of this mirror."""
        self.ensure_one()
        live = self._is_live()
        prepared = not live and self.state in ("waiting", "problem")
        empty = prepared and not self.wanted
        if self.document not in ("sales_order", "invoice", "payment", "purchase_order", "bill"):
            return Mirrored(live, prepared=prepared, empty=empty)
        said = self.acknowledged or (live and self.sent)
        if self.state in ("in_flight", "unknown"):
            said = self.sent or self.wanted
        content = json.loads(said) if said else {}
        return Mirrored(
            live,
            content.get("status", ""),
            docs.Key(*content["sales_order"]) if content.get("sales_order") else None,
            frozenset(docs.Key(*each["target"]) for each in content.get("applications", ())),
            prepared,
            frozenset(filter(None, (line.get("order_line") for line in content.get("lines", ())))),
            # QuickBooks may have closed it since it was last read: then there is nothing to say.
            self.qb_status == "Closed" or self.revision_stale,
            self.problem_code == "deleted_in_quickbooks",
            date.fromisoformat(content["date"]) if content.get("date") else None,
            payment=docs.restore("payment", content)
            if said and self.document == "payment"
            else None,
            empty=empty,
        )

    def _digits(self):
        """The decimals of amounts of this document."""
        self.ensure_one()
        return self.currency_id.decimal_places if self.currency_id else 2

    def _both_amounts(self, odoo, quickbooks):
        """The values of a problem that shows an amount as Odoo and as QuickBooks have it."""
        digits = self._digits()
        return {
            "document": self.name or "",
            "odoo": f"{odoo:.{digits}f}",
            "quickbooks": f"{quickbooks:.{digits}f}",
        }

    def _set_problem(self, problem):
        """Hold these documents back and say why."""
        self.write(
            {
                "state": "problem",
                "problem_code": problem.code,
                "problem_values": dict(problem.values),
                "problem_detail": problem.detail,
            }
        )

    def _release(self):
        """Let documents that were held back, or are waiting for their time, go out again.

        What could not even be planned is planned again first: there is nothing to send yet.
        """
        held = self.filtered(lambda mirror: mirror.state in ("problem", "waiting"))
        unplanned = held.filtered(lambda m: m.action == "save" and not m.wanted_fingerprint)
        for mirror in unplanned:
            source = self.env["connex.source"]
            source._mark(mirror.connection_id, mirror.res_model, [mirror.res_id])
        # There is nothing left to update; a person has decided to have it again.
        gone = held.filtered(lambda m: m.problem_code == "deleted_in_quickbooks")
        for mirror in gone:
            mirror.write(anew(mirror))
        (held - unplanned - gone).write({"state": "waiting"} | NO_PROBLEM)
