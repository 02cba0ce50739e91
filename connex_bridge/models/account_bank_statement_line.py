"""Bank statement lines: where one pays an invoice directly, it stands for the payment."""

from odoo import models


class AccountBankStatementLine(models.Model):
    _name = "account.bank.statement.line"
    _inherit = ["account.bank.statement.line", "connex.capture"]
