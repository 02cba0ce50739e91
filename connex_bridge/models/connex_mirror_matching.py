"""The customers and products among the mirrors: how their counterpart in QuickBooks was found."""

import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..bridge import documents as docs
from ..bridge.online import matching
from .connex_planner import NO_PROBLEM, sending_order

#: Problems of a list entry that may end in QuickBooks, without anybody telling Odoo.
LOOKED_FOR_AGAIN = (
    "customer_not_found",
    "item_missing",
    "customer_ambiguous",
    "item_ambiguous",
    "made_inactive",
)
ENTRIES = ("customer", "item")
#: In hours: every look is paid for, and what has been missing for long is rarely there an hour later.
LONGEST_PAUSE = 24


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    match_method = fields.Selection(
        [
            ("created", "Created by Connex Bridge"),
            ("name", "Same name"),
            ("email", "Same e-mail address"),
            ("sku", "Same SKU"),
            ("default", "Default of the connection"),
            ("chosen", "Chosen by hand"),
        ],
        "How Found",
        readonly=True,
    )
    qb_name = fields.Char("Entry in QuickBooks", readonly=True)
    name_variant_of = fields.Char(help="The name in Odoo that the name in QuickBooks varies.")
    create_anyway = fields.Boolean(
        help="Somebody has seen what QuickBooks has: it is none of those."
    )

    look_again_at = fields.Datetime(help="Not looked for again in QuickBooks before this time.")
    look_again_pause = fields.Integer(help="Hours between two looks, the last time.")

    chooses_entry = fields.Boolean(compute="_compute_chooses_entry", compute_sudo=True)

    @api.depends("document", "blocked_by_id.document")
    def _compute_chooses_entry(self):
        for mirror in self:
            kinds = (mirror.document, mirror.blocked_by_id.document)
            mirror.chooses_entry = any(kind in ENTRIES for kind in kinds)

    # === ACTION METHODS === #

    def action_choose(self):
        """Choose the counterpart of this customer or product, or of the one that the document waits for."""
        self.ensure_one()
        self.check_access("read")
        entry = self if self.document in ENTRIES else self.sudo().blocked_by_id
        return self.env["connex.choose"]._open(entry.connection_id, entry.key(), entry.name or "")

    # === BUSINESS METHODS === #

    @api.model
    def _bind_chosen(self, connection, key, name, row):
        """A person has chosen this entry of QuickBooks for the record of `key`; what waits for it goes on."""
        mirror = self._entry(connection, key, name)
        mirror._check_choosable(row)
        mirror.write(
            {
                "qb_id": row["Id"],
                "qb_revision": str(row.get("SyncToken", "")),
                "qb_name": matching.row_label(row),
                "adopted": True,
                "match_method": "chosen",
                "create_anyway": False,
                "name_variant": False,
                "action": "save",
                "state": "synced",
                "acknowledged": mirror.wanted,
                "acknowledged_fingerprint": mirror.wanted_fingerprint,
                "synced_at": fields.Datetime.now(),
            }
            | mirror._currency_of_entry(row)
            | NO_PROBLEM
        )
        self.env["connex.settler"].release_blocked(mirror)
        self.env.ref("connex_bridge.cron_sync")._trigger()
        return mirror

    @api.model
    def _entry(self, connection, key, name):
        """The mirror of a customer or product, made where no sale has needed it yet."""
        return self._find_entry(connection, key) or self.create(
            {
                "connection_id": connection.id,
                "company_id": connection.company_id.id,
                "document": key.document,
                "res_model": key.model,
                "res_id": key.id,
                "name": name,
                "state": "synced",
                "sequence": sending_order(key.document, "save"),
            }
        )

    @api.model
    def _find_entry(self, connection, key):
        return self.search(
            [
                ("connection_id", "=", connection.id),
                ("document", "=", key.document),
                ("res_model", "=", key.model),
                ("res_id", "=", key.id),
            ]
        )

    def _currency_of_entry(self, row):
        """The values that keep the currency of QuickBooks' customer, which decides what is booked on it."""
        currency = (row.get("CurrencyRef") or {}).get("value")
        if self.document != "customer" or not currency:
            return {}
        if currency == self.currency_id.name:
            return {"currency_id": self.currency_id.id}
        known = self.env["connex.planner"]._currencies().get(currency)
        return {"currency_id": known or self.currency_id.id}

    def _check_choosable(self, row):
        """Raises UserError while the entry is on its way, or for a customer of another currency."""
        self.ensure_one()
        if self.state in ("in_flight", "unknown"):
            raise UserError(
                self.env._(
                    "%(name)s is being sent to QuickBooks right now. Try again in a minute.",
                    name=self.name,
                )
            )
        given = (row.get("CurrencyRef") or {}).get("value")
        wanted = self.currency_id.name
        if self.connection_id.qb_multicurrency and given and wanted and given != wanted:
            raise UserError(
                self.env._(
                    "QuickBooks keeps %(chosen)s in %(given)s, but the sales of %(name)s are in "
                    "%(wanted)s. Choose a customer in %(wanted)s.",
                    chosen=matching.row_label(row),
                    given=given,
                    wanted=wanted,
                    name=self.name,
                )
            )

    def _create_anyway(self):
        """None of what QuickBooks has is it: create a new entry, under a variant of the name if need be."""
        self.ensure_one()
        self.create_anyway = True
        self._release()
        self.env.ref("connex_bridge.cron_sync")._trigger()

    @api.private
    def _rename(self, variant):
        """Create or keep the entry under a variant of its name, until the name in Odoo changes."""
        self.ensure_one()
        name = docs.restore(self.document, json.loads(self.wanted)).name
        self.write({"name_variant": variant, "name_variant_of": name})

    @api.private
    def _send_again(self):
        """A refused request is over: the next one is another, and has another request id."""
        self.ensure_one()
        self.write(self._once_more() | {"state": "waiting"})

    @api.model
    def _look_again(self, connection):
        """Look once more for what was missing: somebody may have entered it in QuickBooks. Less and less
        often, in the end once a day. Returns how many entries are looked for."""
        now = fields.Datetime.now()
        due = self._missing(connection).filtered(
            lambda each: not each.look_again_at or each.look_again_at <= now
        )
        pauses = {each: min(max(1, 2 * each.look_again_pause), LONGEST_PAUSE) for each in due}
        due._release()
        for pause, same in due.grouped(pauses.get).items():
            same.write({"look_again_pause": pause, "look_again_at": now + timedelta(hours=pause)})
        return len(due)

    @api.model
    def _look_soon(self, connections):
        """Look for everything that was missing at the next check: somebody has reason to think that it is
        there now."""
        self._missing(connections).filtered("look_again_at").look_again_at = False

    @api.model
    def _missing(self, connections):
        return self.search(
            [
                ("connection_id", "in", connections.ids),
                ("state", "=", "problem"),
                ("problem_code", "in", LOOKED_FOR_AGAIN),
            ]
        )

    def _release(self):
        """Whoever has it tried again begins anew with waiting."""
        self.filtered("look_again_pause").write({"look_again_pause": 0, "look_again_at": False})
        return super()._release()


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    def action_sync_now(self):
        result = super().action_sync_now()
        self.env["connex.mirror"].sudo()._look_soon(self)
        return result

    def _refresh_references(self):
        result = super()._refresh_references()
        self.env["connex.mirror"].sudo()._look_soon(self)
        return result


class ConnexEngine(models.AbstractModel):
    _inherit = "connex.engine"

    def _plan(self, connection):
        checked_at = connection.reconciled_at
        planned = super()._plan(connection)
        if connection.reconciled_at == checked_at:
            return planned
        return planned + self.env["connex.mirror"]._look_again(connection)


class ConnexSettler(models.AbstractModel):
    _inherit = "connex.settler"

    def _saved_values(self, mirror, outcome, said, now):
        values = super()._saved_values(mirror, outcome, said, now)
        if mirror.document in ENTRIES:
            values["qb_name"] = matching.row_label(outcome.data)
            values["match_method"] = mirror.match_method or "created"
        return values | mirror._currency_of_entry(outcome.data)
