"""The engine for QuickBooks Desktop, which calls Odoo and is never called: runs only plan, and what a person
asks for is noted for the next session of the Web Connector.
"""

from odoo import api, fields, models
from odoo.tools import format_datetime

from .connex_planner import LISTS


class ConnexEngine(models.AbstractModel):
    _inherit = "connex.engine"

    def _step(self, connection):
        if connection.backend != "desktop":
            return super()._step(connection)
        # A session plans for itself, and its calls must not wait.
        if connection.state != "connected" or connection._is_in_session():
            return 0
        done = self.env["connex.manual.sync"].advance(connection) or self._plan(connection)
        self.commit()
        return done

    @api.private
    def _send(self, connection, only=None):
        return 0 if connection.backend == "desktop" else super()._send(connection, only)

    def _sync_now(self, connection, sources, delete_first):
        if connection.backend != "desktop":
            return super()._sync_now(connection, sources, delete_first)
        planner = self.env["connex.planner"]
        mirrors = planner.plan_sources(connection, sources)
        (mirrors | mirrors.blocked_by_id)._want_lists()
        (mirrors | mirrors.blocked_by_id)._release()
        kept = mirrors.browse()
        if delete_first:
            kept = planner.mark_for_recreation(mirrors)
        else:
            self.env["connex.desktop.verifier"].put_right(mirrors)
        self.commit()
        shown = mirrors.filtered(lambda m: m.document not in LISTS or m.state == "problem")
        note = connection._note_for_next_session(shown) if shown else ""
        return shown.ids, kept._note_not_deleted() or note

    def _tie_out(self, connection):
        if connection.backend != "desktop":
            return super()._tie_out(connection)
        if connection.state != "connected":
            return 0
        mirrors = self.env["connex.mirror"].search(self.comparable(connection))
        self.env["connex.desktop.verifier"].tie_out(mirrors)
        connection.tied_out_at = fields.Datetime.now()
        self.commit()
        return 0


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    def _note_for_next_session(self, mirrors=None):
        """What the button says: when these documents go, and when the Web Connector was last there."""
        self.ensure_one()
        last = self.web_connector_called_at
        if not last:
            return self.env._(
                "The documents go to QuickBooks with the first run of the Web Connector. It has not "
                "called yet: add this connection to it, and start it."
            )
        if mirrors and all(mirror.state == "synced" for mirror in mirrors):
            note = self.env._(
                "QuickBooks has all of it. With the next run of the Web Connector it is compared with Odoo, "
                "and put right if somebody has changed it. The last run was at %(time)s.",
                time=format_datetime(self.env, last, dt_format="short"),
            )
        else:
            note = self.env._(
                "The documents go to QuickBooks with the next run of the Web Connector. The last one was "
                "at %(time)s.",
                time=format_datetime(self.env, last, dt_format="short"),
            )
        problem = f"{self.problem_message or ''} {self.problem_next_step or ''}"
        return f"{note} {problem}".strip()
