"""Closed books: what happens to documents on or before QuickBooks' closing date, and noticing when it moves.

The closing date is read with the company's profile; a refusal because of it has it read again at once.
What follows from it for a document is bridge/online/closed_books.py's business.
"""

import json
from dataclasses import replace
from datetime import date

from odoo import api, fields, models

from ..bridge.online import closed_books, faults
from ..bridge.online.company import company_from_answers

#: A period that is closed although its date is not: tried no oftener than this, then a person is told.
MOST_ATTEMPTS = 3


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    closed_books_policy = fields.Selection(
        [
            ("hold", "Hold it until the books are open"),
            ("redate", "Date it the first open day"),
        ],
        "Sale in a Closed Period",
        required=True,
        default="hold",
        tracking=True,
        help="With the first open day, Odoo's date is in the memo in QuickBooks. What QuickBooks already has "
        "in a closed period is never changed or voided: it waits until the books are open.",
    )
    closing_date_doubted = fields.Boolean("Closing Date May Have Changed", copy=False)

    def write(self, vals):
        changed = self._changes(vals, ("closed_books_policy",))
        result = super().write(vals)
        for connection in self.filtered(changed):
            connection._release_held()
        return result

    def _quickbooks_company(self, documents=()):
        company = super()._quickbooks_company(documents)
        return replace(company, closed_books=self.closed_books_policy)

    @api.private
    def read_closing_date(self):
        """Ask QuickBooks until when its books are closed. Raises what `_remote_errors` lists."""
        self.ensure_one()
        facts = company_from_answers({}, self._session().read("preferences"))
        if facts["book_close_date"] != (self.qb_book_close_date or None):
            self.qb_book_close_date = facts["book_close_date"]
        self.closing_date_doubted = False


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    qb_date = fields.Date("QuickBooks Date", help="The day under which QuickBooks has it.")

    def _release(self):
        # Whoever tries again has opened the books in QuickBooks meanwhile.
        held = self.filtered(lambda mirror: mirror.problem_code == "books_closed")
        held.connection_id.closing_date_doubted = True
        return super()._release()

    def _booked_on(self):
        """The day under which QuickBooks has the document, None when it has none."""
        self.ensure_one()
        if not self.qb_id:
            return None
        if not self.qb_date and self.acknowledged:
            day = json.loads(self.acknowledged).get("date")
            return day and date.fromisoformat(day)
        return self.qb_date or None


class ConnexSettler(models.AbstractModel):
    _inherit = "connex.settler"

    def _saved_values(self, mirror, outcome, said, now):
        return super()._saved_values(mirror, outcome, said, now) | {"qb_date": outcome.day or False}


class ConnexOnlineSender(models.AbstractModel):
    _inherit = "connex.online.sender"

    def _operations(self, connection, mirrors):
        if connection.closing_date_doubted:
            connection.read_closing_date()
        return super()._operations(connection, mirrors)

    def _refused(self, mirror, fault):
        if faults.resolve(fault).problem_code == "period_closed" and self._is_closed_now(mirror):
            # Written once more, by what is known now: held back, or moved to an open day.
            mirror.write(mirror._once_more() | {"state": "waiting"})
            return
        super()._refused(mirror, fault)

    def _is_closed_now(self, mirror):
        """Whether the closing date, read again where necessary, explains the refusal."""
        if mirror.attempts >= MOST_ATTEMPTS:
            return False
        connection = mirror.connection_id
        sent = mirror._sent_body().get("TxnDate")
        days = [mirror._booked_on(), date.fromisoformat(sent) if sent else None]
        if not self._explains(connection, mirror, days):
            try:
                connection.read_closing_date()
            except connection._remote_errors():
                return False
        return self._explains(connection, mirror, days)

    def _explains(self, connection, mirror, days):
        company = connection._quickbooks_company()
        return any(closed_books.is_closed(mirror.document, day, company) for day in days)
