"""The QuickBooks Desktop company as its translation must know it: the facts read from it, and the choices
that a person made on the connection. Choices that both backends share are added where they are defined.
"""

from dataclasses import replace

from odoo import models

from ..bridge import documents as docs
from ..bridge.desktop import text
from ..bridge.desktop.company import Company
from ..bridge.desktop.profile import ACCOUNT_TYPES
from .connex_connection_tax import as_code_rates

#: The words of a list's copy back into qbXML's.
ACCOUNT_TYPES_HERE = {shown: name for name, shown in ACCOUNT_TYPES.items()}
DISCOUNT, DISCOUNT_ITEM = "Discount", "ItemDiscount"


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    def _desktop_company(self, documents=()):
        """The company and the choices that writing these documents depends on."""
        self.ensure_one()
        references = self.env["connex.reference"].search_fetch(
            [
                ("connection_id", "=", self.id),
                ("kind", "in", ["payment_method", "line_tax_code", "item", "currency"]),
            ],
            ["kind", "name", "qb_id", "detail"],
        )
        by_kind = references.grouped("kind")
        nothing = references.browse()
        methods = by_kind.get("payment_method", nothing)
        discounts = by_kind.get("item", nothing).filtered(lambda entry: entry.detail == DISCOUNT)
        return Company(
            country=self.qb_country or "US",
            edition=self.qb_edition or "premier",
            home_currency=self.qb_home_currency or self.company_id.currency_id.name,
            books_currency=self.company_id.currency_id.name,
            multicurrency=self.qb_multicurrency,
            currencies={each.detail: each.qb_id for each in by_kind.get("currency", nothing)},
            sales_orders=self.qb_sales_orders,
            book_close_date=self.qb_book_close_date or None,
            income_account=self.income_account_id.qb_id or "",
            deposit_account=self.deposit_account_id.qb_id or "",
            item_accounts=self.env["connex.connection.item"]._of(self)._accounts(),
            payment_methods={method.name.lower(): method.qb_id for method in methods},
            default_item=self.default_item_id.qb_id or "",
            discount_items=frozenset(discounts.mapped("qb_id")) | self._adopted_discounts(),
            sales_tax=self.qb_sales_tax != "none",
            taxable_code=self.qb_taxable_code or "",
            non_taxable_code=self.qb_non_taxable_code or "",
            line_tax_codes={
                text.same(code.name): (code.qb_id, code.detail == "taxable")
                for code in by_kind.get("line_tax_code", nothing)
            },
            names=self._desktop_names(documents),
            class_tracking="class" in (self.qb_tracking or ()),
            customer_on_purchases=self.qb_customer_on_purchases,
        )

    def _adopted_discounts(self):
        """The discount items that products are known as, also those that were found after the lists were
        read."""
        mirrors = self.env["connex.mirror"].search_fetch(
            [
                ("connection_id", "=", self.id),
                ("document", "=", "item"),
                ("qb_type", "=", DISCOUNT_ITEM),
            ],
            ["qb_id"],
        )
        return frozenset(mirrors.mapped("qb_id"))

    def _desktop_names(self, documents):
        """{(kind, name): ListID} of the list entries that these documents name."""
        wanted = {
            (kind, text.same(name))
            for document in documents
            if document
            for kind, name in (*docs.named(document), *_message(document))
        }
        return self.env["connex.reference"]._ids_by_name(self, wanted) if wanted else {}

    def _quickbooks_company(self, documents=()):
        company = super()._quickbooks_company(documents)
        if self.backend != "desktop":
            return company
        company = self._with_tax_items(company, documents)
        types = {
            account: ACCOUNT_TYPES_HERE.get(shown, shown)
            for account, shown in company.account_types.items()
        }
        return replace(company, account_types=types)

    def _with_tax_items(self, company, documents):
        """The company with the sales tax items that Odoo's taxes are mapped to."""
        if not self._maps_taxes():
            return replace(company, exempt_tax_item=self.qb_default_tax_item or "")
        mappings = self.env["connex.tax.mapping"]._of(self, self._tax_combinations(documents))
        items = {row._taxes(): row.code_id.qb_id for row in mappings if row.code_id.active}
        taxes = mappings.tax_ids.with_context(lang=self.company_id.partner_id.lang)
        entries = self.env["connex.reference"].search(
            [("connection_id", "=", self.id), ("kind", "=", "tax_code")]
        )
        return replace(
            company,
            exempt_tax_item=items.pop((), "") or self.qb_default_tax_item or "",
            tax_items=items,
            tax_names={tax.id: tax.name for tax in taxes},
            tax_rates={
                entry.qb_id: tuple(percent for _item, percent in as_code_rates(entry.tax_rates))
                for entry in entries
                if entry.tax_rates
            },
        )


def _message(document):
    """The customer message of a form: an entry of a list here, and any text for QuickBooks Online."""
    message = getattr(document, "customer_message", "")
    return [("customer_message", message)] if message else []
