"""How a connection finds Odoo's customers and products in QuickBooks, and what it does when there are none.

The ways themselves are bridge/online/matching.py's; carrying them out is connex_online_matcher.py's.
"""

from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..bridge.online import matching
from ..bridge.online.matching import Ways
from .connex_problem_text import problem_text

#: Documents may be held back for these: they go out again when one changes.
MATCHING_SETTINGS = (
    "customer_match",
    "customer_policy",
    "default_customer_id",
    "item_match",
    "item_type",
    "item_parent_id",
)
#: What QuickBooks calls the type of a new item.
ITEM_TYPES = {"product": "", "non_inventory": "NonInventory", "service": "Service"}


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    customer_match = fields.Selection(
        [
            ("name_email", "By name, then by e-mail address"),
            ("name", "By name only"),
            ("email", "By e-mail address, by name for those without"),
            ("one", "One QuickBooks customer for all sales"),
        ],
        "Find Customers",
        required=True,
        default="name_email",
        tracking=True,
        help="Applies to customers that are not linked to QuickBooks yet. Several that fit are never "
        "guessed from: the customer is held until you choose.",
    )
    customer_policy = fields.Selection(
        [
            ("create", "Create it in QuickBooks"),
            ("default", "Use the default customer"),
            ("hold", "Hold the documents and tell me"),
        ],
        "Customer Not in QuickBooks",
        required=True,
        default="create",
        tracking=True,
    )
    default_customer_id = fields.Many2one(
        "connex.reference",
        "Default Customer",
        domain="[('connection_id', '=', id), ('kind', '=', 'customer')]",
        ondelete="restrict",
        copy=False,
        help="The QuickBooks customer whose account takes the sales. The buyer's name is in the address "
        "and in the memo of each document.",
    )
    item_match = fields.Selection(
        [
            ("sku_name", "By SKU, then by name"),
            ("sku", "By SKU, by name for those without"),
            ("name", "By name only"),
        ],
        "Find Products",
        required=True,
        default="sku_name",
        tracking=True,
        help="The SKU is Odoo's internal reference. Applies to products that are not linked to "
        "QuickBooks yet.",
    )
    item_type = fields.Selection(
        [
            ("product", "Goods as non-inventory, services as service"),
            ("non_inventory", "Always non-inventory"),
            ("service", "Always service"),
        ],
        "Type of New Items",
        required=True,
        default="product",
        help="Never inventory: stock is kept in Odoo.",
    )
    item_parent_id = fields.Many2one(
        "connex.reference",
        "Category of New Items",
        domain="[('connection_id', '=', id), ('kind', '=', 'category')]",
        ondelete="restrict",
        copy=False,
        help="New items are put under this category of QuickBooks' product list.",
    )
    entry_problem_count = fields.Integer(
        "Customers and Products to Choose", compute="_compute_entry_problem_count"
    )

    # === COMPUTE METHODS === #

    def _compute_entry_problem_count(self):
        domain = [
            ("connection_id", "in", self.ids),
            ("document", "in", ["customer", "item"]),
            ("state", "=", "problem"),
        ]
        counts = dict(self.env["connex.mirror"]._read_group(domain, ["connection_id"], ["__count"]))
        for connection in self:
            connection.entry_problem_count = counts.get(connection, 0)

    # === ACTION METHODS === #

    def action_choose_default_customer(self):
        """Search QuickBooks for the customer who takes the sales of others."""
        self.ensure_one()
        self.check_access("write")
        return self.env["connex.choose"]._open_default_customer(self)

    def action_open_entries(self):
        """The customers and products of this connection with their counterparts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("connex_bridge.connex_entry_action")
        return action | {
            "domain": [
                ("connection_id", "=", self.id),
                ("document", "in", ["customer", "item"]),
            ]
        }

    # === CONSTRAINTS === #

    @api.constrains("customer_match", "customer_policy", "default_customer_id", "item_parent_id")
    def _check_matching(self):
        for connection in self:
            chosen = connection.default_customer_id | connection.item_parent_id
            if chosen.connection_id - connection:
                raise ValidationError(
                    self.env._(
                        "%(name)s: choose customers and categories from its own QuickBooks company.",
                        name=connection.name,
                    )
                )
            needs_one = (
                connection.customer_match == "one" or connection.customer_policy == "default"
            )
            if needs_one and not connection.default_customer_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s: choose the default customer in QuickBooks first.",
                        name=connection.name,
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        changed = self._changes(vals, MATCHING_SETTINGS)
        result = super().write(vals)
        for connection in self:
            if changed(connection):
                connection._release_held()
        return result

    # === BUSINESS METHODS === #

    def _matching_ways(self):
        """The choices in the pure part's words."""
        self.ensure_one()
        customers = self.customer_match
        return Ways(
            customers=customers if customers != "one" else "name_email",
            items=self.item_match,
            item_parent=self.item_parent_id.full_name or "",
            currencies=self.qb_multicurrency,
        )

    def _search_entries(self, kind, words):
        """The customers or items that QuickBooks has for these words, as rows, asked while a person
        waits. Raises UserError in the words of a problem."""
        return matching.searched(
            self._ask_now(matching.search_statements(kind, words), whole=False)
        )

    def _ask_now(self, statements, whole=True):
        """All rows that QuickBooks has for these statements (or the first thousand), asked while a person
        waits. Raises UserError in the words of a problem."""
        own = self.sudo()
        try:
            answers = own._session().query_many(statements, whole) if statements else []
        except own._remote_errors() as failure:
            message = " ".join(problem_text(self.env, own._problem_of(failure)))
            raise UserError(message) from failure
        return [row for rows in answers for row in rows]

    def _quickbooks_company(self, documents=()):
        return replace(
            super()._quickbooks_company(documents),
            item_type=ITEM_TYPES[self.item_type],
            item_parent=self.item_parent_id.qb_id or "",
            shared_customers=frozenset(self.default_customer_id.mapped("qb_id")),
        )
