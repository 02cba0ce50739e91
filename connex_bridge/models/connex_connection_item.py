"""Items of the connection itself, for lines that have no product of their own.

QuickBooks takes no line without an item. Cash rounding, differences of cents, early-payment discounts and
down payments have no product in Odoo: each of these roles has an item here, mirrored like any other. It is
looked for by name in QuickBooks, and created the first time a document needs it.
"""

from odoo import api, fields, models

from ..bridge.compose import role_key
from ..bridge.sale import RoleItem

#: role -> name in QuickBooks. Names are changed by people, roles are what the plan asks for.
NAMES = {
    "no_product": "Other sales",
    "rounding": "Rounding",
    "difference": "Discounts and differences",
    "tax": "Sales tax charged",
}
DISCOUNTS_SUBTYPE = "DiscountsRefundsGiven"


class ConnexConnectionItem(models.Model):
    _name = "connex.connection.item"
    _description = "Item for Lines Without a Product"
    _order = "connection_id, id"

    connection_id = fields.Many2one("connex.connection", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="connection_id.company_id")
    role = fields.Selection(
        [
            ("no_product", "Lines without a product, down payments"),
            ("rounding", "Rounding"),
            ("difference", "Write-offs and early-payment discounts"),
            ("tax", "Tax as a line of its own"),
        ],
        "Used For",
        required=True,
        readonly=True,
    )
    name = fields.Char("QuickBooks Item", required=True)
    account_id = fields.Many2one(
        "connex.reference",
        "Account",
        domain="[('connection_id', '=', connection_id), ('kind', '=', 'account'),"
        " ('detail', 'in', ['Income', 'Other Income', 'Other Current Liability',"
        " 'Long Term Liability'])]",
        ondelete="restrict",
        help="Where amounts of this item are booked. Used when the item is created in QuickBooks.",
    )

    _role_unique = models.Constraint(
        "UNIQUE(connection_id, role)", "A connection has one item for each use."
    )

    # === CRUD METHODS === #

    def write(self, vals):
        before = {item: (item.name, item.account_id) for item in self}
        result = super().write(vals)
        changed = self.filtered(lambda item: before[item] != (item.name, item.account_id))
        changed.connection_id._plan_again()
        return result

    # === BUSINESS METHODS === #

    @api.model
    def _of(self, connections):
        """The items of these connections, made where they do not exist yet."""
        found = connections.sudo().item_ids
        known = {(item.connection_id.id, item.role) for item in found}
        missing = [
            {"connection_id": connection.id, "role": role, "name": name}
            for connection in connections
            for role, name in NAMES.items()
            if (connection.id, role) not in known
        ]
        return found | self.sudo().create(missing)

    def _as_roles(self):
        """{role: RoleItem} of these items."""
        return {item.role: RoleItem(item.id, item.role, item.name) for item in self}

    def _as_data(self):
        """{role: RoleItem} for the snapshot. A default item that was chosen by hand serves all lines
        without a product."""
        found = self._as_roles()
        if self.connection_id.default_item_id:
            found.pop("no_product", None)
        return found

    def _accounts(self):
        """{key of the item's document: QuickBooks account}; the income account where none is chosen.
        Tax is a debt: it is never booked as income because nobody has chosen an account."""
        accounts = {}
        for item in self:
            fallback = item.connection_id.income_account_id if item.role != "tax" else None
            account = item.account_id or fallback
            accounts[role_key(RoleItem(item.id, item.role, item.name))] = account and account.qb_id
        return {key: account or "" for key, account in accounts.items()}


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    item_ids = fields.One2many("connex.connection.item", "connection_id", "Items of Its Own")

    @api.model_create_multi
    def create(self, vals_list):
        connections = super().create(vals_list)
        self.env["connex.connection.item"]._of(connections)
        return connections

    def _plan_again(self):
        """Every sale is planned again, and what was held back may go now."""
        for connection in self:
            self.env["connex.source"].sudo()._rescan(connection)
        self._release_held()

    def _propose_defaults(self):
        result = super()._propose_defaults()
        discounts = self.reference_ids.filtered(
            lambda entry: (
                entry.kind == "account"
                and entry.subtype == DISCOUNTS_SUBTYPE
                and entry.detail == "Income"
            )
        )
        item = self.env["connex.connection.item"]._of(self)
        difference = item.filtered(lambda each: each.role == "difference")
        if discounts and not difference.account_id:
            difference.account_id = discounts[0]
        return result
