"""What a purchase is booked on in QuickBooks Desktop is decided by its items and its vendor: an item has the
account of the cost, a vendor the currency.

An item that was made when Odoo only sold the product, or that a person has made, may have no account but
that of its sales. What is bought under it is held back until a person gives it a second one. Nobody tells
Odoo of that: the item is read again, before anything is sent, when somebody tries again.
"""

import json
from dataclasses import replace

from odoo import api, fields, models

from ..bridge.desktop import currencies
from ..bridge.desktop.item_sides import ONE, OTHER, TWO, item_sides
from ..bridge.purchase_documents import Purchase

#: The accounts that no cost belongs on.
INCOME = ("Income", "Other Income")
UNREAD = {"qb_sides": False, "qb_account": False}
#: The entries of QuickBooks' lists of which more is noted here.
NOTED = ("item", "vendor")


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    qb_sides = fields.Selection(
        [
            (ONE, "One for sales and purchases"),
            (TWO, "One for sales, one for purchases"),
            (OTHER, "Others"),
        ],
        "Accounts in QuickBooks",
        help="Of an item of QuickBooks Desktop, as it was last read.",
    )
    qb_account = fields.Char(help="QuickBooks' id of an item's account, if it has only one.")

    qb_currency = fields.Char(help="The currency of a vendor, as QuickBooks Desktop calls it.")

    def _has_cost_side(self):
        """Whether an item has an account for purchases, None where that is unknown."""
        self.ensure_one()
        return {ONE: False, TWO: True}.get(self.qb_sides)

    def _note_entry(self, row):
        """An item has been read: these are its accounts now. Or a vendor: this is its currency."""
        self.ensure_one()
        if values := self._entry_values(row):
            self.write(values)

    def _entry_values(self, row):
        """What purchases depend on, of an entry as QuickBooks told it."""
        if self.document == "item" and row.is_object:
            return self._sides_values(item_sides(row))
        if self.document == "vendor" and row.is_object:
            return self._currency_values(row.text("CurrencyRef/FullName"))
        return {}

    def _currency_values(self, name):
        """Of a vendor whose currency has this name or code; without one it is QuickBooks' own."""
        connection = self.connection_id
        home = connection.qb_home_currency or connection.company_id.currency_id.name
        return {"qb_currency": name or home}

    def _is_read(self):
        """Whether what purchases depend on is known of it."""
        if self.document == "vendor":
            return bool(self.qb_currency) or not self.connection_id.qb_multicurrency
        return bool(self.qb_sides)

    def _sides_values(self, sides):
        return {"qb_sides": sides[0], "qb_account": sides[1] or False}

    def _bought_items(self):
        """The items of the lines of these purchases."""
        lines = [line for mirror in self for line in json.loads(mirror.wanted)["lines"]]
        return self.search(
            [
                ("connection_id", "in", self.connection_id.ids),
                ("document", "=", "item"),
                ("res_model", "=", "product.product"),
                ("res_id", "in", [line["item"][2] for line in lines if line.get("item")]),
                ("qb_id", "!=", False),
            ]
        )

    def _release(self):
        # Whoever tries again has changed the item in QuickBooks.
        held = self.filtered(lambda m: m.problem_code == "item_not_bought" and m.wanted)
        held._bought_items().filtered(lambda item: item.qb_sides == ONE).reread = "button"
        return super()._release()

    @api.model
    def _bind_chosen(self, connection, key, name, row):
        mirror = super()._bind_chosen(connection, key, name, row)
        if mirror.qb_sides:
            mirror.write(UNREAD)
        return mirror


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    def _quickbooks_company(self, documents=()):
        company = super()._quickbooks_company(documents)
        purchases = [each for each in documents if isinstance(each, Purchase)]
        if self.backend != "desktop" or not purchases:
            return company
        lines = [line for document in purchases for line in document.lines]
        return replace(
            company,
            sold_only_items=self._sold_only_items({line.item.id for line in lines if line.item}),
            vendor_currencies=self._vendor_currencies({each.vendor.id for each in purchases}),
        )

    def _vendor_currencies(self, partners):
        """{ListID: the code of the currency} of these partners as vendors."""
        vendors = self.env["connex.mirror"].search_fetch(
            [
                ("connection_id", "=", self.id),
                ("document", "=", "vendor"),
                ("res_id", "in", list(partners)),
                ("qb_currency", "!=", False),
            ],
            ["qb_id", "qb_currency"],
        )
        codes = self._currency_codes() if vendors else {}
        return {
            vendor.qb_id: currencies.code(vendor.qb_currency, codes) or vendor.qb_currency
            for vendor in vendors
        }

    def _sold_only_items(self, products):
        """The ListIDs of these products' items that have no account but one of income."""
        items = self.env["connex.mirror"].search_fetch(
            [
                ("connection_id", "=", self.id),
                ("document", "=", "item"),
                ("res_model", "=", "product.product"),
                ("res_id", "in", list(products)),
                ("qb_sides", "=", ONE),
            ],
            ["qb_id", "qb_account"],
        )
        others = self.env["connex.reference"].search_fetch(
            [
                ("connection_id", "=", self.id),
                ("kind", "=", "account"),
                ("qb_id", "in", items.mapped("qb_account")),
                ("detail", "not in", INCOME),
            ],
            ["qb_id"],
        )
        costs = set(others.mapped("qb_id"))
        return frozenset(item.qb_id for item in items if item.qb_account not in costs)


class ConnexSettler(models.AbstractModel):
    _inherit = "connex.settler"

    def _saved_values(self, mirror, outcome, said, now):
        values = super()._saved_values(mirror, outcome, said, now)
        if mirror.document in NOTED and mirror.connection_id.backend == "desktop":
            values |= mirror._entry_values(outcome.row)
        return values


class ConnexDesktopMatcher(models.AbstractModel):
    _inherit = "connex.desktop.matcher"

    def _bind(self, mirror, row, by):
        result = super()._bind(mirror, row, by)
        if mirror.document == "item":
            sides = row.get("Sides")  # not of what was found in the copy of the list
            mirror.write(mirror._sides_values(sides) if sides else UNREAD)
        elif mirror.document == "vendor":
            mirror.write(mirror._currency_values((row.get("CurrencyRef") or {}).get("value")))
        return result


class ConnexDesktopSender(models.AbstractModel):
    _inherit = "connex.desktop.sender"

    def _blocker(self, mirror, document, known):
        return super()._blocker(mirror, document, known) or self._unread(mirror, document, known)

    def _unread(self, mirror, document, known):
        """An item of a purchase whose accounts are not known, or its vendor: it is read first."""
        if mirror.action != "save" or not isinstance(document, Purchase):
            return None
        keys = (document.vendor, *(line.item for line in document.lines))
        entries = mirror.browse().union(*(known[key] for key in keys if key in known))
        unread = entries.filtered(lambda entry: not entry._is_read())
        unread.reread = "button"
        return unread[:1]


class ConnexDesktopVerifier(models.AbstractModel):
    _inherit = "connex.desktop.verifier"

    def _settle_one(self, mirror, row, reason):
        if mirror.document not in NOTED:
            return super()._settle_one(mirror, row, reason)
        if row is None:
            return super()._settle_one(mirror, row, "status")
        mirror.write({"qb_revision": row.revision, "revision_stale": False})
        mirror._note_entry(row)
        return self.env["connex.settler"].release_blocked(mirror)
