"""The lists that sales refer to, as plain data: customers, products, payment terms, taxes, addresses.

A missing name or number is passed on as an empty string: what to make of it is the plan's business.
"""

from odoo import fields

from ..bridge.money import RATE_DIGITS, to_decimal
from ..bridge.sale import Address, Partner, Product, Tax, Term

ADDRESS_FIELDS = (
    "name",
    "commercial_company_name",
    "street",
    "street2",
    "city",
    "state_id",
    "zip",
    "country_id",
)
PARTNER_FIELDS = (
    *ADDRESS_FIELDS,
    "is_company",
    "email",
    "phone",
    "parent_id",
    "commercial_partner_id",
)


class ListReader:
    """Collects what sales refer to while they are read; `fill` then reads all of it at once."""

    def __init__(self, env):
        self.env = env
        self.addresses = {}
        self.partners = env["res.partner"]
        self.customers, self.products, self.terms, self.taxes = set(), set(), set(), set()

    def prefetch_partners(self, ids):
        """Read these partners and their commercial entities, before single ones are asked for."""
        partners = self.env["res.partner"].browse(sorted(ids))
        partners.fetch(PARTNER_FIELDS)
        parents = partners.commercial_partner_id - partners
        parents.fetch(PARTNER_FIELDS)
        self.partners = partners | parents
        self.partners.state_id.fetch(["code"])
        self.partners.country_id.fetch(["code"])

    def customer(self, partner):
        """The id of the account that this partner's sales are booked on, 0 without a partner."""
        commercial = partner.commercial_partner_id.id or 0
        if commercial:
            self.customers.add(commercial)
        return commercial

    def address(self, partner):
        """The partner's postal address."""
        if not partner:
            return Address()
        if partner.id not in self.addresses:
            self.addresses[partner.id] = _address(partner)
        return self.addresses[partner.id]

    def product(self, product):
        if not product:
            return None
        self.products.add(product.id)
        return product.id

    def term(self, term):
        if not term:
            return None
        self.terms.add(term.id)
        return term.id

    def tax_ids(self, taxes):
        self.taxes.update(taxes._ids)
        return taxes._ids

    # What was collected

    def as_data(self):
        """{name of the snapshot's field: {id: object}} of all that was asked for."""
        partners = self._browse("res.partner", self.customers)
        products = self._browse("product.product", self.products)
        # The internal reference goes in a field of its own, not in front of the name.
        products = products.with_context(display_default_code=False)
        terms = self._browse("account.payment.term", self.terms)
        taxes = self._browse("account.tax", self.taxes)
        return {
            "partners": {partner.id: self._partner(partner) for partner in partners},
            "products": {product.id: _product(product) for product in products},
            "terms": {term.id: _term(term) for term in terms},
            "taxes": {tax.id: _tax(tax) for tax in taxes},
        }

    def _browse(self, model, ids):
        return self.env[model].browse(sorted(ids))

    def _partner(self, partner):
        return Partner(
            id=partner.id,
            name=partner.name or "",
            is_company=partner.is_company,
            email=partner.email or "",
            phone=partner.phone or "",
            address=self.address(partner),
        )


def _address(partner):
    return Address(
        name=partner.name or partner.commercial_company_name or "",
        street=partner.street or "",
        street2=partner.street2 or "",
        city=partner.city or "",
        state=partner.state_id.code or "",
        zip=partner.zip or "",
        country=partner.country_id.code or "",
    )


def _product(product):
    return Product(
        id=product.id,
        name=product.display_name or "",
        sku=product.default_code or "",
        kind="goods" if product.type == "consu" else product.type,
        description=product.description_sale or "",
        list_price=to_decimal(product.lst_price, RATE_DIGITS),
        purchasable=product.purchase_ok,
    )


def _term(term):
    line = term.line_ids
    single = (
        len(line) == 1
        and line.value == "percent"
        and line.value_amount == 100
        and line.delay_type == "days_after"
        and not term.early_discount
    )
    return Term(id=term.id, name=term.name or "", due_days=line.nb_days if single else None)


def _tax(tax):
    rate = to_decimal(tax.amount, RATE_DIGITS) if tax.amount_type == "percent" else None
    return Tax(id=tax.id, name=tax.name or "", rate=rate)


def local_day(moment, timezone):
    """The calendar day of a moment (UTC, as the database has it) where the company is."""
    return fields.Datetime.context_timestamp(timezone, moment).date()
