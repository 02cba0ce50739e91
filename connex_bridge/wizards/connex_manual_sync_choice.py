"""Which sales a manual sync is about: by dates, or by a pasted list of numbers."""

import re
from datetime import datetime, time, timedelta

import pytz

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

SEPARATORS = re.compile(r"[\n,;\t]+")
INVOICES = ("out_invoice", "out_refund", "out_receipt")


class ConnexManualSyncChoice(models.AbstractModel):
    """Inherited by `connex.manual.sync`, whose fields it reads."""

    _name = "connex.manual.sync.choice"
    _description = "Choose Sales for a Manual Sync"

    def _collect(self):
        """Write down the sales that are meant, in place of earlier ones. Raises UserError for none."""
        self.ensure_one()
        self.check_access("write")
        orders, invoices = self._by_numbers() if self.choose_by == "numbers" else self._by_dates()
        if not orders and not invoices:
            raise UserError(self._nothing_found())
        lines = self.env["connex.manual.sync.line"].sudo()
        self.sudo().line_ids.unlink()
        lines.create(
            [
                {
                    "run_id": self.id,
                    "res_model": record._name,
                    "res_id": record.id,
                    "name": record.name,
                    "partner_id": record.partner_id.id,
                }
                for records in (orders, invoices)
                for record in records
            ]
        )

    def _nothing_found(self):
        if self.choose_by == "numbers":
            return self.env._(
                "None of these numbers was found in %(company)s: %(numbers)s. Check the list; only "
                "confirmed orders and posted invoices can be synced.",
                company=self.company_id.name,
                numbers=self.unknown_numbers or self.env._("the list is empty"),
            )
        return self.env._(
            "%(company)s has no confirmed sale in these days. Choose other dates.",
            company=self.company_id.name,
        )

    # By dates

    def _by_dates(self):
        self.unknown_numbers = False
        own = Domain("company_id", "=", self.company_id.id)
        if self.choose_by == "last_change":
            orders = invoices = self._between("write_date")
        else:
            orders = self._between("date_order")
            invoices = Domain("invoice_date", ">=", self.date_from) & Domain(
                "invoice_date", "<=", self.date_to
            )
        confirmed = Domain("state", "in", ("sale", "cancel"))
        # An invoice of an order goes with its order.
        alone = Domain("move_type", "in", INVOICES) & Domain("state", "=", "posted")
        alone &= ~Domain("line_ids.sale_line_ids", "!=", False)
        return (
            self.env["sale.order"].search(own & confirmed & orders, order="id"),
            self.env["account.move"].search(own & alone & invoices, order="id"),
        )

    def _between(self, field):
        """The days from first to last as the company lives them, of a date with time."""
        zone = pytz.timezone(self.company_id.partner_id.tz or "UTC")

        def start(day):
            local = zone.localize(datetime.combine(day, time.min))
            return local.astimezone(pytz.utc).replace(tzinfo=None)

        last = start(self.date_to + timedelta(days=1))
        return Domain(field, ">=", start(self.date_from)) & Domain(field, "<", last)

    # By numbers

    def _by_numbers(self):
        """The sales with these numbers; the numbers that are not found are noted on the run."""
        numbers = dict.fromkeys(filter(None, map(str.strip, SEPARATORS.split(self.numbers or ""))))
        names = {name for number in numbers for name in (number, number.upper())}
        own = Domain("company_id", "=", self.company_id.id) & Domain("name", "in", list(names))
        orders = self.env["sale.order"].search(own, order="id")
        invoices = self.env["account.move"].search(
            own & Domain("move_type", "in", INVOICES) & Domain("state", "=", "posted"), order="id"
        )
        quotations = orders.filtered(lambda order: order.state not in ("sale", "cancel"))
        orders -= quotations
        found = {name.upper() for name in (*orders.mapped("name"), *invoices.mapped("name"))}
        unconfirmed = {name.upper() for name in quotations.mapped("name")}
        missing = []
        for number in numbers:
            if number.upper() in unconfirmed:
                missing.append(self.env._("%s (a quotation, not confirmed yet)", number))
            elif number.upper() not in found:
                missing.append(number)
        self.unknown_numbers = "\n".join(missing) or False
        return orders, invoices
