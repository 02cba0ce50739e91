"""A customer's further QuickBooks accounts: one for each currency beside the first.

QuickBooks fixes a customer's currency with its first document. Whoever also buys in another currency gets a
second customer there, “Name (EUR)”, which takes all documents in that currency. The first currency's account
is the mirror of the partner itself.
"""

from dataclasses import replace

from odoo import api, fields, models


class ConnexCustomerCurrency(models.Model):
    _name = "connex.customer.currency"
    _description = "Customer's QuickBooks Account in Another Currency"
    _rec_name = "partner_id"

    connection_id = fields.Many2one("connex.connection", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="connection_id.company_id")
    partner_id = fields.Many2one("res.partner", "Customer", required=True, ondelete="cascade")
    currency_id = fields.Many2one("res.currency", required=True, ondelete="cascade")

    _one_per_currency = models.Constraint(
        "UNIQUE (connection_id, partner_id, currency_id)",
        "A customer has one QuickBooks account per currency.",
    )

    @api.depends("partner_id", "currency_id")
    def _compute_display_name(self):
        for account in self:
            account.display_name = f"{account.partner_id.display_name} ({account.currency_id.name})"

    @api.model
    def _with_accounts(self, connection, snapshot):
        """The snapshot with the accounts of its customers, made where a second currency turns up."""
        if not connection.qb_multicurrency:
            return snapshot
        wanted = _currencies(snapshot)
        known = self.search(
            [("connection_id", "=", connection.id), ("partner_id", "in", list(wanted))]
        )
        accounts = {(each.partner_id.id, each.currency_id.name): each.id for each in known}
        first = self._first_currencies(connection, wanted, accounts)
        missing = sorted(
            (partner, currency)
            for partner, currencies in wanted.items()
            for currency in currencies
            if currency != first[partner] and (partner, currency) not in accounts
        )
        if missing:
            ids = self.env["connex.planner"]._currencies()
            created = self.create(
                [
                    {
                        "connection_id": connection.id,
                        "partner_id": partner,
                        "currency_id": ids[currency],
                    }
                    for partner, currency in missing
                ]
            )
            accounts |= dict(zip(missing, created.ids, strict=True))
        return replace(snapshot, accounts=accounts)

    def _first_currencies(self, connection, wanted, accounts):
        """{partner: the currency of its own mirror}: as QuickBooks or an earlier plan has it, else the
        home currency where something is sold in it."""
        mirrors = self.env["connex.mirror"].search_fetch(
            [
                ("connection_id", "=", connection.id),
                ("document", "=", "customer"),
                ("res_model", "=", "res.partner"),
                ("res_id", "in", list(wanted)),
                ("currency_id", "!=", False),
                ("state", "!=", "voided"),
            ],
            ["res_id", "currency_id"],
        )
        first = {mirror.res_id: mirror.currency_id.name for mirror in mirrors}
        for partner, currencies in wanted.items():
            if partner not in first:
                free = sorted(each for each in currencies if (partner, each) not in accounts)
                home = connection.qb_home_currency
                first[partner] = home if home in free else next(iter(free), None)
        return first


def _currencies(snapshot):
    """{customer: the currencies of its documents}"""
    found = {}
    forms = (*snapshot.orders.values(), *snapshot.invoices.values(), *snapshot.payments.values())
    for form in forms:
        if form.customer in snapshot.partners:
            found.setdefault(form.customer, set()).add(form.currency)
    return found
