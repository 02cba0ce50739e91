"""Planning: pending Odoo records become mirrors that say what QuickBooks should hold.

Reads and writes the database only, never the network; the decisions are bridge/plan.py's. One call is one
transaction of its caller: mirrors and the note that the records were looked at stand or fall together.
"""

import json

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ..bridge import documents as docs
from ..bridge.plan import plan
from ..bridge.problem import Problem

SEQUENCE_SAVE = 10
LISTS = ("customer", "vendor", "item", "term")
OWN_DOCUMENT = {
    "sale.order": "sales_order",
    "account.move": "invoice",
    "account.payment": "payment",
    "account.bank.statement.line": "payment",
    "purchase.order": "purchase_order",
}
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
        "looked_up_at": False,
        "reread": False,
    } | NO_PROBLEM


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
        remembered = {key: mirror._remembered() for key, mirror in by_key.items()}
        rules, facts = self.env["connex.rule"]._for_plan(connection, snapshot)
        wanted = plan(snapshot, connection._settings(mode), remembered, rules, facts)
        touched = self._store(connection, wanted, by_key, snapshot)
        self.env["connex.source"]._settle_pending(connection, stamps)
        return touched

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

    def _store(self, connection, wanted, by_key, snapshot):
        currencies = self._currencies()
        mirrors, creations = self.env["connex.mirror"], []
        for each in wanted:
            mirror = by_key.get(each.key)
            if mirror is None:
                if each.action == "save":
                    creations.append(self._new(connection, each, snapshot, currencies))
                continue
            mirrors |= mirror
            if each.action == "save":
                self._save(mirror, each, snapshot, currencies)
            else:
                self._remove(mirror)
        return mirrors | mirrors.create(creations)

    def _currencies(self):
        currencies = (
            self.env["res.currency"].with_context(active_test=False).search_fetch([], ["name"])
        )
        return {currency.name: currency.id for currency in currencies}

    # Writing one mirror

    def _new(self, connection, wanted, snapshot, currencies):
        values = {
            "connection_id": connection.id,
            "company_id": connection.company_id.id,
            "document": wanted.key.document,
            "res_model": wanted.key.model,
            "res_id": wanted.key.id,
            "order_ids": [Command.set(wanted.orders)],
            "move_ids": [Command.set(wanted.moves)],
            "sequence": sending_order(wanted.key.document, "save"),
            "rule_notes": self._rule_notes(wanted),
        }
        if wanted.problem:
            return values | self._problem_values(wanted, snapshot)
        return values | self._content_values(wanted.document, currencies)

    def _rule_notes(self, wanted):
        """What the user's rules did to the document, for its page."""
        return [note.as_dict() for note in wanted.explanation] or False

    def _content_values(self, document, currencies):
        data = docs.content(document)
        kind = document.key.document
        amount = getattr(document, "total", getattr(document, "amount", 0))
        return {
            "name": getattr(document, "number", "") or document.name,
            "wanted": json.dumps(data, ensure_ascii=False),
            "wanted_fingerprint": docs.fingerprint(kind, data),
            "wanted_total": float(amount),
            "currency_id": currencies.get(getattr(document, "currency", "")),
        }

    def _problem_values(self, wanted, snapshot):
        problem = wanted.problem
        return {
            "name": self._record_name(wanted.key, snapshot),
            "state": "problem",
            "wanted_fingerprint": False,  # so that the next plan that works counts as a change
            "problem_code": problem.code,
            "problem_values": dict(problem.values),
            "problem_detail": problem.detail,
        }

    def _record_name(self, key, snapshot):
        sources = {
            "sale.order": snapshot.orders.get(key.id),
            "account.move": snapshot.invoices.get(key.id) or snapshot.bills.get(key.id),
            "purchase.order": snapshot.purchases.get(key.id),
        }
        record = sources.get(key.model) or snapshot.payments.get((key.model, key.id))
        return record.number if record else ""

    def _save(self, mirror, wanted, snapshot, currencies):
        values = self._shown_values(mirror, wanted)
        released = False
        if wanted.problem:
            if mirror.state not in ("in_flight", "unknown"):
                values |= self._problem_values(wanted, snapshot)
        else:
            content = self._content_values(wanted.document, currencies)
            if mirror.document == "customer" and mirror.qb_id and mirror.currency_id:
                del content["currency_id"]  # QuickBooks fixes it
            values |= self._changed_values(mirror, content)
            released = mirror.document == "payment" and values.get("state") == "waiting"
        values = {
            name: value for name, value in values.items() if self._differs(mirror, name, value)
        }
        if values:
            mirror.write(values)
        if released:
            mirror.sequence = mirror.turn()

    def _shown_values(self, mirror, wanted):
        """Links to the pages that show this document are added, never taken away."""
        values = {"rule_notes": self._rule_notes(wanted)}
        if more := set(wanted.orders) - set(mirror.order_ids.ids):
            values["order_ids"] = [Command.link(order) for order in more]
        if more := set(wanted.moves) - set(mirror.move_ids.ids):
            values["move_ids"] = [Command.link(move) for move in more]
        return values

    def _differs(self, mirror, name, value):
        if name in ("order_ids", "move_ids"):
            return True
        current = mirror[name]
        return (current.id if name == "currency_id" else current) != value

    def _changed_values(self, mirror, content):
        fingerprint = content["wanted_fingerprint"]
        same = fingerprint == mirror.wanted_fingerprint and mirror.action == "save"
        if mirror.state in ("in_flight", "unknown"):
            return content | (
                {} if same else {"action": "save", "sent": mirror.sent or mirror.wanted}
            )
        if mirror.state == "voided":
            return content | anew(mirror)
        if mirror.adopted and mirror.qb_id:
            return content | {"acknowledged_fingerprint": fingerprint, "state": "synced"}
        if same:
            return {}
        done = fingerprint == mirror.acknowledged_fingerprint and mirror.qb_id
        return (
            content
            | {
                "action": "save",
                "state": "synced" if done else "waiting",
                "sequence": sending_order(mirror.document, "save"),
            }
            | NO_PROBLEM
        )

    def _remove(self, mirror):
        if mirror.state in ("in_flight", "unknown"):
            mirror.action = "remove"  # carried out once the open answer is known
        elif not mirror.qb_id:
            mirror.write(
                {"state": "voided", "problem_code": False, "synced_at": fields.Datetime.now()}
            )
        elif mirror.state != "voided" and mirror.action == "save":
            mirror.write(
                {
                    "action": "remove",
                    "state": "waiting",
                    "sequence": sending_order(mirror.document, "remove"),
                }
                | NO_PROBLEM
            )

    @api.private
    def hold_unreadable(self, connection, source, detail):
        """Show a record that could not be planned at all as a problem of its own document: returns its
        mirror, none when the record has gone."""
        record = self.env[source.model].browse(source.id).exists()
        document = OWN_DOCUMENT.get(source.model)
        stamps = {source: record.write_date if record else None}
        self.env["connex.source"]._settle_pending(connection, stamps)
        if not record or not document:
            return self.env["connex.mirror"]
        mirror = self.env["connex.mirror"].search(
            [
                ("connection_id", "=", connection.id),
                ("document", "=", document),
                ("res_model", "=", source.model),
                ("res_id", "=", source.id),
            ]
        )
        if not mirror:
            values = {"document": document, "res_model": source.model, "res_id": source.id}
            mirror = mirror.create(
                values | {"connection_id": connection.id, "name": record.display_name}
            )
        problem = Problem("internal_error", {"document": mirror.name or ""}, detail)
        mirror._set_problem(problem)
        mirror.wanted_fingerprint = False
        return mirror

    @api.private
    def mark_for_recreation(self, mirrors):
        """Have these documents deleted in QuickBooks and created anew; lists are left alone."""
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
