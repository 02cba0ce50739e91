"""What sending to QuickBooks Online and to QuickBooks Desktop have in common: which documents go out next,
what they wait for, and what becomes of those that were not carried out.

How a document is written and how it travels is each backend's own (connex_online_sender.py,
connex_desktop_sender.py).
"""

import json
import logging
import traceback

from odoo import api, fields, models
from odoo.fields import Domain

from ..bridge import documents as docs
from ..bridge.problem import Held, Problem

_logger = logging.getLogger(__name__)

REPEATS = 3


class ConnexSender(models.AbstractModel):
    _name = "connex.sender"
    _description = "Send to QuickBooks"

    #: How many documents one request carries; each backend says its own.
    _documents_per_request = 1

    # Which documents

    def _claimable(self, connection, only=None):
        """The documents (of `only`, if given) that may go out now, as a domain."""
        domain = Domain(
            [
                ("connection_id", "=", connection.id),
                ("state", "=", "waiting"),
                ("blocked_by_id", "=", False),
            ]
        )
        domain &= Domain("next_try", "=", False) | Domain("next_try", "<=", fields.Datetime.now())
        # What QuickBooks has already needs no approval.
        domain &= Domain("approved", "=", True) | Domain("qb_id", "!=", False)
        if only is not None:
            domain &= Domain("id", "in", only.ids)
        return domain

    def _claim(self, connection, only=None):
        mirrors = self.env["connex.mirror"].search(
            self._claimable(connection, only),
            order="sequence, id",
            limit=self._documents_per_request,
        )
        if mirrors[:1].alone:
            return mirrors[:1]
        return mirrors.filtered(lambda m: m.sequence == mirrors[0].sequence and not m.alone)

    # From mirrors to operations

    def _operations(self, connection, mirrors):
        """What to send, per mirror; those that cannot go are held back with their problem."""
        wanted = {mirror: mirror.restored() for mirror in mirrors}
        before = [
            docs.restore(m.document, json.loads(m.acknowledged)) for m in mirrors if m.acknowledged
        ]
        known = self._known(connection, [*wanted.values(), *before])
        around = self._around(mirrors, known)
        company = self._company(connection, [*wanted.values(), *before])
        operations = {}
        for mirror, document in wanted.items():
            blocker = self._blocker(mirror, document, known)
            if blocker:
                mirror.blocked_by_id = blocker
                continue
            own = self._with_ids(around, self._own_ids(mirror, document, known))
            operation, problem = self._written(mirror, document, own, company)
            if problem:
                mirror._set_problem(problem)
            else:
                operations[mirror] = operation
        return operations

    def _company(self, connection, documents):
        """The QuickBooks company as the backend's translation must know it for these documents."""
        raise NotImplementedError

    def _operation(self, mirror, document, around, company):
        """The request for one mirror in the backend's form; `around` as `_around` has it. Raises Held."""
        raise NotImplementedError

    def _shown(self, mirror, operation):
        """What a preview shows of a request: (action, its text, the account that its money goes to)."""
        raise NotImplementedError

    def _around(self, mirrors, known):
        """What the documents of one message are written with, in the backend's form; `known` are the mirrors
        of what they refer to."""
        raise NotImplementedError

    def _with_ids(self, around, ids):
        """The same, with these QuickBooks ids by key in place of its own."""
        raise NotImplementedError

    def _known_ids(self, mirrors, known):
        """QuickBooks' ids by key, for the documents of one message."""
        return {key: mirror.qb_id for key, mirror in known.items() if mirror.qb_id}

    def _own_ids(self, mirror, document, known):
        """{key: QuickBooks id} where this document refers to another one than the rest of the message."""
        return {}

    def _written(self, mirror, document, around, company):
        """The operation for one mirror, or the problem that keeps it from being written: a pair."""
        try:
            return self._operation(mirror, document, around, company), None
        except Held as held:
            return None, held.problem
        except Exception:
            # One document that cannot be written must not keep the others from going out.
            _logger.exception("%s cannot be written for QuickBooks", mirror.display_name)
            values = {"document": mirror.name or ""}
            return None, Problem("internal_error", values, traceback.format_exc())

    def _known(self, connection, documents):
        keys = {key for document in documents if document for key in docs.references(document)}
        # Tax and rounding lines have items that no document names.
        keys |= set(self.env["connex.connection.item"]._of(connection)._accounts())
        # Contents are long, and not needed of documents that are only referred to.
        mirrors = self.env["connex.mirror"].search_fetch(
            [
                ("connection_id", "=", connection.id),
                ("res_model", "in", list({key.model for key in keys})),
                ("res_id", "in", list({key.id for key in keys})),
            ],
            ["document", "res_model", "res_id", "qb_id", "kept_customer"],
        )
        known = {mirror.key(): mirror for mirror in mirrors}
        return {key: known[key] for key in keys & known.keys()}

    def _blocker(self, mirror, document, known):
        """The first document that must get into QuickBooks before this one."""
        if mirror.action != "save":
            return None
        for key in docs.references(document):
            reference = known.get(key)
            if reference and not reference.qb_id:
                return reference
        return None

    # On their way

    def _mark_in_flight(self, exchange, actions):
        """These mirrors are in this exchange from now on; `actions` says what each is asked for."""
        mirrors = self.env["connex.mirror"].union(*actions)
        values = {"state": "in_flight", "exchange_id": exchange.id, "sent": False}
        for action, same in mirrors.grouped(actions.get).items():
            same.write(values | {"sent_action": action})
        for mirror in mirrors.filtered(lambda m: m.document == "payment" and m.action == "save"):
            if step := mirror.release_step():
                mirror.sent = json.dumps(docs.content(step), ensure_ascii=False)

    def _take_back(self, exchange):
        """Nothing of it was carried out: its documents wait again, as if it had never been written."""
        open_mirrors = exchange.mirror_ids.filtered(lambda m: m.state in ("in_flight", "unknown"))
        for mirror in open_mirrors:
            mirror.write(
                {
                    "state": "waiting",
                    "sent": False,
                    "sequence": mirror.turn(),
                }
            )
        return open_mirrors

    def _to_blame(self, mirrors):
        """The one of these documents for which their request failed. Of several nobody can say which it is:
        none yet, and each goes alone next time."""
        if len(mirrors) > 1:
            mirrors.alone = True
            return mirrors.browse()
        return mirrors

    def _single_out(self, mirrors, fault):
        """QuickBooks refused a request as a whole; one of its documents may be why: each goes alone next
        time, and the one that is refused alone is held. While QuickBooks itself has trouble, the very
        same request is repeated first. Returns whether the others can go on at once."""
        action = self._resolution(fault).action
        if action not in ("hold", "lookup", "reread", "retry"):
            return False
        if action == "retry" and min(mirrors.mapped("setbacks")) < REPEATS:
            for mirror in mirrors:
                mirror.setbacks += 1
        elif blamed := self._to_blame(mirrors):
            self._refused(blamed, fault)
        return action != "retry"

    # What was answered

    def _settle_outcomes(self, exchange, mirrors, outcomes):
        """Store what each answer means; `outcomes` are by the text of the mirror's id."""
        done, refused, missing = {}, {}, mirrors.browse()
        for mirror in mirrors:
            outcome = outcomes[str(mirror.id)]
            if outcome.kind == "done":
                done[mirror] = outcome
            elif outcome.kind == "missing":
                missing |= mirror
            elif mirror.sent_action in ("void", "delete") and self._is_gone(outcome.fault):
                done[mirror] = outcome  # gone already: what was asked for is so
            else:
                refused[mirror] = outcome.fault
        self.env["connex.settler"].done(done)
        # Afterwards: what is in the way of a refused document may be another one of this answer.
        self._settle_refused(exchange, refused)
        if missing:
            self._ask_again(exchange, missing)

    def _settle_refused(self, exchange, refused):
        """`refused` maps each mirror to its fault in the answer to the exchange."""
        for mirror, fault in refused.items():
            self._refused(mirror, fault)

    def _is_gone(self, fault):
        """Whether something that was to be removed is not there any more."""
        raise NotImplementedError

    def _ask_again(self, exchange, missing):
        """The answer does not speak of these: repeat the request, but not for ever."""
        if exchange.repeated < REPEATS:
            exchange.state = missing.state = "unknown"
            return
        # QuickBooks may have done it or not: what it has is not what it confirmed before.
        missing.acknowledged_fingerprint = False
        for mirror in missing:
            mirror._set_problem(Problem("unanswered", {"document": mirror.name or ""}))

    def _resolution(self, fault):
        """What the backend's table says about this fault."""
        raise NotImplementedError

    def _resolution_for(self, mirror, fault):
        """What is to be done about this fault of a document."""
        return self._resolution(fault)

    def _refused(self, mirror, fault):
        resolution = self._resolution_for(mirror, fault)
        values = {"document": mirror.name or "", "reason": fault.detail or fault.message}
        problem = Problem(resolution.problem_code, values, str(fault))
        if not self._made_good(mirror, fault, resolution):
            self.env["connex.settler"].refused(mirror, resolution.action, problem)

    def _made_good(self, mirror, fault, resolution):
        """Whether the refusal could be put right at once: then nothing more is to be done about it."""
        return False

    @api.private
    def has_claimable(self, connection):
        """Whether any document may go out now."""
        return bool(self.env["connex.mirror"].search_count(self._claimable(connection), limit=1))
