"""Planning: pending Odoo records become mirrors that say what QuickBooks should hold.

Reads and writes the database only, never the network; the decisions are bridge/plan.py's. One call is one
transaction of its caller: mirrors and the note that the records were looked at stand or fall together.
How the mirrors are written is in connex_planner_store.py; what cannot be planned at all is in
connex_planner_unreadable.py.
"""

from odoo import api, models
from odoo.fields import Domain

from ..bridge import documents as docs
from ..bridge.documents import LISTS
from ..bridge.plan import plan

SEQUENCE_SAVE = 10
RESTING = ("waiting", "synced", "problem")

NO_PROBLEM = {
    "problem_code": False,
    "problem_values": False,
    "problem_detail": False,
    "attempts": 0,
    "setbacks": 0,
    "alone": False,
    "next_try": False,
    "blocked_by_id": False,
}


def sending_order(document, action):
    """Removals go first, from the last wave to the first; then everything else, first wave first."""
    wave = docs.WAVES[document]
    return SEQUENCE_SAVE - wave if action != "save" else SEQUENCE_SAVE + wave


def anew(mirror):
    """Values that make a removed document one to be created again: a new generation."""
    return {
        "action": "save",
        "state": "waiting",
        "sequence": sending_order(mirror.document, "save"),
        "generation": mirror.generation + 1,
        "recreate": False,
        "mode_chosen": False,
        "adopted": False,
        "acknowledged": False,
        "acknowledged_fingerprint": False,
        "sent": False,
        "qb_id": False,
        "qb_revision": False,
        "revision_stale": False,
        "qb_number": False,
        "qb_total": 0,
        "qb_balance": 0,
        "qb_status": False,
        "qb_type": False,
        "qb_lines": False,
        "qb_own_lines": False,
        "links_refused": False,
        "looked_up_at": False,
        "reread": False,
    } | NO_PROBLEM


def held_again(mirror):
    """Values for a document that is held because its record cannot be planned or written: it is not to be
    removed, and what has been removed is another one when it comes back."""
    return anew(mirror) if mirror.state == "voided" else {"action": "save"}


class ConnexPlanner(models.AbstractModel):
    _name = "connex.planner"
    _description = "Plan QuickBooks Documents"

    @api.private
    def plan_sources(self, connection, sources, mode=None):
        """Plan these records (`bridge.sale.Source`) and return the mirrors they call for.

        `mode` is a transaction mode that replaces the connection's for what is created now.
        Mirrors that need sending are left in the state `waiting`; unchanged ones are returned too.
        """
        snapshot, stamps = self.env["connex.reader"]._read(connection, sources)
        snapshot = self.env["connex.customer.currency"]._with_accounts(connection, snapshot)
        mirrors = self._mirrors_of(connection, snapshot)
        by_key = {mirror.key(): mirror for mirror in mirrors}
        remembered = self._remembered(by_key, mode)
        rules, facts = self.env["connex.rule"]._for_plan(connection, snapshot)
        wanted = plan(snapshot, connection._settings(mode), remembered, rules, facts)
        self._forget_unreadable(by_key, wanted, snapshot)
        touched = self._store(connection, wanted, by_key, snapshot)
        stamps |= self._put_off(wanted, by_key)
        self.env["connex.source"]._settle_pending(connection, stamps)
        return touched

    def _remembered(self, mirrors, mode):
        """What the plan needs to know of these mirrors, by key; `mode` as in `plan_sources`."""
        return {key: mirror._remembered() for key, mirror in mirrors.items()}

    def _mirrors_of(self, connection, snapshot):
        records = {
            "sale.order": list(snapshot.orders),
            "account.move": [*snapshot.invoices, *snapshot.bills],
            "purchase.order": list(snapshot.purchases),
            "res.partner": list(snapshot.partners),
            "connex.customer.currency": list(snapshot.accounts.values()),
            "product.product": list(snapshot.products),
            "connex.connection.item": [item.id for item in snapshot.roles.values()],
            "account.payment.term": list(snapshot.terms),
        }
        same = [each for payment in snapshot.payments.values() for each in payment.same_as]
        for source in (*snapshot.payments, *same, *snapshot.gone):
            records.setdefault(source.model, []).append(source.id)
        domain = Domain.OR(
            Domain("res_model", "=", model) & Domain("res_id", "in", ids)
            for model, ids in records.items()
            if ids
        )
        return self.env["connex.mirror"].search(
            Domain("connection_id", "=", connection.id) & domain
        )

    @api.private
    def mark_for_recreation(self, mirrors):
        """Have these documents deleted in QuickBooks and created anew; lists are left alone. Returns the
        documents that must not be deleted."""
        for mirror in mirrors:
            if mirror.document in LISTS or not mirror.qb_id or mirror.state not in RESTING:
                continue
            mirror.write(
                {
                    "action": "delete",
                    "recreate": mirror.state != "voided" and mirror.action == "save",
                    "state": "waiting",
                    "sequence": sending_order(mirror.document, "delete"),
                }
                | NO_PROBLEM
            )
        return mirrors.browse()
