"""What QuickBooks Desktop says about its company file: the host and the settings at the beginning of every
session, the lists once a day. Read only; the plan and the translation decide what it means.
"""

from dataclasses import replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..bridge.desktop import currencies, profile
from ..bridge.desktop.translate_tax import HANDLINGS
from ..bridge.rules.modes import MODES

DUE_AFTER = timedelta(days=1)
TAX_BY_ITEMS = "items"


class ConnexReference(models.Model):
    _inherit = "connex.reference"

    email = fields.Char(help="Of a customer of QuickBooks Desktop, which cannot be asked for it.")
    kind = fields.Selection(
        selection_add=[
            ("line_tax_code", "Sales tax code"),
            ("customer_message", "Customer message"),
            ("currency", "Currency"),
        ],
        ondelete={
            "line_tax_code": "cascade",
            "customer_message": "cascade",
            "currency": "cascade",
        },
    )

    def _as_row(self):
        """The entry in the words in which rows of QuickBooks are matched and shown."""
        self.ensure_one()
        row = {
            "Id": self.qb_id,
            "Name": self.name,
            "DisplayName": self.name,
            "FullyQualifiedName": self.full_name,
            "Active": self.active,
            "Type": self.detail or "",
            "Sku": self.sku or "",
        }
        if self.email:
            row["PrimaryEmailAddr"] = {"Address": self.email}
        if self.currency:
            row["CurrencyRef"] = {"value": self.currency}
        return row


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    qb_edition = fields.Selection(
        [("pro", "Pro"), ("premier", "Premier"), ("enterprise", "Enterprise")],
        "Edition",
        readonly=True,
        copy=False,
    )
    qb_product = fields.Char("Product", readonly=True, copy=False)
    qb_sales_orders = fields.Boolean("Sales Orders", default=True, readonly=True, copy=False)
    qb_default_tax_item = fields.Char(readonly=True, copy=False)
    qb_taxable_code = fields.Char(readonly=True, copy=False)
    qb_non_taxable_code = fields.Char(readonly=True, copy=False)
    qb_sales_tax = fields.Selection(selection_add=[(TAX_BY_ITEMS, "Sales tax items")])
    profile_pages = fields.Json(help="How far the lists were read, in the session that reads them.")

    # === FACTS, WITH EVERY SESSION === #

    @api.private
    def _note_desktop_company(self, facts):
        """Keep what the first answer of a session says, see `bridge.desktop.profile.company_facts`."""
        self.ensure_one()
        home = currencies.code(facts["home_currency"], self._currency_codes())
        values = {
            "qb_company_name": facts["company_name"],
            "qb_country": facts["country"],
            "qb_edition": facts["edition"] or False,
            "qb_product": facts["product"],
            "qb_home_currency": home or self.company_id.currency_id.name,
            "qb_sales_tax": TAX_BY_ITEMS if facts["sales_tax"] else "none",
            "qb_multicurrency": facts["multicurrency"],
            "qb_book_close_date": facts["book_close_date"],
            "qb_tracking": ["class", "line_class"] if facts["class_tracking"] else [],
            "qb_customer_on_purchases": True,
            "qb_default_tax_item": facts["default_tax_item"],
            "qb_taxable_code": facts["taxable_code"],
            "qb_non_taxable_code": facts["non_taxable_code"],
        }
        if facts["product"] != self.qb_product:
            # Another edition may have them; the refusal of the first order tells otherwise.
            values["qb_sales_orders"] = facts["edition"] != "pro"
        before = self.qb_sales_orders
        changed = {name: value for name, value in values.items() if self[name] != value}
        if changed:
            self.write(changed)
        if self.tax_handling not in self._tax_handlings():
            self.tax_handling = self._tax_handlings()[0]
        if before and not self.qb_sales_orders:
            self._without_sales_orders()
        elif self.qb_sales_orders and not before:
            self.env["connex.source"]._rescan(self)

    @api.private
    def _without_sales_orders(self):
        """This QuickBooks has no sales orders: those that were prepared are taken back, everything else
        goes on, and the connection says so."""
        self.qb_sales_orders = False
        waiting = self.env["connex.mirror"].search(
            [
                ("connection_id", "=", self.id),
                ("document", "=", "sales_order"),
                ("qb_id", "=", False),
                ("state", "!=", "voided"),
            ]
        )
        waiting.write({"state": "voided", "problem_code": False, "sent": False})
        self.env["connex.source"]._rescan(self)
        self._say_sales_orders_off()

    def _say_sales_orders_off(self):
        orders = "sales_order" in MODES[self.transaction_mode]
        if self.backend == "desktop" and not self.qb_sales_orders and orders:
            self._set_problem("sales_orders_off", document=self.name)

    @api.private
    def _note_desktop_success(self):
        """A session has done all there was to do."""
        if self.problem_code != "sales_orders_off" or self.qb_sales_orders:
            self._clear_problem()
        self._say_sales_orders_off()

    def _tax_handlings(self):
        """The ways of handling tax that this QuickBooks company has, the first is the default."""
        if self.backend != "desktop":
            return super()._tax_handlings()
        return HANDLINGS[self.qb_sales_tax != "none"]

    def _settings(self, mode=None):
        settings = super()._settings(mode)
        if self.backend != "desktop":
            return settings
        return replace(settings, line_links=True, sales_orders=self.qb_sales_orders)

    # === LISTS, ONCE A DAY === #

    def action_test_connection(self):
        """Say when the Web Connector was last there: Odoo cannot call it."""
        if self.backend != "desktop":
            return super().action_test_connection()
        self.check_access("write")
        kind = "success" if self.web_connector_called_at else "warning"
        return self._notification(kind, self._note_for_next_session())

    def _search_entries(self, kind, words):
        """From the copy of QuickBooks' lists, as of the last session."""
        if self.backend != "desktop":
            return super()._search_entries(kind, words)
        words = words.strip()
        found = Domain.OR(Domain(name, "ilike", words) for name in ("full_name", "sku", "email"))
        entries = (
            self.env["connex.reference"]
            .sudo()
            .search(Domain("connection_id", "=", self.id) & Domain("kind", "=", kind) & found)
        )
        return [entry._as_row() for entry in entries] if words else []

    @api.private
    def _profile_is_due(self):
        """Whether the lists were never read, or a day ago."""
        self.ensure_one()
        read_at = self.profile_read_at
        return not read_at or read_at < fields.Datetime.now() - DUE_AFTER

    @api.private
    def _ask_profile(self, session):
        """Write down the queries for the lists, or for their next pages; returns the exchange, none when
        all is read."""
        pages = self.profile_pages or {}
        if pages.get("session") != session.id:  # pages end with QuickBooks' own session
            if not self._profile_is_due():
                return self.env["connex.exchange"]
            pages = self.profile_pages = self._begin_pages(session)
        asked = self._next_pages(pages).items()
        queries = [(kind, [], profile.list_query(kind, iterator)) for kind, iterator in asked]
        return self.env["connex.desktop.driver"]._ask(self, "profile", queries)

    @api.private
    def _settle_profile(self, outcomes):
        """Store a page of each list that QuickBooks hands out."""
        pages = dict(self.profile_pages)
        references = self.env["connex.reference"]
        # Other lists name currencies.
        for kind, outcome in sorted(outcomes.items(), key=lambda each: each[0] != "currency"):
            if outcome.kind != "done":
                self._leave_out(pages, kind, outcome.fault)
                continue
            for own_kind, same in _by_kind(profile.entries(kind, outcome.rows)).items():
                references._keep(self, own_kind, self._with_codes(same))
                seen = pages["seen"].setdefault(own_kind, [])
                seen += [entry["qb_id"] for entry in same]
            pages["groups"] |= profile.group_members(outcome.rows)
            iterator = outcome.iterator if outcome.remaining else ""
            if iterator and not self._is_too_long(kind, pages):
                pages["open"][kind] = iterator
                continue
            del pages["open"][kind]
            pages["unread"].pop(kind, None)
            pages["seen"].setdefault(profile.held_in(kind), [])
            if iterator:
                pages["cut"].append(profile.held_in(kind))
        self._keep_pages(pages)

    def _with_codes(self, entries):
        """The entries with the codes of their currencies, which QuickBooks calls by name (`Euro`)."""
        named = [entry for entry in entries if entry["currency"]]
        if named:
            codes = self._currency_codes()
            for entry in named:
                entry["currency"] = currencies.code(entry["currency"], codes) or entry["currency"]
        return entries

    @api.private
    def _currency_codes(self):
        """The codes of currencies by what QuickBooks calls them, as `bridge.desktop.currencies` has them."""
        known = self.env["res.currency"].with_context(active_test=False)
        known = known.search_fetch([], ["name", "full_name"])
        listed = self.env["connex.reference"].search(
            [("connection_id", "=", self.id), ("kind", "=", "currency")]
        )
        return currencies.codes_by_name(
            [(each.full_name or "", each.name) for each in known]
            + [(each.name, each.name) for each in known]
            + [(each.name, each.detail) for each in listed if each.detail]
        )

    def _is_too_long(self, kind, pages):
        return kind == "item" and len(pages["seen"].get("item", ())) >= profile.MOST_ITEMS

    def _note_group_rates(self, members):
        """Keep the rates of sales tax groups, of which QuickBooks names the members only."""
        entries = self.env["connex.reference"]._all(self, "tax_code") if members else ()
        rates = {
            item: rate
            for entry in entries
            for item, rate in entry.tax_rates or ()
            if item == entry.qb_id
        }
        found = profile.group_rates(members, rates)
        for entry in entries:
            if entry.qb_id in found and entry.tax_rates != (found[entry.qb_id] or False):
                entry.tax_rates = found[entry.qb_id] or False

    def _after_lists(self):
        """What depends on the lists is looked at again: documents wait for accounts, items and taxes, and
        somebody may have switched on sales orders, which only the first one that is sent can tell."""
        if not self.qb_sales_orders and self.qb_edition != "pro":
            self.qb_sales_orders = True
            self.env["connex.source"]._rescan(self)
        if self._maps_taxes():
            self.env["connex.tax.mapping"]._of(self, [()])._propose()
        self._release_held()


def _by_kind(entries):
    found = {}
    for kind, entry in entries:
        found.setdefault(kind, []).append(entry)
    return found
