"""Which QuickBooks tax code stands for which taxes of Odoo.

One row per combination of taxes that stands on a line, because a line in QuickBooks has one code: GST and PST
together are one combined code there. Rows come by themselves when a sale first needs them; the code is
proposed by rate where only one fits, else chosen by a person. What was held back for it then goes on.
"""

from odoo import api, fields, models

from ..bridge.money import ZERO, to_decimal
from ..bridge.online.arithmetic import HUNDRED

UNTAXED = "none"
RATE_DIGITS = 6
#: What a code for lines without tax is called in QuickBooks, where several have the rate zero.
UNTAXED_NAMES = ("exempt", "out of scope", "no vat", "no tax", "non-taxable", "gst free")


def tax_key(taxes):
    """How a combination of tax ids is written down."""
    return ",".join(map(str, sorted(taxes))) or UNTAXED


class ConnexTaxMapping(models.Model):
    _name = "connex.tax.mapping"
    _description = "QuickBooks Tax Code of Odoo Taxes"
    _order = "connection_id, code_id desc, id"

    connection_id = fields.Many2one("connex.connection", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="connection_id.company_id")
    tax_ids = fields.Many2many(
        "account.tax", string="Odoo Taxes", readonly=True, context={"active_test": False}
    )
    tax_key = fields.Char("Combination", required=True, readonly=True)
    name = fields.Char("Taxes in Odoo", compute="_compute_name")
    code_id = fields.Many2one(
        "connex.reference",
        "Tax in QuickBooks",
        domain="[('id', 'in', possible_code_ids)]",
        ondelete="restrict",
    )
    possible_code_ids = fields.Many2many("connex.reference", compute="_compute_candidate_ids")
    candidate_ids = fields.Many2many(
        "connex.reference", string="With This Rate", compute="_compute_candidate_ids"
    )

    _combination_unique = models.UniqueIndex(
        "(connection_id, tax_key)", "These taxes are already in the list."
    )

    # === COMPUTE METHODS === #

    @api.depends("tax_ids", "tax_key")
    @api.depends_context("lang")
    def _compute_name(self):
        for mapping in self:
            names = " + ".join(mapping.sudo().tax_ids.mapped("name"))
            mapping.name = names or self.env._("Lines without tax")

    @api.depends("tax_ids", "connection_id.reference_ids.tax_rates")
    def _compute_candidate_ids(self):
        for mapping in self:
            rate = _rate(mapping.sudo().tax_ids)
            percents = mapping._percents(
                mapping.connection_id.reference_ids.filtered(lambda entry: entry.kind == "tax_code")
            )
            mapping.possible_code_ids = self.env["connex.reference"].union(*percents)
            mapping.candidate_ids = mapping.possible_code_ids.filtered(
                lambda code, rate=rate, percents=percents: percents[code] == rate
            )

    # === CRUD METHODS === #

    def write(self, vals):
        before = {mapping: mapping.code_id for mapping in self}
        result = super().write(vals)
        changed = self.filtered(lambda mapping: mapping.code_id != before[mapping])
        if changed:
            changed.connection_id._release_held()
        return result

    # === BUSINESS METHODS === #

    @api.model
    def _of(self, connection, combinations):
        """The rows of a connection, with one for each of these combinations (tuples of tax ids)."""
        rows = self.sudo().search([("connection_id", "=", connection.id)])
        known = set(rows.mapped("tax_key"))
        wanted = {tax_key(taxes): taxes for taxes in combinations}
        missing = self.sudo().create(
            [
                {"connection_id": connection.id, "tax_key": key, "tax_ids": list(taxes)}
                for key, taxes in wanted.items()
                if key not in known
            ]
        )
        missing._propose()
        return rows | missing

    def _propose(self):
        """Fill in the code where it is not chosen and only one can be meant."""
        for mapping in self.filtered(lambda mapping: not mapping.code_id):
            candidates = mapping.candidate_ids
            if mapping.tax_key == UNTAXED:
                named = candidates.filtered(
                    lambda code: any(name in code.name.lower() for name in UNTAXED_NAMES)
                )
                candidates = named or candidates
            if len(candidates) == 1:
                mapping.code_id = candidates

    def _percents(self, codes):
        """{tax code that can stand for these taxes: its percentage}"""
        return {code: code._tax_percent() for code in codes if code.on_sales}

    def _taxes(self):
        """The ids of the combination, as `bridge.online.company.Company.tax_codes` has them."""
        self.ensure_one()
        if self.tax_key == UNTAXED:
            return ()
        return tuple(map(int, self.tax_key.split(",")))


def _rate(taxes):
    """The percentage of all taxes together on the net amount, None where one is no percentage."""
    total = compounded = ZERO
    for tax in taxes.flatten_taxes_hierarchy():
        if tax.amount_type != "percent":
            return None
        part = _charged(tax)
        if tax.is_base_affected:
            part += part * compounded / HUNDRED
        if tax.include_base_amount:
            compounded += part
        total += part
    return total


def _charged(tax):
    """The percentage that is added to the total: less what the tax takes away again (reverse charge)."""
    parts = tax.invoice_repartition_line_ids.filtered(lambda part: part.repartition_type == "tax")
    factor = to_decimal(sum(parts.mapped("factor_percent")), RATE_DIGITS) / HUNDRED
    return to_decimal(tax.amount, RATE_DIGITS) * factor
