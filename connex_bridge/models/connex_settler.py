"""Settling: what QuickBooks' answers mean for the mirrors they are about.

The same for both backends. Only writes to the database; what to do about a refusal is looked up in the
backend's table of faults, never decided here by error code.
"""

import json
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_compare

from ..bridge import documents as docs
from ..bridge.problem import Problem
from .connex_planner import NO_PROBLEM, anew, sending_order

#: Waiting times after the first, second, … refusal that may pass by itself; then a person is told.
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]

#: What a mirror's `key` is made of. Others are read with what is needed of them, not with their contents.
KEY_FIELDS = ("document", "res_model", "res_id")


def new_values(mirror, values):
    """Those of the values that the mirror does not have yet: to write one costs more than to compare."""
    return {
        name: value
        for name, value in values.items()
        if mirror._fields[name].convert_to_write(mirror[name], mirror) != value
    }


class ConnexSettler(models.AbstractModel):
    _name = "connex.settler"
    _description = "Settle QuickBooks Answers"

    @api.private
    def done(self, answered):
        """QuickBooks did what was asked. `answered` maps each mirror to its outcome."""
        moved = {}
        now = fields.Datetime.now()
        settled = self.env["connex.mirror"].union(*answered)
        for mirror, outcome in answered.items():
            before, after = mirror.acknowledged, None
            if mirror.sent_action in ("void", "delete"):
                mirror.write(self._removed_values(mirror, now))
            else:
                after = mirror.sent or mirror.wanted
                values = self._saved_values(mirror, outcome, after, now)
                mirror.write(new_values(mirror, values))
                if mirror.document == "payment" and mirror.state == "waiting":
                    mirror.sequence = mirror.turn()
                self._check_total(mirror, outcome)
            if mirror.document == "payment":
                self._note_applications(moved, before, after)
        self._move_balances(settled.connection_id, moved)
        self._note_closed_orders({m: o for m, o in answered.items() if m.document == "invoice"})
        self.release_blocked(settled)

    def _saved_values(self, mirror, outcome, said, now):
        fingerprint = not mirror.sent and mirror.wanted_fingerprint
        fingerprint = fingerprint or docs.fingerprint(mirror.document, json.loads(said))
        # Without one it waits for the next plan, and is not sent again before that.
        current = mirror.wanted_fingerprint in (fingerprint, False) and mirror.action == "save"
        return {
            "acknowledged": said,
            "acknowledged_fingerprint": fingerprint,
            "sent": False,
            "qb_id": outcome.qb_id,
            "qb_revision": outcome.revision,
            "qb_updated_at": outcome.updated_at,
            "revision_stale": False,
            "qb_number": outcome.number,
            "qb_status": outcome.status,
            "qb_total": float(outcome.total or 0),
            "qb_balance": float(outcome.balance or 0),
            "state": "synced" if current else "waiting",
            "sequence": sending_order(mirror.document, mirror.action),
            "synced_at": now,
        } | NO_PROBLEM

    def _check_total(self, mirror, outcome):
        """A total that differs is shown with both numbers until the document is sent anew."""
        if outcome.total is None or mirror.state != "synced":
            return
        if float_compare(mirror.qb_total, mirror.wanted_total, precision_digits=mirror._digits()):
            values = mirror._both_amounts(mirror.wanted_total, mirror.qb_total)
            mirror._set_problem(Problem("total_differs", values))

    def _removed_values(self, mirror, now):
        if mirror.recreate or mirror.action == "save":  # wanted again, meanwhile or from the start
            return anew(mirror)
        return {
            "state": "voided",
            "acknowledged_fingerprint": False,
            "qb_total": 0,
            "qb_balance": 0,
            "sent": False,
            "synced_at": now,
        } | NO_PROBLEM

    # Applying a payment changes the invoices: their balance, and their revision in QuickBooks

    def _note_applications(self, moved, before, after):
        for said, sign in ((before, 1), (after, -1)):
            for application in json.loads(said).get("applications", ()) if said else ():
                key = docs.Key(*application["target"])
                moved[key] = moved.get(key, 0) + sign * Decimal(application["amount"])

    def _move_balances(self, connection, moved):
        if not moved:
            return
        targets = self.env["connex.mirror"].search_fetch(
            [
                ("connection_id", "in", connection.ids),
                ("document", "in", ["invoice", "credit_memo", "refund"]),
                ("res_id", "in", [key.id for key in moved]),
            ],
            [*KEY_FIELDS, "qb_balance", "currency_id"],
        )
        for target in targets:
            if (amount := moved.get(target.key())) is None:
                continue
            balance = target.qb_balance + float(amount)
            if target.currency_id:
                balance = target.currency_id.round(balance)
            # QuickBooks shows no balance of an expense.
            values = {} if target.document == "refund" else {"qb_balance": balance}
            target.write(values | {"revision_stale": True})

    # An invoice that links to a sales order closes it in QuickBooks, without changing its revision

    def _note_closed_orders(self, invoices):
        wanted = {}
        for mirror, outcome in invoices.items():
            content = json.loads(mirror.acknowledged) if mirror.acknowledged else {}
            if content.get("sales_order") and mirror.state != "voided":
                wanted[docs.Key(*content["sales_order"])] = (mirror, outcome)
        if not wanted:
            return
        orders = self.env["connex.mirror"].search_fetch(
            [
                ("connection_id", "in", [mirror.connection_id.id for mirror in invoices]),
                ("document", "=", "sales_order"),
                ("res_id", "in", [key.id for key in wanted]),
            ],
            [*KEY_FIELDS, "qb_id", "qb_status"],
        )
        for order in orders:
            invoice, outcome = wanted[order.key()]
            if outcome.closes(order.qb_id):
                order.qb_status = "Closed"
            else:
                self._forget_link(invoice, order)

    def _forget_link(self, invoice, order):
        """QuickBooks took the invoice without its link: plan the order again, to close it by saying so."""
        content = json.loads(invoice.acknowledged)
        del content["sales_order"]
        data = json.dumps(content, ensure_ascii=False)
        fingerprint = docs.fingerprint(invoice.document, content)
        invoice.write({"acknowledged": data, "acknowledged_fingerprint": fingerprint})
        self.env["connex.source"]._mark(order.connection_id, order.res_model, [order.res_id])

    @api.private
    def refused(self, mirror, resolution, problem):
        """QuickBooks refused it: try again later or with a new revision, or hold it and say why.

        `resolution` is the action of the backend's fault table, or `repeat`: at once, this time.
        """
        values = mirror._once_more() | {"state": "waiting"}
        attempts = values["attempts"]
        if resolution == "reread" and attempts <= len(BACKOFF):
            mirror.write(values | {"revision_stale": True})
        elif resolution == "repeat":
            mirror.write(values)
        elif resolution == "retry" and attempts <= len(BACKOFF):
            mirror.write(values | {"next_try": fields.Datetime.now() + BACKOFF[attempts - 1]})
        else:
            mirror.write(values)
            mirror._set_problem(problem)

    @api.private
    def release_blocked(self, mirrors):
        """What was waiting for these documents can go now."""
        blocked = self.env["connex.mirror"].search([("blocked_by_id", "in", mirrors.ids)])
        blocked.filtered(lambda mirror: mirror.blocked_by_id.qb_id).blocked_by_id = False
