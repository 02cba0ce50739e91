"""A session of the QuickBooks Web Connector: from `authenticate` to `closeConnection`.

The Web Connector calls, Odoo answers, and any Odoo worker may get the next call: so everything that a call
needs to know about the calls before it is here. Written only under the engine's lock of the connection.
"""

from datetime import timedelta

from odoo import api, fields, models

#: A ticket that is not used for so long is worth nothing.
TICKET_LIFE = timedelta(hours=1)
KEEP = timedelta(days=30)
#: How long a session may be silent before another may take its place: between two calls the Web Connector
#: only thinks; while an answer is awaited QuickBooks works, and must not be given the same work twice.
PATIENCE = timedelta(seconds=60)
PATIENCE_FOR_ANSWER = timedelta(minutes=10)
#: Parameter that shortens both, in seconds.
PATIENCE_PARAMETER = "connex_bridge.web_connector_patience"


class ConnexWebConnectorSession(models.Model):
    _name = "connex.web.connector.session"
    _description = "Web Connector Session"
    _order = "id desc"
    _rec_name = "started_at"

    connection_id = fields.Many2one(
        "connex.connection", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    ticket = fields.Char(required=True, copy=False, groups=fields.NO_ACCESS)
    expected = fields.Selection(
        [
            ("request", "Odoo's next message"),
            ("answer", "QuickBooks' answer"),
            ("error", "Why it stopped"),
            ("close", "The end"),
        ],
        "Waiting For",
        readonly=True,
        help="Which call of the Web Connector comes next; nothing when the session has ended.",
    )
    company_file = fields.Char(readonly=True)
    country = fields.Char("Edition of", readonly=True)
    qbxml_version = fields.Char("qbXML", readonly=True, help="The newest qbXML that it knows.")
    started_at = fields.Datetime("Started", required=True, readonly=True)
    last_call_at = fields.Datetime("Last Call", required=True, readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    planned_count = fields.Integer("Planned", readonly=True)
    done_count = fields.Integer("Done", readonly=True)
    progress = fields.Integer("Progress (%)", readonly=True, help="As the Web Connector shows it.")
    last_error = fields.Char("What It Said", readonly=True)
    # To know an answer again that is delivered a second time.
    answer_digest = fields.Char(readonly=True)
    failed_openings = fields.Integer(readonly=True)
    failures = fields.Integer(
        readonly=True, help="How many messages in a row came to nothing, of those that only read."
    )

    _ticket_unique = models.UniqueIndex("(ticket)")

    # === BUSINESS METHODS === #

    @api.model
    def _of_ticket(self, connection, ticket):
        """The session that this ticket belongs to, if it is still worth something."""
        if not ticket:
            return self.browse()
        session = self.search([("connection_id", "=", connection.id), ("ticket", "=", ticket)])
        return session.filtered(lambda each: each._is_live())

    @api.model
    def _unended(self, connection):
        """The sessions of a connection that have not ended: normally one at most."""
        return self.search([("connection_id", "=", connection.id), ("ended_at", "=", False)])

    def _is_live(self):
        self.ensure_one()
        if self.ended_at or self.last_call_at < fields.Datetime.now() - TICKET_LIFE:
            return False
        # A new password ends what was begun with the old one.
        changed = self.env["connex.token"]._of(self.connection_id).web_connector_password_at
        return bool(changed) and changed <= self.started_at

    def _is_in_use(self):
        """Whether somebody may still be at work in this session, so that another must not begin."""
        self.ensure_one()
        patience = {"request": PATIENCE, "answer": PATIENCE_FOR_ANSWER}.get(self.expected)
        if not patience or not self._is_live():
            return False
        shortest = self.env["ir.config_parameter"].sudo().get_param(PATIENCE_PARAMETER)
        if shortest and shortest.isdecimal():
            patience = min(patience, timedelta(seconds=int(shortest)))
        return self.last_call_at + patience > fields.Datetime.now()

    def _end(self):
        """Nothing comes any more. If QuickBooks' answer was awaited, nobody knows what it did: the driver
        finds out."""
        for session in self.filtered(lambda each: not each.ended_at):
            awaited = session.expected == "answer"
            session.write({"ended_at": fields.Datetime.now(), "expected": False})
            if awaited:
                self.env["connex.web.connector"]._driver()._lost(session)

    @api.autovacuum
    def _gc_old_sessions(self):
        old = self.search([("last_call_at", "<", fields.Datetime.now() - KEEP)], limit=1000)
        old.unlink()
        return len(old), len(old) == 1000
