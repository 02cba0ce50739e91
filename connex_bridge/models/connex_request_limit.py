"""The requests of the last minute to one QuickBooks company: a row that all workers share.

QuickBooks counts requests per company, so they are counted here per company too, whatever process, host or
connection they come from. A request is booked under a row lock in a transaction of its own and committed
before it leaves. The moments are the database's: several hosts' clocks never agree.
When a request may go is computed in bridge/online/limits.py.
"""

import json
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.tools import SQL

from ..bridge.online.limits import PATIENCE, Sent, windows
from .own_transaction import in_own_transaction

#: Many may want the same row at once, and each time only one gets it.
ATTEMPTS = 25
#: Settings, for a company that allows more, or that other apps write to as well.
PARAMETERS = {
    "requests_per_minute": "connex_bridge.requests_per_minute",
    "requests_per_second": "connex_bridge.requests_per_second",
    "batches_per_minute": "connex_bridge.batches_per_minute",
}


class ConnexRequestLimit(models.Model):
    _name = "connex.request.limit"
    _description = "Requests of the Last Minute"
    _log_access = False

    host = fields.Char(required=True)
    realm_id = fields.Char("QuickBooks Company ID", required=True)
    sent = fields.Json()

    _company_unique = models.UniqueIndex("(host, realm_id)")

    @api.model
    def _limiter(self, connection):
        """A `bridge.online.limits.Limiter` for the company of this connection."""
        host = urlsplit(connection.api_base_url or "").netloc
        return _Limiter(self, host, connection.realm_id or "")

    @api.model
    def _book(self, host, realm, is_batch):
        row, sent, now = self._locked(host, realm)
        wait, sent = sent.book(now, is_batch, self._windows())
        if wait <= PATIENCE:
            self._keep(row, sent)
        return wait

    @api.model
    def _close(self, host, realm, seconds):
        row, sent, now = self._locked(host, realm)
        self._keep(row, sent.close(now, seconds))

    def _locked(self, host, realm):
        """(id, what is known, now) of a company's row, which nobody else changes until the end."""
        cursor = self.env.cr
        find = SQL(
            "SELECT id, sent, extract(epoch FROM clock_timestamp())::float8"
            " FROM connex_request_limit WHERE host = %s AND realm_id = %s FOR UPDATE",
            host,
            realm,
        )
        cursor.execute(find, log_exceptions=False)
        if not cursor.rowcount:
            cursor.execute(
                SQL(
                    "INSERT INTO connex_request_limit (host, realm_id) VALUES (%s, %s)"
                    " ON CONFLICT (host, realm_id) DO NOTHING",
                    host,
                    realm,
                ),
                log_exceptions=False,
            )
            cursor.execute(find, log_exceptions=False)
        row, sent, now = cursor.fetchone()
        known = {name: tuple(v) if isinstance(v, list) else v for name, v in (sent or {}).items()}
        return row, Sent(**known), now

    def _keep(self, row, sent):
        known = {
            "requests": sent.requests,
            "batches": sent.batches,
            "closed_until": sent.closed_until,
        }
        self.env.cr.execute(
            SQL(
                "UPDATE connex_request_limit SET sent = %s::jsonb WHERE id = %s",
                json.dumps(known),
                row,
            ),
            log_exceptions=False,
        )

    def _windows(self):
        parameters = self.env["ir.config_parameter"].sudo()
        chosen = {name: parameters.get_param(key) for name, key in PARAMETERS.items()}
        return windows(**{name: int(value) for name, value in chosen.items() if _counts(value)})


def _counts(value):
    return value and value.isdigit() and int(value) > 0


class _Limiter:
    """What a session asks before each request. Holds no cursor while nobody asks."""

    def __init__(self, limits, host, realm):
        self._limits, self._host, self._realm = limits, host, realm

    def book(self, is_batch):
        return self._do(lambda limits: limits._book(self._host, self._realm, is_batch))

    def refused(self, seconds):
        self._do(lambda limits: limits._close(self._host, self._realm, seconds))

    def _do(self, work):
        return in_own_transaction(self._limits, work, ATTEMPTS)
