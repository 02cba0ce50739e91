"""One document of Odoo and what may be the same in QuickBooks: a person says whether it is.

Adopting writes to the database only: the document's mirror gets QuickBooks' id, and the next plan goes on
from there (connex_adopted.py).
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..bridge.online import batch
from ..bridge.online.translate import ENTITY
from .connex_adoption import MATCHES
from .connex_mirror import DOCUMENTS
from .connex_planner import NO_PROBLEM, sending_order


class ConnexAdoptionLine(models.Model):
    _name = "connex.adoption.line"
    _description = "Document That May Be in QuickBooks Already"
    _order = "match_order, day desc, id"

    run_id = fields.Many2one("connex.adoption", "Search", index=True, ondelete="set null")
    connection_id = fields.Many2one(
        "connex.connection", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    document = fields.Selection(DOCUMENTS, required=True, readonly=True)
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    name = fields.Char("Number", readonly=True)
    customer = fields.Char(readonly=True)
    day = fields.Date("Date", readonly=True)
    total = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    match = fields.Selection(MATCHES, required=True, readonly=True)
    match_order = fields.Integer(readonly=True)
    note = fields.Char("Compared", readonly=True)
    candidate_ids = fields.Many2many(
        "connex.adoption.found",
        "connex_adoption_line_found_rel",
        string="Candidates",
        readonly=True,
    )
    found_id = fields.Many2one(
        "connex.adoption.found",
        "In QuickBooks",
        domain="[('id', 'in', candidate_ids)]",
        ondelete="set null",
    )
    state = fields.Selection(
        [("open", "To decide"), ("adopted", "Adopted"), ("rejected", "Not the same")],
        "Decision",
        required=True,
        default="open",
        readonly=True,
    )

    # === CRUD METHODS === #

    def write(self, vals):
        """People choose what it is in QuickBooks; everything else is found out or done by the buttons."""
        if not self.env.su and vals.keys() - {"found_id"}:
            raise AccessError(self.env._("Only the document in QuickBooks can be chosen here."))
        return super().write(vals)

    @api.constrains("found_id")
    def _check_found(self):
        for line in self:
            if line.found_id - line.candidate_ids:
                raise ValidationError(
                    self.env._("%(document)s: choose one of its candidates.", document=line.name)
                )

    # === ACTION METHODS === #

    def action_adopt(self):
        """They are the same: use the one in QuickBooks instead of creating another."""
        self.check_access("write")
        self.sudo()._adopt()

    def action_reject(self):
        """They are not the same: never proposed again; Odoo's is created in QuickBooks."""
        self.check_access("write")
        for line in self.sudo().filtered(lambda each: each.state == "open"):
            line.state = "rejected"
            line.candidate_ids.kept = True
            line._mirror().filtered(lambda m: m.problem_code == "already_in_quickbooks")._release()
        self.env.ref("connex_bridge.cron_sync").sudo()._trigger()

    def action_open(self):
        """Open the order, invoice or payment."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    # === BUSINESS METHODS === #

    @api.private
    def _of_proposals(self, connection, proposals, found, run=None):
        """Make the lines of `bridge.online.adoption.Proposal`s of one kind of document; `found` are the
        records of what was found, by QuickBooks id."""
        keys = [proposal.candidate.key for proposal in proposals]
        records = self.env[keys[0].model].browse([key.id for key in keys]) if keys else ()
        return self.create(
            [
                self._values(record, proposal, found)
                | {"connection_id": connection.id, "run_id": run.id if run else False}
                for record, proposal in zip(records, proposals, strict=True)
            ]
        )

    def _values(self, record, proposal, found):
        candidates = [found[each].id for each in proposal.ids]
        sure = candidates and proposal.match != "ambiguous"
        return {
            "document": proposal.candidate.key.document,
            "res_model": record._name,
            "res_id": record.id,
            "name": record.name,
            "customer": record.partner_id.commercial_partner_id.name,
            "day": proposal.candidate.day,
            "total": float(proposal.candidate.total),
            "currency_id": record.currency_id.id,
            "match": proposal.match,
            "match_order": [match for match, _label in MATCHES].index(proposal.match),
            "note": self._note(proposal),
            "candidate_ids": candidates,
            "found_id": candidates[0] if sure else False,
        }

    def _note(self, proposal):
        if proposal.match == "none":
            return self.env._("Is created in QuickBooks once its day is synced.")
        if proposal.match == "ambiguous":
            return self.env._("Several fit equally well: choose the right one.")
        words = {
            "number": self.env._("number"),
            "customer": self.env._("customer"),
            "total": self.env._("total"),
            "date": self.env._("date"),
        }
        other = [word for name, word in words.items() if name not in proposal.agreeing]
        if not other:
            return self.env._("Number, customer, total and date agree.")
        return self.env._("Another %(what)s.", what=", ".join(other))

    def _mirror(self):
        return self.env["connex.mirror"].search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("document", "=", self.document),
                ("res_model", "=", self.res_model),
                ("res_id", "=", self.res_id),
            ]
        )

    def _adopt(self):
        for line in self.filtered(lambda each: each.state == "open"):
            if not line.found_id:
                raise UserError(
                    self.env._(
                        "%(document)s: choose first which document in QuickBooks it is.",
                        document=line.name,
                    )
                )
            line._bind(line.found_id)
        self.env.ref("connex_bridge.cron_sync")._trigger()

    def _bind(self, found):
        """Make QuickBooks' document the counterpart of Odoo's."""
        mirror = self._mirror()
        if mirror and mirror._is_live():
            raise UserError(
                self.env._(
                    "%(document)s has been sent to QuickBooks meanwhile. Compare the two there; one of them "
                    "may have to be deleted.",
                    document=self.name,
                )
            )
        self._refuse_bound(found)
        record = self.env[self.res_model].browse(self.res_id)
        values = self._mirror_values(found)
        if mirror:
            mirror.write(values)
            self.env["connex.settler"].release_blocked(mirror)
        else:
            mirror.create(values | self._new_values(record))
        self._bind_customer(record.partner_id.commercial_partner_id, found)
        self._look_again()
        found.kept = True
        self.state = "adopted"

    def _refuse_bound(self, found):
        other = self.env["connex.mirror"].search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("document", "=", self.document),
                ("qb_id", "=", found.qb_id),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(found)s in QuickBooks is %(other)s already. Choose another one for %(document)s.",
                    found=found.display_name,
                    other=other.display_name,
                    document=self.name,
                )
            )

    def _mirror_values(self, found):
        outcome = batch.Outcome("done", ENTITY[self.document], found.data)
        return {
            "qb_id": outcome.qb_id,
            "qb_revision": outcome.revision,
            "revision_stale": True,
            "qb_number": outcome.number,
            "qb_total": float(outcome.total or 0),
            "qb_balance": float(outcome.balance or 0),
            "qb_status": outcome.status,
            "qb_date": outcome.day or False,
            "adopted": True,
            "found_facts": found.data,
            "sent": False,
            "acknowledged": False,
            "wanted_fingerprint": False,
            "wanted_total": self.total,
            "currency_id": self.currency_id.id,
            "action": "save",
            "state": "synced",
            "synced_at": fields.Datetime.now(),
        } | NO_PROBLEM

    def _new_values(self, record):
        orders = record if self.res_model == "sale.order" else self.env["sale.order"]
        moves = record if self.res_model == "account.move" else self.env["account.move"]
        if moves:
            orders = moves.line_ids.sale_line_ids.order_id
        return {
            "connection_id": self.connection_id.id,
            "document": self.document,
            "res_model": self.res_model,
            "res_id": self.res_id,
            "name": self.name,
            "order_ids": orders.ids,
            "move_ids": moves.ids,
            "sequence": sending_order(self.document, "save"),
        }

    def _bind_customer(self, partner, found):
        """What follows for this sale goes to the same customer: QuickBooks applies money within one only."""
        customer = found.data.get("CustomerRef", {})
        mirrors = self.env["connex.mirror"]
        known = mirrors.search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("document", "=", "customer"),
                ("res_model", "=", "res.partner"),
                ("res_id", "=", partner.id),
            ]
        )
        if not partner or not customer.get("value") or (known and known._is_live()):
            return
        values = {"qb_id": customer["value"], "adopted": True, "state": "synced"} | NO_PROBLEM
        if known:
            known.write(values)
            self.env["connex.settler"].release_blocked(known)
            return
        mirrors.create(
            values
            | {
                "connection_id": self.connection_id.id,
                "document": "customer",
                "res_model": "res.partner",
                "res_id": partner.id,
                "name": partner.name,
                "sequence": sending_order("customer", "save"),
            }
        )

    def _look_again(self):
        """Plan the record at the next run, also where it is older than what is synced by itself."""
        source = self.env["connex.source"]
        source.flush_model()
        source._execute(
            SQL(
                """INSERT INTO connex_source (connection_id, res_model, res_id, pending)
                   VALUES (%s, %s, %s, TRUE)
                ON CONFLICT (connection_id, res_model, res_id) DO UPDATE SET pending = TRUE""",
                self.connection_id.id,
                self.res_model,
                self.res_id,
            )
        )
        source.invalidate_model()
