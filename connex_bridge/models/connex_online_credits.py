"""Credits that QuickBooks has applied by itself ("Automatically apply credits" in its settings).

QuickBooks then joins a new invoice or credit memo with what is open, by a payment of zero of its own. Where
it has done what Odoo says, that payment is taken over instead of made a second time, which it refuses.
"""

import json
from dataclasses import replace
from decimal import Decimal

from odoo import api, models

from ..bridge import documents as docs
from ..bridge.online import lookup
from .connex_planner import NO_PROBLEM

REFUSED_AS_APPLIED = ("620", "6000")


class ConnexOnlineCredits(models.AbstractModel):
    _name = "connex.online.credits"
    _description = "Credits Applied by QuickBooks Online"

    @api.private
    def adopt(self, mirror, fault):
        """After the creation of a payment of zero was refused: take over the one that QuickBooks made
        itself, if there is one. Returns whether."""
        if mirror.document != "payment" or mirror.sent_action != "create":
            return False
        document = mirror.restored()
        if document.amount or fault.code not in REFUSED_AS_APPLIED:
            return False
        targets = self._targets(mirror.connection_id, document)
        row = self._made_by_quickbooks(mirror, document, targets)
        if row is None:
            return False
        by_id = {(target.document, target.qb_id): target.key() for target in targets}
        applied = replace(document, applications=self._applications(row, by_id))
        data = docs.content(applied)
        fingerprint = docs.fingerprint("payment", data)
        done = fingerprint == mirror.wanted_fingerprint
        mirror.write(
            {
                "qb_id": row["Id"],
                "qb_revision": str(row["SyncToken"]),
                "acknowledged": json.dumps(data, ensure_ascii=False),
                "acknowledged_fingerprint": fingerprint,
                "sent": False,
                "state": "synced" if done else "waiting",
            }
            | NO_PROBLEM
        )
        mirror.sequence = mirror.turn()
        targets.revision_stale = True
        self.env["connex.online.verifier"].read_back(targets)
        return True

    def _targets(self, connection, document):
        """The mirrors of all documents that the payment is to be applied to."""
        keys = {application.target for application in document.applications}
        mirrors = self.env["connex.mirror"].search(
            [
                ("connection_id", "=", connection.id),
                ("document", "in", list({key.document for key in keys})),
                ("res_id", "in", list({key.id for key in keys})),
            ]
        )
        return mirrors.filtered(lambda mirror: mirror.key() in keys)

    def _made_by_quickbooks(self, mirror, document, targets):
        """The payment of zero that uses the credit of this document and belongs to no document of ours."""
        verifier = self.env["connex.online.verifier"]
        credits_ = targets.filtered(lambda target: target.document in docs.CREDITS)
        linked = [
            link["TxnId"]
            for row in verifier.rows(credits_).values()
            for link in (row or {}).get("LinkedTxn", ())
            if link["TxnType"] == "Payment"
        ]
        ours = self.env["connex.mirror"].search(
            [
                ("connection_id", "=", mirror.connection_id.id),
                ("document", "=", "payment"),
                ("qb_id", "in", linked),
            ]
        )
        statements = lookup.by_ids("Payment", sorted(set(linked) - set(ours.mapped("qb_id"))))
        answers = verifier.query(mirror.connection_id, statements) if statements else []
        known = {(target.document, target.qb_id) for target in targets}
        for row in (row for rows in answers for row in rows):
            links = {_linked(line) for line in row.get("Line", ())}
            if not Decimal(str(row["TotalAmt"])) and links and links <= known:
                return row
        return None

    def _applications(self, row, by_id):
        amounts = {}
        for line in row["Line"]:
            key = by_id[_linked(line)]
            amounts[key] = amounts.get(key, Decimal(0)) + Decimal(str(line["Amount"]))
        charges = sorted(key for key in amounts if key.document not in docs.CREDITS)
        credits_ = sorted(key for key in amounts if key.document in docs.CREDITS)
        return tuple(docs.Application(key, amounts[key]) for key in (*charges, *credits_))


def _linked(line):
    """(kind of document, QuickBooks id) that a payment's line is linked with."""
    link = line["LinkedTxn"][0]
    kinds = {"Invoice": "invoice", "CreditMemo": "credit_memo"}
    return kinds.get(link["TxnType"], ""), link["TxnId"]
