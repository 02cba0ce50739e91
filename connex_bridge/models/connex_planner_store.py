"""What the plan wants, written into the mirrors: only what differs, and nothing that waits for an answer."""

import json

from odoo import fields, models
from odoo.fields import Command

from ..bridge import documents as docs
from ..bridge.sale import Source
from .connex_planner import LISTS, NO_PROBLEM, anew, held_again, sending_order
from .connex_planner_unreadable import NOT_PLANNED, ON_ITS_WAY


class ConnexPlanner(models.AbstractModel):
    _inherit = "connex.planner"

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

    def _put_off(self, wanted, by_key):
        """The stamps of records whose problem cannot be told yet, as their document is on its way: its answer
        must find it as it was sent. They are planned again by the next complete check."""
        held = {each.key for each in wanted if each.problem}
        waiting = {key for key in held & by_key.keys() if by_key[key].state in ON_ITS_WAY}
        return {Source(key.model, key.id): NOT_PLANNED for key in waiting}

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
            if mirror.state not in ON_ITS_WAY:  # else see _put_off
                values |= held_again(mirror) | self._problem_values(wanted, snapshot)
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
        if mirror.state in ON_ITS_WAY:
            return content | (
                {} if same else {"action": "save", "sent": mirror.sent or mirror.wanted}
            )
        if mirror.state == "voided":
            return content | anew(mirror)
        if mirror.adopted and mirror.qb_id:
            return content | {"acknowledged_fingerprint": fingerprint} | self._found_state(mirror)
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

    def _found_state(self, mirror):
        """The state of what was found in QuickBooks when its record is planned again. What holds an entry
        of a list there (it was made inactive) is over when it is looked at again, and only then."""
        if mirror.document not in LISTS or mirror.state == "synced":
            return {"state": "synced"}
        if mirror.wanted_fingerprint:
            return {}
        return {"state": "waiting"} | NO_PROBLEM

    def _remove(self, mirror):
        if mirror.recreate:
            mirror.recreate = False  # it is deleted, and not wanted any more
        if mirror.state in ON_ITS_WAY:
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
