"""Where a connection belongs: in the database in which it was approved, not in a copy of that one.

A copied or restored database sends nothing until a manager has said what it is. How databases are told
apart: connex_database.py.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

COPIED = "copied_database"


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    is_copied = fields.Boolean(
        "In a Copied Database",
        compute="_compute_is_copied",
        compute_sudo=True,
        help="The connection was approved in another database, of which this one is a copy.",
    )

    @api.depends("state")
    def _compute_is_copied(self):
        tokens = self.env["connex.token"].search([("connection_id", "in", self.ids)])
        copied = tokens.filtered(lambda token: token._is_copied()).connection_id
        for connection in self:
            connection.is_copied = connection in copied

    # === ACTION METHODS === #

    def action_continue_here(self):
        """The original is gone, or has moved here: go on in this database, and look at everything."""
        self.check_access("write")
        for connection in self.filtered("is_copied"):
            token = self.env["connex.token"]._of(connection)
            token.home = token._here()
            # After a restored backup QuickBooks may know more than this database.
            connection.write({"state": "connected", "reconciled_at": False, "tied_out_at": False})
            connection._clear_problem()
        self.invalidate_recordset(["is_copied"])
        self.env.ref("connex_bridge.cron_sync").sudo()._trigger()

    def action_disconnect_copy(self):
        """This is a copy: forget the tokens. They are not handed back, the original goes on using them."""
        self.check_access("write")
        for connection in self.filtered("is_copied"):
            self.env["connex.token"]._of(connection)._forget()
            connection._clear_problem()
            connection.state = "draft"
        self.invalidate_recordset(["is_copied"])

    def action_resume(self):
        for connection in self.filtered("is_copied"):
            raise UserError(
                self.env._(
                    "%(name)s was connected in another database, of which this one may be a copy. Open "
                    "it and say which of the two goes on.",
                    name=connection.name,
                )
            )
        return super().action_resume()

    # === BUSINESS METHODS === #

    def _at_home(self):
        """Those that may run in this database; the others are paused, and say why."""
        copied = self.filtered("is_copied")
        for connection in copied:
            connection._set_problem(COPIED)
        return self - copied

    def _set_problem(self, code, **values):
        result = super()._set_problem(code, **values)
        if code == COPIED and self.state != "draft":
            self.state = "paused"
            # Without e-mail: a copy must not write to people either.
            self.with_context(mail_activity_quick_update=True)._tell_manager(
                "connex_bridge.mail_activity_stopped",
                self.env._(
                    "Is this the real database? %(name)s waits for the answer", name=self.name
                ),
                " ".join(filter(None, (self.problem_message, self.problem_next_step))),
            )
        return result

    def _clear_problem(self):
        if self.problem_code == COPIED:
            self.sudo().activity_unlink(["connex_bridge.mail_activity_stopped"])
        return super()._clear_problem()

    def _tell_manager(self, activity, summary, note, deadline=None):
        """One activity of this type for the responsible manager, however often it is asked for."""
        self.ensure_one()
        activity_type = self.env.ref(activity, raise_if_not_found=False)
        if not activity_type or activity_type in self.sudo().activity_ids.activity_type_id:
            return
        self.sudo().activity_schedule(
            activity,
            date_deadline=deadline,
            user_id=self._responsible_manager().id,
            summary=summary,
            note=note,
        )
