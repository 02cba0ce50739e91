"""A dry run: what a sync of some records would do to QuickBooks, found out by doing all of it but the
sending, and undoing it.

The plan and the writing of requests are the engine's own code, run in a savepoint that is rolled back. What
comes out are plain values. Nothing is read from QuickBooks: what it confirmed last is what counts.
"""

import json
from dataclasses import dataclass, replace

from odoo import api, models

from ..bridge import documents as docs
from ..bridge import spelling
from ..bridge.problem import Problem
from ..models.connex_planner import LISTS
from ..models.connex_reference import NOT_COPIED


@dataclass(frozen=True)
class Foreseen:
    """What would become of one document.

    `action`: `find` (a list entry that is looked for in QuickBooks and created if missing), `create`,
    `update`, `void`, `delete`, `keep` (nothing to do), `on_its_way` (sent, not answered yet), or `held`
    (kept back, `problem` says why). `request` is what is sent, as the backend writes it; ids that
    QuickBooks has yet to give are written as `placeholder` does. `now` and `before` are the wanted and the
    confirmed content (`documents.content`), `rule_notes` what the user's rules did.
    """

    action: str
    key: docs.Key
    name: str
    currency: int = 0
    total: float = 0.0
    orders: tuple[int, ...] = ()
    moves: tuple[int, ...] = ()
    qb_number: str = ""
    adopted: bool = False
    approved: bool = True
    now: dict | None = None
    before: dict | None = None
    request: str = ""
    deposit_account: str = ""
    problem: Problem | None = None
    rule_notes: tuple[dict, ...] = ()


class _Undo(Exception):
    """Takes the results out of the savepoint that it rolls back."""

    def __init__(self, result):
        super().__init__()
        self.result = result


def placeholder(key):
    """Stands for the id of a document that QuickBooks does not have yet."""
    return f"new {key.document} {key.model},{key.id}"


class ConnexDryRun(models.AbstractModel):
    _name = "connex.dry.run"
    _description = "Foresee a Sync with QuickBooks"

    @api.private
    def foresee(self, connection, sources, mode=None):
        """What syncing these records (`bridge.sale.Source`) would do: `Foreseen`s in the order in which
        they go out. `mode` replaces the connection's transaction mode. Leaves nothing behind."""
        company = connection.sudo().company_id
        own = connection.sudo().with_context(allowed_company_ids=company.ids)
        try:
            with self.env.cr.savepoint():
                raise _Undo(self.with_env(own.env)._foresee(own, sources, mode))
        except _Undo as undone:
            return undone.result

    def _foresee(self, connection, sources, mode):
        mirrors = self.env["connex.engine"]._plan_each(connection, sources, mode)
        (mirrors | mirrors.blocked_by_id)._release()
        mirrors = mirrors.filtered(lambda m: m.qb_id or m.state != "voided")
        mirrors = mirrors.sorted(lambda m: (m.sequence, m.id))
        sender = self.env[f"connex.{connection.backend}.sender"]
        documents = {mirror: mirror.restored() for mirror in mirrors}
        known = sender._known(connection, documents.values())
        new = {key: placeholder(key) for key, mirror in known.items() if not mirror.qb_id}
        around = sender._with_ids(sender._around(mirrors, known), new)
        company = self._company(connection, mirrors, documents)
        found = {}
        for mirror in mirrors:
            seen = self._one(mirror, documents[mirror], sender, around, company)
            found[mirror.key()] = self._blocked(seen, documents[mirror], found, known)
        return list(found.values())

    def _company(self, connection, mirrors, documents):
        """As the sender knows it. A customer that a rule names is looked up only when it is needed: here
        it counts as found."""
        before = [
            docs.restore(m.document, json.loads(m.acknowledged)) for m in mirrors if m.acknowledged
        ]
        named = [*filter(None, documents.values()), *before]
        company = connection._quickbooks_company(named)
        to_find = {
            (kind, spelling.same(name)): f"{kind} {name}"
            for document in named
            for kind, name in docs.named(document)
            if kind in NOT_COPIED
        }
        return replace(company, names=to_find | company.names)

    def _one(self, mirror, document, sender, around, company):
        seen = Foreseen(
            action=self._resting_action(mirror),
            key=mirror.key(),
            name=mirror.name or "",
            currency=mirror.currency_id.id,
            total=mirror.wanted_total,
            orders=tuple(mirror.order_ids.ids),
            moves=tuple(mirror.move_ids.ids),
            qb_number=mirror.qb_number or "",
            adopted=mirror.adopted,
            approved=mirror.approved,
            now=json.loads(mirror.wanted) if mirror.wanted else None,
            before=json.loads(mirror.acknowledged) if mirror.acknowledged else None,
            rule_notes=tuple(mirror.rule_notes or ()),
        )
        if mirror.state == "problem":
            return replace(seen, problem=Problem(mirror.problem_code, mirror.problem_values or {}))
        if mirror.state != "waiting":
            return seen
        operation, problem = sender._written(mirror, document, around, company)
        if problem:
            return replace(seen, action="held", problem=problem)
        if operation is None:
            return seen  # nothing that QuickBooks could be told
        action, request, account = sender._shown(mirror, operation)
        creates_entry = action == "create" and mirror.document in LISTS
        action = "find" if creates_entry else action
        return replace(seen, action=action, request=request, deposit_account=account)

    def _resting_action(self, mirror):
        if mirror.state in ("in_flight", "unknown"):
            return "on_its_way"
        return "held" if mirror.state == "problem" else "keep"

    def _blocked(self, seen, document, found, known):
        """The same, held if a document that it refers to is held and not in QuickBooks yet."""
        if seen.action not in ("create", "update", "find"):
            return seen
        for key in docs.references(document):
            reference = found.get(key)
            if reference and reference.action == "held" and not known[key].qb_id:
                problem = Problem("blocked", {"name": reference.name})
                return replace(seen, action="held", problem=problem)
        return seen
