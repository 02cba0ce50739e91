"""A connection's choices about purchases: which are mirrored, and what books their cost."""

from dataclasses import replace

from odoo import api, fields, models

from odoo.addons.connex_bridge.bridge.purchase_documents import Purchase

#: Every sale is planned again when one of these changes, and what was held back goes out.
PURCHASE_SETTINGS = (
    "purchases",
    "cost_policy",
    "expense_account_id",
    "qb_purchase_orders",
    "purchase_exempt_code_id",
)
TAKEN_BACK = {"state": "voided", "problem_code": False, "problem_detail": False}
COST_ACCOUNTS = ("Cost of Goods Sold", "Expense")


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    transaction_mode = fields.Selection(
        selection_add=[
            (
                "orders_invoices_purchases",
                "Sales orders, invoices, payments if paid, and purchase orders",
            )
        ],
        ondelete={"orders_invoices_purchases": "set default"},
    )
    purchases = fields.Selection(
        [
            ("none", "Not at all"),
            ("dropship", "For drop-shipped lines"),
            ("sale", "For everything bought for a sale"),
        ],
        "Purchase Orders and Bills",
        required=True,
        default="none",
        compute="_compute_purchases",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Which purchase orders, vendor bills and vendor credit notes are created in QuickBooks with "
        "a sale. Paying the bills stays in QuickBooks.",
    )
    cost_policy = fields.Selection(
        [
            ("bill", "The vendor's bill (recommended for drop shipping)"),
            ("inventory", "Inventory items in QuickBooks"),
        ],
        "Cost Booked By",
        required=True,
        default="bill",
        help="Drop-shipped goods never are in your stock: the bill books their cost on the cost account, "
        "and items are created as non-inventory items. Choose inventory items only if these products "
        "are inventory items in QuickBooks already: the bill then raises the stock there, and the "
        "invoice books the cost.",
    )
    expense_account_id = fields.Many2one(
        "connex.reference",
        "Cost Account",
        domain="[('connection_id', '=', id), ('kind', '=', 'account'),"
        " ('detail', 'in', ['Cost of Goods Sold', 'Expense'])]",
        ondelete="restrict",
        copy=False,
        help="Where bills book the cost of what was bought for sales.",
    )
    qb_purchase_orders = fields.Boolean("Purchase Orders", default=True, readonly=True, copy=False)

    @api.depends("transaction_mode")
    def _compute_purchases(self):
        for connection in self:
            wanted = connection.transaction_mode == "orders_invoices_purchases"
            if wanted and connection.purchases in (False, "none"):
                connection.purchases = "dropship"
            elif not connection.purchases:
                connection.purchases = "none"

    def write(self, vals):
        changed = self._changes(vals, PURCHASE_SETTINGS)
        result = super().write(vals)
        for connection in self:
            if changed(connection):
                self.env["connex.source"].sudo()._rescan(connection)
                connection._release_held()
        return result

    def _settings(self, mode=None):
        return replace(
            super()._settings(mode),
            purchases=self.purchases,
            purchase_orders=self.qb_purchase_orders,
            purchase_tax_is_line=self.qb_sales_tax != "global",
        )

    def _quickbooks_company(self, documents=()):
        company = super()._quickbooks_company(documents)
        mirrored = any(isinstance(document, Purchase) for document in documents)
        if self.purchases == "none" and not mirrored:
            return company
        inventory = self.env["connex.reference"].search_fetch(
            [
                ("connection_id", "=", self.id),
                ("kind", "=", "item"),
                ("detail", "=", "Inventory"),
            ],
            ["qb_id"],
        )
        return replace(
            company,
            expense_account=self.expense_account_id.qb_id or "",
            cost_policy=self.cost_policy,
            inventory_items=frozenset(inventory.mapped("qb_id")),
        )

    def _propose_defaults(self):
        result = super()._propose_defaults()
        if not self.expense_account_id:
            accounts = self.reference_ids.filtered(
                lambda entry: entry.kind == "account" and entry.detail in COST_ACCOUNTS
            )
            ordered = accounts.sorted(lambda account: COST_ACCOUNTS.index(account.detail))
            self.expense_account_id = ordered[:1]
        return result

    def _without_purchase_orders(self, refused):
        """This QuickBooks has bills but no purchase orders: the refused one stays as the problem to be
        seen, the others are taken back, and bills are planned again without a link to them."""
        if not self.qb_purchase_orders:
            refused.write(TAKEN_BACK)
            return
        others = self.env["connex.mirror"].search(
            [
                ("connection_id", "=", self.id),
                ("document", "=", "purchase_order"),
                ("qb_id", "=", False),
                ("state", "in", ["waiting", "problem"]),
                ("id", "!=", refused.id),
            ]
        )
        others.write(TAKEN_BACK)
        # Not by `write` of this model: that would send out again what was just refused.
        super().write({"qb_purchase_orders": False})  # pylint: disable=super-method-mismatch
        self.env["connex.source"]._rescan(self)
