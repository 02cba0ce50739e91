"""A connection to QuickBooks Desktop: how the Web Connector gets in, and which company file it may open.

The calls themselves are answered in connex_web_connector.py. What QuickBooks says about the company is read
by the driver.
"""

import secrets
import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq

from ..bridge.desktop import company_file, qwc
from ..bridge.problem import Problem
from .connex_problem_text import problem_text

ADDRESS = "/connex/web_connector"
#: Letters and digits that nobody takes for one another, in groups: it may have to be typed. Five groups of
#: five are more than 120 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 5, 5
#: A computer in an office is off at night and over a weekend.
STALE_AFTER_HOURS = 72
#: Problems of the way to QuickBooks begin so: the next session that works ends them.
WAY_PROBLEMS = "desktop_"
OTHER_FILE = "desktop_other_company"


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    web_connector_user = fields.Char("User Name", compute="_compute_web_connector_user")
    web_connector_url = fields.Char("Web Connector Address", compute="_compute_web_connector_url")
    web_connector_password_set = fields.Boolean(
        "Password Made", compute="_compute_web_connector_password_set", compute_sudo=True
    )
    web_connector_minutes = fields.Integer(
        "Run Every (Minutes)",
        default=15,
        help="How often the Web Connector asks Odoo for work. It takes this from the file: after a change "
        "download the file and add it to the Web Connector again, or change it there.",
    )
    web_connector_file_id = fields.Char(readonly=True, copy=False, default=lambda self: _guid())
    company_file = fields.Char(
        readonly=True,
        copy=False,
        help="The QuickBooks company file of this connection, on the computer with the Web Connector. "
        "It is the one that was open in the first session; no other one is written to.",
    )
    company_file_guid = fields.Char(readonly=True, copy=False)
    web_connector_session_ids = fields.One2many(
        "connex.web.connector.session", "connection_id", "Sessions", readonly=True
    )
    web_connector_called_at = fields.Datetime(
        "Last Call of the Web Connector", readonly=True, copy=False
    )

    _web_connector_minutes_positive = models.Constraint(
        "CHECK(web_connector_minutes > 0)",
        "The Web Connector runs every minute at most.",
    )

    # === COMPUTE METHODS === #

    def _compute_web_connector_user(self):
        for connection in self:
            number = connection._origin.id
            connection.web_connector_user = number and f"connex-{number}"

    def _compute_web_connector_url(self):
        for connection in self:
            number = connection._origin.id
            connection.web_connector_url = (
                number and f"{connection.get_base_url()}{ADDRESS}/{number}"
            )

    def _compute_web_connector_password_set(self):
        tokens = self.env["connex.token"].search([("connection_id", "in", self.ids)])
        stored = {token.connection_id.id for token in tokens if token.web_connector_password}
        for connection in self:
            connection.web_connector_password_set = connection._origin.id in stored

    @api.onchange("backend")
    def _onchange_backend(self):
        """A connection that still has the other program's name, or the patience with it, gets its own."""
        names = {
            "online": self.env._("QuickBooks Online"),
            "desktop": self.env._("QuickBooks Desktop"),
        }
        if not self.name or self.name in names.values():
            self.name = names[self.backend]
        if not self._origin.id:
            hours = self.default_get(["stale_after_hours"])["stale_after_hours"]
            self.stale_after_hours = STALE_AFTER_HOURS if self.backend == "desktop" else hours

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("backend") == "desktop":
                vals.setdefault("stale_after_hours", STALE_AFTER_HOURS)
        return super().create(vals_list)

    # === ACTION METHODS === #

    def action_new_web_connector_password(self):
        """Make a password, and show it this once: only its hash is kept. The former one ends."""
        self.ensure_one()
        self.check_access("write")
        self._require_backend("desktop")
        password = _password()
        self.env["connex.token"]._of(self)._store_password(password)
        self.invalidate_recordset(["web_connector_password_set"])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Password for the Web Connector"),
            "res_model": "connex.web.connector.password",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_user_name": self.web_connector_user,
                "default_password": password,
            },
        }

    def action_download_qwc(self):
        """The file that tells the Web Connector about this connection."""
        self.ensure_one()
        self.check_access("write")
        self._require_backend("desktop")
        self._qwc()
        return {
            "type": "ir.actions.act_url",
            "url": f"{ADDRESS}/{self.id}/qwc",
            "target": "download",
        }

    def action_company_file_moved(self):
        """The company file is the same, but has another name or place now: take it over next time."""
        self.check_access("write")
        for connection in self:
            connection.company_file = False
            if connection.problem_code == OTHER_FILE:
                connection._clear_problem()

    def _qwc(self):
        """The file's content. Raises UserError when the Web Connector would refuse Odoo's address."""
        self.ensure_one()
        try:
            return qwc.write(
                qwc.Application(
                    name=f"Odoo {self.company_id.name} - {self.name}",
                    address=self.web_connector_url,
                    user_name=self.web_connector_user,
                    file_id=self.web_connector_file_id,
                    minutes=self.web_connector_minutes,
                )
            )
        except qwc.Insecure as failure:
            raise UserError(
                self.env._(
                    "The Web Connector only accepts addresses that begin with https://, and Odoo's is "
                    "%(address)s. Have whoever looks after Odoo set up https, and open Odoo by that "
                    "address once.",
                    address=self.web_connector_url,
                )
            ) from failure

    # === BUSINESS METHODS === #

    @api.model
    def _of_number(self, number):
        """The Desktop connection with this number, empty if there is none."""
        # Beyond the database's integers there is no connection, and asking would be an error.
        if not 0 < number < 2**31:
            return self.sudo().browse()
        return self.sudo().search([("id", "=", number), ("backend", "=", "desktop")])

    @api.model
    def _of_web_connector(self, number, user_name, password):
        """The connection that the Web Connector may work on with this user name and password."""
        connection = self._of_number(number)
        known = connection.web_connector_user if connection else ""
        # As bytes: other letters than ASCII cannot be compared in constant time as text.
        if not known or not consteq(known.encode(), user_name.encode()):
            return connection.browse()
        token = self.env["connex.token"].search([("connection_id", "=", connection.id)])
        return connection if token._is_password(password) else connection.browse()

    def _may_run_session(self):
        """Whether the Web Connector may do something for this connection now."""
        self.ensure_one()
        usable = self.web_connector_password_set and self.state != "paused"
        return usable and bool(self._at_home())

    def _is_in_session(self):
        """Whether the Web Connector is at work, so that whatever else there is to do can wait."""
        self.ensure_one()
        sessions = self.env["connex.web.connector.session"]._unended(self)
        return any(session._is_in_use() for session in sessions)

    def _refuse_company_file(self, opened):
        """Empty if `bridge.desktop.company_file.CompanyFile` is this connection's, or may become it; else
        why not, as a sentence that is also shown on the connection."""
        self.ensure_one()
        if not opened.path:
            return " ".join(problem_text(self.env, Problem("desktop_not_running")))
        own, holder = self._own_file(), self._holder_of(opened)
        if not own.is_same(opened) or holder:
            values = {
                "document": self.name,
                "file": opened.path,
                "expected": own.path or own.file_id,
                "other": holder.name or "",
                "company": holder.company_id.name or "",
            }
            code = "desktop_file_taken" if own.is_same(opened) else OTHER_FILE
            return self._refuse(code, **values)
        return ""

    def _take_over(self, opened):
        """A session works with this company file: it is the connection's from now on, and whatever was in
        the way to it is over."""
        values = {
            "company_file": opened.path or self.company_file,
            "company_file_guid": opened.file_id or self.company_file_guid,
            "qb_company_name": opened.name or self.qb_company_name,
            "state": "connected",
        }
        changed = {name: value for name, value in values.items() if self[name] != value}
        if changed:
            self.write(changed)
        if self._is_way_blocked():
            self._clear_problem()

    def _is_way_blocked(self):
        """Whether the last session could not work with the company file."""
        return (self.problem_code or "").startswith(WAY_PROBLEMS)

    def _is_to_try(self):
        """Whether the next session begins whatever there is to do: to see whether the way is open."""
        return self.state != "connected" or self._is_way_blocked()

    def _own_file(self):
        """The company file of this connection, as far as it is known."""
        return company_file.CompanyFile(self.company_file or "", self.company_file_guid or "")

    def _holder_of(self, opened):
        """The connection of any company that this file belongs to, other than this one: with both, a sale
        would be there twice, or in the books of somebody else."""
        others = self.sudo().search([("backend", "=", "desktop"), ("id", "!=", self.id)])
        return others.filtered(
            lambda each: opened.belongs_to(each._own_file(), each.web_connector_file_id or "")
        )[:1]

    def _note_call(self, in_order):
        """The Web Connector was here; `in_order` if there was nothing to do for it. Written once a minute
        at most: everybody reads this row."""
        now = fields.Datetime.now()
        last = self.web_connector_called_at
        if last and now - last < timedelta(minutes=1):
            return
        self.write({"web_connector_called_at": now, "last_run_at": now})
        if in_order:
            self.last_success_at = now

    def _note_session(self, in_order):
        """A session has ended, in good order or not."""
        now = fields.Datetime.now()
        self.write({"last_run_at": now} | ({"last_success_at": now} if in_order else {}))

    def _require_backend(self, backend):
        for connection in self:
            if connection.backend != backend:
                raise UserError(
                    self.env._("%(name)s is no connection of this kind.", name=connection.name)
                )


def _password():
    return "-".join(
        "".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _ in range(GROUPS)
    )


def _guid():
    return "{" + str(uuid.uuid4()).upper() + "}"
