"""Before documents go to QuickBooks Online: find what is there already, and learn current revisions.

Customers, items and terms are looked for in the way that the connection chooses (bridge/online/matching.py)
and created only when missing; what was found is remembered on the mirror and never changed. What is looked
up after an answer is in connex_online_recovery.py.
"""

from odoo import api, models

from ..bridge import documents as docs
from ..bridge.online import batch, lookup, matching, text
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
            documents = self._looked_for(connection, same)
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
        documents = self._identifying(connection, kind, documents)
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
