"""Before documents go to QuickBooks Online: find what is there already, and learn current revisions.

Customers, items and terms are looked for in the way that the connection chooses (bridge/online/matching.py)
and created only when missing; what was found is remembered on the mirror and never changed. What is looked
up after an answer is in connex_online_recovery.py.
"""

from odoo import api, models

from ..bridge import documents as docs
from ..bridge.online import batch, lookup, matching, text
from ..bridge.online.translate import entity_of
from ..bridge.problem import Held, Problem
from .connex_planner import LISTS, NO_PROBLEM

#: Kinds that are always found by name → (statements that find them, matching of the rows that come back)
FIND = {
    "vendor": (lookup.find_vendors, lookup.match_vendors),
    "term": (lookup.find_terms, lookup.match_terms),
}


class ConnexOnlineMatcher(models.AbstractModel):
    _name = "connex.online.matcher"
    _description = "Find Documents in QuickBooks Online"

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
        to_match = mirrors.filtered(lambda mirror: not mirror.create_anyway)
        if connection.customer_match == "one":
            shared = to_match.filtered(lambda mirror: mirror.document == "customer")
        else:
            shared = mirrors.browse()
        handled = self._match(connection, to_match - shared) | shared
        for mirror in shared:
            self._bind_default(mirror, connection.default_customer_id)
        for mirror in to_match - handled:
            if self._without_counterpart(connection, mirror):
                handled |= mirror
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
        holders = self.env["connex.mirror"].search_fetch(
            [
                ("connection_id", "=", connection.id),
                ("document", "=", "customer"),
                ("qb_id", "in", [row["Id"] for row in rows]),
                ("state", "!=", "voided"),
            ],
            ["document", "res_model", "res_id", "qb_id"],
        )
        held = {mirror.qb_id: mirror.key() for mirror in holders}
        return matching.match_customers(documents, rows, ways, held)

    def _bind(self, mirror, row, by):
        """This entry of QuickBooks stands for the mirror's record; Odoo never changes it."""
        outcome = batch.Outcome("done", entity_of(mirror.key()), row)
        values = {
            "qb_id": outcome.qb_id,
            "qb_revision": outcome.revision,
            "qb_name": matching.row_label(row),
            "adopted": True,
            "match_method": by,
            "state": "synced",
            "sent": False,
            "acknowledged": mirror.wanted,
            "acknowledged_fingerprint": mirror.wanted_fingerprint,
        }
        currency = (row.get("CurrencyRef") or {}).get("value")
        if mirror.document == "customer" and currency:
            values["currency_id"] = self.env["connex.planner"]._currencies().get(currency)
        mirror.write(values | NO_PROBLEM)

    def _bind_default(self, mirror, entry):
        """Sell it to the one customer, or under the one item, that the connection has chosen."""
        document = mirror.restored()
        wanted, given = getattr(document, "currency", ""), entry.currency
        if mirror.connection_id.qb_multicurrency and wanted and given and wanted != given:
            held = Held(
                "default_customer_currency",
                document=mirror.name or "",
                currency=wanted,
                customer=entry.full_name,
                other=given,
            )
            mirror._set_problem(held.problem)
            return
        row = {"Id": entry.qb_id, "SyncToken": "", "FullyQualifiedName": entry.full_name}
        self._bind(mirror, row, "default")

    def _hold_ambiguous(self, mirror, rows):
        held = Held(
            "customer_ambiguous" if mirror.document == "customer" else "item_ambiguous",
            document=mirror.name or "",
            candidates=", ".join(matching.row_label(row) for row in rows),
        )
        mirror._set_problem(held.problem)

    def _without_counterpart(self, connection, mirror):
        """QuickBooks has nothing like it: what the connection wants then. Returns whether it is dealt with;
        if not, it is created."""
        if mirror.res_model == "product.product":
            policy, default = connection.item_policy, connection.default_item_id
        elif mirror.document == "customer":
            policy, default = connection.customer_policy, connection.default_customer_id
        else:
            return False
        if policy == "create":
            return False
        if policy.startswith("default") and default:
            self._bind_default(mirror, default)
        else:
            customer = mirror.document == "customer"
            code = "customer_not_found" if customer else "item_missing"
            mirror._set_problem(Problem(code, {"document": mirror.name or ""}))
        return True

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
