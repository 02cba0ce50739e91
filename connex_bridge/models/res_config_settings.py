"""Settings → Connex Bridge: the settings of the company's QuickBooks connection, without leaving the page.

Everything shown is the connection's own field; the buttons call the connection's own actions.
"""

from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    connex_connection_id = fields.Many2one(
        string="QuickBooks Connection", related="company_id.connex_connection_id"
    )
    connex_state = fields.Selection(
        string="QuickBooks Connection Status", related="connex_connection_id.state"
    )
    connex_backend = fields.Selection(
        string="QuickBooks Program", related="connex_connection_id.backend"
    )
    connex_qb_company_name = fields.Char(
        string="QuickBooks Company", related="connex_connection_id.qb_company_name"
    )
    connex_problem_message = fields.Char(
        string="QuickBooks Problem", related="connex_connection_id.problem_message"
    )
    connex_problem_next_step = fields.Char(
        string="What to Do About QuickBooks", related="connex_connection_id.problem_next_step"
    )
    connex_environment = fields.Selection(
        string="QuickBooks Environment", related="connex_connection_id.environment", readonly=False
    )
    connex_client_id = fields.Char(
        string="QuickBooks Client ID", related="connex_connection_id.client_id", readonly=False
    )
    connex_client_secret = fields.Char(
        string="QuickBooks Client Secret",
        related="connex_connection_id.client_secret",
        readonly=False,
    )
    connex_client_secret_set = fields.Boolean(
        string="QuickBooks Client Secret Stored", related="connex_connection_id.client_secret_set"
    )
    connex_redirect_uri = fields.Char(
        string="QuickBooks Redirect URI", related="connex_connection_id.redirect_uri"
    )
    connex_transaction_mode = fields.Selection(
        string="QuickBooks Transactions to Create",
        related="connex_connection_id.transaction_mode",
        readonly=False,
    )
    connex_order_status_ids = fields.Many2many(
        string="Order Statuses to Sync to QuickBooks",
        related="connex_connection_id.order_status_ids",
        readonly=False,
    )
    connex_sync_from_date = fields.Date(
        string="Sync to QuickBooks From",
        related="connex_connection_id.sync_from_date",
        readonly=False,
    )
    connex_income_account_id = fields.Many2one(
        string="QuickBooks Income Account",
        related="connex_connection_id.income_account_id",
        readonly=False,
    )
    connex_deposit_account_id = fields.Many2one(
        string="QuickBooks Deposit Account",
        related="connex_connection_id.deposit_account_id",
        readonly=False,
    )
    connex_item_policy = fields.Selection(
        string="Product Not in QuickBooks",
        related="connex_connection_id.item_policy",
        readonly=False,
    )
    connex_default_item_id = fields.Many2one(
        string="QuickBooks Default Item",
        related="connex_connection_id.default_item_id",
        readonly=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        settings = super().create(vals_list)
        # What was typed has reached the connection; the page must not get it back.
        settings.invalidate_recordset(["connex_client_secret"])
        return settings

    def action_connex_set_up(self):
        """Create the company's connection and show its settings here."""
        self.ensure_one()
        if not self.company_id.connex_connection_id:
            self.env["connex.connection"].create({"company_id": self.company_id.id})
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_connex_set_up_desktop(self):
        """Create a connection to QuickBooks Desktop, and show how the Web Connector gets to know it."""
        self.ensure_one()
        if not self.company_id.connex_connection_id:
            self.env["connex.connection"].create(
                {
                    "name": self.env._("QuickBooks Desktop"),
                    "backend": "desktop",
                    "company_id": self.company_id.id,
                }
            )
        return self.action_connex_open_connection()

    def action_connex_connect(self):
        return self.connex_connection_id.action_connect()

    def action_connex_reconnect(self):
        return self.connex_connection_id.action_reconnect()

    def action_connex_disconnect(self):
        self.connex_connection_id.action_disconnect()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_connex_test_connection(self):
        return self.connex_connection_id.action_test_connection()

    def action_connex_open_connection(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "connex.connection",
            "res_id": self.connex_connection_id.id,
            "view_mode": "form",
            "target": "current",
        }
