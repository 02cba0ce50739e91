"""Working a manual sync off, step by step, from the scheduled action.

A line goes from `chosen` to `planned` when its documents have been planned, and from there to `done`,
`held` (for approval) or `problem` once QuickBooks has answered all of them. What needs nothing is
`unchanged` right away. Sending is the engine's business.
"""

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..bridge.sale import Source
from ..models.connex_planner import LISTS

SALES_PER_PREVIEW = 100
SALES_PER_PLAN = 300
LINKS = {
    "sale.order": ("connex_mirror_sale_order_rel", "sale_order_id"),
    "account.move": ("connex_mirror_account_move_rel", "account_move_id"),
}


def _sales(model, ids):
    return [(model, each) for each in ids]


class ConnexManualSyncRun(models.AbstractModel):
    """Inherited by `connex.manual.sync`, whose fields it uses."""

    _name = "connex.manual.sync.run"
    _description = "Work Off a Manual Sync"

    @api.private
    def advance(self, connection):
        """Do the next part of this connection's oldest open run; returns the number of sales that got
        further. Called by the engine, in its own transaction."""
        runs = self.search(
            [("connection_id", "=", connection.id), ("state", "in", ("previewing", "running"))],
            order="id",
        )
        for run in runs:
            run = run.with_context(lang=run.user_id.lang)
            step = run._preview_some if run.state == "previewing" else run._sync_some
            if done := step(connection):
                return done
        return 0

    def _chosen(self, limit):
        domain = [("run_id", "=", self.id), ("state", "=", "chosen")]
        lines = self.env["connex.manual.sync.line"].search(domain, order="id", limit=limit)
        for model, own in lines.grouped("res_model").items():
            gone = set(own.mapped("res_id")) - set(
                self.env[model].browse(own.mapped("res_id")).exists().ids
            )
            missing = own.filtered(lambda line, gone=gone: line.res_id in gone)
            missing.write({"state": "unchanged", "note": self.env._("Deleted in Odoo.")})
            lines -= missing
        return lines

    # Preview

    def _preview_some(self, connection):
        lines = self._chosen(SALES_PER_PREVIEW)
        if not lines:
            self.state = "previewed"
            return 1
        foreseen = self.env["connex.dry.run"].foresee(connection, lines._sources(), self.mode)
        documents = [each for each in foreseen if each.key.document not in LISTS]
        counts = dict(self.foreseen or {})
        for each in documents:
            counts[each.action] = counts.get(each.action, 0) + 1
        self.foreseen = counts
        shown = defaultdict(list)
        for each in documents:
            for sale in (*_sales("sale.order", each.orders), *_sales("account.move", each.moves)):
                shown[sale].append(each)
        for line in lines:
            own = shown[line.res_model, line.res_id]
            note = self.env["connex.preview"]._summary(own) if own else self._left_out()
            line.write({"state": "previewed", "note": note})
        return len(lines)

    def _left_out(self):
        return self.env._("Left out by transaction mode, order status or start date.")

    # Sync

    def _sync_some(self, connection):
        lines = self._chosen(SALES_PER_PLAN)
        if lines:
            mirrors = self.env["connex.engine"]._plan_each(connection, lines._sources(), self.mode)
            (mirrors | mirrors.blocked_by_id)._release()
            self._note_planned(lines, mirrors)
            return len(lines)
        settled = self._settle(connection)
        if not self.env["connex.manual.sync.line"].search_count(
            [("run_id", "=", self.id), ("state", "=", "planned")], limit=1
        ):
            self.write({"state": "done", "finished_at": fields.Datetime.now()})
            return settled or 1
        return settled

    def _note_planned(self, lines, mirrors):
        """What nobody has to send is finished now; the rest waits for QuickBooks' answers."""
        states = defaultdict(set)
        for mirror in mirrors:
            orders, moves = mirror.order_ids.ids, mirror.move_ids.ids
            for sale in (*_sales("sale.order", orders), *_sales("account.move", moves)):
                states[sale].add(mirror.state)
        for line in lines:
            own = states[line.res_model, line.res_id]
            if not own:
                line.write({"state": "unchanged", "note": self._left_out()})
            elif own <= {"synced", "voided"}:
                note = self.env._("QuickBooks has it like this already.")
                line.write({"state": "unchanged", "note": note})
            else:
                line.state = "planned"

    def _settle(self, connection):
        """Finish the lines whose documents are all at rest; returns how many."""
        self.env.flush_all()
        finished = 0
        for model in LINKS:
            rows = self.env.execute_query(self._at_rest(connection, model))
            for line, troubled, held in rows:
                record = self.env["connex.manual.sync.line"].browse(line)
                record._finish(self.env["connex.mirror"].browse(troubled or []), held)
            finished += len(rows)
        return finished

    def _at_rest(self, connection, model):
        """(line, ids of its documents that did not go through, whether some wait for approval) of all
        lines that are finished."""
        table, column = LINKS[model]
        approved = SQL("mirror.approved OR mirror.qb_id IS NOT NULL")
        return SQL(
            """SELECT line.id, array_agg(mirror.id) FILTER (WHERE %(troubled)s),
                      bool_or(mirror.state = 'waiting' AND NOT (%(approved)s))
                 FROM connex_manual_sync_line line
                 LEFT JOIN %(links)s link ON link.%(column)s = line.res_id
                 LEFT JOIN connex_mirror mirror
                        ON mirror.id = link.connex_mirror_id AND mirror.connection_id = %(connection)s
                WHERE line.run_id = %(run)s AND line.state = 'planned' AND line.res_model = %(model)s
                GROUP BY line.id
               HAVING NOT bool_or(COALESCE(%(open)s, FALSE))""",
            troubled=SQL("mirror.state = 'problem' OR mirror.blocked_by_id IS NOT NULL"),
            open=SQL(
                """mirror.state IN ('in_flight', 'unknown')
                   OR mirror.state = 'waiting' AND (%s) AND mirror.blocked_by_id IS NULL""",
                approved,
            ),
            approved=approved,
            links=SQL.identifier(table),
            column=SQL.identifier(column),
            connection=connection.id,
            run=self.id,
            model=model,
        )


class ConnexManualSyncLine(models.Model):
    _name = "connex.manual.sync.line"
    _description = "Sale of a Manual Sync"
    _order = "id"

    run_id = fields.Many2one("connex.manual.sync", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id")
    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference("Sale", model_field="res_model", required=True)
    name = fields.Char("Number")
    partner_id = fields.Many2one("res.partner", "Customer", ondelete="set null")
    state = fields.Selection(
        [
            ("chosen", "To Do"),
            ("previewed", "Previewed"),
            ("planned", "Being Sent"),
            ("done", "Done"),
            ("unchanged", "Unchanged"),
            ("held", "Waits for Approval"),
            ("problem", "Problem"),
        ],
        "Result",
        required=True,
        default="chosen",
    )
    note = fields.Char()

    _by_state = models.Index("(run_id, state, id)")

    # === ACTION METHODS === #

    def action_open(self):
        """Open the order or invoice."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    def action_preview(self):
        """What this run does, or would do, for this sale."""
        self.ensure_one()
        self.env[self.res_model].browse(self.res_id).check_access("read")
        return self.env["connex.preview"]._open(
            self.run_id.connection_id, self._sources(), self.run_id.mode
        )

    # === BUSINESS METHODS === #

    def _sources(self):
        return [Source(line.res_model, line.res_id) for line in self]

    def _finish(self, troubled, held):
        """QuickBooks has answered all of it; `troubled` are the documents that did not go through,
        `held` says that some wait for a manager's approval."""
        if held and not troubled:
            note = self.env._("A manager approves it under Connex Bridge → To Approve.")
            self.write({"state": "held", "note": note})
            return
        if not troubled:
            self.write({"state": "done", "note": False})
            return
        first = troubled[0]
        note = f"{first.problem_message or ''} {first.next_step or ''}".strip()
        self.write({"state": "problem", "note": note})
