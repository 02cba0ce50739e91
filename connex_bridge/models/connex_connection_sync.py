"""A connection as the engine sees it: its settings in the pure part's words, and when it may run.

What is asked of a connection by people (connect, pause, test) is in the other connex_connection files.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..bridge import documents as docs
from ..bridge.online import faults, text
from ..bridge.online.company import Company
from ..bridge.problem import Problem
from ..bridge.rules import Settings
from .connex_connection_state import WAITING_STATES
from .connex_problem_text import problem_text

#: After a failure: at first and at most; in between the pause grows with the time that it has lasted.
SHORTEST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=1)
APP_ADDRESSES = {
    "production": "https://qbo.intuit.com",
    "sandbox": "https://sandbox.qbo.intuit.com",
}


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    resting_until = fields.Datetime(
        "Waiting Until",
        readonly=True,
        copy=False,
        help="QuickBooks asked for patience, or could not be reached; nothing is sent before.",
    )
    reconciled_at = fields.Datetime(
        "Last Complete Check",
        readonly=True,
        copy=False,
        help="When all records in Odoo were last compared with what was planned from them.",
    )

    # === ACTION METHODS === #

    def action_sync_now(self):
        """Have the scheduled action look at this connection right away."""
        self.check_access("read")
        for connection in self:
            if connection.state != "connected":
                raise UserError(
                    self.env._(
                        "%(name)s is not connected. Connect it first, then sync.",
                        name=connection.name,
                    )
                )
        self.sudo().write({"resting_until": False, "reconciled_at": False})
        self.env.ref("connex_bridge.cron_sync").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("Sync started"),
                "message": self.env._(
                    "It runs in the background. Open the documents to follow it."
                ),
            },
        }

    def action_open_waiting(self):
        return self._open_mirrors(self.env._("Waiting"), WAITING_STATES)

    def action_open_synced(self):
        return self._open_mirrors(self.env._("Synced"), ["synced"])

    def _open_mirrors(self, title, states):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "connex.mirror",
            "view_mode": "list,form",
            "domain": [("connection_id", "=", self.id), ("state", "in", list(states))],
        }

    # === BUSINESS METHODS === #

    def _settings(self, mode=None):
        """The choices that decide what is created, for the pure part; `mode` replaces the connection's."""
        self.ensure_one()
        return Settings(
            mode=mode or self.transaction_mode,
            statuses=frozenset(self.order_status_ids.mapped("code")),
            start=self.sync_from_date or None,
            standalone_payments=self.standalone_payments,
        )

    def _quickbooks_company(self, documents=()):
        """The QuickBooks company and the choices that writing a document depends on, with the entries of
        QuickBooks' lists that rules have chosen by name for these documents (as far as known here)."""
        self.ensure_one()
        if self.backend == "desktop":
            return self._desktop_company(documents)
        chosen = self.income_account_id | self.deposit_account_id | self.default_item_id
        references = self.env["connex.reference"].search_fetch(
            Domain("connection_id", "=", self.id)
            & (Domain("kind", "=", "payment_method") | Domain("id", "in", chosen.ids)),
            ["kind", "name", "qb_id"],
        )
        methods = references.filtered(lambda entry: entry.kind == "payment_method")
        return Company(
            country=self.qb_country or "US",
            home_currency=self.qb_home_currency or self.company_id.currency_id.name,
            books_currency=self.company_id.currency_id.name,
            sales_tax=self.qb_sales_tax or "automated",
            multicurrency=self.qb_multicurrency,
            custom_numbers=self.qb_custom_numbers,
            book_close_date=self.qb_book_close_date or None,
            # Before it was ever connected nothing is known: a preview is not to stumble over that.
            estimates=self.qb_allow_estimates or not self.profile_read_at,
            income_account=self.income_account_id.qb_id or "",
            deposit_account=self.deposit_account_id.qb_id or "",
            item_accounts=self.env["connex.connection.item"]._of(self)._accounts(),
            default_item=self.default_item_id.qb_id or "",
            tax_group_code=self.qb_tax_group_code or "",
            payment_methods={method.name.lower(): method.qb_id for method in methods},
            names=self._names_in(documents),
            customer_on_purchases=self.qb_customer_on_purchases,
            tracking=frozenset(self.qb_tracking or ()),
            custom_fields={
                text.same(name): number for name, number in (self.qb_custom_fields or {}).items()
            },
        )

    def _names_in(self, documents):
        """{(kind, name): QuickBooks id} of the list entries that these documents name."""
        wanted = {
            (kind, text.same(name))
            for document in documents
            if document
            for kind, name in docs.named(document)
        }
        return self.env["connex.reference"]._ids_by_name(self, wanted) if wanted else {}

    def _app_url(self):
        """Where QuickBooks shows documents to people; custom addresses serve them beside the API."""
        self.ensure_one()
        if self.environment in APP_ADDRESSES:
            return APP_ADDRESSES[self.environment]
        parts = urlsplit(self.api_base_url or "")
        return f"{parts.scheme}://{parts.netloc}"

    def _host(self):
        return urlsplit(self.api_base_url or "").netloc

    # When it may run

    def _is_resting(self):
        self.ensure_one()
        return bool(self.resting_until and self.resting_until > fields.Datetime.now())

    def _rest_until(self, pause: timedelta):
        """Send nothing for this long; the scheduled action is woken when it is over."""
        self.ensure_one()
        self.resting_until = fields.Datetime.now() + pause
        self.env.ref("connex_bridge.cron_sync")._trigger(at=self.resting_until)

    def _rest_after_failure(self):
        """Try again in a while, and less often the longer it goes on. There is no end to it: what comes
        back is used by itself. That it goes on is told (connex_connection_watch.py)."""
        lasted = fields.Datetime.now() - (self.last_success_at or fields.Datetime.now())
        self._rest_until(min(max(SHORTEST_PAUSE, lasted / 4), LONGEST_PAUSE))

    def _note_failed_step(self):
        """An error of our own stopped this connection: say so, and try again in a while."""
        self.ensure_one()
        self._set_problem("internal_error", document=self.name)
        self._rest_after_failure()

    def _note_for_button(self):
        """What whoever pressed the button has to know about the connection, empty if all is well."""
        self.ensure_one()
        if self.problem_message:
            return f"{self.problem_message} {self.problem_next_step or ''}".strip()
        if self._is_resting():
            return " ".join(problem_text(self.env, Problem("throttled")))
        return ""

    def _note_success(self):
        self.ensure_one()
        now = fields.Datetime.now()
        # Written once a minute at most: this row is read by everybody.
        if not self.last_success_at or now - self.last_success_at > timedelta(minutes=1):
            self.write({"last_run_at": now, "last_success_at": now, "resting_until": False})
        self._clear_problem()

    def _set_problem_of_fault(self, fault):
        """QuickBooks refused a whole request: show it on the connection."""
        resolution = faults.resolve(fault)
        reason = fault.detail or fault.message
        company = self.qb_company_name or "QuickBooks"
        self._set_problem(
            resolution.problem_code, reason=reason, document=self.name, company=company
        )

    # The scheduled action

    @api.model
    def _cron_sync(self):
        """Sync every connection, step by step and in turns, for as long as the scheduled action may run:
        a large backlog of one company does not keep the others waiting."""
        cron, engine = self.env["ir.cron"], self.env["connex.engine"]
        busy = self.search([("state", "=", "connected")])._at_home()
        cron._commit_progress(remaining=len(busy))
        while busy:
            for connection in busy:
                done = engine.step(connection)
                if not done:
                    busy -= connection
                if not cron._commit_progress(done, remaining=len(busy)):
                    self._continue_sync(busy)
                    return
        cron._commit_progress(remaining=0)

    def _continue_sync(self, busy):
        """Have the scheduled action called again at once, not at its next look in a minute."""
        if busy:
            self.env.ref("connex_bridge.cron_sync")._trigger()
            self.env["ir.cron"]._commit_progress(remaining=len(busy))
