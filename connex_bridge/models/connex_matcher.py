"""What looking for list entries has in common on QuickBooks Online and Desktop: what becomes of what was
found, and of customers and items that QuickBooks does not have.

How they are looked for is each backend's own (connex_online_matcher.py, connex_desktop_matcher.py).
"""

from dataclasses import replace

from odoo import api, models
from odoo.fields import Domain

from ..bridge import spelling
from ..bridge.online import matching, text
from ..bridge.problem import Held, Problem
from .connex_planner import NO_PROBLEM


def _email(customer):
    return text.email(customer.email).lower()


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

    def _looked_for(self, connection, mirrors):
        """{mirror: its document as it is looked for} of list entries."""
        found = {}
        for kind, same in mirrors.filtered("wanted").grouped("document").items():
            documents = self._identifying(connection, kind, (each.restored() for each in same))
            found |= dict(zip(same, documents, strict=True))
        return found

    def _identifying(self, connection, kind, documents):
        """The documents as they are looked for: an e-mail address that customers of different names have in
        common (none@none.com) says of none of them who it is."""
        documents = list(documents)
        if kind != "customer":
            return documents
        shared = self._shared_emails(connection, {_email(each) for each in documents} - {""})
        return [replace(each, email="") if _email(each) in shared else each for each in documents]

    def _shared_emails(self, connection, emails):
        if not emails:
            return set()
        commercial = Domain("is_company", "=", True) | Domain("parent_id", "=", False)
        company = Domain("company_id", "in", (False, connection.company_id.id))
        rows = self.env["res.partner"]._read_group(
            Domain("email_normalized", "in", sorted(emails)) & commercial & company,
            ["email_normalized"],
            ["name:array_agg_distinct"],
        )
        return {email for email, names in rows if len(set(map(spelling.same, names))) > 1}

    def _match_now(self, connection, kind, documents):
        """{key: what QuickBooks has for it (`bridge.online.matching.Match`)} of these customers or items,
        looked for while a person waits."""
        raise NotImplementedError

    @api.private
    def rename(self, mirror):
        """The name belongs to somebody on another list or to another item: try once more under the next
        variant of it; they are always the same for this record. Returns whether there is one left to try."""
        variants = self._variants(mirror)
        tried = variants.index(mirror.name_variant) if mirror.name_variant in variants else -1
        if mirror.sent_action not in ("create", "update") or tried + 1 >= len(variants):
            return False
        mirror._rename(variants[tried + 1])
        mirror._send_again()
        return True

    def _variants(self, mirror):
        """The names under which a list entry is tried when its own is in use, best first."""
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
