"""What QuickBooks' webhooks said has changed there: noted at once, looked at by the engine later.

The web request only appends to the table, so that neither it nor the engine waits for the other. An event is
a hint of what to read, never a fact: it may be old, doubled or about our own write. Which events
cost a read is decided in `_check`: none that is no newer than what we have seen of the document already.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..bridge.online.translate import ENTITY
from .connex_planner import LISTS
from .connex_verifier import DIFFERENT

#: Older ones are not believed: nobody can send an old webhook again once its events have been forgotten.
KEEP = timedelta(days=30)
#: QuickBooks writes the event a little after the document; nobody changes a document that soon after us.
OWN_WRITE = timedelta(seconds=5)
#: Events of one burst are looked at together.
COLLECT = timedelta(seconds=30)
#: So soon the company's settings are not read a second time.
READ_COMPANY_AGAIN = timedelta(minutes=5)
DOCUMENTS = {
    entity.lower(): document for document, entity in ENTITY.items() if document not in LISTS
} | {"refundreceipt": "refund"}  # a refund with its goods; all transactions share QuickBooks' ids
SETTINGS = "preferences"
MOST_AT_ONCE = 900


class ConnexWebhookEvent(models.Model):
    _name = "connex.webhook.event"
    _description = "Change Reported by QuickBooks"
    _log_access = False
    _order = "id"

    connection_id = fields.Many2one(
        "connex.connection", required=True, index=True, ondelete="cascade"
    )
    entity = fields.Char(required=True)
    qb_id = fields.Char(required=True)
    operation = fields.Char(required=True)
    happened_at = fields.Datetime(required=True)
    pending = fields.Boolean(required=True, default=True)

    _once = models.Constraint(
        "UNIQUE (connection_id, entity, qb_id, operation, happened_at)",
        "An event is noted once, however often it arrives.",
    )
    _pending = models.Index("(connection_id, id) WHERE pending")

    @api.model
    def _note(self, connection, events):
        """Note those `bridge.online.webhook.Event`s that concern a document of ours or the company's
        settings, and have the engine look. Returns how many were new."""
        oldest = fields.Datetime.now() - KEEP
        believed = [
            event
            for event in events
            if (event.entity in DOCUMENTS or event.entity == SETTINGS)
            and event.happened_at
            and event.happened_at > oldest
        ]
        if not believed:
            return 0
        new = self.env.execute_query(
            SQL(
                """INSERT INTO connex_webhook_event
                          (connection_id, entity, qb_id, operation, happened_at, pending)
                   SELECT %(connection)s, event.entity, event.qb_id, event.operation,
                          event.happened_at, TRUE
                     FROM unnest(%(entities)s::text[], %(documents)s::text[], %(ids)s::text[],
                                 %(operations)s::text[], %(moments)s::timestamp[])
                       AS event (entity, document, qb_id, operation, happened_at)
                    WHERE event.document IS NULL
                       OR EXISTS (SELECT FROM connex_mirror mirror
                                   WHERE mirror.connection_id = %(connection)s
                                     AND mirror.document = event.document
                                     AND mirror.qb_id = event.qb_id)
                   ON CONFLICT DO NOTHING RETURNING id""",
                connection=connection.id,
                entities=[event.entity for event in believed],
                documents=[DOCUMENTS.get(event.entity) for event in believed],
                ids=[event.qb_id[:50] for event in believed],
                operations=[event.operation[:20] for event in believed],
                moments=[event.happened_at for event in believed],
            )
        )
        if new:
            self.env.ref("connex_bridge.cron_sync").sudo()._trigger(
                at=fields.Datetime.now() + COLLECT
            )
        return len(new)

    @api.model
    def _check(self, connection):
        """Look at what was reported, in one read; returns how many events were dealt with. Runs in the
        engine's own transaction. Raises the session's errors."""
        pending = self.search(
            [("connection_id", "=", connection.id), ("pending", "=", True)], limit=MOST_AT_ONCE
        )
        settings = pending.filtered(lambda event: event.entity == SETTINGS)
        done = settings if self._read_settings(connection, settings) else self.browse()
        reported = {}
        for event in pending - settings:
            key = (DOCUMENTS[event.entity], event.qb_id)
            reported[key] = max(event.happened_at, reported.get(key, event.happened_at))
        mirrors = (
            self.env["connex.mirror"]
            .search(
                [
                    ("connection_id", "=", connection.id),
                    ("document", "in", list({document for document, _qb_id in reported})),
                    ("qb_id", "in", [qb_id for _document, qb_id in reported]),
                ]
            )
            .filtered(lambda mirror: (mirror.document, mirror.qb_id) in reported)
        )
        # What is on its way is looked at when its answer is there: that may be what was reported.
        busy = mirrors.filtered(lambda mirror: mirror.state in ("in_flight", "unknown"))
        later = {(mirror.document, mirror.qb_id) for mirror in busy}
        done |= (pending - settings).filtered(
            lambda event: (DOCUMENTS[event.entity], event.qb_id) not in later
        )
        self._compare(
            connection,
            (mirrors - busy).filtered(
                lambda mirror: self._is_news(mirror, reported[mirror.document, mirror.qb_id])
            ),
        )
        done.pending = False
        return len(done)

    def _is_news(self, mirror, moment):
        """Whether QuickBooks' document may be another one than we have seen."""
        if mirror.state != "synced" and mirror.problem_code not in DIFFERENT:
            return False  # waiting: it is sent anyway; voided, held back: nothing to compare with
        return not mirror.qb_updated_at or moment > mirror.qb_updated_at + OWN_WRITE

    def _compare(self, connection, mirrors):
        if mirrors:
            self.env[f"connex.{connection.backend}.verifier"].tie_out(mirrors)

    def _read_settings(self, connection, events):
        """Read the company's settings again, where documents may be held back because of the old ones."""
        if not events:
            return False
        last = connection.profile_read_at
        if last and last > fields.Datetime.now() - READ_COMPANY_AGAIN:
            self.env.ref("connex_bridge.cron_sync").sudo()._trigger(at=last + READ_COMPANY_AGAIN)
            return False
        connection._refresh_profile()
        return True

    @api.autovacuum
    def _gc_old_events(self):
        """What is older is not believed any more, so it need not be remembered."""
        old = self.search(
            [("happened_at", "<", fields.Datetime.now() - KEEP - timedelta(days=1))], limit=10000
        )
        old.unlink()
        return len(old), len(old) == 10000
