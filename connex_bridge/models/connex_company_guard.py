"""One company's sales never reach another company's books.

Reading asks for the connection's company only (connex_reader.py). Here is the second lock, right before
sending: it does not trust how a mirror came about. And a connection whose documents are in QuickBooks stays
with its two companies.
"""

from odoo import models
from odoo.exceptions import AccessError, UserError

from ..bridge.problem import Problem

#: What belongs to exactly one company. Customers and products may be shared.
OF_ONE_COMPANY = (
    "sale.order",
    "account.move",
    "account.payment",
    "account.bank.statement.line",
    "purchase.order",
)


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    def _of_own_company(self):
        """Those whose record in Odoo belongs to the connection's company; the others are held back."""
        own = self
        for connection, mirrors in self.grouped("connection_id").items():
            for model, same in mirrors.grouped("res_model").items():
                if model in OF_ONE_COMPANY and model in self.env:
                    foreign = self._of_other_companies(connection.company_id, model, same)
                    own -= foreign
                    foreign._hold_for_company(connection)
        return own

    def _of_other_companies(self, company, model, mirrors):
        records = self.env[model].sudo().with_context(active_test=False)
        domain = [("id", "in", mirrors.mapped("res_id")), ("company_id", "!=", company.id)]
        foreign = set(records.search(domain).ids)
        return mirrors.filtered(lambda mirror: mirror.res_id in foreign)

    def _hold_for_company(self, connection):
        for mirror in self:
            values = {"document": mirror.name or "", "company": connection.company_id.name}
            mirror._set_problem(Problem("other_company", values))


class ConnexSender(models.AbstractModel):
    _inherit = "connex.sender"

    def _operations(self, connection, mirrors):
        return super()._operations(connection, mirrors._of_own_company())


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    def write(self, vals):
        for connection in self:
            connection._check_moved(vals)
        return super().write(vals)

    def _check_moved(self, vals):
        """Refuse to attach it to another company of Odoo or of QuickBooks once there are documents."""
        company = vals.get("company_id", self.company_id.id)
        moved = company != self.company_id.id
        if moved and not self.env.su and company not in self.env.companies.ids:
            raise AccessError(self.env._("You may only choose companies that you are working in."))
        realm = self.realm_id and vals.get("realm_id", self.realm_id) != self.realm_id
        if not moved and not realm:
            return
        domain = [("connection_id", "=", self.id)]
        if realm:
            domain.append(("qb_id", "!=", False))
        if self.env["connex.mirror"].sudo().search_count(domain, limit=1):
            raise UserError(
                self.env._(
                    "%(name)s has documents of %(company)s already. Create a new connection for "
                    "another company.",
                    name=self.name,
                    company=self.company_id.name,
                )
            )
