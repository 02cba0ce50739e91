"""Manual sync: a bookkeeper chooses sales by date or by number, previews them, and syncs them.

One record is one run. It is worked off by the scheduled action (connex_manual_sync_run.py), so that
thousands of sales need no patience of a browser; which sales are meant: connex_manual_sync_choice.py.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KEEP_DAYS = 90
RUNNING = ("previewing", "running")
#: States of a line that is not finished yet.
OPEN_LINES = ("chosen", "planned")


class ConnexManualSync(models.Model):
    _name = "connex.manual.sync"
    _inherit = ["connex.manual.sync.choice", "connex.manual.sync.run"]
    _description = "Manual Sync"
    _order = "id desc"
    _check_company_auto = True

    connection_id = fields.Many2one(
        "connex.connection",
        "QuickBooks",
        required=True,
        ondelete="cascade",
        domain="[('state', '=', 'connected'), ('company_id', 'in', allowed_company_ids)]",
        default=lambda self: self._default_connection(),
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    user_id = fields.Many2one(
        "res.users", "Started By", default=lambda self: self.env.user, readonly=True
    )
    choose_by = fields.Selection(
        [
            ("order_date", "Order date"),
            ("last_change", "Last change"),
            ("numbers", "Order numbers"),
        ],
        required=True,
        default="order_date",
    )
    date_from = fields.Date("From", default=fields.Date.context_today)
    date_to = fields.Date("To", default=fields.Date.context_today)
    numbers = fields.Text(
        "Order Numbers",
        help="One per line, or separated by commas. Numbers of invoices may be among them.",
    )
    mode = fields.Selection(
        lambda self: (
            self.env["connex.connection"]
            ._fields["transaction_mode"]
            ._description_selection(self.env)
        ),
        "Transactions to Create",
        help="For this run only. Empty: as the connection says. What QuickBooks has already is kept up "
        "to date either way.",
    )
    state = fields.Selection(
        [
            ("draft", "New"),
            ("previewing", "Previewing"),
            ("previewed", "Previewed"),
            ("running", "Syncing"),
            ("done", "Done"),
            ("stopped", "Stopped"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    started_at = fields.Datetime("Started", readonly=True, copy=False)
    finished_at = fields.Datetime("Finished", readonly=True, copy=False)
    unknown_numbers = fields.Text("Not Found", readonly=True, copy=False)
    line_ids = fields.One2many("connex.manual.sync.line", "run_id", "Sales", readonly=True)
    line_count = fields.Integer("Chosen Sales", compute="_compute_counts")
    done_count = fields.Integer("Done", compute="_compute_counts")
    unchanged_count = fields.Integer("Unchanged", compute="_compute_counts")
    problem_count = fields.Integer("Problems", compute="_compute_counts")
    open_count = fields.Integer("To Do", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")
    foreseen = fields.Json(
        readonly=True, copy=False, help="Previewed documents, counted by action."
    )
    connection_problem = fields.Char(related="connection_id.problem_message")
    foreseen_text = fields.Char("Preview", compute="_compute_foreseen_text")

    # === COMPUTE METHODS === #

    def _default_connection(self):
        return self.env["connex.connection"].search(
            [("state", "=", "connected"), ("company_id", "=", self.env.company.id)], limit=1
        )

    @api.depends("connection_id", "create_date")
    def _compute_display_name(self):
        for run in self:
            day = fields.Datetime.context_timestamp(run, run.create_date or fields.Datetime.now())
            run.display_name = self.env._("Manual sync of %(day)s", day=f"{day:%Y-%m-%d %H:%M}")

    @api.depends("line_ids.state")
    def _compute_counts(self):
        counts = {}
        for run, state, count in self.env["connex.manual.sync.line"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        ):
            counts.setdefault(run.id, {})[state] = count
        for run in self:
            own = counts.get(run.id, {})
            run.line_count = sum(own.values())
            run.done_count = own.get("done", 0)
            run.unchanged_count = own.get("unchanged", 0)
            run.problem_count = own.get("problem", 0)
            run.open_count = sum(own.get(state, 0) for state in OPEN_LINES)
            finished = run.line_count - run.open_count
            run.progress = 100 * finished / run.line_count if run.line_count else 0

    @api.depends("foreseen")
    @api.depends_context("lang")
    def _compute_foreseen_text(self):
        actions = self.env["connex.preview.document"]._fields["action"]
        labels = dict(actions._description_selection(self.env))
        for run in self:
            counts = run.foreseen or {}
            run.foreseen_text = " · ".join(
                f"{label}: {counts[action]}"
                for action, label in labels.items()
                if counts.get(action)
            )

    @api.constrains("date_from", "date_to", "choose_by")
    def _check_dates(self):
        for run in self:
            if run.choose_by != "numbers" and not (run.date_from and run.date_to):
                raise ValidationError(self.env._("Enter both dates, from and to."))
            if run.choose_by != "numbers" and run.date_from > run.date_to:
                raise ValidationError(
                    self.env._("The first date is after the last one. Enter the earlier one first.")
                )

    # === ACTION METHODS === #

    def action_preview(self):
        """Find out in the background what this run would do. Nothing is sent."""
        self.ensure_one()
        self._require_state("draft", "previewed")
        self._collect()
        self._begin("previewing")

    def action_sync(self):
        """Sync the chosen sales in the background."""
        self.ensure_one()
        self._require_state("draft", "previewed")
        if self.state == "draft":
            self._collect()
        self._begin("running")

    def action_stop(self):
        """Plan no more of this run. What is on its way already goes on."""
        self.ensure_one()
        self._require_state(*RUNNING)
        self.write({"state": "stopped", "finished_at": fields.Datetime.now()})

    def action_again(self):
        """A new run with the same choice."""
        self.ensure_one()
        return self.copy()._reopen()

    def action_open_earlier(self):
        """The list of all runs."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Earlier Manual Syncs"),
            "res_model": self._name,
            "view_mode": "list,form",
        }

    def action_open_done(self):
        return self._open_lines(self.env._("Done"), "done")

    def action_open_unchanged(self):
        return self._open_lines(self.env._("Unchanged"), "unchanged")

    def action_open_problems(self):
        return self._open_lines(self.env._("Problems"), "problem")

    def _open_lines(self, title, state):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "connex.manual.sync.line",
            "view_mode": "list",
            "domain": [("run_id", "=", self.id), ("state", "=", state)],
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Manual Sync"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }

    # === BUSINESS METHODS === #

    def _require_state(self, *states):
        if self.state not in states:
            raise UserError(
                self.env._(
                    "%(name)s has been started already. Use Start Again for another run.",
                    name=self.display_name,
                )
            )
        if self.connection_id.state != "connected":
            raise UserError(
                self.env._(
                    "%(connection)s is not connected to QuickBooks. Ask a manager to connect it first.",
                    connection=self.connection_id.name,
                )
            )

    def _begin(self, state):
        """Hand the run over to the scheduled action."""
        self.sudo().line_ids.write({"state": "chosen", "note": False})
        self.write({"state": state, "started_at": fields.Datetime.now(), "foreseen": False})
        self.env.ref("connex_bridge.cron_sync").sudo()._trigger()

    @api.autovacuum
    def _gc_old_runs(self):
        before = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        old = self.search(
            [("create_date", "<", before), ("state", "not in", list(RUNNING))], limit=100
        )
        old.unlink()
        return len(old), len(old) == 100
