"""Documents that a person has entered in QuickBooks and that stand for Odoo's since somebody said so.

They stay that person's: only what belongs to the rest of a sale is kept up to date, a sales order's closing
and what a payment is applied to. Nothing else of them is changed, voided or deleted, unless a manager hands
one over (`action_take_over`).
"""

import json
from dataclasses import replace
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_compare, format_list

from ..bridge import documents as docs
from ..bridge.online import adoption, lookup
from ..bridge.online.translate import ENTITY
from ..bridge.plain import encode
from ..bridge.problem import Problem
from .connex_planner import LISTS, NO_PROBLEM, sending_order

#: Kinds of which a part is kept up to date; of the others nothing is ever sent.
MAINTAINED = ("sales_order", "payment")
#: Problems that end in QuickBooks, by the hand of a person.
THEIRS = ("adopted_differs", "adopted_not_removed")
MOST_READ = 300


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    found_facts = fields.Json(help="What QuickBooks had when the document was adopted.")

    def action_take_over(self):
        """From now on the document says what Odoo says, like those that Odoo has created."""
        self.check_access("read")
        self.env["connex.connection"].check_access("write")
        for mirror in self.sudo().filtered("adopted"):
            mirror.write(
                {
                    "adopted": False,
                    "say_choices": True,
                    "acknowledged_fingerprint": False,
                    "revision_stale": True,
                    "state": "synced",  # until it has been planned: Odoo may have cancelled it
                    "wanted_fingerprint": False,
                }
                | NO_PROBLEM
            )
            self.env["connex.source"].sudo()._mark(
                mirror.connection_id, mirror.res_model, [mirror.res_id]
            )
        self.env.ref("connex_bridge.cron_sync").sudo()._trigger()

    def _release(self):
        """What a person has to put right in QuickBooks is read there before it is planned again."""
        theirs = self.filtered(
            lambda m: (
                m.state == "problem"
                and m._is_adopted()
                and m.problem_code != "deleted_in_quickbooks"
                and (m.problem_code in THEIRS or m.document not in MAINTAINED)
            )
        )
        theirs.revision_stale = True
        return super(ConnexMirror, self - theirs)._release()

    def _is_adopted(self):
        """Whether a person has entered this transaction in QuickBooks."""
        self.ensure_one()
        return bool(self.adopted and self.qb_id and self.document not in LISTS)

    def _note_not_deleted(self):
        """What the button says about documents that "delete and resync" has left in QuickBooks."""
        names = [mirror.name or "" for mirror in self]
        return names and self.env._(
            "Not deleted, because somebody entered it in QuickBooks by hand: %(documents)s. To have it "
            "replaced, a manager presses Let Odoo Maintain It on the document first.",
            documents=format_list(self.env, names),
        )


class ConnexPlanner(models.AbstractModel):
    _inherit = "connex.planner"

    def _changed_values(self, mirror, content):
        if not mirror._is_adopted() or mirror.state in ("in_flight", "unknown", "voided"):
            return super()._changed_values(mirror, content)
        wanted = json.loads(content["wanted"])
        wanted_total, digits = content["wanted_total"], mirror._digits()
        if float_compare(mirror.qb_total, wanted_total, precision_digits=digits):
            values = mirror._both_amounts(wanted_total, mirror.qb_total)
            return content | self._left_alone(Problem("adopted_differs", values))
        said = self._said(mirror, wanted)
        same = docs.fingerprint(mirror.document, said) == content["wanted_fingerprint"]
        return (
            content
            | {
                "acknowledged": json.dumps(said, ensure_ascii=False),
                "acknowledged_fingerprint": docs.fingerprint(mirror.document, said),
                "action": "save",
                "state": "synced" if same else "waiting",
                "sequence": sending_order(mirror.document, "save"),
            }
            | NO_PROBLEM
        )

    def _left_alone(self, problem):
        return {
            "state": "problem",
            "wanted_fingerprint": False,  # so that the next plan decides again
            "problem_code": problem.code,
            "problem_values": dict(problem.values),
        }

    def _said(self, mirror, wanted):
        """The wanted content with what QuickBooks has of the parts that are kept up to date."""
        if mirror.found_facts:
            part = self._found_part(mirror, wanted)
        else:
            said = json.loads(mirror.acknowledged or "{}")
            part = {name: said[name] for name in ("status", "applications") if name in said}
        rest = {
            name: each for name, each in wanted.items() if name not in ("status", "applications")
        }
        return rest | part

    def _found_part(self, mirror, wanted):
        if mirror.document == "sales_order":
            closed = mirror.found_facts.get("TxnStatus") == "Closed"
            # A person's closed or open order is never opened again: only closing is Odoo's business.
            opened = wanted.get("status") != "closed"
            status = wanted.get("status") if closed or opened else ""
            return {"status": status} if status else {}
        if mirror.document != "payment":
            return {}
        applied = self._found_applications(mirror)
        if applied is None:  # applied to something that Odoo does not know: better left as it is
            applied = wanted.get("applications", [])
        return {"applications": applied} if applied else {}

    def _found_applications(self, mirror):
        """What a payment is applied to in QuickBooks, as content; None if Odoo does not know all of it."""
        amounts = {}
        for line in mirror.found_facts.get("Line", ()):
            for link in line["LinkedTxn"]:
                amounts[link["TxnType"], link["TxnId"]] = line["Amount"]
        targets = self.env["connex.mirror"].search(
            [
                ("connection_id", "=", mirror.connection_id.id),
                ("document", "=", "invoice"),
                ("qb_id", "in", [qb_id for _kind, qb_id in amounts]),
            ]
        )
        keys = {("Invoice", target.qb_id): target.key() for target in targets}
        if amounts.keys() - keys.keys():
            return None
        found = [docs.Application(keys[each], Decimal(amounts[each])) for each in amounts]
        return encode(tuple(sorted(found, key=lambda each: each.target)))

    @api.private
    def mark_for_recreation(self, mirrors):
        adopted = mirrors.filtered(lambda mirror: mirror._is_adopted())
        return adopted | super().mark_for_recreation(mirrors - adopted)

    def _remove(self, mirror):
        if not mirror._is_adopted() or mirror.state in ("in_flight", "unknown", "voided"):
            super()._remove(mirror)
            return
        if mirror.qb_status in ("Voided", "Deleted"):
            mirror.write({"state": "voided", "qb_total": 0, "qb_balance": 0} | NO_PROBLEM)
            return
        problem = Problem("adopted_not_removed", {"document": mirror.name or ""})
        mirror.write(self._left_alone(problem))


class ConnexOnlineSender(models.AbstractModel):
    _inherit = "connex.online.sender"

    def _operation(self, mirror, document, around, company):
        operation = super()._operation(mirror, document, around, company)
        if not mirror._is_adopted() or operation.action != "update":
            return operation
        body = adoption.maintained(operation.entity, operation.body)
        return replace(operation, body=body)


class ConnexSettler(models.AbstractModel):
    _inherit = "connex.settler"

    def _saved_values(self, mirror, outcome, said, now):
        return super()._saved_values(mirror, outcome, said, now) | {"found_facts": False}


class ConnexVerifier(models.AbstractModel):
    _inherit = "connex.verifier"

    def _says(self, mirror, row):
        return mirror._is_adopted() or super()._says(mirror, row)


class ConnexEngine(models.AbstractModel):
    _inherit = "connex.engine"

    def _plan(self, connection):
        done = self.env["connex.adoption"].advance(connection)
        if connection.backend == "online":  # a session reads them on QuickBooks Desktop
            done = done or self._look_at_adopted(connection)
        return done or super()._plan(connection)

    def _look_at_adopted(self, connection):
        """Read adopted documents that were to be put right in QuickBooks, and plan them again."""
        mirrors = self.env["connex.mirror"].search(
            [
                ("connection_id", "=", connection.id),
                ("state", "=", "problem"),
                ("adopted", "=", True),
                ("revision_stale", "=", True),
                ("document", "not in", LISTS),
            ],
            limit=MOST_READ,
        )
        verifier = self.env[f"connex.{connection.backend}.verifier"]
        for mirror, row in verifier.rows(mirrors).items():
            if row is None:
                mirror.write({"qb_status": "Deleted", "revision_stale": False})
            else:
                verifier._note(mirror, row)
        for model, own in mirrors.grouped("res_model").items():
            self.env["connex.source"]._mark(connection, model, own.mapped("res_id"))
        mirrors.wanted_fingerprint = False
        return len(mirrors)


class ConnexOnlineMatcher(models.AbstractModel):
    _inherit = "connex.online.matcher"

    @api.private
    def renumber(self, mirror):
        """A document with the number that fits in everything is proposed to a person, who may have entered
        it; only what is somebody else's makes us take another number."""
        if mirror.sent_action == "create" and self._propose(mirror):
            problem = Problem("already_in_quickbooks", {"document": mirror.name or ""})
            mirror.write(mirror._once_more())
            mirror._set_problem(problem)
            return True
        return super().renumber(mirror)

    def _propose(self, mirror):
        """Whether a person may have entered it there, and nobody has said that it is another one."""
        candidate = self.env["connex.adoption.candidates"].of_mirror(mirror)
        rows = self._rows_of_number(mirror) if candidate else ()
        if not rows:
            return False
        lines = self.env["connex.adoption.line"]
        return bool(lines._propose(mirror.connection_id, {mirror: candidate}, {mirror: rows}))

    def _rows_of_number(self, mirror):
        number = mirror._sent_body().get("DocNumber")
        if not number:
            return []
        statements = lookup.find_transactions(ENTITY[mirror.document], [number])
        answers = self.env["connex.online.verifier"].query(mirror.connection_id, statements)
        return [row for rows in answers for row in rows]
