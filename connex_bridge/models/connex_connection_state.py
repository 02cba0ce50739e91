"""How a connection is doing: its problem in words, its counts, pausing it, what a changed setting sets off.

`_set_problem` and `_clear_problem` are the only writers of a connection's problem.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..bridge.problem import Problem
from .connex_problem_text import problem_text

#: Problems that only a person can end, by approving the connection again.
RECONNECT_CODES = ("reconnect", "wrong_company", "no_credentials", "access_lost")
WAITING_STATES = ("waiting", "in_flight", "unknown")
#: Settings that documents may be held back for: those go out again when one changes.
MENDING_SETTINGS = (
    "item_policy",
    "income_account_id",
    "deposit_account_id",
    "default_item_id",
    "tax_handling",
    "difference_policy",
    "difference_limit",
    "refund_account_id",
)
#: Settings that decide what QuickBooks should hold: every sale is planned again when one changes.
PLANNING_SETTINGS = (
    "transaction_mode",
    "order_status_ids",
    "sync_from_date",
    "standalone_payments",
    "invoice_source",
    "invoice_status_ids",
    "count_unbooked_payments",
    *MENDING_SETTINGS,
)
#: What QuickBooks says about its company, as far as documents are held back because of it.
COMPANY_FACTS = (
    "qb_home_currency",
    "qb_sales_tax",
    "qb_multicurrency",
    "qb_allow_estimates",
    "qb_book_close_date",
    "qb_tax_group_code",
    "qb_tracking",
    "qb_customer_on_purchases",
    "qb_custom_fields",
)
#: Problems that somebody made in QuickBooks on purpose, as far as we know.
BY_HAND = (
    "changed_in_quickbooks",
    "deleted_in_quickbooks",
    "applied_in_quickbooks",
    "open_balance_differs",
)
#: Problems that are over when a person says so.
FOR_A_PERSON = (*BY_HAND, "desktop_fails_on_document")
ACTIVITY = "connex_bridge.mail_activity_reconnect"


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    problem_code = fields.Char(readonly=True, copy=False)
    problem_values = fields.Json(readonly=True, copy=False)
    problem_message = fields.Char("Problem", compute="_compute_problem_text")
    problem_next_step = fields.Char("What to Do", compute="_compute_problem_text")
    last_run_at = fields.Datetime("Last Run", readonly=True, copy=False)
    last_success_at = fields.Datetime("Last Success", readonly=True, copy=False)
    waiting_count = fields.Integer("Waiting", compute="_compute_document_counts")
    synced_count = fields.Integer("Synced", compute="_compute_document_counts")
    problem_count = fields.Integer("Problems", compute="_compute_document_counts")

    # === COMPUTE METHODS === #

    @api.depends("problem_code", "problem_values")
    @api.depends_context("lang")
    def _compute_problem_text(self):
        for connection in self:
            message = next_step = False
            if connection.problem_code:
                problem = Problem(connection.problem_code, connection.problem_values or {})
                message, next_step = problem_text(self.env, problem)
            connection.problem_message = message
            connection.problem_next_step = next_step

    def _compute_document_counts(self):
        counts = {}
        for connection, state, count in self.env["connex.mirror"]._read_group(
            [("connection_id", "in", self.ids)], ["connection_id", "state"], ["__count"]
        ):
            counts[connection.id, state] = count
        for connection in self:
            connection.waiting_count = sum(
                counts.get((connection.id, s), 0) for s in WAITING_STATES
            )
            connection.synced_count = counts.get((connection.id, "synced"), 0)
            connection.problem_count = counts.get((connection.id, "problem"), 0)

    # === CRUD METHODS === #

    def write(self, vals):
        settings = self._changes(vals, PLANNING_SETTINGS)
        mending = self._changes(vals, (*MENDING_SETTINGS, *COMPANY_FACTS))
        result = super().write(vals)
        for connection in self:
            if settings(connection):
                self.env["connex.source"].sudo()._rescan(connection)
            if mending(connection):
                connection._release_held()
        return result

    def _changes(self, vals, names):
        """A function that says, after the write, whether one of these fields has another value now."""
        watched = [name for name in names if name in vals]
        before = {connection.id: [connection[name] for name in watched] for connection in self}
        return lambda connection: before[connection.id] != [connection[name] for name in watched]

    def _release_held(self):
        """What was held back may go now: the reason may have been the settings that have changed.

        What somebody changed or deleted in QuickBooks, or QuickBooks fails on, waits for a person: that was
        no setting.
        """
        self.env["connex.mirror"].sudo().search(
            [
                ("connection_id", "in", self.ids),
                ("state", "=", "problem"),
                ("problem_code", "not in", FOR_A_PERSON),
            ]
        )._release()

    # === ACTION METHODS === #

    def action_pause(self):
        """Send nothing until `action_resume`; what changes meanwhile is noted and caught up then."""
        self.check_access("write")
        self.filtered(lambda connection: connection.state != "draft").state = "paused"

    def action_resume(self):
        self.check_access("write")
        for connection in self.filtered(lambda connection: connection.state == "paused"):
            connection.state = "connected" if connection._has_tokens() else "reconnect"

    # === BUSINESS METHODS === #

    def _set_problem(self, code, **values):
        """Show this problem on the connection; `values` are the names its sentence needs, as text.

        A problem that only a person can end stops the connection and makes one activity for the
        responsible manager, however often it is met.
        """
        self.ensure_one()
        if self.problem_code != code or (self.problem_values or {}) != values:
            self.write({"problem_code": code, "problem_values": values})
        if code in RECONNECT_CODES:
            if self.state == "connected":
                self.state = "reconnect"
            self._ask_to_reconnect()

    def _refuse(self, code, **values):
        """Show this problem on the connection; returns it as a text, for whoever is refused for it."""
        self._set_problem(code, **values)
        return " ".join(problem_text(self.env, Problem(code, values)))

    def _clear_problem(self):
        """The connection works: take its problem and the activity for it away."""
        self.ensure_one()
        if self.problem_code:
            self.write({"problem_code": False, "problem_values": False})
            self.activity_unlink([ACTIVITY])

    def _ask_to_reconnect(self):
        activity_type = self.env.ref(ACTIVITY, raise_if_not_found=False)
        if not activity_type or activity_type in self.sudo().activity_ids.activity_type_id:
            return
        self.sudo().activity_schedule(
            ACTIVITY,
            user_id=self._responsible_manager().id,
            summary=self.env._("Reconnect %(name)s to QuickBooks", name=self.name),
            note=self.problem_message,
        )

    def _responsible_manager(self):
        """Who is asked to reconnect: the responsible if that person may, else another manager."""
        managers = (
            self.env.ref("connex_bridge.group_manager")
            .sudo()
            .all_user_ids.filtered(lambda user: user.active and self.company_id in user.company_ids)
        )
        if self.user_id in managers:
            return self.user_id
        people = managers.filtered(lambda user: not user.share and user.id != api.SUPERUSER_ID)
        return people[:1] or self.env.user

    def _require_backend_online(self):
        for connection in self:
            if connection.backend != "online":
                raise UserError(
                    self.env._(
                        "%(name)s is a QuickBooks Desktop connection: the Web Connector connects it. "
                        "Follow the steps on the tab Web Connector.",
                        name=connection.name,
                    )
                )
