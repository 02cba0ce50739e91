"""Before documents go to QuickBooks Online: find what is there already, and learn current revisions.

Customers, items and terms are looked for in the way that the connection chooses (bridge/online/matching.py)
and created only when missing; what was found is remembered on the mirror and never changed. After a refusal
that says "exists already", the existing object is looked at: ours is taken over, somebody else's is left
alone.
"""

import json

from odoo import api, models

from ..bridge import documents as docs
from ..bridge.online import batch, lookup, matching, text
from ..bridge.online.translate import entity_of
from ..bridge.problem import Problem
from .connex_planner import LISTS

#: Kinds that are always found by name → (statements that find them, matching of the rows that come back)
FIND = {
    "vendor": (lookup.find_vendors, lookup.match_vendors),
    "term": (lookup.find_terms, lookup.match_terms),
}


class ConnexOnlineMatcher(models.AbstractModel):
    _name = "connex.online.matcher"
    _description = "Find Documents in QuickBooks Online"
    _inherit = "connex.matcher"

    @api.private
    def prepare(self, connection, mirrors):
        """Look up what has to be known before these mirrors are sent; returns those still to send."""
        stale = mirrors.filtered(lambda m: m.qb_id and m.revision_stale)
        missing = mirrors.filtered(
            lambda m: m.document in LISTS and not m.qb_id and m.action == "save"
        )
        self._find_named(connection, mirrors - missing)
        handled = self._reread(stale) if stale else mirrors.browse()
        if missing:
            handled |= self._find(connection, missing)
        return mirrors - handled

    def _reread(self, mirrors):
        """Current revisions; returns the mirrors whose object is no longer there."""
        gone = mirrors.browse()
        for mirror, row in self.env["connex.online.verifier"].rows(mirrors).items():
            if row is not None:
                mirror.write({"qb_revision": str(row["SyncToken"]), "revision_stale": False})
                continue
            gone |= mirror
            if mirror.action == "save":
                mirror._set_problem(
                    Problem("deleted_in_quickbooks", {"document": mirror.name or ""})
                )
            else:
                mirror.sent_action = "delete"
                self.env["connex.settler"].done({mirror: batch.Outcome("done")})
        return gone

    # Customers, items and terms

    def _find(self, connection, mirrors):
        """Bind what QuickBooks has; returns those bound or held back."""
        shared = self._bind_shared(connection, mirrors)
        to_match = mirrors.filtered(lambda mirror: not mirror.create_anyway) - shared
        handled = self._match(connection, to_match) | shared
        handled |= self._without_counterparts(connection, to_match - handled)
        self.env["connex.settler"].release_blocked(handled)
        return handled

    def _match(self, connection, mirrors):
        """Bind what is certainly the same, hold back what several may be; returns those. A customer whose
        name is another customer's gets a variant of it to be created under."""
        asked = []
        ways = connection._matching_ways()
        for kind, same in mirrors.grouped("document").items():
            documents = {mirror: mirror.restored() for mirror in same}
            asked.append((kind, documents, self._statements(kind, documents.values(), ways)))
        statements = [statement for _kind, _documents, each in asked for statement in each]
        answers = iter(self.env["connex.online.verifier"].query(connection, statements))
        handled = mirrors.browse()
        for kind, documents, each in asked:
            rows = [row for _statement in each for row in next(answers)]
            found = self._matches(connection, kind, documents.values(), rows, ways)
            for mirror in documents:
                match = found.get(mirror.key(), matching.NOTHING)
                if match.row:
                    self._bind(mirror, match.row, match.by)
                    handled |= mirror
                elif match.candidates:
                    self._hold_ambiguous(mirror, match.candidates)
                    handled |= mirror
                elif match.free_name and match.free_name != documents[mirror].name:
                    mirror._rename(match.free_name)
        return handled

    def _match_now(self, connection, kind, documents):
        ways = connection._matching_ways()
        rows = connection._ask_now(self._statements(kind, documents, ways))
        return self._matches(connection, kind, documents, rows, ways)

    def _statements(self, kind, documents, ways):
        if kind in FIND:
            return FIND[kind][0](documents)
        find = matching.find_customers if kind == "customer" else matching.find_items
        return find(documents, ways)

    def _matches(self, connection, kind, documents, rows, ways):
        if kind in FIND:
            rows = FIND[kind][1](documents, rows)
            return {key: matching.Match(row, "name") for key, row in rows.items()}
        if kind == "item":
            return matching.match_items(documents, rows, ways)
        held = self._holders(connection, [row["Id"] for row in rows])
        return matching.match_customers(documents, rows, ways, held)

    # After an answer that never came, when the request is too old to be repeated

    @api.private
    def recover(self, exchange):
        """Find out what became of each document of a request: what is in QuickBooks with our marker was
        created, everything else waits again. Changes and removals are simply made once more; each goes
        alone then, later and later, because one of them may be what QuickBooks cannot answer."""
        settler = self.env["connex.settler"]
        for mirror in exchange.mirror_ids.filtered(lambda m: m.state in ("in_flight", "unknown")):
            if mirror.sent_action == "create" and self.adopt(mirror):
                continue
            mirror.write(
                {
                    "alone": True,
                    "revision_stale": bool(mirror.qb_id),
                    "sequence": mirror.turn(),
                }
            )
            problem = Problem("unanswered", {"document": mirror.name or ""})
            settler.refused(mirror, "retry" if mirror.attempts else "repeat", problem)
        exchange.state = "failed"

    # What rules name

    def _find_named(self, connection, mirrors):
        """Ask QuickBooks for the list entries that rules have chosen by name and that are not known yet.
        What it does not have holds the documents back when they are written."""
        documents = [mirror.restored() for mirror in mirrors if mirror.action == "save"]
        known = connection._names_in(documents)
        unknown = {}
        for kind, name in {each for document in documents for each in docs.named(document)}:
            if (kind, text.same(name)) not in known:
                unknown.setdefault(kind, []).append(name)
        asked = [(kind, names, lookup.find_named(kind, names)) for kind, names in unknown.items()]
        statements = [statement for _kind, _names, each in asked for statement in each]
        if not statements:
            return
        answers = iter(self.env["connex.online.verifier"].query(connection, statements))
        for kind, names, each in asked:
            rows = [row for _statement in each for row in next(answers)]
            found = lookup.match_named(kind, names, rows)
            self.env["connex.reference"]._remember(connection, kind, found.values())

    # After "exists already"

    @api.private
    def adopt(self, mirror):
        """Take over the object that is in the way of this document, if it is its own. Returns whether."""
        if mirror.sent_action != "create":
            return False
        if mirror.document in LISTS:
            return self._adopt_entry(mirror)
        row = self._find_transaction(mirror)
        if row is None:
            return False
        outcome = batch.Outcome("done", entity_of(mirror.key()), row)
        self.env["connex.settler"].done({mirror: outcome})
        return True

    def _adopt_entry(self, mirror):
        before = mirror.name_variant
        if mirror.create_anyway:
            return False
        handled = self._match(mirror.connection_id, mirror)
        self.env["connex.settler"].release_blocked(handled)
        if not handled and mirror.name_variant != before:
            mirror._send_again()
            return True
        return bool(handled)

    @api.private
    def rename(self, mirror):
        """The name belongs to a vendor, an employee or another item: try once more under the next variant
        of it; they are always the same for this record. Returns whether there is one left to try."""
        variants = self._variants(mirror)
        tried = variants.index(mirror.name_variant) if mirror.name_variant in variants else -1
        if mirror.sent_action not in ("create", "update") or tried + 1 >= len(variants):
            return False
        mirror._rename(variants[tried + 1])
        mirror._send_again()
        return True

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

    def _find_transaction(self, mirror):
        """The transaction in QuickBooks that carries our marker, None if there is none."""
        entity, document = entity_of(mirror.key()), mirror.restored()
        if mirror.document == "payment":
            customer = self.env["connex.mirror"].search(
                [
                    ("connection_id", "=", mirror.connection_id.id),
                    ("document", "=", "customer"),
                    ("res_model", "=", document.customer.model),
                    ("res_id", "=", document.customer.id),
                ],
                limit=1,
            )
            statements = lookup.find_transactions(entity, (), customer.qb_id, document.date)
        else:
            statements = lookup.find_transactions(entity, [document.number])
        answers = self.env["connex.online.verifier"].query(mirror.connection_id, statements)
        return lookup.find_marker([row for rows in answers for row in rows], mirror._marker())
