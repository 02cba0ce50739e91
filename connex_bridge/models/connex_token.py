"""The secrets of a connection, in a table of their own that nobody can read over RPC.

Kept apart from `connex.connection` so that a token can be refreshed under a row lock, in a transaction
of its own, while the engine works on the connection. No access rule may ever be given to this model,
and no field may lose `NO_ACCESS`.
"""

import threading
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models

from ..bridge.online import oauth
from .own_transaction import in_own_transaction, lock_rows

#: A token that ends sooner than this is replaced before it is used.
MARGIN = timedelta(minutes=5)
#: What is longer is none of ours, and would be work to hash.
LONGEST_PASSWORD = 200
#: One per database and token.
_refreshing: dict[tuple, threading.RLock] = defaultdict(threading.RLock)


class CopiedDatabase(oauth.OAuthError):
    """This database is a copy of the one that was connected, or that one was moved or restored."""

    problem_code = "copied_database"


class ConnexToken(models.Model):
    _name = "connex.token"
    _description = "QuickBooks Credentials"

    connection_id = fields.Many2one(
        "connex.connection", required=True, ondelete="cascade", groups=fields.NO_ACCESS
    )
    client_secret = fields.Char(groups=fields.NO_ACCESS, copy=False)
    webhook_verifier = fields.Char(groups=fields.NO_ACCESS, copy=False)
    access_token = fields.Char(groups=fields.NO_ACCESS, copy=False)
    access_expires_at = fields.Datetime(groups=fields.NO_ACCESS, copy=False)
    refresh_token = fields.Char(groups=fields.NO_ACCESS, copy=False)
    refresh_expires_at = fields.Datetime(groups=fields.NO_ACCESS, copy=False)
    approval_nonce = fields.Char(groups=fields.NO_ACCESS, copy=False)
    refresh_ends_at = fields.Datetime(groups=fields.NO_ACCESS, copy=False)
    home = fields.Char(groups=fields.NO_ACCESS, copy=False)
    # Of the Web Connector: a hash, as Odoo keeps its users' passwords.
    web_connector_password = fields.Char(groups=fields.NO_ACCESS, copy=False)
    web_connector_password_at = fields.Datetime(groups=fields.NO_ACCESS, copy=False)

    _connection_unique = models.Constraint(
        "UNIQUE(connection_id)", "A connection has one set of credentials."
    )

    @api.model
    def _of(self, connections):
        """The credentials of these connections, created where they do not exist yet."""
        found = self.sudo().search([("connection_id", "in", connections.ids)])
        missing = connections - found.connection_id
        return found | self.sudo().create([{"connection_id": one.id} for one in missing])

    def _store(self, tokens):
        """Keep what QuickBooks handed out (`bridge.online.oauth.Tokens`)."""
        now = fields.Datetime.now()
        self.write(
            {
                "access_token": tokens.access_token,
                "access_expires_at": now + timedelta(seconds=tokens.expires_in),
                "refresh_token": tokens.refresh_token,
                "refresh_expires_at": now + timedelta(seconds=tokens.refresh_expires_in),
                "refresh_ends_at": tokens.ends_in and now + timedelta(seconds=tokens.ends_in),
                "home": self._here(),
            }
        )

    def _forget(self):
        """Leave nothing that opens the QuickBooks company; the client's own secret stays."""
        self.write(
            {
                "access_token": False,
                "access_expires_at": False,
                "refresh_token": False,
                "refresh_expires_at": False,
                "refresh_ends_at": False,
                "approval_nonce": False,
                "home": False,
                "web_connector_password": False,
                "web_connector_password_at": False,
            }
        )

    def _store_password(self, password):
        """Keep the hash of a new password of the Web Connector; whatever used the former one has ended."""
        self.write(
            {
                "web_connector_password": self.env["res.users"]._crypt_context().hash(password),
                "web_connector_password_at": fields.Datetime.now(),
                "home": self._here(),
            }
        )

    def _is_password(self, password):
        """Whether this is the Web Connector's password."""
        stored = self.web_connector_password
        if not stored or len(password) > LONGEST_PASSWORD:
            return False
        return self.env["res.users"]._crypt_context().verify(password, stored)

    def _opens(self):
        """Whether anything kept here opens a QuickBooks company."""
        return bool(self.refresh_token or self.web_connector_password)

    def _here(self):
        return self.env["connex.database"]._identity()

    def _is_copied(self):
        """Whether these tokens were given to another database, of which this one is a copy."""
        self.ensure_one()
        return self._opens() and self.home != self._here()

    def _usable(self):
        """Whether these tokens were given to this database: a copy of it must not write to the books."""
        self.ensure_one()
        return self._opens() and self.home == self._here()

    def _ends_at(self):
        """When a person has to approve again at the latest; False without tokens."""
        self.ensure_one()
        ends = [moment for moment in (self.refresh_expires_at, self.refresh_ends_at) if moment]
        return min(ends) if ends and self.refresh_token else False

    def _fresh_access_token(self, token_url, client_id, force=False, refused=None):
        """An access token that works now.

        With `force` a new one is fetched, unless the one kept here is no longer `refused`, the token
        that QuickBooks did not accept: then somebody else has just fetched it. Runs in a transaction
        of its own, so that a rotated refresh token is never lost; the value is handed back because the
        caller's transaction cannot see it.
        Raises `oauth.InvalidGrant` when a person has to reconnect, `CopiedDatabase` when one has to say
        where the connection belongs, `oauth.InvalidClient`, `oauth.Unreachable`.
        """
        self.ensure_one()
        # One thread of a process at a time: the others would hold a database connection while they wait.
        with _refreshing[self.env.registry.db_name, self.id]:
            value, failure = in_own_transaction(
                self.sudo(),
                lambda token: token._locked_access_token(token_url, client_id, force, refused),
            )
        if failure:
            raise failure
        return value

    def _locked_access_token(self, token_url, client_id, force, refused):
        lock_rows(self)
        if self._is_copied():
            return None, CopiedDatabase()
        if not self.refresh_token:
            return None, oauth.InvalidGrant()
        in_time = self.access_expires_at and self.access_expires_at > fields.Datetime.now() + MARGIN
        replaced = refused and self.access_token != refused
        if in_time and (replaced or not force):
            return self.access_token, None
        try:
            tokens = self._refreshed(token_url, client_id)
        except oauth.InvalidGrant as failure:
            # Kept as a fact: asking again with a dead token can only be refused again.
            self._forget()
            return None, failure
        self._store(tokens)
        return self.access_token, None

    def _refreshed(self, token_url, client_id):
        """New tokens. When the answer gets lost, the question is repeated at once: the former refresh
        token is accepted for a short time only, if at all."""
        credentials = (token_url, client_id, self.client_secret, self.refresh_token)
        try:
            return oauth.refresh(*credentials)
        except oauth.AnswerLost:
            return oauth.refresh(*credentials)
