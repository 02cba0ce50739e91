"""Sending to QuickBooks Online: up to thirty documents of one wave in a batch request.

The order of the steps is what keeps a document from being lost or made twice: the request is written down
with its request id and committed, then sent, then its answer is stored and committed. Whatever happens in
between, `resume` repeats the identical request, and QuickBooks answers what it did the first time.
"""

import json
import logging
import time
import traceback
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..bridge import documents as docs
from ..bridge.online import batch, faults
from ..bridge.online.arithmetic import check_total
from ..bridge.online.oauth import OAuthError
from ..bridge.online.redact import redact
from ..bridge.online.rounding_line import tied
from ..bridge.online.session import NOT_CARRIED_OUT, Refused, SessionError, Unanswered
from ..bridge.online.translate import remove, translate, update
from ..bridge.online.translate_purchases import check_purchase
from ..bridge.problem import Held, Problem
from .connex_planner import sending_order

_logger = logging.getLogger(__name__)

DOCUMENTS_PER_BATCH = 30
PURCHASES = ("purchase_order", "bill", "vendor_credit")
REPEATS = 3
#: How long QuickBooks is trusted to remember a request id; Intuit does not say, so not for long.
REMEMBERED = timedelta(hours=1)


class ConnexOnlineSender(models.AbstractModel):
    _name = "connex.online.sender"
    _description = "Send to QuickBooks Online"

    @api.private
    def resume(self, connection):
        """Repeat a request whose answer never came; returns its number of documents, 0 if none."""
        exchange = self.env["connex.exchange"].search(
            [("connection_id", "=", connection.id), ("state", "in", ["in_flight", "unknown"])],
            order="id",
            limit=1,
        )
        if not exchange:
            return 0
        exchange.repeated += 1
        if exchange.sent_at < fields.Datetime.now() - REMEMBERED:
            self.env["connex.online.matcher"].recover(exchange)
            self.env["connex.engine"].commit()
        else:
            self._deliver(connection, exchange)
        return exchange.document_count or 1

    @api.private
    def send_next(self, connection, only=None):
        """Send the next documents (of `only`, if given); returns how many were dealt with."""
        mirrors = self._claim(connection, only)
        if not mirrors:
            return 0
        to_send = self.env["connex.online.matcher"].prepare(connection, mirrors)
        operations = self._operations(connection, to_send)
        if operations:
            self._deliver(connection, self._write_down(connection, operations))
        else:
            self.env["connex.engine"].commit()
        return len(mirrors)

    def _claim(self, connection, only):
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
        mirrors = self.env["connex.mirror"].search(
            domain, order="sequence, id", limit=DOCUMENTS_PER_BATCH
        )
        if mirrors[:1].alone:
            return mirrors[:1]
        return mirrors.filtered(lambda m: m.sequence == mirrors[0].sequence and not m.alone)

    # From mirrors to operations

    def _operations(self, connection, mirrors):
        """What to send, per mirror; those that cannot go are held back with their problem."""
        wanted = {mirror: mirror.restored() for mirror in mirrors}
        known = self._known(connection, wanted.values())
        ids = self._ids_for(mirrors, known)
        before = [
            docs.restore(m.document, json.loads(m.acknowledged)) for m in mirrors if m.acknowledged
        ]
        company = connection._online_company([*wanted.values(), *before])
        operations = {}
        for mirror, document in wanted.items():
            blocker = self._blocker(mirror, document, known)
            if blocker:
                mirror.blocked_by_id = blocker
                continue
            own_ids = self._own_ids(mirror, document, ids, known)
            operation, problem = self._written(mirror, document, own_ids, company)
            if problem:
                mirror._set_problem(problem)
            else:
                operations[mirror] = operation
        return operations

    def _ids_for(self, mirrors, known):
        """QuickBooks' ids for what the documents of these mirrors refer to; `known` are its mirrors."""
        return {key: mirror.qb_id for key, mirror in known.items() if mirror.qb_id}

    def _written(self, mirror, document, ids, company):
        """The operation for one mirror, or the problem that keeps it from being written: a pair."""
        try:
            return self._operation(mirror, document, ids, company), None
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

    def _operation(self, mirror, document, ids, company):
        bid = str(mirror.id)
        if mirror.action != "save":
            return remove(
                bid, mirror.document, mirror.qb_id, mirror.qb_revision, mirror.action == "delete"
            )
        entity, body = translate(document, ids, company, mirror._marker())
        if mirror.document in PURCHASES:
            check_purchase(document, body, company)
        else:
            body = tied(document, body, ids, company, mirror._known_difference())
            check_total(document, body, company)
        if not mirror.qb_id:
            return batch.Operation(bid, "create", entity, body)
        before = self._body_before(mirror, ids, company)
        body = update(entity, body, mirror.qb_id, mirror.qb_revision, before)
        return batch.Operation(bid, "update", entity, body)

    def _body_before(self, mirror, ids, company):
        """What QuickBooks was told last, so that fields which became empty are emptied there."""
        if not mirror.acknowledged:
            return None
        document = docs.restore(mirror.document, json.loads(mirror.acknowledged))
        try:
            return translate(document, ids, company, mirror._marker())[1]
        except Held:
            return None  # it named something that is gone since; nothing to compare with

    # Over the wire

    def _write_down(self, connection, operations):
        """Commit what is about to be sent, before it is sent."""
        exchange = self.env["connex.exchange"].create(
            {
                "connection_id": connection.id,
                "company_id": connection.company_id.id,
                "request_id": batch.request_id(
                    part
                    for mirror, operation in operations.items()
                    for part in mirror._request_parts(operation.action)
                ),
                "path": "batch",
                "request_body": batch.build(list(operations.values())).decode(),
                "document_count": len(operations),
                "sent_at": fields.Datetime.now(),
            }
        )
        mirrors = self.env["connex.mirror"].union(*operations)
        values = {"state": "in_flight", "exchange_id": exchange.id, "sent": False}
        for action, same in mirrors.grouped(lambda m: operations[m].action).items():
            same.write(values | {"sent_action": action})
        self.env["connex.engine"].commit()
        return exchange

    def _deliver(self, connection, exchange):
        """Send it and settle the answer. Raises the session's errors after having noted the outcome."""
        session = connection._session()
        started = time.monotonic()
        try:
            answer = session.batch(exchange.request_body.encode(), exchange.request_id)
        except Unanswered as failure:
            self._note(exchange, "unknown", started, session, detail=str(failure))
            exchange.mirror_ids.filtered(lambda m: m.state == "in_flight").state = "unknown"
            self.env["connex.engine"].commit()
            raise
        except NOT_CARRIED_OUT as failure:
            # That this attempt did not get through says nothing about the first one.
            outcome = "unknown" if exchange.repeated else "failed"
            self._note(exchange, outcome, started, session, detail=str(failure))
            sent = exchange.mirror_ids.browse() if exchange.repeated else self._take_back(exchange)
            refused = sent and isinstance(failure, Refused)
            goes_on = refused and self._single_out(sent, failure.fault)
            self.env["connex.engine"].commit()
            if not goes_on:
                raise
            return
        self._note(exchange, "answered", started, session, response_body=redact(answer.decode()))
        try:
            with self.env.cr.savepoint():
                self._settle(exchange, answer)
        except (SessionError, OAuthError):
            # Settling looks things up in QuickBooks. Where that fails, the answer is asked for again:
            # nobody would come back to the documents of a request that counts as answered.
            open_mirrors = exchange.mirror_ids.filtered(lambda m: m.state == "in_flight")
            exchange.state = open_mirrors.state = "unknown"
            self.env["connex.engine"].commit()
            raise
        self.env["connex.engine"].commit()

    def _note(self, exchange, state, started, session, **values):
        values |= {"state": state, "duration_ms": int((time.monotonic() - started) * 1000)}
        if session.last:
            values |= {
                "status_code": session.last.status_code,
                "intuit_tid": session.last.intuit_tid,
            }
        exchange.write(values)

    def _take_back(self, exchange):
        """Nothing of it was carried out: its documents wait again, as if it had never been written."""
        open_mirrors = exchange.mirror_ids.filtered(lambda m: m.state in ("in_flight", "unknown"))
        for mirror in open_mirrors:
            mirror.write(
                {
                    "state": "waiting",
                    "sent": False,
                    "sequence": sending_order(mirror.document, mirror.action),
                }
            )
        return open_mirrors

    def _single_out(self, mirrors, fault):
        """QuickBooks refused a request as a whole; one of its documents may be why: each goes alone next
        time, and the one that is refused alone is held. While QuickBooks itself has trouble, the very
        same request is repeated first. Returns whether the others can go on at once."""
        action = faults.resolve(fault).action
        if action not in ("hold", "lookup", "reread", "retry"):
            return False
        if action == "retry" and min(mirrors.mapped("setbacks")) < REPEATS:
            for mirror in mirrors:
                mirror.setbacks += 1
        elif len(mirrors) > 1:
            mirrors.alone = True
        else:
            self._refused(mirrors, fault)
        return action != "retry"

    def _settle(self, exchange, answer):
        mirrors = exchange.mirror_ids.filtered(lambda m: m.state in ("in_flight", "unknown"))
        outcomes = batch.read_answer(answer, [str(mirror.id) for mirror in mirrors])
        done, refused, missing = {}, {}, mirrors.browse()
        for mirror in mirrors:
            outcome = outcomes[str(mirror.id)]
            if outcome.kind == "done":
                done[mirror] = outcome
            elif outcome.kind == "missing":
                missing |= mirror
            elif mirror.sent_action in ("void", "delete") and outcome.fault.code == "610":
                done[mirror] = outcome  # gone already: what was asked for is so
            else:
                refused[mirror] = outcome.fault
        self.env["connex.settler"].done(done)
        # Afterwards: what is in the way of a refused document may be another one of this answer.
        for mirror, fault in refused.items():
            self._refused(mirror, fault)
        if missing:
            self._ask_again(exchange, missing)

    def _ask_again(self, exchange, missing):
        """The answer does not speak of these: repeat the request, but not for ever."""
        if exchange.repeated < REPEATS:
            exchange.state = missing.state = "unknown"
            return
        for mirror in missing:
            mirror._set_problem(Problem("unanswered", {"document": mirror.name or ""}))

    def _refused(self, mirror, fault):
        resolution = faults.resolve(fault)
        values = {"document": mirror.name or "", "reason": fault.detail or fault.message}
        problem = Problem(resolution.problem_code, values, str(fault))
        action = resolution.action
        matcher = self.env["connex.online.matcher"]
        if action == "lookup" and (matcher.adopt(mirror) or matcher.rename(mirror)):
            return
        self.env["connex.settler"].refused(mirror, action, problem)
