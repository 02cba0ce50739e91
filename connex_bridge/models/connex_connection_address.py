"""Secrets are never sent to a host that they were not given for.

Tokens and client secret belong to the hosts that were there when somebody approved the connection or entered
the secret. Who enters another one, even one who may, starts anew with them.
"""

import re
from urllib.parse import urlsplit

from odoo import api, models
from odoo.exceptions import ValidationError

from .connex_connection import ADDRESSES

#: User names, fragments, queries, blanks, backslashes: programs disagree about the host in such addresses.
UNCLEAR = re.compile(r"[\s\\@#?\x00-\x1f\x7f]")


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    @api.constrains(*ADDRESSES)
    def _check_unclear_addresses(self):
        for connection in self:
            for name in ADDRESSES:
                if UNCLEAR.search(connection[name] or ""):
                    raise ValidationError(
                        self.env._(
                            "%(name)s: “%(address)s” is no plain address. Leave out user names, "
                            "question marks, # and blanks.",
                            name=connection.name,
                            address=connection[name],
                        )
                    )

    def write(self, vals):
        before = {connection: connection._destinations() for connection in self}
        result = super().write(vals)
        for connection, (api_host, token_host) in before.items():
            now = connection._destinations()
            if now == (api_host, token_host):
                continue
            connection._forget_tokens()
            if now[1] != token_host and not vals.get("client_secret"):
                self.env["connex.token"]._of(connection).client_secret = False
        return result

    def _destinations(self):
        """The hosts that tokens and client secret are sent to."""
        hosts = (urlsplit(self[name] or "") for name in ("api_base_url", "oauth_token_url"))
        return tuple((each.scheme, each.hostname) for each in hosts)

    def _forget_tokens(self):
        self.env["connex.token"]._of(self)._forget()
        if self.state in ("connected", "paused"):
            self._set_problem("reconnect", company=self.qb_company_name or "QuickBooks")
            self.state = "reconnect"
