"""A connection's webhook: the address that QuickBooks tells changes to, and the secret that proves who tells.

The request is answered in controllers/webhook.py; what was told is looked at in connex_webhook_event.py.
"""

from odoo import api, fields, models

from ..bridge.online import webhook


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    webhook_url = fields.Char(
        "Webhook Address",
        compute="_compute_webhook_url",
        help="Enter this address in your app on developer.intuit.com, under Webhooks.",
    )
    webhook_verifier = fields.Char(
        "Verifier Token",
        compute="_compute_webhook_verifier",
        inverse="_inverse_webhook_verifier",
        compute_sudo=True,
        copy=False,
        help="From the Webhooks page of your app. Stored where it cannot be read again; leave it empty "
        "to keep the one you entered.",
    )
    webhook_verifier_set = fields.Boolean(
        "Verifier Token Stored", compute="_compute_webhook_verifier", compute_sudo=True
    )

    @api.depends("name")
    def _compute_webhook_url(self):
        for connection in self:
            number = connection._origin.id
            connection.webhook_url = (
                number and f"{connection.get_base_url()}/connex/webhook/{number}"
            )

    def _compute_webhook_verifier(self):
        tokens = self.env["connex.token"].sudo().search([("connection_id", "in", self.ids)])
        stored = {token.connection_id.id for token in tokens if token.webhook_verifier}
        for connection in self:
            connection.webhook_verifier = False
            connection.webhook_verifier_set = connection._origin.id in stored

    def _inverse_webhook_verifier(self):
        for connection in self:
            if connection.webhook_verifier:
                token = self.env["connex.token"]._of(connection)
                token.webhook_verifier = connection.webhook_verifier.strip()
        # Otherwise the cache would show the secret to whoever saved it.
        self.invalidate_recordset(["webhook_verifier", "webhook_verifier_set"])

    def action_forget_webhook(self):
        """Listen to webhooks no more."""
        self.check_access("write")
        self.env["connex.token"]._of(self).webhook_verifier = False

    # === BUSINESS METHODS === #

    @api.model
    def _heard_by(self, number, body, signature):
        """The connections that a webhook at the address of connection `number` may speak to: those with
        the verifier token that it is signed with. One app has one address for all of its companies.
        Empty when it is not genuine, whatever the reason: nobody is to learn which."""
        tokens = self.env["connex.token"].sudo()
        # Beyond the database's integers there is no connection, and asking would be an error.
        own = tokens.search([("connection_id", "=", number)]) if number < 2**31 else tokens
        verifier = own.webhook_verifier
        if not webhook.is_genuine(body, signature, verifier):
            return self.sudo().browse()
        return tokens.search([("webhook_verifier", "=", verifier)]).connection_id

    def _note_webhook(self, events):
        """Note what concerns these connections. Returns how many events were new."""
        noted = 0
        for connection in self.filtered(lambda each: each.state != "draft" and each.realm_id):
            own = [event for event in events if event.realm == connection.realm_id]
            noted += self.env["connex.webhook.event"].sudo()._note(connection, own)
        return noted
