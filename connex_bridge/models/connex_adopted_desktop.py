"""Adopted documents in QuickBooks Desktop (connex_adopted.py says what holds for both).

An adopted document is read again at the beginning of the next session: then its EditSequence, its lines and
what is applied are known before anything else is sent. Invoices bill the lines of an adopted sales order
where these are Odoo's line by line; otherwise the order is closed by saying so. What is booked on a job, or
on another customer than Odoo's, stays there with everything that follows.
"""

import json

from odoo import fields, models

from ..bridge import documents as docs
from ..bridge.desktop import adoption
from ..bridge.problem import Problem
from .connex_planner import RESTING

REREAD = "adopted"


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    reread = fields.Selection(
        selection_add=[(REREAD, "To know what a person has entered")], ondelete={REREAD: "set null"}
    )

    def action_take_over(self):
        """Nothing of it is known to be as Odoo has it: all of it is said."""
        said = self.sudo().filtered(
            lambda m: m.adopted and m.document != "payment" and m._is_on_desktop()
        )
        result = super().action_take_over()
        said.acknowledged = False
        return result

    def _release(self):
        result = super()._release()
        left_alone = self.filtered(
            lambda m: m.state == "problem" and m.revision_stale and m._is_adopted_on_desktop()
        )
        left_alone.reread = REREAD
        return result

    def _is_on_desktop(self):
        return self.connection_id.backend == "desktop"

    def _is_adopted_on_desktop(self):
        self.ensure_one()
        return self._is_adopted() and self._is_on_desktop()

    def _adopted_lines(self, wanted):
        """Which line in QuickBooks is which of Odoo's, as `qb_lines` has it; `wanted` is the order's
        content."""
        document = docs.restore("sales_order", wanted)
        known = self.env["connex.desktop.sender"]._known(self.connection_id, [document])
        ids = {key: mirror.qb_id for key, mirror in known.items() if mirror.qb_id}
        sources = adoption.order_lines(document, self.found_facts, ids)
        there = [number for number, _source in self.qb_lines or ()]
        numbers = there or [line["Id"] for line in self.found_facts.get("Line", ())]
        return [[number, sources.get(number, 0)] for number in numbers] or False


class ConnexPlanner(models.AbstractModel):
    _inherit = "connex.planner"

    def _changed_values(self, mirror, content):
        values = super()._changed_values(mirror, content)
        if mirror.state not in RESTING or not mirror._is_adopted_on_desktop():
            return values
        if mirror.qb_status == "Deleted":
            problem = Problem("deleted_in_quickbooks", {"document": mirror.name or ""})
            held = self._left_alone(problem)
            # Whoever tries again has it created, also where it is older than what is synced.
            return content | held | {"wanted_fingerprint": content["wanted_fingerprint"]}
        if mirror.document == "sales_order" and mirror.found_facts and not mirror._line_numbers():
            values["qb_lines"] = mirror._adopted_lines(json.loads(content["wanted"]))
        return values


class ConnexDesktopSender(models.AbstractModel):
    _inherit = "connex.desktop.sender"

    def _operation(self, mirror, document, around, company):
        request = super()._operation(mirror, document, around, company)
        if not mirror._is_adopted() or mirror.action != "save":
            return request
        return adoption.maintained(request)

    def _own_ids(self, mirror, document, known):
        """An invoice goes to the customer of the adopted sales order whose lines it bills: QuickBooks links
        within one customer only."""
        key = getattr(document, "customer", None)
        own = super()._own_ids(mirror, document, known)
        for line in getattr(document, "lines", ()):
            order = known.get(getattr(line, "order", None))
            if kept := order and order._kept_for(key):
                return {key: kept} | own
        return own


class ConnexSettler(models.AbstractModel):
    _inherit = "connex.settler"

    def _saved_values(self, mirror, outcome, said, now):
        values = super()._saved_values(mirror, outcome, said, now)
        if mirror._is_adopted_on_desktop():  # its lines are a person's, whatever Odoo has
            before = dict(map(tuple, mirror.qb_lines or ()))
            values["qb_lines"] = [[line, before.get(line, 0)] for line in outcome.lines] or False
            values["qb_own_lines"] = False
        return values

    def done(self, answered):
        result = super().done(answered)
        invoices = self.env["connex.mirror"].union(
            *(mirror for mirror in answered if mirror.document == "invoice")
        )
        self._stay_with_orders(
            invoices.filtered(lambda m: m._is_on_desktop() and not m.kept_customer)
        )
        return result

    def _stay_with_orders(self, invoices):
        """An invoice of an order that stays on another customer was booked there, as its payments will be."""
        for invoice, orders in invoices._billed_orders().items():
            if kept := orders.filtered("kept_customer")[:1]:
                invoice.kept_customer = kept.kept_customer


class ConnexDesktopVerifier(models.AbstractModel):
    _inherit = "connex.desktop.verifier"

    def _settle_one(self, mirror, row, reason):
        if reason != REREAD:
            super()._settle_one(mirror, row, reason)
            return
        if mirror.state == "voided" or not mirror.qb_id:
            return
        if row is None:
            mirror.write({"qb_status": "Deleted", "revision_stale": False})
        else:
            self._note(mirror, row)
            mirror.qb_type = row.entity
            if mirror.found_facts:  # by which the plan finds out anew which line is which
                told = row.text("CurrencyRef/FullName")
                codes = mirror.connection_id._currency_codes() if told else {}
                facts = adoption.facts(row, codes)
                lines = [[line, 0] for line in row.lines] or False
                mirror.write({"found_facts": facts, "qb_lines": lines})
        self.env["connex.source"]._mark(mirror.connection_id, mirror.res_model, [mirror.res_id])


class ConnexAdoptionLine(models.Model):
    _inherit = "connex.adoption.line"

    def _mirror_values(self, found):
        values = super()._mirror_values(found)
        if self.connection_id.backend != "desktop":
            return values
        return values | {
            "qb_type": found.data["Type"],
            "qb_lines": False,
            "qb_own_lines": False,
            "looked_up_at": False,
            "reread": REREAD,
            "kept_customer": self._kept_customer(found.data["CustomerRef"]),
        }

    def _kept_customer(self, customer):
        """The customer in QuickBooks that the document stays on, where that is not the one that stands for
        Odoo's: a job of it, or another one."""
        record = self.env[self.res_model].browse(self.res_id)
        partner = record.partner_id.commercial_partner_id
        key = docs.Key("customer", "res.partner", partner.id)
        own = self.env["connex.mirror"]._find_entry(self.connection_id, key)
        on_job = bool(adoption.above(customer["name"]))
        if own.qb_id == customer["value"] or not (on_job or (own and own._is_live())):
            return False
        return {"customer": list(key), "qb_id": customer["value"]}

    def _bind_customer(self, partner, found):
        """A job never stands for the customer."""
        job = adoption.above(found.data.get("CustomerRef", {}).get("name", ""))
        if self.connection_id.backend == "desktop" and job:
            return None
        return super()._bind_customer(partner, found)
