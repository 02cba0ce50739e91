"""How a connection handles tax and differences of cents, and what of QuickBooks' tax lists it needs for that.
What each way means for a document: bridge/online/translate_tax.py. The mapping: connex_tax_mapping.py.
"""

from dataclasses import replace
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..bridge.compose import role_item, role_key
from ..bridge.documents import SalesForm
from ..bridge.money import ZERO, to_decimal
from ..bridge.online.tax_rates import OTHER_SIDE, SALES, rates_of
from ..bridge.online.translate_tax import HANDLINGS
from ..bridge.plain import normal
from ..bridge.plan import Wanted

SETTINGS = ("tax_handling", "difference_policy", "difference_limit")


class ConnexReference(models.Model):
    _inherit = "connex.reference"

    on_sales = fields.Boolean("Tax Code for Sales", readonly=True)
    tax_rates = fields.Json(
        "Sales Rates", readonly=True, help="Of a tax code: its rates on sales, (id, percentage)."
    )

    @api.depends("full_name", "tax_rates")
    @api.depends_context("connex_show_rate")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        if self.env.context.get("connex_show_rate"):
            for code in self.filtered(lambda entry: entry.on_sales):
                code.display_name = f"{code.full_name} ({normal(code._tax_percent())} %)"
        return result

    def _tax_percent(self):
        """The percentage of all sales rates of a tax code together."""
        self.ensure_one()
        return together(self.tax_rates)

    def _values_of_rates(self, rates):
        """What a tax code keeps of its rates, {side of `tax_rates`: {QuickBooks code: rates}}."""
        self.ensure_one()
        return {"on_sales": self.qb_id in rates[SALES], "tax_rates": self._kept(rates[SALES])}

    def _kept(self, rates):
        return [list(each) for each in rates.get(self.qb_id, ())] or False


def together(rates):
    """The percentage of rates as they are kept, (id, percentage) pairs or nothing."""
    return sum((Decimal(percent) for _rate, percent in rates or ()), ZERO)


def as_code_rates(rates):
    """Kept rates as `bridge.online.company.CodeRates` has those of one code."""
    return tuple((rate, Decimal(percent)) for rate, percent in rates or ())


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    tax_handling = fields.Selection(
        [
            ("odoo", "Odoo's tax amount is kept"),
            ("quickbooks", "QuickBooks computes it (automated sales tax)"),
            ("codes", "QuickBooks computes it, as mapped"),
            ("line", "Tax is a line with an item of its own"),
        ],
        required=True,
        default="odoo",
        tracking=True,
        help="With Odoo's amount, documents carry the tax that was charged to the customer. Whatever is "
        "chosen, a document whose total would differ from Odoo's is held back.",
    )
    tax_handling_choices = fields.Char(compute="_compute_tax_choices")
    tax_mapping_used = fields.Boolean(compute="_compute_tax_choices")
    tax_mapping_ids = fields.One2many("connex.tax.mapping", "connection_id", "Tax Codes")
    tax_mapping_open = fields.Integer("Taxes Without a Code", compute="_compute_tax_mapping_open")
    difference_policy = fields.Selection(
        [
            ("hold", "Hold the document and tell me"),
            ("line", "Add a rounding line"),
        ],
        "If Totals Differ",
        required=True,
        default="hold",
        tracking=True,
        help="What happens when QuickBooks would arrive at another total than Odoo.",
    )
    difference_limit = fields.Float(
        "Up To",
        digits=(16, 2),
        default=0.05,
        help="In the document's currency. A larger difference is always held back.",
    )

    # === COMPUTE METHODS === #

    @api.depends("qb_sales_tax", "tax_handling")
    def _compute_tax_choices(self):
        for connection in self:
            possible = connection._tax_handlings()
            connection.tax_handling_choices = " ".join(possible)
            connection.tax_mapping_used = connection._maps_taxes()

    @api.depends("tax_mapping_ids.code_id")
    def _compute_tax_mapping_open(self):
        for connection in self:
            connection.tax_mapping_open = len(
                connection.tax_mapping_ids.filtered(lambda mapping: not mapping.code_id)
            )

    # === CONSTRAINTS === #

    @api.constrains("tax_handling")
    def _check_tax_handling(self):
        for connection in self.filtered("qb_sales_tax"):
            if connection.tax_handling not in connection._tax_handlings():
                labels = dict(self._fields["tax_handling"]._description_selection(self.env))
                raise ValidationError(
                    self.env._(
                        "%(name)s: “%(handling)s” is not possible with the sales tax settings of this "
                        "QuickBooks company.",
                        name=connection.name,
                        handling=labels[connection.tax_handling],
                    )
                )

    @api.constrains("difference_policy", "difference_limit")
    def _check_difference_limit(self):
        for connection in self:
            if connection.difference_policy == "line" and connection.difference_limit <= 0:
                raise ValidationError(
                    self.env._(
                        "%(name)s: enter up to which amount a rounding line may be added.",
                        name=connection.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        connections = super().create(vals_list)
        connections._want_role_items()
        return connections

    def write(self, vals):
        result = super().write(vals)
        if {*SETTINGS, "qb_sales_tax"} & vals.keys():
            self._want_role_items()
        return result

    # === ACTION METHODS === #

    def action_propose_tax_codes(self):
        """List the taxes that documents can have, and fill in the codes that are certain by their rate."""
        self.ensure_one()
        self.check_access("write")
        taxes = self.env["account.tax"].search(
            [
                *self.env["account.tax"]._check_company_domain(self.company_id),
                ("type_tax_use", "in", self._tax_uses()),
            ]
        )
        mappings = self.env["connex.tax.mapping"]._of(self, [(), *((tax.id,) for tax in taxes)])
        mappings._propose()
        left = len(mappings.filtered(lambda mapping: not mapping.code_id))
        if left:
            message = self.env._(
                "%(count)s taxes have no code yet: several codes have their rate, or none. Choose those "
                "that you use.",
                count=left,
            )
        else:
            message = self.env._("Every tax has its code. Look them through once.")
        return self._notification("warning" if left else "success", message)

    # === BUSINESS METHODS === #

    def _tax_uses(self):
        """The kinds of Odoo's taxes that documents of this connection can have."""
        return ["sale"]

    def _tax_handlings(self):
        """The ways of handling tax that this QuickBooks company has, the first is the default."""
        self.ensure_one()
        return HANDLINGS.get(self.qb_sales_tax or "automated") or ("odoo",)

    def _effective_tax_handling(self):
        """The chosen way, or Odoo's amount where the QuickBooks company no longer knows the chosen one."""
        self.ensure_one()
        possible = self._tax_handlings()
        return self.tax_handling if self.tax_handling in possible else possible[0]

    def _maps_taxes(self):
        """Whether lines are written with mapped tax codes."""
        self.ensure_one()
        by_hand = (
            self.qb_sales_tax in ("manual", "items") and self._effective_tax_handling() == "codes"
        )
        return self.qb_sales_tax == "global" or by_hand

    def _quickbooks_company(self, documents=()):
        company = super()._quickbooks_company(documents)
        items = self.env["connex.connection.item"]._of(self)
        adds_line = self.difference_policy == "line"
        limit = to_decimal(self.difference_limit, 2) if adds_line else ZERO
        company = replace(
            company,
            tax_handling=self._effective_tax_handling(),
            difference_limit=limit,
            role_items=items._as_roles(),
        )
        mapped = self._maps_taxes() and self.backend == "online"
        return self._with_tax_codes(company, documents) if mapped else company

    def _with_tax_codes(self, company, documents):
        mappings = self.env["connex.tax.mapping"]._of(self, self._tax_combinations(documents))
        codes = {row._taxes(): row.code_id.qb_id for row in mappings if row.code_id.active}
        taxes = mappings.tax_ids.with_context(lang=self.company_id.partner_id.lang)
        references = self.env["connex.reference"].search(
            [("connection_id", "=", self.id), ("kind", "=", "tax_code")]
        )
        return replace(
            company,
            exempt_tax_code=codes.pop((), ""),
            tax_codes=codes,
            tax_names={tax.id: tax.name for tax in taxes},
            tax_rates={
                code.qb_id: as_code_rates(code.tax_rates) for code in references if code.on_sales
            },
        )

    def _tax_combinations(self, documents):
        """The taxes (tuples of ids) that stand together on a line of these documents and need a code."""
        return {
            line.taxes
            for document in documents
            if isinstance(document, SalesForm)
            for line in document.lines
            if line.kind == "item"
        }

    def _refresh_references(self):
        result = super()._refresh_references()
        self._refresh_tax_rates()
        return result

    def _refresh_tax_rates(self):
        """Read which rates each tax code has."""
        connected = self._session()
        codes = connected.query("SELECT * FROM TaxCode")
        rates = connected.query("SELECT * FROM TaxRate")
        found = {side: rates_of(codes, rates, side) for side in OTHER_SIDE}
        references = self.env["connex.reference"].sudo()
        for code in references.search([("connection_id", "=", self.id), ("kind", "=", "tax_code")]):
            values = code._values_of_rates(found)
            if any(code[name] != value for name, value in values.items()):
                code.write(values)
        if self._maps_taxes():
            # A code that is new in QuickBooks may be the one that was missing.
            self.env["connex.tax.mapping"]._of(self, [()])._propose()

    # Items that are needed although no line of Odoo asks for them

    def _want_role_items(self):
        """Have the items for tax and rounding lines created where the settings may need them."""
        for connection in self:
            needed = {
                "tax": connection._effective_tax_handling() == "line",
                "rounding": connection.difference_policy == "line",
            }
            items = self.env["connex.connection.item"]._of(connection)._as_roles()
            wanted = [
                Wanted(role_key(item), document=role_item(item))
                for role, item in items.items()
                if needed.get(role)
            ]
            mirrors = (
                self.env["connex.mirror"]
                .sudo()
                .search(
                    [
                        ("connection_id", "=", connection.id),
                        ("res_model", "=", "connex.connection.item"),
                    ]
                )
            )
            by_key = {mirror.key(): mirror for mirror in mirrors}
            self.env["connex.planner"].sudo()._store(connection.sudo(), wanted, by_key, None)

    def _plan_again(self):
        result = super()._plan_again()
        self._want_role_items()
        return result
