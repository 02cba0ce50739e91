"""Sending to QuickBooks Online: up to thirty documents of one wave in a batch request.

The order of the steps is what keeps a document from being lost or made twice: the request is written down
with its request id and committed, then sent, then its answer is stored and committed. Whatever happens in
between, `resume` repeats the identical request, and QuickBooks answers what it did the first time.
"""

import time
from datetime import timedelta

from odoo import api, fields, models

from ..bridge.online import batch, closed_books, faults
from ..bridge.online.arithmetic import check_total
from ..bridge.online.oauth import OAuthError
from ..bridge.online.redact import redact
from ..bridge.online.rounding_line import tied
from ..bridge.online.session import NOT_CARRIED_OUT, Refused, SessionError, Unanswered
from ..bridge.online.translate import remove, translate, update
from ..bridge.online.translate_purchases import check_purchase
from ..bridge.problem import Held
from .connex_sender import REPEATS

PURCHASES = ("purchase_order", "bill", "vendor_credit")
#: How long QuickBooks is trusted to remember a request id; Intuit does not say, so not for long.
REMEMBERED = timedelta(hours=1)


class ConnexOnlineSender(models.AbstractModel):
    _name = "connex.online.sender"
    _description = "Send to QuickBooks Online"
    _inherit = "connex.sender"
    _documents_per_request = batch.LARGEST

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
        if self._is_given_up(exchange):
            self.env["connex.online.matcher"].recover(exchange)
            self.env["connex.engine"].commit()
        else:
            self._deliver(connection, exchange)
        return exchange.document_count or 1

    def _is_given_up(self, exchange):
        """Whether to look up what became of it instead of repeating it: when QuickBooks may have forgotten
        it, or has failed at it again and again. Only after a 500 is it certainly over there."""
        if exchange.sent_at < fields.Datetime.now() - REMEMBERED:
            return True
        # What has gone alone before is known to be trouble: it does not keep the others waiting.
        known = any(mirror.alone and mirror.attempts for mirror in exchange.mirror_ids)
        return exchange.status_code == 500 and exchange.repeated > (0 if known else REPEATS)

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

    # From mirrors to operations

    def _company(self, connection, documents):
        return connection._quickbooks_company(documents)

    def _around(self, mirrors, known):
        """QuickBooks' ids by key."""
        return self._known_ids(mirrors, known)

    def _with_ids(self, around, ids):
        return around | ids

    def _operation(self, mirror, document, around, company):
        bid = str(mirror.id)
        booked = mirror._booked_on()
        if mirror.action != "save":
            closed_books.check(mirror.document, booked, mirror.name or "", company)
            return remove(
                bid, mirror.key(), mirror.qb_id, mirror.qb_revision, mirror.action == "delete"
            )
        if mirror.document == "payment":
            document = mirror.release_step() or document
        document = closed_books.on_open_day(document, booked, company)
        entity, body = translate(document, around, company, mirror._marker())
        if mirror.document in PURCHASES:
            check_purchase(document, body, company)
        else:
            body = tied(document, body, around, company, mirror._known_difference())
            check_total(document, body, company)
        if not mirror.qb_id:
            return batch.Operation(bid, "create", entity, body)
        before = self._body_before(mirror, around, company)
        body = update(entity, body, mirror.qb_id, mirror.qb_revision, before)
        return batch.Operation(bid, "update", entity, body)

    def _shown(self, mirror, operation):
        account = operation.body.get("DepositToAccountRef", {}).get("value", "")
        return operation.action, batch.build([operation]).decode(), account

    def _body_before(self, mirror, around, company):
        """What QuickBooks was told last, so that fields which became empty are emptied there."""
        document = mirror._acknowledged_document()
        if document is None:
            return None
        try:
            document = closed_books.on_open_day(document, mirror._booked_on(), company)
            return translate(document, around, company, mirror._marker())[1]
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
        self._mark_in_flight(exchange, {m: operation.action for m, operation in operations.items()})
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

    def _settle(self, exchange, answer):
        mirrors = exchange.mirror_ids.filtered(lambda m: m.state in ("in_flight", "unknown"))
        outcomes = batch.read_answer(answer, [str(mirror.id) for mirror in mirrors])
        self._settle_outcomes(exchange, mirrors, outcomes)

    def _is_gone(self, fault):
        return fault.code == "610"

    def _resolution(self, fault):
        return faults.resolve(fault)

    def _made_good(self, mirror, fault, resolution):
        if self.env["connex.online.credits"].adopt(mirror, fault):
            return True
        matcher = self.env["connex.online.matcher"]
        return resolution.action == "lookup" and (matcher.adopt(mirror) or matcher.rename(mirror))
