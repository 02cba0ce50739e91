"""Records that could not be planned at all: an error of ours, shown on the record until it is over."""

from datetime import datetime

from odoo import api, models
from odoo.fields import Command

from ..bridge.problem import Problem
from ..bridge.rules.modes import MODES
from ..bridge.sale import Source
from .connex_planner import NO_PROBLEM, held_again

#: Sent, and not answered yet.
ON_ITS_WAY = ("in_flight", "unknown")
#: The time of a version that no record has: the next complete check finds it changed.
NOT_PLANNED = datetime(1970, 1, 1)
MOVES = {"out_refund": "credit_memo", "in_invoice": "bill", "in_refund": "vendor_credit"}


def _is_unreadable(mirror):
    """Whether it stands for a record that could not be planned: nothing is wanted of it."""
    held = mirror.state == "problem" and mirror.problem_code == "internal_error"
    return held and not mirror.wanted_fingerprint


class ConnexPlanner(models.AbstractModel):
    _inherit = "connex.planner"

    @api.private
    def hold_unreadable(self, connection, source, detail):
        """Show a record that could not be planned at all as a problem of its own document: returns its
        mirror, none when the record has gone. What is on its way just now is planned again later: its
        answer must find it as it was sent."""
        record = self.env[source.model].browse(source.id).exists()
        mirror = self._mirror_of_unreadable(connection, source, record)
        on_its_way = mirror.state in ON_ITS_WAY
        stamp = NOT_PLANNED if on_its_way else record.write_date
        stamps = {source: stamp if record else None}
        self.env["connex.source"]._settle_pending(connection, stamps)
        if mirror and not on_its_way:
            mirror.write(held_again(mirror))
            mirror._set_problem(Problem("internal_error", {"document": mirror.name or ""}, detail))
            mirror.wanted_fingerprint = False
        return mirror

    def _mirror_of_unreadable(self, connection, source, record):
        """The document of a record at which its problem is shown, made if there is none."""
        document = record and self._own_document(connection, record)
        if not document:
            return self.env["connex.mirror"]
        mirrors = self.env["connex.mirror"].search(
            [
                ("connection_id", "=", connection.id),
                ("res_model", "=", source.model),
                ("res_id", "=", source.id),
            ],
            order="id",
        )
        # What QuickBooks has of the record, whatever a new one would be.
        mirror = mirrors.filtered("qb_id")[:1] or mirrors.filtered(
            lambda each: each.document == document
        )
        return mirror or mirror.create(self._unreadable_values(connection, record, document))

    def _unreadable_values(self, connection, record, document):
        values = {"document": document, "res_model": record._name, "res_id": record.id}
        for model, shown in (("sale.order", "order_ids"), ("account.move", "move_ids")):
            if record._name == model:
                values[shown] = [Command.set(record.ids)]
        return values | {"connection_id": connection.id, "name": record.display_name}

    def _own_document(self, connection, record):
        """The kind of document that a record is mirrored by; None for a record that has none."""
        created = MODES[connection.transaction_mode]
        sale = "sales_receipt" if "sales_receipt" in created else "invoice"
        if record._name == "sale.order":
            return "sales_order" if "sales_order" in created else sale
        if record._name == "account.move":
            if record.move_type == "entry":
                return "payment"
            return MOVES.get(record.move_type, sale)
        if record._name == "account.payment":
            return "payment" if record.payment_type == "inbound" else "refund"
        if record._name == "account.bank.statement.line":
            return "payment" if record.amount >= 0 else "refund"
        return "purchase_order" if record._name == "purchase.order" else None

    def _forget_unreadable(self, by_key, wanted, snapshot):
        """Records that could not be planned once and have been planned now: the problem is over, also where
        the document that it was shown at is not wanted. What goes is taken out of `by_key`."""
        saved = {each.key for each in wanted if each.action == "save"}
        removed = {each.key for each in wanted} - saved
        for key, mirror in list(by_key.items()):
            planned = Source(key.model, key.id) in snapshot.changed and key not in saved
            if not planned or not _is_unreadable(mirror):
                continue
            if not mirror.qb_id:
                by_key.pop(key)
                if mirror.sent_action:
                    self._remove(mirror)  # kept: the ids of its requests are used up
                else:
                    mirror.unlink()
            elif key not in removed:
                fingerprint = mirror.acknowledged_fingerprint
                mirror.write({"state": "synced", "wanted_fingerprint": fingerprint} | NO_PROBLEM)
