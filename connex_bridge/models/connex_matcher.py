"""What looking for list entries has in common on QuickBooks Online and Desktop: what becomes of what was
found, and of customers and items that QuickBooks does not have.

How they are looked for is each backend's own (connex_online_matcher.py, connex_desktop_matcher.py).
"""

from odoo import models

from ..bridge.online import matching
from ..bridge.problem import Held, Problem
from .connex_planner import NO_PROBLEM


class ConnexMatcher(models.AbstractModel):
    _name = "connex.matcher"
    _description = "Find Documents in QuickBooks"

    def _holders(self, connection, ids):
        """{QuickBooks id: key of the customer in Odoo that it stands for}"""
        holders = self.env["connex.mirror"].search_fetch(
            [
                ("connection_id", "=", connection.id),
                ("document", "=", "customer"),
                ("qb_id", "in", ids),
                ("state", "!=", "voided"),
            ],
            ["document", "res_model", "res_id", "qb_id"],
        )
        return {mirror.qb_id: mirror.key() for mirror in holders}

    def _match_now(self, connection, kind, documents):
        """{key: what QuickBooks has for it (`bridge.online.matching.Match`)} of these customers or items,
        looked for while a person waits."""
        raise NotImplementedError

    def _bind_shared(self, connection, mirrors):
        """Where one QuickBooks customer stands for all, bind the customers among the mirrors to it."""
        shared = mirrors.filtered(
            lambda mirror: (
                connection.customer_match == "one"
                and mirror.document == "customer"
                and not mirror.create_anyway
            )
        )
        for mirror in shared:
            self._bind_default(mirror, connection.default_customer_id)
        return shared

    def _without_counterparts(self, connection, mirrors):
        """Those of the mirrors that are not to be created, although QuickBooks has nothing like them."""
        return mirrors.filtered(lambda mirror: self._without_counterpart(connection, mirror))

    def _bind(self, mirror, row, by):
        """This entry of QuickBooks stands for the mirror's record; Odoo never changes it."""
        values = {
            "qb_id": row["Id"],
            "qb_revision": str(row.get("SyncToken", "")),
            "qb_name": matching.row_label(row),
            "adopted": True,
            "match_method": by,
            "state": "synced",
            "sent": False,
            "acknowledged": mirror.wanted,
            "acknowledged_fingerprint": mirror.wanted_fingerprint,
        }
        mirror.write(values | mirror._currency_of_entry(row) | NO_PROBLEM)

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
