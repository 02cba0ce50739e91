"""One document of Odoo and what may be the same in QuickBooks: a person says whether it is.

What adopting does is in connex_adoption_line_binding.py.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..bridge import adoption
from .connex_adoption import MATCHES, WORDS
from .connex_mirror import DOCUMENTS

#: What a document is held for until somebody has decided: the codes of either backend.
TO_DECIDE = ("already_in_quickbooks", "typed_in_quickbooks")


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
            line._mirror().filtered(lambda m: m.problem_code in TO_DECIDE)._release()
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
        """Make the lines of `bridge.adoption.Proposal`s of one kind of document; `found` are the
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

    @api.private
    def _propose(self, mirror, candidate, rows):
        """Whether exactly one of these rows of QuickBooks is the same as the mirror's document, and no person
        has said that it is not. Then there is one line by which a person decides, however often the document
        is tried."""
        run = self.env["connex.adoption"].new({"connection_id": mirror.connection_id.id})
        ids = [row["Id"] for row in rows]
        bound = run._bound(ids)
        rows = {row["Id"]: row for row in rows if (mirror.document, row["Id"]) not in bound}
        found = [WORDS[mirror.connection_id.backend].found(row) for row in rows.values()]
        [proposal] = adoption.propose([candidate], found, run._refused_pairs(ids))
        if proposal.match != "certain":
            return False
        known = self.search(
            [
                ("connection_id", "=", mirror.connection_id.id),
                ("document", "=", mirror.document),
                ("res_id", "=", mirror.res_id),
                ("found_id.qb_id", "=", proposal.ids[0]),
                ("state", "=", "open"),
            ]
        )
        if not known:
            kept = self.env["connex.adoption.found"]._remember(
                run, mirror.document, [rows[proposal.ids[0]]]
            )
            self._of_proposals(mirror.connection_id, [proposal], {kept.qb_id: kept})
        return True

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
