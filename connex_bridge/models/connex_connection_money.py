"""How a connection treats money beside ordinary payments: the account that refunds leave, and payments
that Odoo has registered without booking them.
"""

from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..bridge.online.translate_payments import PAID_FROM

RECEIVABLE = "Accounts Receivable"
CODE_LENGTH = 3


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    refund_account_id = fields.Many2one(
        "connex.reference",
        "Refunds Paid From",
        domain="[('connection_id', '=', id), ('kind', '=', 'account'),"
        " ('detail', 'in', ['Bank', 'Credit Card'])]",
        ondelete="restrict",
        copy=False,
        help="The account that money paid back to customers leaves, where the journal of the payment has "
        "no bank account of its own in QuickBooks.",
    )
    count_unbooked_payments = fields.Boolean(
        "Payments Count Before the Bank Confirms Them",
        default=True,
        tracking=True,
        help="Odoo Enterprise can register a payment on an invoice without a journal entry. With this, "
        "it goes to QuickBooks at once, and the bank statement line that confirms it later is the same "
        "money. Without, the invoice stays open in QuickBooks until the bank statement line comes.",
    )

    @api.constrains("refund_account_id")
    def _check_refund_account(self):
        for connection in self:
            if connection.refund_account_id.connection_id - connection:
                raise ValidationError(
                    self.env._(
                        "%(name)s: choose the account for refunds from the accounts of its own "
                        "QuickBooks company.",
                        name=connection.name,
                    )
                )

    def _propose_defaults(self):
        result = super()._propose_defaults()
        if not self.refund_account_id:
            banks = self.reference_ids.filtered(
                lambda entry: entry.kind == "account" and entry.detail == "Bank"
            )
            self.refund_account_id = self.deposit_account_id & banks or banks[:1]
        return result

    def _quickbooks_company(self, documents=()):
        company = super()._quickbooks_company(documents)
        if not any(document and document.key.document == "refund" for document in documents):
            return company
        accounts = self.env["connex.reference"].search_fetch(
            [
                ("connection_id", "=", self.id),
                ("kind", "=", "account"),
                ("detail", "in", [*PAID_FROM, RECEIVABLE]),
            ],
            ["name", "detail", "qb_id"],
        )
        receivable = accounts.filtered(lambda account: account.detail == RECEIVABLE)
        return replace(
            company,
            refund_account=self.refund_account_id.qb_id or "",
            account_types={each.qb_id: each.detail for each in accounts - receivable},
            receivable_accounts=self._by_currency(receivable, company.home_currency),
        )

    def _by_currency(self, accounts, home_currency):
        """{currency: account id}. QuickBooks makes the accounts of foreign currencies itself and puts the
        currency at the end of their names."""
        found = {}
        for account in accounts.sorted("id"):
            last = account.name.rpartition(" ")[2]
            is_code = len(last) == CODE_LENGTH and last.isalpha() and last.isupper()
            found.setdefault(last if is_code else home_currency, account.qb_id)
        return found
