"""One document of Odoo and what may be the same in QuickBooks: a person says whether it is.

What adopting does is in connex_adoption_line_binding.py.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..bridge import adoption
from ..bridge.key import Key
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
        shared = {"connection_id": connection.id, "run_id": run.id if run else False}
        ids = {}
        for proposal in proposals:
            key = proposal.candidate.key
            ids.setdefault(key.model, []).append(key.id)
        records = {model: self.env[model].browse(own) for model, own in ids.items()}
        return self.create(
            [
                self._values(self._record(each.candidate.key, records), each, found) | shared
                for each in proposals
            ]
        )

    def _record(self, key, records):
        """The record of a document, which is read together with the others of its model."""
        own = records[key.model]
        return own.browse(key.id).with_prefetch(own.ids)

    @api.private
    def _propose(self, connection, candidates, rows):
        """Those mirrors among `candidates` ({mirror: `Candidate`}) whose documents a person may have entered
        in QuickBooks, and of which nobody has said that they are others. `rows` is what QuickBooks has with
        the number of each, by mirror.

        Then each has one line by which a person decides, however often the document is tried."""
        run = self.env["connex.adoption"].new({"connection_id": connection.id})
        ids = [row["Id"] for own in rows.values() for row in own]
        bound, refused = run._bound(ids), run._refused_pairs(ids)
        as_found = WORDS[connection.backend].found
        held = {}
        for mirror, candidate in candidates.items():
            free = [row for row in rows[mirror] if (mirror.document, row["Id"]) not in bound]
            [proposal] = adoption.propose([candidate], map(as_found, free), refused)
            if adoption.is_to_decide(proposal):
                held[mirror] = proposal
        asked = self._asked(connection, held.values())
        new = {mirror: each for mirror, each in held.items() if not asked & _pairs(each)}
        for kind, mirrors in self.env["connex.mirror"].union(*new).grouped("document").items():
            named = {row["Id"]: row for mirror in mirrors for row in rows[mirror]}
            proposed = {qb_id for mirror in mirrors for qb_id in new[mirror].ids}
            found = self.env["connex.adoption.found"]._remember(
                run, kind, [row for qb_id, row in named.items() if qb_id in proposed]
            )
            by_id = {each.qb_id: each for each in found}
            self._of_proposals(connection, [new[mirror] for mirror in mirrors], by_id)
        return self.env["connex.mirror"].union(*held)

    def _asked(self, connection, proposals):
        """(key of a document, QuickBooks id) of what a person is to decide about already."""
        lines = self.search(
            [
                ("connection_id", "=", connection.id),
                ("state", "=", "open"),
                ("res_id", "in", [each.candidate.key.id for each in proposals]),
            ]
        )
        return {
            (Key(line.document, line.res_model, line.res_id), found.qb_id)
            for line in lines
            for found in line.candidate_ids
        }

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


def _pairs(proposal):
    return {(proposal.candidate.key, qb_id) for qb_id in proposal.ids}
