"""The page QuickBooks sends the browser back to after the user approved (or refused) a connection.

It only decides what the user sees; what an approval is and what is done with it: connex_connection_oauth.py.
Nothing of the query string is ever logged: the code in it opens the company.
"""

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request


class ConnexOauth(http.Controller):
    @http.route("/connex/oauth/callback", type="http", auth="user", methods=["GET"])
    def callback(self, state="", code="", error="", **company):
        """`realmId`, the approved company's number, arrives with QuickBooks' own spelling."""
        connections = request.env["connex.connection"]
        connection = connections
        try:
            connection, nonce = connections._from_approval(state)
            if error or not code:
                raise UserError(self._refusal(connection, error))
            connection._complete_approval(nonce, code, company.get("realmId", ""))
        except (AccessError, UserError) as failure:
            return self._not_connected(connection, str(failure))
        return request.redirect(self._form(connection))

    def _refusal(self, connection, error):
        if error == "access_denied":
            return request.env._(
                "%(name)s: the approval was cancelled in QuickBooks. Nothing was changed. To connect, press "
                "Connect again and choose “Connect” on QuickBooks' page.",
                name=connection.name,
            )
        return request.env._(
            "%(name)s: QuickBooks refused the approval. Check on developer.intuit.com that your app has the "
            "scope “Accounting” and this redirect URI: %(address)s",
            name=connection.name,
            address=connection.redirect_uri,
        )

    def _not_connected(self, connection, message):
        values = {"message": message, "url": self._form(connection)}
        return request.render("connex_bridge.oauth_not_connected", values)

    def _form(self, connection):
        suffix = f"/{connection.id}" if connection else ""
        return f"/odoo/quickbooks-connections{suffix}"
