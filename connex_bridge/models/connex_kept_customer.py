"""Documents that stay on the QuickBooks customer they were booked on, when the customer gets another one.

That happens when two customers are merged in Odoo, and when a person chooses another counterpart. QuickBooks
does not let a paid document change its customer, so what money or an order hangs on stays where it is,
and later payments for it go there, too.
"""

from odoo import api, fields, models

from ..bridge import documents as docs

TRANSACTIONS = ("sales_order", "invoice", "sales_receipt", "credit_memo", "refund", "payment")


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    kept_customer = fields.Json(
        help="The QuickBooks customer that the document stays on, and the customer in Odoo that has "
        "another one now."
    )

    @api.private
    def _booked(self):
        """The transactions in QuickBooks that are booked on this customer."""
        self.ensure_one()
        key = f'"customer": ["customer", "{self.res_model}", {self.res_id}]'
        return self.search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("document", "in", TRANSACTIONS),
                ("qb_id", "!=", False),
                ("state", "!=", "voided"),
                ("acknowledged", "like", key.replace("_", r"\_")),
            ]
        )

    @api.private
    def _keep_customer(self, key, qb_id):
        """These stay on this QuickBooks customer for as long as `key` is their customer in Odoo."""
        self.write({"kept_customer": {"customer": list(key), "qb_id": qb_id}})

    def _is_tied(self):
        """Whether QuickBooks would refuse another customer: money is applied, or an order is linked."""
        self.ensure_one()
        said = self.acknowledged or ""
        if self.document == "sales_order":
            return self.qb_status == "Closed"
        if self.document == "payment":
            return '"applications"' in said
        return self.qb_balance != self.qb_total or '"sales_order"' in said

    def _kept_for(self, key):
        """The QuickBooks id of the customer that it stays on, nothing if it goes with its customer."""
        kept = self.kept_customer
        return kept["qb_id"] if kept and key and docs.Key(*kept["customer"]) == key else None

    @api.model
    def _bind_chosen(self, connection, key, name, row):
        before = self._find_entry(connection, key)
        if before.qb_id and before.qb_id != row["Id"]:
            before._booked().filtered(lambda each: not each.kept_customer)._keep_customer(
                key, before.qb_id
            )
        return super()._bind_chosen(connection, key, name, row)


class ConnexSender(models.AbstractModel):
    _inherit = "connex.sender"

    def _own_ids(self, mirror, document, known):
        key = getattr(document, "customer", None)
        targets = [known.get(each.target) for each in getattr(document, "applications", ())]
        ids = super()._own_ids(mirror, document, known)
        for each in (mirror, *filter(None, targets)):
            if kept := each._kept_for(key):
                return ids | {key: kept}
        return ids


class MergePartners(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self._connex_move_accounts(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _connex_move_accounts(self, partners, survivor):
        """The survivor takes over the QuickBooks customer, or what can go moves to the survivor's own."""
        mirrors = self.env["connex.mirror"].sudo()
        accounts = self.env["connex.customer.currency"].sudo()
        source = self.env["connex.source"].sudo()
        own = accounts.search([("partner_id", "in", partners.ids)])
        for mirror in mirrors.search(
            [
                ("document", "=", "customer"),
                "|",
                "&",
                ("res_model", "=", "res.partner"),
                ("res_id", "in", partners.ids),
                "&",
                ("res_model", "=", accounts._name),
                ("res_id", "in", own.ids),
            ]
        ):
            key = self._connex_survivor(mirror, survivor)
            booked = mirror._booked()
            other = mirrors._find_entry(mirror.connection_id, key)
            if other == mirror:
                continue
            if other:
                tied = booked.filtered(lambda each: not each.kept_customer and each._is_tied())
                tied._keep_customer(key, mirror.qb_id)
                if not mirror.qb_id:
                    mirror.state = "voided"
            else:
                mirror.write({"res_model": key.model, "res_id": key.id})
            for model, same in booked.grouped("res_model").items():
                source._mark(mirror.connection_id, model, same.mapped("res_id"))

    def _connex_survivor(self, mirror, survivor):
        """The key that the mirror's customer has after the merge."""
        owner = survivor.commercial_partner_id
        accounts = self.env["connex.customer.currency"].sudo()
        if mirror.res_model != accounts._name:
            return docs.Key("customer", "res.partner", owner.id)
        currency = accounts.browse(mirror.res_id).currency_id
        found = accounts.search(
            [
                ("connection_id", "=", mirror.connection_id.id),
                ("partner_id", "=", owner.id),
                ("currency_id", "=", currency.id),
            ]
        )
        return docs.Key("customer", accounts._name, found.id or mirror.res_id)
