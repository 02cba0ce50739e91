"""Adopting: a document that QuickBooks has already becomes the counterpart of Odoo's.

It writes to the database only: the document's mirror gets QuickBooks' id, and the next plan goes on from
there (connex_adopted.py).
"""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..bridge.online import batch
from ..bridge.online.translate import ENTITY
from .connex_planner import NO_PROBLEM, sending_order


class ConnexAdoptionLine(models.Model):
    _inherit = "connex.adoption.line"

    def _mirror(self):
        return self.env["connex.mirror"].search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("document", "=", self.document),
                ("res_model", "=", self.res_model),
                ("res_id", "=", self.res_id),
            ]
        )

    def _adopt(self):
        for line in self.filtered(lambda each: each.state == "open"):
            if not line.found_id:
                raise UserError(
                    self.env._(
                        "%(document)s: choose first which document in QuickBooks it is.",
                        document=line.name,
                    )
                )
            line._bind(line.found_id)
        self.env.ref("connex_bridge.cron_sync")._trigger()

    def _bind(self, found):
        """Make QuickBooks' document the counterpart of Odoo's."""
        mirror = self._mirror()
        if mirror and mirror._is_live():
            raise UserError(
                self.env._(
                    "%(document)s has been sent to QuickBooks meanwhile. Compare the two there; one of them "
                    "may have to be deleted.",
                    document=self.name,
                )
            )
        self._refuse_bound(found)
        record = self.env[self.res_model].browse(self.res_id)
        values = self._mirror_values(found)
        if mirror:
            mirror.write(values)
            self.env["connex.settler"].release_blocked(mirror)
        else:
            mirror.create(values | self._new_values(record))
        self._bind_customer(record.partner_id.commercial_partner_id, found)
        self._look_again()
        found.kept = True
        self.state = "adopted"

    def _refuse_bound(self, found):
        other = self.env["connex.mirror"].search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("document", "=", self.document),
                ("qb_id", "=", found.qb_id),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(found)s in QuickBooks is %(other)s already. Choose another one for %(document)s.",
                    found=found.display_name,
                    other=other.display_name,
                    document=self.name,
                )
            )

    def _mirror_values(self, found):
        outcome = batch.Outcome("done", ENTITY[self.document], found.data)
        return {
            "qb_id": outcome.qb_id,
            "qb_revision": outcome.revision,
            "revision_stale": True,
            "qb_number": outcome.number,
            "qb_total": float(outcome.total or 0),
            "qb_balance": float(outcome.balance or 0),
            "qb_status": outcome.status,
            "qb_date": outcome.day or False,
            "adopted": True,
            "found_facts": found.data,
            "sent": False,
            "acknowledged": False,
            "wanted_fingerprint": False,
            "wanted_total": self.total,
            "currency_id": self.currency_id.id,
            "action": "save",
            "state": "synced",
            "synced_at": fields.Datetime.now(),
        } | NO_PROBLEM

    def _new_values(self, record):
        orders = record if self.res_model == "sale.order" else self.env["sale.order"]
        moves = record if self.res_model == "account.move" else self.env["account.move"]
        if moves:
            orders = moves.line_ids.sale_line_ids.order_id
        return {
            "connection_id": self.connection_id.id,
            "document": self.document,
            "res_model": self.res_model,
            "res_id": self.res_id,
            "name": self.name,
            "order_ids": orders.ids,
            "move_ids": moves.ids,
            "sequence": sending_order(self.document, "save"),
        }

    def _bind_customer(self, partner, found):
        """What follows for this sale goes to the same customer: QuickBooks applies money within one only."""
        customer = found.data.get("CustomerRef", {})
        mirrors = self.env["connex.mirror"]
        known = mirrors.search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("document", "=", "customer"),
                ("res_model", "=", "res.partner"),
                ("res_id", "=", partner.id),
            ]
        )
        if not partner or not customer.get("value") or (known and known._is_live()):
            return
        values = {"qb_id": customer["value"], "adopted": True, "state": "synced"} | NO_PROBLEM
        if known:
            known.write(values)
            self.env["connex.settler"].release_blocked(known)
            return
        mirrors.create(
            values
            | {
                "connection_id": self.connection_id.id,
                "document": "customer",
                "res_model": "res.partner",
                "res_id": partner.id,
                "name": partner.name,
                "sequence": sending_order("customer", "save"),
            }
        )

    def _look_again(self):
        """Plan the record at the next run, also where it is older than what is synced by itself."""
        source = self.env["connex.source"]
        source.flush_model()
        source._execute(
            SQL(
                """INSERT INTO connex_source (connection_id, res_model, res_id, pending)
                   VALUES (%s, %s, %s, TRUE)
                ON CONFLICT (connection_id, res_model, res_id) DO UPDATE SET pending = TRUE""",
                self.connection_id.id,
                self.res_model,
                self.res_id,
            )
        )
        source.invalidate_model()
