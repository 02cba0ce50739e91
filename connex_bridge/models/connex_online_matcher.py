"""Before documents go to QuickBooks Online: find what is there already, and learn current revisions.

Customers, items and terms are looked for by name, e-mail or SKU and created only when missing; what was
found is remembered on the mirror and never changed. After a refusal that says "exists already", the
existing object is looked at: ours is taken over, somebody else's is left alone.
"""

from odoo import api, models

from ..bridge import documents as docs
from ..bridge.online import batch, lookup, text
from ..bridge.online.translate import entity_of
from ..bridge.problem import Problem
from .connex_planner import LISTS, NO_PROBLEM

#: kind → (statements that find it, matching of the rows that come back)
FIND = {
    "customer": (lookup.find_customers, lookup.match_customers),
    "vendor": (lookup.find_vendors, lookup.match_vendors),
    "item": (lookup.find_items, lookup.match_items),
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
        handled = self._bind_existing(connection, mirrors)
        for mirror in mirrors - handled:
            if mirror.res_model == "product.product" and connection.item_policy != "create":
                self._without_item(connection, mirror)
                handled |= mirror
        self.env["connex.settler"].release_blocked(handled)
        return handled

    def _bind_existing(self, connection, mirrors):
        asked = []
        for kind, same in mirrors.grouped("document").items():
            documents = {mirror: mirror.restored() for mirror in same}
            asked.append((kind, documents, FIND[kind][0](documents.values())))
        statements = [statement for _kind, _documents, each in asked for statement in each]
        answers = iter(self.env["connex.online.verifier"].query(connection, statements))
        bound = mirrors.browse()
        for kind, documents, each in asked:
            rows = [row for _statement in each for row in next(answers)]
            found = FIND[kind][1](documents.values(), rows)
            for mirror in documents:
                if row := found.get(mirror.key()):
                    self._bind(mirror, row)
                    bound |= mirror
        return bound

    def _bind(self, mirror, row):
        outcome = batch.Outcome("done", entity_of(mirror.key()), row)
        mirror.write(
            {
                "qb_id": outcome.qb_id,
                "qb_revision": outcome.revision,
                "adopted": True,
                "state": "synced",
                "acknowledged": mirror.wanted,
                "acknowledged_fingerprint": mirror.wanted_fingerprint,
            }
            | NO_PROBLEM
        )

    def _without_item(self, connection, mirror):
        """The product has no item: use the default item, or hold it, as the connection says."""
        default = connection.default_item_id
        if connection.item_policy == "default_item" and default:
            self._bind(mirror, {"Id": default.qb_id, "SyncToken": ""})
        else:
            mirror._set_problem(Problem("item_missing", {"document": mirror.name or ""}))

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
            bound = self._bind_existing(mirror.connection_id, mirror)
            self.env["connex.settler"].release_blocked(bound)
            return bool(bound)
        row = self._find_transaction(mirror)
        if row is None:
            return False
        outcome = batch.Outcome("done", entity_of(mirror.key()), row)
        self.env["connex.settler"].done({mirror: outcome})
        return True

    @api.private
    def rename(self, mirror):
        """The name belongs to a vendor, an employee or another item: try once more under a variant of
        it that stays the same for this record. Returns whether there is one left to try."""
        if mirror.sent_action != "create" or mirror.name_variant:
            return False
        document = mirror.restored()
        if mirror.document == "customer":
            variant = self.env._("%(name)s (Customer)", name=document.name)
        elif mirror.document == "vendor":
            variant = self.env._("%(name)s (Vendor)", name=document.name)
        elif mirror.document == "item":
            variant = f"{document.name} ({document.sku or mirror.res_id})"
        else:
            return False
        mirror.write({"name_variant": variant, "state": "waiting", "sent": False})
        mirror.attempts += 1
        return True

    def _find_transaction(self, mirror):
        """The transaction in QuickBooks that carries our marker, None if there is none."""
        entity, document = entity_of(mirror.key()), mirror.restored()
        if mirror.document == "payment":
            customer = self.env["connex.mirror"].search(
                [
                    ("connection_id", "=", mirror.connection_id.id),
                    ("document", "=", "customer"),
                    ("res_id", "=", document.customer.id),
                ],
                limit=1,
            )
            statements = lookup.find_transactions(entity, (), customer.qb_id, document.date)
        else:
            statements = lookup.find_transactions(entity, [document.number])
        answers = self.env["connex.online.verifier"].query(mirror.connection_id, statements)
        return lookup.find_marker([row for rows in answers for row in rows], mirror._marker())
