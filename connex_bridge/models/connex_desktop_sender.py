"""Sending to QuickBooks Desktop: many documents of one wave in a message set, and what its answer means.

A message set is written down with its id and committed before the Web Connector gets it. QuickBooks keeps
the answer of a set with an id: however often the identical text is sent again, it is carried out once.
"""

import logging
from dataclasses import replace

import psycopg2

from odoo import api, models
from odoo.fields import Domain

from ..bridge.desktop import answer, hresults, qbxml, statuses, translate
from ..bridge.fault import Fault, Resolution
from ..bridge.online import batch, closed_books
from ..bridge.problem import Problem
from .connex_desktop_recovery import OWN_ERROR, UNREADABLE
from .connex_mirror_desktop import LINKS_ONLY, UNCERTAIN
from .connex_planner import LISTS

_logger = logging.getLogger(__name__)

SET_ID_LENGTH = 22
#: A whole set that QuickBooks cannot read: our fault, or one document's.
NOT_UNDERSTOOD = Resolution("hold", "desktop_not_understood")
#: Somebody else is at work on it, or on what it uses.
IN_USE = Resolution("retry", "open_in_quickbooks")
#: QuickBooks understood it, and fails on it again and again.
FAILED_ON = Resolution("hold", "desktop_fails_on_document")
#: What is no status of QuickBooks: no answer, or one that cannot be read or stored.
OWN_FAULTS = {
    "": Resolution("retry", "unanswered"),
    UNREADABLE: Resolution("retry", "desktop_document_unreadable"),
    OWN_ERROR: Resolution("retry", "internal_error"),
}
REMOVALS = {"TxnVoidRq": "void", "TxnDelRq": "delete", "ListDelRq": "delete"}


class ConnexDesktopSender(models.AbstractModel):
    _name = "connex.desktop.sender"
    _description = "Send to QuickBooks Desktop"
    _inherit = "connex.sender"
    _documents_per_request = 100

    # Writing a message set

    @api.private
    def write_next(self, connection, since):
        """Write down the next message set; returns its exchange, none when nothing is left to send.
        What is new is sent only if it was looked for after `since`."""
        sender = self.with_context(connex_looked_up_since=since)
        while mirrors := sender._claim(connection):
            operations = sender._operations(connection, mirrors)
            said = [mirror for mirror, request in operations.items() if request is None]
            for mirror in said:
                mirror._note_nothing_to_say()
                del operations[mirror]
            if operations:
                return sender._write_down(connection, operations)
        return self.env["connex.exchange"]

    def _claimable(self, connection, only=None):
        domain = super()._claimable(connection, only)
        since = self.env.context.get("connex_looked_up_since")
        if not since:
            return domain
        looked_up = Domain("looked_up_at", ">=", since)
        looked_up |= Domain("action", "!=", "save") & ~UNCERTAIN
        # Links of credits have no revision that could be read.
        current = Domain("revision_stale", "=", False) | Domain("qb_id", "=", LINKS_ONLY)
        known = Domain("qb_id", "!=", False) & current
        return domain & (looked_up | known)

    def _company(self, connection, documents):
        return connection._quickbooks_company(documents)

    def _around(self, mirrors, known):
        orders = {
            key: mirror
            for key, mirror in known.items()
            if key.document in ("sales_order", "purchase_order")
        }
        ordered = {}
        for order in orders.values():
            ordered |= order._ordered_quantities()
        return translate.Around(
            ids=self._known_ids(mirrors, known),
            order_lines={
                (key, source): number
                for key, order in orders.items()
                for source, number in order._line_numbers().items()
            },
            ordered=ordered,
            differences={mirror.key(): mirror._known_difference() for mirror in mirrors},
            by_hand=mirrors._applied_by_hand(),
        )

    def _with_ids(self, around, ids):
        return replace(around, ids={**around.ids, **ids}) if ids else around

    def _operation(self, mirror, document, around, company):
        booked, known = mirror._booked_on(), self._on_file(mirror)
        if mirror.action != "save":
            if not mirror.qb_id or mirror._ends_with_another():
                return None
            closed_books.check(mirror.document, booked, mirror.name or "", company)
            return translate.remove(mirror.key(), known, mirror.action == "delete")
        if mirror.document == "payment":
            document = mirror.release_step() or document
        document = closed_books.on_open_day(document, booked, company)
        if not mirror.qb_id:
            return translate.create(document, around, company, mirror._marker())
        return translate.change(document, known, around, company, mirror._marker())

    def _on_file(self, mirror):
        """What QuickBooks has of the document."""
        return translate.Known(
            qb_id=mirror.qb_id or "",
            revision=mirror.qb_revision or "",
            lines=tuple(number for number, _source in mirror.qb_lines or ()),
            own_lines=tuple(mirror.qb_own_lines or ()),
            before=mirror._acknowledged_document(),
            entity=mirror.qb_type or "",
            bought=mirror._has_cost_side(),
        )

    def _shown(self, mirror, operation):
        account = operation.findtext("*/DepositToAccountRef/ListID") or ""
        return self._action(mirror, operation), qbxml.message_set([operation]), account

    def _action(self, mirror, request):
        """What a request asks for, in the words of `connex.mirror.sent_action`."""
        if mirror.action != "save":
            return REMOVALS.get(request.tag, "void")
        return "update" if mirror.qb_id else "create"

    def _write_down(self, connection, operations):
        """Commit what is about to be sent, before the Web Connector gets it."""
        actions = {mirror: self._action(mirror, each) for mirror, each in operations.items()}
        parts = (part for mirror in operations for part in mirror._request_parts(actions[mirror]))
        request_id = batch.request_id(parts)[:SET_ID_LENGTH]
        answered = self._answered_before(connection)
        # An id that is used once more is refused by QuickBooks (9001), which knows what it has carried out.
        forgotten = answered if answered != request_id else ""
        for mirror, request in operations.items():
            request.set("requestID", str(mirror.id))
        exchange = self.env["connex.exchange"].create(
            {
                "connection_id": connection.id,
                "company_id": connection.company_id.id,
                "request_id": request_id,
                "method": "qbXML",
                "path": "write",
                "request_body": qbxml.message_set(operations.values(), request_id, forgotten),
                "document_count": len(operations),
            }
        )
        self._mark_in_flight(exchange, actions)
        return exchange

    def _answered_before(self, connection):
        """The id of the last message set whose answer is stored here: QuickBooks may forget it."""
        last = self.env["connex.exchange"].search_fetch(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "write"),
                ("state", "=", "answered"),
            ],
            ["request_id"],
            order="id desc",
            limit=1,
        )
        return last.request_id or ""

    # What was answered

    @api.private
    def settle(self, exchange):
        """Store what the answer to a message set means; returns how many documents are done. Raises
        bridge.desktop.safe_xml.Unreadable when it is no answer to one."""
        mirrors = exchange.mirror_ids.filtered(lambda m: m.state in ("in_flight", "unknown"))
        answered = answer.read(exchange.response_body, [str(mirror.id) for mirror in mirrors])
        recovery = self.env["connex.desktop.recovery"]
        if answered.set_status == statuses.SET_UNKNOWN and exchange.status_asked:
            recovery.never_carried_out(exchange)
            return 0
        exchange.state = "answered"
        if answered.set_status in statuses.SET_REFUSED:
            self._set_refused(exchange, answered.set_status)
            return 0
        if answered.set_status in statuses.SET_NOT_STORED:
            # It may be carried out, and would be once more if it were repeated.
            silent = mirrors.filtered(lambda m: answered.outcomes[str(m.id)].kind == "missing")
            recovery.look_again(exchange, silent)
            mirrors -= silent
        self._settle_each(exchange, mirrors, answered.outcomes)
        if exchange.state == "unknown":  # it does not speak of everything, and is asked for again
            exchange.response_body = False
        return len(mirrors.filtered(lambda m: m._is_done()))

    def _settle_each(self, exchange, mirrors, outcomes):
        try:
            with self.env.cr.savepoint():
                self._settle_outcomes(exchange, mirrors, outcomes)
        except psycopg2.OperationalError:
            raise
        except Exception:
            # One answer that cannot be stored must not lose the others.
            _logger.exception("%s cannot be settled as a whole", exchange.request_id)
            for mirror in mirrors:
                self._settle_alone(exchange, mirror, outcomes)

    def _ask_again(self, exchange, missing):
        result = super()._ask_again(exchange, missing)
        # Whoever tries again has it looked for, and sent under another id.
        for mirror in missing.filtered(lambda m: m.state == "problem"):
            mirror.write(mirror._perhaps_done())
        return result

    def _settle_alone(self, exchange, mirror, outcomes):
        try:
            with self.env.cr.savepoint():
                self._settle_outcomes(exchange, mirror, outcomes)
        except psycopg2.OperationalError:  # the transaction is done again, or the database is gone
            raise
        except Exception as failure:
            _logger.exception("%s: its answer cannot be stored", mirror.display_name)
            mirror.write(mirror._perhaps_done())
            mirror._set_problem(
                Problem("internal_error", {"document": mirror.name or ""}, str(failure))
            )

    def _set_refused(self, exchange, status):
        """QuickBooks knows the id from another set, as after a restored backup of Odoo: what is there of
        its documents is found by looking, and the rest is sent under another id."""
        exchange.write({"state": "failed", "detail": f"messageSetStatusCode {status}"})
        for mirror in self._take_back(exchange):
            mirror.write(mirror._once_more() | {"looked_up_at": False})

    @api.private
    def not_carried_out(self, exchange, hresult, message):
        """QuickBooks could not read the message set; nothing of it was carried out."""
        exchange.write({"state": "failed", "detail": f"{hresult} {message}".strip()})
        self._single_out(self._take_back(exchange), Fault(hresult, message))

    def _is_gone(self, fault):
        return statuses.is_not_found(fault)

    def _resolution(self, fault):
        if fault.code in OWN_FAULTS:
            return OWN_FAULTS[fault.code]
        if not fault.code.isdecimal():
            understood = hresults.reaction(fault.code).kind != "refused"
            return FAILED_ON if understood else NOT_UNDERSTOOD
        return statuses.resolve(fault)

    def _resolution_for(self, mirror, fault):
        """What somebody else has just saved is read again and repeated at once, one time; then in later
        sessions. Of what is new there is nothing to read."""
        resolution = self._resolution(fault)
        if resolution.action != statuses.REREAD or (mirror.qb_id and not mirror.attempts):
            return resolution
        stale = mirror.qb_id and fault.code not in statuses.BY_WORDING
        return resolution._replace(action=statuses.RETRY) if stale else IN_USE

    def _refused(self, mirror, fault):
        if mirror.qb_id and self._resolution(fault).action == statuses.REREAD:
            mirror.revision_stale = True
        return super()._refused(mirror, fault)

    def _made_good(self, mirror, fault, resolution):
        if resolution.action == "lookup" and mirror.document in LISTS:
            return self.env["connex.desktop.matcher"].rename(mirror)
        if mirror.document == "sales_order" and statuses.is_feature_missing(fault):
            if mirror.connection_id.qb_sales_orders:  # told of each, and done once for all
                mirror.connection_id._without_sales_orders()
            return mirror.state == "voided"
        return False
