"""Connecting to QuickBooks: the approval in the browser, the tokens, disconnecting, and the session.

An approval is bound to the user who asked for it, to the connection, to half an hour and to one use.
Secrets pass through here and are never logged, never put into a message and never returned to a client.
"""

import logging
import secrets

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import consteq, hash_sign, verify_hash_signed

from ..bridge.online import oauth, session
from .own_transaction import in_own_transaction, lock_rows

_logger = logging.getLogger(__name__)

STATE_SCOPE = "connex_bridge.oauth"
STATE_HOURS = 0.5
STATE_MAXIMUM_LENGTH = 1000


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    # === ACTION METHODS === #

    def action_connect(self):
        """Open QuickBooks' own page, where the user approves the connection and chooses the company."""
        self.ensure_one()
        self.check_access("write")
        self._require_backend_online()
        token = self.env["connex.token"]._of(self)
        if not self.client_id or not token.client_secret:
            raise UserError(
                self.env._(
                    "%(name)s has no client ID or no client secret yet. Copy both from the Keys page of "
                    "your app on developer.intuit.com into Credentials, save, and connect again.",
                    name=self.name,
                )
            )
        if not self.oauth_authorize_url or not self.oauth_token_url or not self.api_base_url:
            raise UserError(
                self.env._(
                    "%(name)s has no addresses yet. Enter the API, approval and token address, save, "
                    "and connect again.",
                    name=self.name,
                )
            )
        token.approval_nonce = secrets.token_urlsafe(24)
        state = hash_sign(
            self.env(su=True),
            STATE_SCOPE,
            [self.env.uid, self.id, token.approval_nonce],
            expiration_hours=STATE_HOURS,
        )
        url = oauth.authorize_url(
            self.oauth_authorize_url, self.client_id, self.redirect_uri, state
        )
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def action_reconnect(self):
        """Approve the connection again; nothing that was synced is touched."""
        return self.action_connect()

    def action_disconnect(self):
        """Hand the tokens back to QuickBooks and forget them. What was synced is remembered."""
        for connection in self:
            connection.check_access("write")
            token = self.env["connex.token"]._of(connection)
            if token.refresh_token and token._usable():
                connection._revoke(token.refresh_token)
            token._forget()
            connection._clear_problem()
            connection.state = "draft"

    # === BUSINESS METHODS === #

    def _has_tokens(self):
        self.ensure_one()
        return self.env["connex.token"]._of(self)._usable()

    def _access_token(self, force=False, refused=None):
        """An access token that works now, as a plain value.

        `force` asks for a new one although the one at hand has not ended; with `refused`, the token that
        QuickBooks did not accept, only if nobody has replaced that one meanwhile.
        Raises `oauth.InvalidGrant`, `oauth.InvalidClient`, `oauth.Unreachable`.
        """
        self.ensure_one()
        token = self.env["connex.token"]._of(self)
        return token._fresh_access_token(
            self.oauth_token_url, self.client_id, force=force, refused=refused
        )

    def _session(self, on_exchange=None):
        """A `bridge.online.session.Session` with this company; it asks for tokens as it needs them."""
        self.ensure_one()
        held = None

        def token(force):
            nonlocal held
            if force or held is None:
                held = self._access_token(force=force, refused=held)
            return held

        limiter = self.env["connex.request.limit"]._limiter(self)
        return session.Session(
            self.api_base_url, self.realm_id, token, on_exchange, limiter=limiter
        )

    def _revoke(self, token_value):
        """Tell QuickBooks; a revocation that does not get through must not keep the user connected."""
        token = self.env["connex.token"]._of(self)
        address = oauth.revoke_url(self.oauth_token_url)
        try:
            oauth.revoke(address, self.client_id, token.client_secret, token_value)
        except oauth.OAuthError as failure:
            _logger.info("QuickBooks did not confirm the revocation for %s: %s", self.name, failure)

    def _from_approval(self, state):
        """The connection that this approval was asked for, and its nonce.

        Raises UserError when the approval is forged, too old, or another user's.
        """
        try:
            values = verify_hash_signed(
                self.env(su=True), STATE_SCOPE, state[:STATE_MAXIMUM_LENGTH]
            )
        except (ValueError, OverflowError):
            values = None
        if not values:
            raise UserError(
                self.env._(
                    "This approval is not valid, or older than half an hour. Nothing was connected. "
                    "Open the connection and press Connect again."
                )
            )
        user_id, connection_id, nonce = values
        if user_id != self.env.uid:
            raise UserError(
                self.env._(
                    "Another user asked for this approval. Nothing was connected. Open the connection "
                    "and press Connect yourself."
                )
            )
        connection = self.browse(connection_id).exists()
        if not connection:
            raise UserError(self.env._("The connection was deleted meanwhile. Create a new one."))
        try:
            connection.check_access("write")
        except AccessError as refusal:
            raise UserError(
                self.env._(
                    "You may not change QuickBooks connections. Ask a Connex Bridge manager to connect."
                )
            ) from refusal
        return connection, nonce

    def _use_nonce(self, nonce):
        """Use the approval up. Committed before the code is exchanged, so that it works only once."""

        def use(token):
            lock_rows(token)
            expected = token.approval_nonce
            if not expected or not consteq(expected, nonce):
                return False
            token.approval_nonce = False
            return True

        if not in_own_transaction(self.env["connex.token"]._of(self), use):
            raise UserError(
                self.env._(
                    "%(name)s: this approval was used before. If the connection does not show "
                    "“Connected”, press Connect again.",
                    name=self.name,
                )
            )

    def _complete_approval(self, nonce, code, realm_id):
        """Exchange the code for tokens, keep them, and read the company's profile and lists.

        Everything is written in transactions of its own: the web request may be run again by Odoo, the
        code may not. Raises UserError with what to do next.
        """
        self.ensure_one()
        self._use_nonce(nonce)
        token = self.env["connex.token"]._of(self)
        try:
            tokens = oauth.exchange_code(
                self.oauth_token_url, self.client_id, token.client_secret, code, self.redirect_uri
            )
        except oauth.InvalidClient as failure:
            raise UserError(
                self.env._(
                    "QuickBooks does not accept the client ID and client secret of %(name)s. Copy both "
                    "again from the Keys page of your app (production and sandbox have different ones).",
                    name=self.name,
                )
            ) from failure
        except oauth.OAuthError as failure:
            raise UserError(
                self.env._(
                    "QuickBooks did not confirm the approval of %(name)s. Press Connect again in a "
                    "minute. (%(reason)s)",
                    name=self.name,
                    reason=failure,
                )
            ) from failure
        self._refuse_other_company(realm_id, tokens)
        in_own_transaction(token, lambda token: token._store(tokens))
        in_own_transaction(self, lambda connection: connection._mark_connected(realm_id))
        in_own_transaction(self, lambda connection: connection._read_company())

    def _refuse_other_company(self, realm_id, tokens):
        """Documents that were synced are in one company's books: another company cannot continue them."""
        mirrored = (
            self.env["connex.mirror"]
            .sudo()
            .search_count([("connection_id", "=", self.id), ("qb_id", "!=", False)], limit=1)
        )
        if not realm_id or (self.realm_id and self.realm_id != realm_id and mirrored):
            self._revoke(tokens.refresh_token)
            raise UserError(
                self.env._(
                    "%(name)s belongs to the QuickBooks company %(company)s, but another company was "
                    "approved. Press Connect again and choose that company, or create a new connection "
                    "for the other one.",
                    name=self.name,
                    company=self.qb_company_name or self.realm_id or "",
                )
            )

    def _mark_connected(self, realm_id):
        lock_rows(self)
        self.write({"realm_id": realm_id, "state": "connected"})
        _logger.info("%s is connected to QuickBooks company %s", self.name, realm_id)
        self._clear_problem()
