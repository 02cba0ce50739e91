"""Reading documents back from QuickBooks Desktop: in the session of the Web Connector that follows.

What cannot be read for a while is asked for again, later and later; what QuickBooks will not tell is not.
"""

from odoo import api, fields, models
from odoo.fields import Domain

from ..bridge.desktop import lookup, statuses
from ..bridge.desktop.answer import Row
from ..bridge.fault import Fault
from .connex_mirror_desktop import LINKS_ONLY
from .connex_planner import LISTS
from .connex_settler import BACKOFF
from .connex_verifier import DIFFERENT

READ_AT_ONCE = 100
ORDERS = ("sales_order", "purchase_order")


class ConnexDesktopVerifier(models.AbstractModel):
    _name = "connex.desktop.verifier"
    _description = "Read Back from QuickBooks Desktop"
    _inherit = "connex.verifier"

    def _domain(self, connection, reasons):
        domain = Domain(
            [
                ("connection_id", "=", connection.id),
                ("reread", "in", reasons),
                ("qb_id", "not in", (False, LINKS_ONLY)),  # there is nothing to ask for
                ("state", "not in", ("in_flight", "unknown")),
            ]
        )
        its_time = Domain("next_try", "=", False) | Domain("next_try", "<=", fields.Datetime.now())
        return domain & its_time

    @api.private
    def has_any(self, connection):
        """Whether any document is to be read again."""
        domain = self._domain(connection, ["status", "button", "compare", "adopted"])
        return bool(self.env["connex.mirror"].search_count(domain, limit=1))

    @api.private
    def ask(self, connection, *reasons):
        """Write down the queries for what is to be read again for these reasons; returns the exchange."""
        mirrors = self.env["connex.mirror"].search(
            self._domain(connection, reasons), order="id", limit=READ_AT_ONCE
        )
        mirrors = mirrors[:1] if mirrors[:1].alone else mirrors.filtered(lambda m: not m.alone)
        queries = [
            (str(mirror.id), [mirror.id], lookup.by_id(mirror._entity(), mirror.qb_id))
            for mirror in mirrors
        ]
        return self.env["connex.desktop.driver"]._ask(connection, "reread", queries)

    @api.private
    def not_carried_out(self, exchange, fault):
        """The questions came to nothing: each document is read alone, and the one that is to blame later."""
        sender = self.env["connex.desktop.sender"]
        for mirror in sender._to_blame(exchange._asked_about()):
            self._not_told(mirror, fault)

    @api.private
    def is_alone(self, exchange):
        """Whether one document has been singled out."""
        return all(exchange._asked_about().mapped("alone"))

    @api.private
    def settle(self, exchange, outcomes):
        """Store what was read."""
        compared = self.env["connex.mirror"]
        for each, outcome in outcomes.items():
            mirror = self.env["connex.mirror"].browse(exchange.asked[each]).exists()
            if not mirror:
                continue
            row = outcome.row if outcome.rows else None
            if row is None and outcome.kind != "done" and not statuses.is_not_found(outcome.fault):
                self._not_told(mirror, outcome.fault or Fault(""))
                continue
            reason = mirror.reread
            mirror.write({"reread": False} | self._told_values(mirror))
            self._settle_one(mirror, row, reason)
            if reason == "compare":
                compared |= mirror
        self._compare_balances(compared)

    def _told_values(self, mirror):
        """What kept a document from being read is over. Of one that waits to be sent, it may be what keeps
        it from that."""
        if mirror.state not in ("synced", "problem"):
            return {}
        return {"alone": False, "attempts": 0, "next_try": False}

    def _not_told(self, mirror, fault):
        """QuickBooks did not say what it has of this one. What may pass by itself is asked again later and
        later; but nothing is asked for ever that QuickBooks never answers: that may end sessions."""
        attempts = mirror.attempts + 1
        last = attempts > len(BACKOFF) and not fault.code
        if last or self.env["connex.desktop.sender"]._resolution(fault).action != statuses.RETRY:
            mirror.write({"reread": False} | self._told_values(mirror))
            return
        wait = BACKOFF[min(attempts, len(BACKOFF)) - 1]
        mirror.write({"attempts": attempts, "next_try": fields.Datetime.now() + wait})

    def _settle_one(self, mirror, row, reason):
        if reason == "button":
            if mirror in self._to_put_right(mirror):
                self._put_right(mirror, row)
        elif mirror.state == "voided":
            return
        elif row is None or (reason == "compare" and not self._is_changed_in_odoo(mirror)):
            self._compare(mirror, row)
        else:
            self._note(mirror, row)
        if mirror.document in ORDERS and mirror.qb_status == "Open":
            # The plan closes it by saying so, where all of it is billed and QuickBooks has not noticed.
            self.env["connex.source"]._mark(mirror.connection_id, mirror.res_model, [mirror.res_id])

    def _is_changed_in_odoo(self, mirror):
        """Whether Odoo has changed it since it was marked to be compared, and has not said so yet."""
        told = mirror.wanted_fingerprint == mirror.acknowledged_fingerprint
        return not told and mirror.problem_code not in DIFFERENT

    def _outcome(self, mirror, row: Row):
        return row

    def _note(self, mirror, row):
        result = super()._note(mirror, row)
        mirror._note_lines(row.lines)
        mirror._note_applied(row)
        return result

    def _put_right(self, mirror, row):
        """Whoever wants Odoo's version back wants nothing else that the money was applied to."""
        result = super()._put_right(mirror, row)
        if mirror.state == "waiting":
            mirror.qb_applied = False
        return result

    # The engine's verbs: here they only say what the next session has to read

    @api.private
    def put_right(self, mirrors):
        """Have the next session read these first, and send again what was deleted or changed by hand."""
        self._to_put_right(mirrors).reread = "button"

    @api.private
    def tie_out(self, mirrors):
        """Have the next session compare these with Odoo."""
        mirrors.filtered(lambda m: m.document not in LISTS and not m.reread).reread = "compare"
