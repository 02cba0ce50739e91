"""Problems as a bookkeeper works them off: one for each cause, with the documents it holds back.

A view over the mirrors that have a problem and the connections that have one; nothing is stored here.
"""

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..bridge.problem import Problem
from .connex_problem_cause import CAUSES, cause_of
from .connex_problem_text import fill, problem_text

#: So many documents of a problem are named in the list.
FIRST = 3


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    problem_cause = fields.Char(compute="_compute_problem_cause", store=True)

    _by_cause = models.Index("(connection_id, problem_cause) WHERE state = 'problem'")

    @api.depends("problem_code", "problem_values")
    def _compute_problem_cause(self):
        for mirror in self:
            code = mirror.problem_code
            mirror.problem_cause = code and cause_of(code, mirror.problem_values)


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    problem_ids = fields.One2many("connex.problem", "connection_id", "Problems to Solve")

    def action_open_problems(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "connex_bridge.connex_problem_action"
        )
        return action | {"domain": [("connection_id", "=", self.id)]}


class ConnexProblem(models.Model):
    _name = "connex.problem"
    _description = "Problem and the Documents It Holds Back"
    _auto = False
    _order = "of_connection desc, document_count desc, id"
    _rec_name = "title"
    _depends = {
        "connex.mirror": [
            "connection_id",
            "company_id",
            "state",
            "problem_code",
            "problem_cause",
            "name",
        ],
        "connex.connection": ["company_id", "state", "problem_code"],
    }

    connection_id = fields.Many2one("connex.connection", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    code = fields.Char(readonly=True)
    cause = fields.Char(readonly=True)
    of_connection = fields.Boolean("Stops the Connection", readonly=True)
    mirror_id = fields.Many2one("connex.mirror", "First Document", readonly=True)
    document_count = fields.Integer("Held Back", readonly=True)
    first_names = fields.Char(readonly=True)
    since = fields.Datetime(readonly=True)

    title = fields.Char("Problem", compute="_compute_texts")
    documents = fields.Char("Which", compute="_compute_texts")
    next_step = fields.Char("What to Do", compute="_compute_texts")
    follower_count = fields.Integer(
        "Waiting for Them",
        compute="_compute_follower_count",
        help="Documents that go out by themselves once these have.",
    )
    fix = fields.Selection(
        [
            ("reconnect", "Reconnect"),
            ("connection", "Choose on the Connection"),
            ("company", "Check QuickBooks Again"),
            ("rule", "Open the Rules"),
            ("document", "Open in Odoo"),
            ("send", "Send Again"),
            ("retry", "Try Again"),
        ],
        compute="_compute_fix",
    )

    @property
    def _table_query(self):
        # Even numbers are groups of documents, odd ones connections: an id must not change meanwhile.
        return SQL(
            """SELECT min(id) * 2 AS id, connection_id, company_id, problem_code AS code,
                      problem_cause AS cause, FALSE AS of_connection, min(id) AS mirror_id,
                      count(*)::integer AS document_count,
                      array_to_string((array_agg(name ORDER BY id))[1:%(first)s], ', ')
                          AS first_names,
                      min(write_date) AS since
                 FROM connex_mirror
                WHERE state = 'problem'
                GROUP BY connection_id, company_id, problem_code, problem_cause
                UNION ALL
               SELECT id * 2 + 1, id, company_id, problem_code, problem_code, TRUE, NULL, 0, NULL, write_date
                 FROM connex_connection
                WHERE problem_code IS NOT NULL""",
            first=FIRST,
        )

    # === COMPUTE METHODS === #

    @api.depends("code", "cause", "document_count")
    @api.depends_context("lang")
    def _compute_texts(self):
        for problem in self:
            if problem.of_connection:
                problem.title = problem.connection_id.problem_message
                problem.next_step = problem.connection_id.problem_next_step
                problem.documents = self.env._("Everything")
                continue
            values = problem.mirror_id.problem_values or {}
            message, next_step = problem_text(self.env, Problem(problem.code, values))
            known = CAUSES.get(problem.code)
            # One document is told in its own words: they have its name and its amounts.
            alone = problem.document_count == 1 or not known
            problem.title = message if alone else fill(self.env._(known.title), values)
            problem.next_step = next_step
            problem.documents = problem._which()

    def _which(self):
        """The first documents by name, and how many more there are."""
        more = self.document_count - FIRST
        if more <= 0:
            return self.first_names
        return self.env._(
            "%(documents)s and %(count)s more", documents=self.first_names, count=more
        )

    def _compute_follower_count(self):
        counts = defaultdict(int)
        for blocker, count in self.env["connex.mirror"]._read_group(
            [
                ("connection_id", "in", self.connection_id.ids),
                ("blocked_by_id.state", "=", "problem"),
            ],
            ["blocked_by_id"],
            ["__count"],
        ):
            counts[blocker.connection_id, blocker.problem_cause] += count
        for problem in self:
            problem.follower_count = counts[problem.connection_id, problem.cause]

    @api.depends("code", "of_connection")
    def _compute_fix(self):
        for problem in self:
            if problem.of_connection:
                dead = problem.connection_id.state == "reconnect"
                problem.fix = "reconnect" if dead else "connection"
            else:
                known = CAUSES.get(problem.code)
                problem.fix = known.fix if known else "document"

    # === ACTION METHODS === #

    def action_open_documents(self):
        """The documents that this holds back, or the connection that it stops."""
        self.ensure_one()
        if self.of_connection:
            return self.action_open_connection()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "connex_bridge.connex_mirror_problem_action"
        )
        return action | {"name": self.title, "domain": self._domain()}

    def action_open_source(self):
        """The records in Odoo that have to be corrected."""
        self.ensure_one()
        mirrors = self.env["connex.mirror"].search(self._domain())
        model = mirrors[:1].res_model
        ids = mirrors.filtered(lambda mirror: mirror.res_model == model).mapped("res_id")
        action = {"type": "ir.actions.act_window", "name": self.title, "res_model": model}
        if len(ids) == 1:
            return action | {"view_mode": "form", "res_id": ids[0]}
        return action | {"view_mode": "list,form", "domain": [("id", "in", ids)]}

    def action_open_connection(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "connex.connection",
            "res_id": self.connection_id.id,
            "view_mode": "form",
        }

    def action_open_rules(self):
        return self.env["ir.actions.act_window"]._for_xml_id("connex_bridge.connex_rule_action")

    def action_check_company(self):
        """Read the settings that have been changed in QuickBooks; what they held back goes on by itself."""
        self.ensure_one()
        answer = self.connection_id.action_test_connection()
        if not self.connection_id.problem_code:
            self.action_retry()
        return answer

    def action_reconnect(self):
        self.ensure_one()
        return self.connection_id.action_reconnect()

    def action_retry(self):
        """Try all documents of these causes again at the next run, which starts now."""
        self.check_access("read")
        for problem in self.filtered("mirror_id"):
            self.env["connex.mirror"].search(problem._domain()).action_retry()
        self.env.ref("connex_bridge.cron_sync").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("The documents are tried again now, in the background."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # === BUSINESS METHODS === #

    def _domain(self):
        """The mirrors that have this problem."""
        self.ensure_one()
        return [
            ("connection_id", "=", self.connection_id.id),
            ("state", "=", "problem"),
            ("problem_cause", "=", self.cause),
        ]
