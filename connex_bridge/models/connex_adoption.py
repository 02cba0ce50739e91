"""Already in QuickBooks: looking for documents that somebody has entered there by hand.

One record is one search from a day on. QuickBooks Online is read page by page by the scheduled action
(`advance`), QuickBooks Desktop by the Web Connector's sessions (connex_adoption_desktop.py). What becomes of
a proposal is decided by a person (connex_adoption_line.py).
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..bridge import adoption
from ..bridge.adoption import NEAR
from ..bridge.desktop import adoption as desktop_adoption
from ..bridge.documents import Key
from ..bridge.online import adoption as online_adoption
from ..bridge.online import batch
from ..bridge.online.translate import ENTITY
from .connex_engine import DEADLINE

KEEP_DAYS = 180
#: backend → how its rows are read, and what Odoo's documents are called there
WORDS = {"online": online_adoption, "desktop": desktop_adoption}
SEARCHED = ("sales_order", "invoice", "sales_receipt", "credit_memo", "payment")
#: Better known first.
MATCHES = [
    ("certain", "Certain"),
    ("proposed", "Proposed"),
    ("ambiguous", "Ambiguous"),
    ("none", "Not found"),
]


class ConnexAdoption(models.Model):
    _name = "connex.adoption"
    _description = "Search for Documents Already in QuickBooks"
    _order = "id desc"
    _check_company_auto = True

    connection_id = fields.Many2one(
        "connex.connection",
        "QuickBooks",
        required=True,
        ondelete="cascade",
        domain="[('state', '=', 'connected'), ('company_id', 'in', allowed_company_ids)]",
        default=lambda self: self.env["connex.connection"].search(
            [("state", "=", "connected"), ("company_id", "=", self.env.company.id)], limit=1
        ),
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    backend = fields.Selection(related="connection_id.backend", string="Kind of QuickBooks")
    date_from = fields.Date(
        "From", required=True, default=lambda self: fields.Date.context_today(self) - timedelta(90)
    )
    state = fields.Selection(
        [("draft", "New"), ("searching", "Searching"), ("found", "Searched")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    page = fields.Integer(readonly=True, copy=False, help="Pages read of QuickBooks so far.")
    kind_position = fields.Integer(readonly=True, copy=False, help="Kind of document being read.")
    found_ids = fields.One2many("connex.adoption.found", "run_id", readonly=True)
    line_ids = fields.One2many("connex.adoption.line", "run_id", "Documents", readonly=True)
    open_line_ids = fields.One2many(
        "connex.adoption.line",
        "run_id",
        "Lines to Decide",
        domain=[("state", "=", "open"), ("match", "!=", "none")],
    )
    certain_count = fields.Integer("Certain", compute="_compute_counts")
    open_count = fields.Integer("To Decide", compute="_compute_counts")
    adopted_count = fields.Integer("Adopted", compute="_compute_counts")
    none_count = fields.Integer("Not in QuickBooks", compute="_compute_counts")
    syncs_from = fields.Date(related="connection_id.sync_from_date", string="Synced From")
    connection_problem = fields.Char(related="connection_id.problem_message")

    # === COMPUTE METHODS === #

    @api.depends("connection_id", "date_from")
    def _compute_display_name(self):
        for run in self:
            run.display_name = self.env._("Already in QuickBooks, from %(day)s", day=run.date_from)

    @api.depends("line_ids.state", "line_ids.match")
    def _compute_counts(self):
        counts = {}
        for run, state, match, count in self.env["connex.adoption.line"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state", "match"], ["__count"]
        ):
            counts[run.id, state, match] = count
        for run in self:
            certain = counts.get((run.id, "open", "certain"), 0)
            unsure = sum(
                counts.get((run.id, "open", each), 0) for each in ("proposed", "ambiguous")
            )
            run.certain_count = certain
            run.open_count = certain + unsure
            run.none_count = counts.get((run.id, "open", "none"), 0)
            run.adopted_count = sum(counts.get((run.id, "adopted", each), 0) for each, _ in MATCHES)

    # === ACTION METHODS === #

    def action_search(self):
        """Search in the background."""
        self.ensure_one()
        self.check_access("write")
        if self.connection_id.state != "connected":
            raise UserError(
                self.env._(
                    "%(connection)s is not connected to QuickBooks. Connect it first.",
                    connection=self.connection_id.name,
                )
            )
        self.filtered(lambda run: run.state == "draft").state = "searching"
        self.env.ref("connex_bridge.cron_sync").sudo()._trigger()

    def action_adopt_certain(self):
        """Adopt everything of which number, customer, total and date agree."""
        self.ensure_one()
        certain = self.open_line_ids.filtered(lambda line: line.match == "certain")
        certain.action_adopt()

    def action_sync_from_here(self):
        """Have the connection sync sales from this day on, too."""
        self.ensure_one()
        if self.open_count:
            raise UserError(
                self.env._(
                    "%(count)s documents may be in QuickBooks already. Decide about them first, or they "
                    "would arrive a second time.",
                    count=self.open_count,
                )
            )
        self.connection_id.check_access("write")
        self.connection_id.sync_from_date = min(self.connection_id.sync_from_date, self.date_from)

    def action_open_lines(self):
        """All documents of this search, whatever was decided about them."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "connex.adoption.line",
            "view_mode": "list",
            "domain": [("run_id", "=", self.id)],
        }

    # === BUSINESS METHODS === #

    @api.private
    def advance(self, connection):
        """Read the next page of this connection's oldest open search, or compare what was read; returns
        how much was done. Called by the engine, in its own transaction."""
        if self.env.context.get(DEADLINE):
            return 0
        run = self.search(
            [("connection_id", "=", connection.id), ("state", "=", "searching")],
            order="id",
            limit=1,
        )
        if not run:
            return 0
        if run.kind_position < len(SEARCHED):
            return run._read_next()
        run.with_context(lang=run.create_uid.lang)._compare()
        run.state = "found"
        return 1

    def _read_next(self):
        """Read the next page; returns how much was done."""
        self._read_page(SEARCHED[self.kind_position])
        return 1

    def _searched(self):
        """The kinds of documents that were read to the end."""
        return SEARCHED

    def _read_page(self, kind):
        start = self.page * batch.MOST_ROWS + 1
        day = self.date_from - NEAR
        statement = f"SELECT * FROM {ENTITY[kind]} WHERE TxnDate >= '{day}' ORDERBY Id"
        rows = self.connection_id._session().page(statement, start)
        self.env["connex.adoption.found"]._remember(self, kind, rows)
        if len(rows) < batch.MOST_ROWS:
            self.write({"page": 0, "kind_position": self.kind_position + 1})
        else:
            self.page += 1

    def _compare(self):
        """Lines of proposals for all documents that Odoo knows and QuickBooks does not have from us."""
        bound = self._bound()
        found = self.found_ids.filtered(lambda each: (each.document, each.qb_id) not in bound)
        refused = self._refused_pairs()
        candidates = self.env["connex.adoption.candidates"].collect(
            self.connection_id, self.date_from, self._searched()
        )
        for kind, own in candidates.items():
            of_kind = {each.qb_id: each for each in found if each.document == kind}
            rows = [each._compared() for each in of_kind.values()]
            proposals = adoption.propose(own, rows, refused)
            lines = self.env["connex.adoption.line"]
            lines._of_proposals(self.connection_id, proposals, of_kind, self)

    def _bound(self, ids=None):
        """(kind, QuickBooks id) of what a mirror has already, of these ids if any are given."""
        domain = [("connection_id", "=", self.connection_id.id)]
        domain.append(("qb_id", "!=", False) if ids is None else ("qb_id", "in", ids))
        mirrors = self.env["connex.mirror"].search_fetch(domain, ["document", "qb_id"])
        return {(mirror.document, mirror.qb_id) for mirror in mirrors}

    def _refused_pairs(self, ids=None):
        """(key of a document, QuickBooks id) of what is not the same, says a person; of these ids if any are
        given."""
        domain = [("connection_id", "=", self.connection_id.id), ("state", "=", "rejected")]
        if ids is not None:
            domain.append(("candidate_ids.qb_id", "in", ids))
        lines = self.env["connex.adoption.line"].search(domain)
        return frozenset(
            (Key(line.document, line.res_model, line.res_id), found.qb_id)
            for line in lines
            for found in line.candidate_ids
        )

    @api.autovacuum
    def _gc_found(self):
        """What was read of QuickBooks is old after a while; what was decided is kept."""
        before = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.env["connex.adoption.found"].search(
            [("create_date", "<", before), ("kept", "=", False)], limit=10000
        ).unlink()
