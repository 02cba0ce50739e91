"""Noticing that nothing has been synced for long, or that the access is about to end, and telling a manager.

Done by a scheduled action of its own, because it also looks after the one that syncs. The form says it
too, as it is when the form is opened: if no scheduled action runs at all, nobody else would.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

STOPPED = "connex_bridge.mail_activity_stopped"
EXPIRY = "connex_bridge.mail_activity_expiry"
#: Days before the end of the access on which a manager is asked to reconnect.
NOTICE = timedelta(days=14)
PAUSED_FOR_LONG = timedelta(days=7)


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    stale_after_hours = fields.Integer(
        "Tell Me After Hours",
        default=6,
        help="The responsible gets an activity when nothing could be synced for so many hours.",
    )
    stalled_since = fields.Datetime("Stopped Since", readonly=True, copy=False)
    stall_message = fields.Char("Why Nothing Is Synced", compute="_compute_stall_message")
    access_ends_at = fields.Datetime(
        "Access Ends",
        compute="_compute_access_ends_at",
        compute_sudo=True,
        help="Until then QuickBooks lets Odoo in without anybody approving again. Every day of use "
        "extends it to about 100 days; five years after the approval it ends for good.",
    )

    _stale_after_hours_positive = models.Constraint(
        "CHECK(stale_after_hours > 0)",
        "Choose after how many hours you want to be told: one at least.",
    )

    # === COMPUTE METHODS === #

    @api.depends("state", "last_success_at", "stale_after_hours")
    @api.depends_context("lang")
    def _compute_stall_message(self):
        for connection in self:
            connection.stall_message = connection._why_stalled()

    @api.depends("state")
    def _compute_access_ends_at(self):
        tokens = self.env["connex.token"].search([("connection_id", "in", self.ids)])
        ends = {token.connection_id.id: token._ends_at() for token in tokens}
        for connection in self:
            connection.access_ends_at = ends.get(connection.id, False)

    # === BUSINESS METHODS === #

    @api.model
    def _cron_watch(self):
        """Look after all connections, and after the scheduled action that syncs."""
        connections = self.search([("state", "!=", "draft")])
        for number, connection in enumerate(connections, 1):
            connection._watch()
            self.env["ir.cron"]._commit_progress(1, remaining=len(connections) - number)

    def _watch(self):
        self.ensure_one()
        reason = self._why_stalled()
        if reason and not self.stalled_since:
            self.stalled_since = fields.Datetime.now()
            summary = self.env._("Nothing is synced to QuickBooks: %(name)s", name=self.name)
            self._tell_manager(STOPPED, summary, reason)
        elif self.stalled_since and not reason:
            self.stalled_since = False
            self.activity_unlink([STOPPED])
        self._announce_end()

    def _announce_end(self):
        ends = self.access_ends_at
        if self.state != "connected" or not ends or ends > fields.Datetime.now() + NOTICE:
            self.activity_unlink([EXPIRY])
            return
        self._tell_manager(
            EXPIRY,
            self.env._("Reconnect %(name)s before its access ends", name=self.name),
            self.env._(
                "QuickBooks ends the access of %(name)s on %(date)s. Open it, press Reconnect and "
                "approve again: nothing has to stop.",
                name=self.name,
                date=fields.Date.to_string(ends),
            ),
            deadline=ends.date(),
        )

    def _why_stalled(self):
        """Why nothing has been synced for long, as a sentence; empty if all is well or if it is told
        already (reconnect, copied database)."""
        self.ensure_one()
        if self.state not in ("connected", "paused") or self.is_copied:
            return ""
        if self.state == "paused":
            return self._why_paused()
        since = fields.Datetime.now() - timedelta(hours=self.stale_after_hours or 1)
        return self._why_not_run(since) or self._why_no_success(since)

    def _why_paused(self):
        since = fields.Datetime.now() - PAUSED_FOR_LONG
        if not self.last_success_at or self.last_success_at > since:
            return ""
        # What is changed during a pause is noted, and not planned.
        if not self._waits(since) and not self.env["connex.source"].sudo()._count_pending(self):
            return ""
        return self.env._(
            "The connection has been paused for more than a week, and sales are waiting. Resume it, or "
            "disconnect it."
        )

    def _why_not_run(self, since):
        cron = self.env.ref("connex_bridge.cron_sync", raise_if_not_found=False)
        cron = cron and cron.sudo().with_context(active_test=False)
        if not cron or not cron.active:
            return self.env._(
                "The scheduled action “Connex Bridge: sync with QuickBooks” is switched off. Switch it on "
                "under Settings, Technical, Scheduled Actions."
            )
        if cron.failure_count and cron.first_failure_date and cron.first_failure_date < since:
            return self.env._(
                "The scheduled action “Connex Bridge: sync with QuickBooks” fails. Whoever looks after "
                "Odoo finds the reason in the server's log."
            )
        if cron.nextcall < since and (not cron.lastcall or cron.lastcall < since):
            return self.env._(
                "Odoo's scheduled actions do not run. Whoever looks after Odoo has to start them "
                "(--max-cron-threads)."
            )
        return ""

    def _why_no_success(self, since):
        last = self.last_success_at or self.create_date
        if last and last > since and not self._waits(since):
            return ""
        moment = fields.Datetime.context_timestamp(self, last)
        return self.env._(
            "Nothing has been synced since %(date)s. %(reason)s",
            date=moment.strftime("%Y-%m-%d %H:%M"),
            reason=self.problem_message or "",
        ).strip()

    def _waits(self, since):
        """Whether a document that could go has been waiting since then."""
        domain = Domain("connection_id", "=", self.id) & Domain("write_date", "<", since)
        ready = Domain("state", "=", "waiting") & Domain("blocked_by_id", "=", False)
        ready &= Domain("next_try", "=", False) | Domain("next_try", "<", since)
        ready &= Domain("approved", "=", True) | Domain("qb_id", "!=", False)
        domain &= ready | Domain("state", "in", ["in_flight", "unknown"])
        return bool(self.env["connex.mirror"].sudo().search_count(domain, limit=1))
