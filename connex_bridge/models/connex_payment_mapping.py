"""Where money goes in QuickBooks: account and payment method by Odoo journal and payment method line.

A row without a payment method line is for all of its journal. It counts for what is sent from now on; what
QuickBooks has keeps its account, unless somebody asks for it to be said again.
"""

from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..bridge import spelling
from .connex_planner import RESTING, sending_order

MONEY = ("payment", "sales_receipt")
UNDEPOSITED = "UndepositedFunds"
#: Odoo's and QuickBooks' words for one thing.
SAME_METHOD = {"checks": "check", "cheque": "check", "cheques": "check", "credit card": "card"}


class ConnexPaymentMapping(models.Model):
    _name = "connex.payment.mapping"
    _description = "QuickBooks Account of a Payment Journal"
    _order = "connection_id, journal_id, payment_method_line_id"
    _check_company_auto = True

    connection_id = fields.Many2one("connex.connection", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    journal_id = fields.Many2one(
        "account.journal",
        "Journal",
        required=True,
        ondelete="cascade",
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash', 'credit'))]",
    )
    payment_method_line_id = fields.Many2one(
        "account.payment.method.line",
        "Payment Method in Odoo",
        ondelete="cascade",
        domain="[('journal_id', '=', journal_id), ('payment_type', '=', 'inbound')]",
        help="Empty: for all payment methods of the journal that have no row of their own.",
    )
    account_id = fields.Many2one(
        "connex.reference",
        "Deposit To",
        ondelete="restrict",
        domain="[('connection_id', '=', connection_id), ('kind', '=', 'account'),"
        " ('detail', 'in', ['Bank', 'Other Current Asset'])]",
        help="Empty: as the connection says. With Undeposited Funds the money waits for a bank deposit.",
    )
    method_id = fields.Many2one(
        "connex.reference",
        "Payment Method in QuickBooks",
        ondelete="restrict",
        domain="[('connection_id', '=', connection_id), ('kind', '=', 'payment_method')]",
        help="Empty: the one with the same name, if QuickBooks has one.",
    )

    _one_per_line = models.UniqueIndex(
        "(connection_id, journal_id, payment_method_line_id) NULLS NOT DISTINCT",
        "There is a row for this journal and payment method already. Change that one.",
    )

    @api.constrains(
        "connection_id", "journal_id", "payment_method_line_id", "account_id", "method_id"
    )
    def _check_belongs_together(self):
        for row in self:
            if (row.account_id | row.method_id).connection_id - row.connection_id:
                raise ValidationError(
                    self.env._(
                        "%(journal)s: choose account and payment method from the lists of the connection's "
                        "own QuickBooks company.",
                        journal=row.journal_id.display_name,
                    )
                )
            line = row.payment_method_line_id
            if line and line.journal_id != row.journal_id:
                raise ValidationError(
                    self.env._(
                        "%(method)s is no payment method of the journal %(journal)s.",
                        method=line.name,
                        journal=row.journal_id.display_name,
                    )
                )

    @api.onchange("journal_id")
    def _onchange_journal_id(self):
        if self.payment_method_line_id.journal_id != self.journal_id:
            self.payment_method_line_id = False

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.connection_id._release_held()
        return rows

    def write(self, vals):
        result = super().write(vals)
        self.connection_id._release_held()
        return result


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    payment_mapping_ids = fields.One2many(
        "connex.payment.mapping", "connection_id", "Journals and Accounts"
    )

    # === ACTION METHODS === #

    def action_propose_payment_mapping(self):
        """Add rows for the bank and cash journals that have none."""
        self.ensure_one()
        self.check_access("write")
        known = {(row.journal_id, row.payment_method_line_id) for row in self.payment_mapping_ids}
        rows = [
            row
            for journal in self._payment_journals()
            for row in self._proposed_rows(journal)
            if (row["journal_id"], row["payment_method_line_id"]) not in known
        ]
        self.env["connex.payment.mapping"].create(
            [{name: value.id for name, value in row.items()} for row in rows]
        )

    def action_send_payments_again(self):
        """Have account and payment method of all payments in QuickBooks said again, as mapped now."""
        self.ensure_one()
        self.check_access("write")
        mirrors = self.env["connex.mirror"].sudo()
        for mirror in mirrors.search(
            [
                ("connection_id", "=", self.id),
                ("document", "in", MONEY),
                ("qb_id", "!=", False),
                ("state", "in", [state for state in RESTING if state != "waiting"]),
                ("action", "=", "save"),
                ("adopted", "=", False),
            ]
        ):
            mirror.write(
                {
                    "state": "waiting",
                    "say_choices": True,
                    "acknowledged_fingerprint": False,
                    "sequence": sending_order(mirror.document, "save"),
                }
            )
        return self.action_sync_now()

    # === BUSINESS METHODS === #

    def _payment_journals(self):
        return self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(self.company_id),
                ("type", "in", ("bank", "cash", "credit")),
            ]
        )

    def _proposed_rows(self, journal):
        """Values (records) for a journal, and for those of its methods that QuickBooks has a name for."""
        entries = self.reference_ids.filtered("active")
        accounts = entries.filtered(lambda each: each.kind == "account")
        like = accounts.filtered(
            lambda each: each.detail == "Bank" and _alike(each.name, journal.name)
        )
        account = (
            like[:1]
            if len(like) == 1
            else accounts.filtered(lambda each: each.subtype == UNDEPOSITED)
        )
        methods = entries.filtered(lambda each: each.kind == "payment_method")
        lines = self.env["account.payment.method.line"]
        row = {"connection_id": self, "journal_id": journal, "account_id": account[:1]}
        cash = methods.filtered(lambda each: journal.type == "cash" and _alike(each.name, "cash"))
        yield row | {"payment_method_line_id": lines, "method_id": cash[:1]}
        for line in journal.inbound_payment_method_line_ids:
            method = methods.filtered(lambda each, line=line: _alike(each.name, line.name))
            if len(method) == 1:
                yield row | {"payment_method_line_id": line, "method_id": method}

    def _quickbooks_company(self, documents=()):
        rows = self.sudo().payment_mapping_ids
        accounts = rows.account_id | self.deposit_account_id
        places = {row: (row.journal_id.id, row.payment_method_line_id.id or None) for row in rows}
        return replace(
            super()._quickbooks_company(documents),
            deposit_accounts={places[row]: row.account_id.qb_id for row in rows if row.account_id},
            mapped_methods={places[row]: row.method_id.qb_id for row in rows if row.method_id},
            account_currencies={
                account.qb_id: (account.full_name, account.currency or "") for account in accounts
            },
        )


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    say_choices = fields.Boolean(
        "Say Account Again",
        help="Account and payment method are sent although nothing else changed.",
    )

    def _acknowledged_document(self):
        """None as well where everything is to be said again."""
        return None if self.say_choices else super()._acknowledged_document()


class ConnexSettler(models.AbstractModel):
    _inherit = "connex.settler"

    def _saved_values(self, mirror, outcome, said, now):
        return super()._saved_values(mirror, outcome, said, now) | {"say_choices": False}


def _alike(one, other):
    """Whether two names mean one thing: upper and lower case and the usual variants are the same."""
    names = [SAME_METHOD.get(name, name) for name in map(spelling.same, (one, other))]
    return names[0] == names[1]
