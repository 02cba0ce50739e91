"""`connex.connection`: one QuickBooks company attached to one Odoo company, with its settings.

Fields and their constraints are here. How it goes (problems, pause, counts): connex_connection_state.py.
Approval and tokens: connex_connection_oauth.py. What QuickBooks says about itself:
connex_connection_profile.py.
"""

from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..bridge.online import oauth

ADDRESSES = ("api_base_url", "oauth_authorize_url", "oauth_token_url")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ConnexConnection(models.Model):
    _name = "connex.connection"
    _description = "QuickBooks Connection"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "company_id, name, id"
    _check_company_auto = True

    # What is attached to what
    name = fields.Char(required=True, default=lambda self: self.env._("QuickBooks Online"))
    company_id = fields.Many2one(
        "res.company", "Company", required=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self.env.user,
        help="Gets an activity when QuickBooks has to be connected again.",
    )
    backend = fields.Selection(
        [("online", "QuickBooks Online"), ("desktop", "QuickBooks Desktop")],
        "QuickBooks",
        required=True,
        default="online",
    )
    state = fields.Selection(
        [
            ("draft", "Not connected"),
            ("connected", "Connected"),
            ("reconnect", "Reconnect needed"),
            ("paused", "Paused"),
        ],
        "Status",
        required=True,
        default="draft",
        copy=False,
        readonly=True,
        tracking=True,
    )

    # Where QuickBooks is, and with which credentials
    environment = fields.Selection(
        [
            ("production", "Production: your real books"),
            ("sandbox", "Sandbox: an Intuit test company"),
            ("custom", "Custom addresses"),
        ],
        required=True,
        default="production",
        tracking=True,
    )
    api_base_url = fields.Char(
        "API Address", compute="_compute_addresses", store=True, readonly=False, precompute=True
    )
    oauth_authorize_url = fields.Char(
        "Approval Address",
        compute="_compute_addresses",
        store=True,
        readonly=False,
        precompute=True,
    )
    oauth_token_url = fields.Char(
        "Token Address", compute="_compute_addresses", store=True, readonly=False, precompute=True
    )
    realm_id = fields.Char(
        "QuickBooks Company ID",
        copy=False,
        tracking=True,
        help="QuickBooks' own number of the company that is connected. Filled in when you connect.",
    )
    client_id = fields.Char("Client ID", help="From your app's Keys page on developer.intuit.com.")
    client_secret = fields.Char(
        "Client Secret",
        compute="_compute_client_secret",
        inverse="_inverse_client_secret",
        compute_sudo=True,
        copy=False,
        help="Stored where it cannot be read again. Leave it empty to keep the one you entered.",
    )
    client_secret_set = fields.Boolean(
        "Client Secret Stored", compute="_compute_client_secret", compute_sudo=True
    )
    redirect_uri = fields.Char(
        "Redirect URI",
        compute="_compute_redirect_uri",
        help="Enter this address in your app on developer.intuit.com, under Redirect URIs.",
    )

    # What to sync
    transaction_mode = fields.Selection(
        [
            ("orders_invoices_payments", "Sales orders, invoices, and payments if paid"),
            ("orders_payments", "Sales orders, no invoices, payments if paid"),
            ("orders_only", "Sales orders only"),
            ("invoices_payments", "Invoices, and payments if paid"),
            ("invoices_only", "Invoices only"),
            ("receipts", "Sales receipts"),
        ],
        "Transactions to Create",
        required=True,
        default="orders_invoices_payments",
        tracking=True,
        help="What is created in QuickBooks for each sale. In QuickBooks Online a sales order is an "
        "estimate: accepted at first, closed once its invoice exists.",
    )
    order_status_ids = fields.Many2many(
        "connex.order.status",
        string="Order Statuses to Sync",
        default=lambda self: self.env["connex.order.status"].search([("code", "!=", "cancelled")]),
        help="Only orders with one of these statuses are created in QuickBooks. What is already there "
        "is kept up to date whatever its status.",
    )
    sync_from_date = fields.Date(
        "Sync From",
        default=fields.Date.context_today,
        required=True,
        tracking=True,
        help="Orders, invoices and payments dated earlier are left alone, so that sales which are "
        "already in QuickBooks do not arrive a second time.",
    )
    standalone_payments = fields.Boolean(
        "Payments Without a Sale",
        default=True,
        help="Also create customer payments that belong to no order and no invoice. They stay "
        "unapplied in QuickBooks.",
    )
    item_policy = fields.Selection(
        [
            ("create", "Create it in QuickBooks"),
            ("default_item", "Use the default item"),
            ("hold", "Hold the document and tell me"),
        ],
        "Product Not in QuickBooks",
        required=True,
        default="create",
        help="What happens when QuickBooks has no item with the product's SKU or name.",
    )
    income_account_id = fields.Many2one(
        "connex.reference",
        "Income Account",
        domain="[('connection_id', '=', id), ('kind', '=', 'account'), ('detail', '=', 'Income')]",
        ondelete="restrict",
        copy=False,
        help="Where sales of newly created items are booked.",
    )
    deposit_account_id = fields.Many2one(
        "connex.reference",
        "Deposit To",
        domain="[('connection_id', '=', id), ('kind', '=', 'account'),"
        " ('detail', 'in', ['Bank', 'Other Current Asset'])]",
        ondelete="restrict",
        copy=False,
        help="Where customer payments go. With Undeposited Funds they wait for a deposit slip.",
    )
    default_item_id = fields.Many2one(
        "connex.reference",
        "Default Item",
        domain="[('connection_id', '=', id), ('kind', '=', 'item')]",
        ondelete="restrict",
        copy=False,
        help="Used for lines without a product, and for products that QuickBooks does not have if "
        "you choose so.",
    )

    _realm_unique = models.UniqueIndex(
        "(company_id, api_base_url, realm_id) WHERE realm_id IS NOT NULL",
        "This QuickBooks company is already connected to this company. Use that connection.",
    )

    # === COMPUTE METHODS === #

    @api.depends("environment")
    def _compute_addresses(self):
        for connection in self:
            endpoints = oauth.ENDPOINTS.get(connection.environment)
            if endpoints:
                connection.api_base_url = endpoints.api
                connection.oauth_authorize_url = endpoints.authorize
                connection.oauth_token_url = endpoints.token

    def _compute_client_secret(self):
        tokens = self.env["connex.token"].sudo().search([("connection_id", "in", self.ids)])
        stored = {token.connection_id.id for token in tokens if token.client_secret}
        for connection in self:
            connection.client_secret = False
            connection.client_secret_set = connection.id in stored

    def _inverse_client_secret(self):
        for connection in self:
            if connection.client_secret:
                token = self.env["connex.token"]._of(connection)
                token.client_secret = connection.client_secret.strip()
        # Otherwise the cache would show the secret to whoever saved it.
        self.invalidate_recordset(["client_secret", "client_secret_set"])

    def _compute_redirect_uri(self):
        for connection in self:
            connection.redirect_uri = connection.get_base_url() + "/connex/oauth/callback"

    # === CONSTRAINTS === #

    @api.constrains("environment", *ADDRESSES)
    def _check_addresses(self):
        for connection in self:
            addresses = {name: connection[name] or "" for name in ADDRESSES}
            endpoints = oauth.ENDPOINTS.get(connection.environment)
            if endpoints and tuple(addresses.values()) != (
                endpoints.api,
                endpoints.authorize,
                endpoints.token,
            ):
                raise ValidationError(
                    self.env._(
                        "%(name)s: the addresses of QuickBooks are fixed for this environment. "
                        "Choose the environment “Custom addresses” to enter others.",
                        name=connection.name,
                    )
                )
            for address in addresses.values():
                if address and not _is_safe(address):
                    raise ValidationError(
                        self.env._(
                            "%(name)s: “%(address)s” is not a secure address. It has to begin with "
                            "https:// (http:// is accepted for this machine only).",
                            name=connection.name,
                            address=address,
                        )
                    )

    @api.constrains("income_account_id", "deposit_account_id", "default_item_id")
    def _check_references(self):
        for connection in self:
            chosen = (
                connection.income_account_id
                | connection.deposit_account_id
                | connection.default_item_id
            )
            if chosen.connection_id - connection:
                raise ValidationError(
                    self.env._(
                        "%(name)s: choose accounts and items from the lists of its own QuickBooks "
                        "company.",
                        name=connection.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        connections = super().create(vals_list)
        self.env["connex.token"]._of(connections)
        return connections


def _is_safe(address):
    """Whether what is sent to this address cannot be read on the way."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and parts.hostname in LOOPBACK
