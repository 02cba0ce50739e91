"""What a mirror of a document in QuickBooks Desktop remembers beside what all have: the numbers of its lines,
when it was looked for, and whether it is to be read again in the next session of the Web Connector.
"""

import json

from odoo import fields, models
from odoo.fields import Domain

from ..bridge import documents as docs
from ..bridge.desktop import answer, lines, qbxml
from ..bridge.desktop.lookup import ENTITIES
from .connex_planner import LISTS, NO_PROBLEM

#: What stands for the id of a payment that only applies credits: QuickBooks makes links of it, and nothing
#: that has an id.
LINKS_ONLY = "links"
#: What perhaps got into QuickBooks Desktop, and has not been found there.
UNCERTAIN = (
    Domain("qb_id", "=", False) & Domain("sent", "!=", False) & Domain("document", "not in", LISTS)
)


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    qb_type = fields.Char("Kind in QuickBooks", help="As QuickBooks Desktop calls it.")
    qb_lines = fields.Json(
        "QuickBooks Lines",
        help="QuickBooks Desktop's number of each line and Odoo's line that it stands for, in their order.",
    )
    qb_own_lines = fields.Json(
        help="QuickBooks Desktop's numbers of the lines as it last took them from Odoo, in their order. What "
        "people have done to its lines since then shows in those that it has now."
    )
    looked_up_at = fields.Datetime(
        help="When it was last looked for in QuickBooks Desktop, without success."
    )
    qb_applied = fields.Json(
        help="What a payment was applied to in QuickBooks Desktop when it was last read: by its number of "
        "that document, the fields that say so again."
    )
    reread = fields.Selection(
        [
            ("status", "To know what became of it"),
            ("button", "To have it say what Odoo says"),
            ("compare", "To compare it with Odoo"),
        ],
        "To Be Read Again",
        help="Read in the next session of the Web Connector.",
    )

    _to_reread = models.Index("(connection_id, id) WHERE reread IS NOT NULL")

    def _is_live(self):
        """What perhaps got there counts as being there until it was looked for."""
        waits = self.state in ("waiting", "problem")
        return super()._is_live() or (waits and self._is_uncertain())

    def _entity(self):
        """What QuickBooks Desktop calls it."""
        self.ensure_one()
        return self.qb_type or ENTITIES[self.document]

    def _booked_on(self):
        """Links of credits have no date of their own: more of them can be made when the day of the first
        lies in a closed period."""
        return None if self.qb_id == LINKS_ONLY else super()._booked_on()

    def _is_done(self):
        """Whether QuickBooks has it as it was sent."""
        self.ensure_one()
        return self.state in ("synced", "voided") or self.problem_code == "total_differs"

    def _perhaps_done(self):
        """What to write on a document of which nobody can say whether QuickBooks did what was asked: it is
        looked for, and what is found there says what was sent, whatever is wanted by then. What it said
        before is not certain either."""
        self.ensure_one()
        return self._once_more() | {
            "sent": self.sent or self.wanted,
            "looked_up_at": False,
            "acknowledged_fingerprint": False,
        }

    def _sent_document(self):
        """The document as it was sent, when it perhaps got into QuickBooks; else None."""
        self.ensure_one()
        return docs.restore(self.document, json.loads(self.sent)) if self.sent else None

    def _sent_number(self):
        """The number with which it was sent, when it perhaps got into QuickBooks; empty if it has none, or
        that is not known any more."""
        self.ensure_one()
        message = self.exchange_id.request_body if self.sent else ""
        return qbxml.sent_number(message, str(self.id)) if message else ""

    def _is_uncertain(self):
        """Whether it perhaps got into QuickBooks, and has not been found there."""
        self.ensure_one()
        return self._is_on_desktop() and bool(self.filtered_domain(UNCERTAIN))

    def _note_nothing_to_say(self):
        """What has changed in Odoo is nothing that QuickBooks Desktop could be told."""
        self.ensure_one()
        if self.action != "save":
            self.sent_action = "delete"
            self.env["connex.settler"].done({self: answer.Outcome("done")})
            return
        said = {"acknowledged": self.wanted, "acknowledged_fingerprint": self.wanted_fingerprint}
        self.write(said | {"state": "synced", "sent": False} | NO_PROBLEM)

    def _ends_with_another(self):
        """Whether it is nothing but links of credits, and one of the documents that they link leaves the
        books: then the links do, too."""
        self.ensure_one()
        document = self._acknowledged_document() if self.qb_id == LINKS_ONLY else None
        if document is None:
            return False
        linked = {each.target for each in document.applications}
        leaving = self.search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("res_model", "in", list({key.model for key in linked})),
                ("res_id", "in", list({key.id for key in linked})),
                ("action", "!=", "save"),
            ]
        )
        return any(mirror.key() in linked for mirror in leaving)

    def _line_numbers(self):
        """{Odoo's line: QuickBooks' number of it}"""
        self.ensure_one()
        return {source: number for number, source in self.qb_lines or () if source}

    def _ordered_quantities(self):
        """{(key, Odoo's line): the quantity that QuickBooks' sales order has of it}"""
        self.ensure_one()
        document = self._acknowledged_document() if self.document == "sales_order" else None
        lines = document.lines if document else ()
        return {(document.key, line.source): line.quantity for line in lines if line.source}

    def _billed_orders(self):
        """{invoice: the sales orders whose lines it bills in QuickBooks, as mirrors}"""
        bills = {mirror: mirror._billed_keys() for mirror in self}
        ids = {key.id for keys in bills.values() for key in keys}
        found = self.search(
            [
                ("connection_id", "in", self.connection_id.ids),
                ("document", "=", "sales_order"),
                ("res_id", "in", list(ids)),
            ]
        )
        orders = {(order.connection_id, order.key()): order for order in found}
        return {
            mirror: self.browse().union(
                *filter(None, (orders.get((mirror.connection_id, key)) for key in keys))
            )
            for mirror, keys in bills.items()
        }

    def _billed_keys(self):
        lines = json.loads(self.acknowledged or "{}").get("lines", ())
        return [docs.Key(*line["order"]) for line in lines if line.get("order")]

    def _applied_by_hand(self):
        """{payment's key: what it is applied to in QuickBooks that is no document of Odoo's}, as in
        `qb_applied`."""
        payments = self.filtered(lambda mirror: mirror.document == "payment" and mirror.qb_applied)
        targets = {target for mirror in payments for target in mirror.qb_applied}
        ours = self.search(
            [("connection_id", "in", payments.connection_id.ids), ("qb_id", "in", list(targets))]
        )
        ours = {(mirror.connection_id, mirror.qb_id) for mirror in ours}
        return {
            mirror.key(): {
                target: said
                for target, said in mirror.qb_applied.items()
                if (mirror.connection_id, target) not in ours
            }
            for mirror in payments
        }

    def _note_applied(self, row):
        """A payment has been read: it is applied to this now."""
        self.ensure_one()
        if self.document == "payment" and row.is_object:
            self.qb_applied = row.applied() or False

    def _note_lines(self, numbers):
        """QuickBooks has these lines now: which of Odoo's they are is known of those it had before."""
        self.ensure_one()
        before = dict(map(tuple, self.qb_lines or ()))
        self.qb_lines = [[number, before.get(number, 0)] for number in numbers] or False


class ConnexExchange(models.Model):
    _inherit = "connex.exchange"

    asked = fields.Json(help="Of a look-up: the documents that each of its requests is about.")


class ConnexPlanner(models.AbstractModel):
    _inherit = "connex.planner"

    def _remove(self, mirror):
        """What perhaps got into QuickBooks is looked for there, before it is done with."""
        if mirror.state in ("waiting", "problem") and mirror._is_uncertain():
            mirror.write({"action": "remove", "state": "waiting"} | NO_PROBLEM)
            return None
        return super()._remove(mirror)


class ConnexSettler(models.AbstractModel):
    _inherit = "connex.settler"

    def _saved_values(self, mirror, outcome, said, now):
        values = super()._saved_values(mirror, outcome, said, now)
        if mirror.connection_id.backend != "desktop":
            return values
        document = docs.restore(mirror.document, json.loads(said))
        sources = lines.sources(document) if hasattr(document, "lines") else ()
        sources += (0,) * (len(outcome.lines) - len(sources))
        if mirror.document == "payment" and outcome.row.is_object:
            values["qb_applied"] = outcome.row.applied() or False
        return values | {
            "qb_id": outcome.qb_id or mirror.qb_id or LINKS_ONLY,
            "qb_type": outcome.row.entity if outcome.row.is_object else mirror._entity(),
            "qb_lines": [list(each) for each in zip(outcome.lines, sources, strict=False)] or False,
            "qb_own_lines": list(outcome.lines) or False,
            "looked_up_at": False,
        }

    def done(self, answered):
        result = super().done(answered)
        for mirror, outcome in answered.items():
            if mirror.document == "sales_order" and mirror.state == "voided" and outcome.status:
                mirror.qb_status = outcome.status  # closed, and still to be seen there
        invoices = self.env["connex.mirror"].union(
            *(mirror for mirror in answered if mirror.document == "invoice")
        )
        self._reread_orders(invoices.filtered(lambda m: m.connection_id.backend == "desktop"))
        return result

    def _reread_orders(self, invoices):
        """An invoice changes its sales orders in QuickBooks, and may have closed them."""
        billed = self.env["connex.mirror"].union(*invoices._billed_orders().values())
        orders = billed.filtered(lambda order: order.qb_id and order.state != "voided")
        orders.write({"revision_stale": True})
        orders.filtered(lambda order: not order.reread).reread = "status"
