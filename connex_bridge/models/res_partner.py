"""Customers: a new name or address goes to QuickBooks with a sale of theirs."""

from odoo import models

from ..bridge import documents as docs
from ..bridge.sale import Address


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "connex.capture", "connex.chosen"]
    _connex_document = "customer"

    #: What documents say of a customer, and whose account they are on (computed columns are seen, too).
    _connex_columns = frozenset(
        {
            "name",
            "commercial_company_name",
            "commercial_partner_id",
            "is_company",
            "email",
            "phone",
            "street",
            "street2",
            "city",
            "zip",
            "state_id",
            "country_id",
        }
    )

    def _connex_note_created(self):
        """A new customer is noticed with its first sale."""

    def _connex_note_unlink(self):
        """A customer with sales cannot be deleted."""

    def _connex_owner(self):
        return self.commercial_partner_id

    def _connex_as_document(self):
        return docs.Customer(
            docs.Key("customer", self._name, self.id),
            self.name or "",
            email=self.email or "",
            billing=Address(city=self.city or ""),
        )
