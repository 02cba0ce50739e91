"""What the tests of connections share: a connection, its people, and the QuickBooks that answers it."""

from unittest.mock import patch
from urllib.parse import urlsplit

from odoo.tests import TransactionCase

from odoo.addons.base.models.ir_cron import IrCron

from .quickbooks_answers import HOST, QuickBooksAnswers

ADDRESS = f"https://{HOST}"


class AnsweredByQuickBooks:
    """Mix-in for test classes: requests to HOST are answered by `self.quickbooks`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection = cls.env["connex.connection"].create(
            {
                "name": "QuickBooks",
                "environment": "custom",
                "api_base_url": ADDRESS,
                "oauth_authorize_url": f"{ADDRESS}/authorize",
                "oauth_token_url": f"{ADDRESS}/token",
                "client_id": "the-client",
                "client_secret": "the-secret",
            }
        )

    def setUp(self):
        super().setUp()
        type(self).quickbooks = QuickBooksAnswers()

    @classmethod
    def _request_handler(cls, session, request, /, **options):
        if urlsplit(request.url).hostname == HOST:
            return cls.quickbooks.send(request)
        return super()._request_handler(session, request, **options)

    @classmethod
    def token(cls):
        """The stored secrets, as no user ever sees them."""
        return cls.env["connex.token"]._of(cls.connection)


class ConnectionCase(AnsweredByQuickBooks, TransactionCase):
    def setUp(self):
        super().setUp()
        # Tokens are refreshed in transactions of their own: here they share the test's.
        mode = self.enter_registry_test_mode()
        mode.__enter__()
        self.addCleanup(mode.__exit__, None, None, None)

    def scheduled(self, method):
        """Call a method as a scheduled action does; what it commits, the test keeps to itself."""
        forever = patch.object(IrCron, "_commit_progress", lambda *_args, **_kwargs: float("inf"))
        self.env.flush_all()
        self.connection.invalidate_recordset()
        with forever:
            getattr(self.env["connex.connection"], method)()

    def connect(self):
        """The connection as it is after an approval."""
        tokens = self.quickbooks.issue()
        self.token().write(
            {
                "access_token": tokens["access_token"],
                "access_expires_at": "2100-01-01 00:00:00",
                "refresh_token": tokens["refresh_token"],
                "home": self.token()._here(),
            }
        )
        self.connection.write({"state": "connected", "realm_id": "9130001"})
        self.env.flush_all()
