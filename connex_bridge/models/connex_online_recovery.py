"""After an answer to QuickBooks Online that never came, or that said "exists already": find what is our own.

Ours is taken over, somebody else's is left alone. All documents are looked for in one request: where many
requests fail, one for each of them would hardly ever get to the end.
"""

import json

from odoo import api, models

from ..bridge import documents as docs
from ..bridge.online import batch, lookup, matching
from ..bridge.online.translate import entity_of
from ..bridge.problem import Problem
from .connex_planner import LISTS


class ConnexOnlineMatcher(models.AbstractModel):
    _inherit = "connex.online.matcher"

    @api.private
    def recover(self, exchange):
        """Find out what became of each document of a request that is too old to be repeated: what is in
        QuickBooks with our marker was created, everything else waits again. Changes and removals are simply
        made once more; each goes alone then, later and later, because one of them may be what QuickBooks
        cannot answer."""
        settler = self.env["connex.settler"]
        mirrors = exchange.mirror_ids.filtered(lambda m: m.state in ("in_flight", "unknown"))
        for mirror in mirrors - self.adopt(mirrors):
            mirror.write(
                {
                    "alone": True,
                    "acknowledged_fingerprint": False,
                    "revision_stale": bool(mirror.qb_id),
                    "sequence": mirror.turn(),
                }
            )
            problem = Problem("unanswered", {"document": mirror.name or ""})
            settler.refused(mirror, "retry" if mirror.attempts else "repeat", problem)
        exchange.state = "failed"

    @api.private
    def adopt(self, mirrors):
        """Take over the objects that are in the way of these documents of one request, where they are their
        own. Returns the mirrors that are dealt with."""
        created = mirrors.filtered(lambda m: m.sent_action == "create")
        entries = created.filtered(lambda m: m.document in LISTS)
        return self._adopt_transactions(created - entries) | self._adopt_entries(entries)

    def _adopt_entries(self, mirrors):
        mirrors = mirrors.filtered(lambda m: not m.create_anyway)
        if not mirrors:
            return mirrors
        before = {mirror: mirror.name_variant for mirror in mirrors}
        handled = self._match(mirrors.connection_id, mirrors)
        self.env["connex.settler"].release_blocked(handled)
        for mirror in mirrors - handled:
            if mirror.name_variant != before[mirror]:
                mirror._send_again()
                handled |= mirror
        return handled

    def _adopt_transactions(self, mirrors):
        found = self._find_transactions(mirrors)
        self.env["connex.settler"].done(
            {
                mirror: batch.Outcome("done", entity_of(mirror.key()), row)
                for mirror, row in found.items()
            }
        )
        return mirrors.browse().union(*found)

    def _variants(self, mirror):
        document = docs.restore(mirror.document, json.loads(mirror.wanted))
        if mirror.document == "customer":
            ways = mirror.connection_id._matching_ways()
            plain = self.env._("%(name)s (Customer)", name=document.name)
            return [plain, *matching.customer_names(document, ways)[1:]]
        if mirror.document == "vendor":
            return [self.env._("%(name)s (Vendor)", name=document.name)]
        if mirror.document == "item":
            marks = dict.fromkeys(filter(None, (document.sku, str(mirror.res_id))))
            return [f"{document.name} ({mark})" for mark in marks]
        return []

    def _find_transactions(self, mirrors):
        """The transactions in QuickBooks that carry our marker, by mirror."""
        customers = self._customers_of(mirrors)
        asked = {mirror: self._transaction_statements(mirror, customers) for mirror in mirrors}
        statements = [statement for each in asked.values() for statement in each]
        if not statements:
            return {}
        verifier = self.env["connex.online.verifier"]
        answers = iter(verifier.query(mirrors.connection_id, statements))
        found = {}
        for mirror, each in asked.items():
            rows = [row for _statement in each for row in next(answers)]
            if row := lookup.find_marker(rows, mirror._marker()):
                found[mirror] = row
        return found

    def _transaction_statements(self, mirror, customers):
        entity, document = entity_of(mirror.key()), mirror.restored()
        if mirror.document != "payment":
            return lookup.find_transactions(entity, [document.number])
        return lookup.find_transactions(entity, (), customers.get(document.customer), document.date)

    def _customers_of(self, mirrors):
        """QuickBooks' ids of those who pay, by the documents that they are."""
        payments = mirrors.filtered(lambda m: m.document == "payment")
        keys = {payment.restored().customer for payment in payments}
        customers = self.env["connex.mirror"].search_fetch(
            [
                ("connection_id", "in", payments.connection_id.ids),
                ("document", "=", "customer"),
                ("res_model", "in", list({key.model for key in keys})),
                ("res_id", "in", list({key.id for key in keys})),
            ],
            ["document", "res_model", "res_id", "qb_id"],
        )
        return {customer.key(): customer.qb_id for customer in customers}
