"""What Odoo knows and QuickBooks does not have from us, as `bridge.online.adoption` compares it.

Only the kinds of documents that the connection's transaction mode creates: others are not missing.
"""

from decimal import Decimal

from odoo import api, models

from ..bridge.documents import Key
from ..bridge.money import to_decimal
from ..bridge.online import text
from ..bridge.online.adoption import Candidate
from ..bridge.rules.modes import MODES

MOVE_KINDS = {"out_invoice": "invoice", "out_receipt": "invoice", "out_refund": "credit_memo"}


class ConnexAdoptionCandidates(models.AbstractModel):
    _name = "connex.adoption.candidates"
    _description = "Documents That May Be in QuickBooks Already"

    @api.private
    def collect(self, connection, date_from):
        """{kind of document: list of `Candidate`} of everything dated from this day on."""
        created = MODES[connection.transaction_mode]
        found = {}
        if "sales_order" in created:
            found["sales_order"] = self._orders(connection, date_from, "sales_order")
        if connection.invoice_source == "order" and "invoice" in created:
            found["invoice"] = self._orders(connection, date_from, "invoice")
        elif {"invoice", "sales_receipt"} & created:
            found |= self._moves(connection, date_from, created)
        if "payment" in created:
            found["payment"] = self._payments(connection, date_from)
        return {kind: self._open(connection, own) for kind, own in found.items()}

    @api.private
    def of_mirror(self, mirror):
        """The candidate that a mirror's wanted document is; None when there is nothing to compare."""
        document = mirror.restored()
        if document is None or not hasattr(document, "date"):
            return None
        sent = mirror._sent_body()
        return Candidate(
            key=mirror.key(),
            numbers=(document.number, sent.get("DocNumber", "")),
            customer="",
            day=document.date,
            total=getattr(document, "total", getattr(document, "amount", Decimal(0))),
            currency=document.currency,
            customer_id=sent.get("CustomerRef", {}).get("value", ""),
        )

    def _orders(self, connection, date_from, kind):
        orders = self.env["sale.order"].search(
            [
                ("company_id", "=", connection.company_id.id),
                ("state", "=", "sale"),
                ("date_order", ">=", date_from),
            ]
        )
        return self._candidates(
            connection, orders, kind, "amount_total", lambda each: each.date_order
        )

    def _moves(self, connection, date_from, created):
        moves = self.env["account.move"].search(
            [
                ("company_id", "=", connection.company_id.id),
                ("state", "=", "posted"),
                ("move_type", "in", list(MOVE_KINDS)),
                ("invoice_date", ">=", date_from),
            ]
        )
        found = {}
        for kind, own in moves.grouped(lambda move: MOVE_KINDS[move.move_type]).items():
            if kind == "invoice" and "invoice" not in created:
                kind = "sales_receipt"
            found[kind] = self._candidates(
                connection, own, kind, "amount_total", lambda each: each.invoice_date
            )
        return found

    def _payments(self, connection, date_from):
        payments = self.env["account.payment"].search(
            [
                ("company_id", "=", connection.company_id.id),
                ("partner_type", "=", "customer"),
                ("payment_type", "=", "inbound"),
                ("state", "in", ("in_process", "paid")),
                ("date", ">=", date_from),
            ]
        )
        return self._candidates(connection, payments, "payment", "amount", lambda each: each.date)

    def _candidates(self, connection, records, kind, amount, day):
        customers = self._customers(connection, records.partner_id.commercial_partner_id)
        company = connection._quickbooks_company()
        found = []
        for record in records:
            customer = record.partner_id.commercial_partner_id
            date = day(record)
            found.append(
                Candidate(
                    key=Key(kind, record._name, record.id),
                    numbers=self._numbers(record, company),
                    customer=text.name(customer.name, text.DISPLAY_NAME),
                    day=date.date() if hasattr(date, "date") else date,
                    total=to_decimal(record[amount], record.currency_id.decimal_places),
                    currency=record.currency_id.name,
                    customer_id=customers.get(customer.id, ""),
                )
            )
        return found

    def _numbers(self, record, company):
        """The numbers that a person, or an earlier connection, may have given it in QuickBooks."""
        numbers = [record.name or ""]
        if record._name == "account.payment":
            numbers += [record.payment_reference or "", record.memo or ""]
        shortened = [text.number(number) for number in numbers]
        if company.number_policy == "prefix":
            room = text.DOC_NUMBER - len(company.number_prefix)
            shortened += [company.number_prefix + text.number(each, room) for each in numbers[:1]]
        return tuple(dict.fromkeys(filter(None, (*numbers, *shortened))))

    def _customers(self, connection, partners):
        """{partner's id: QuickBooks' id} of the customers that are bound already."""
        mirrors = self.env["connex.mirror"].search_fetch(
            [
                ("connection_id", "=", connection.id),
                ("document", "=", "customer"),
                ("res_model", "=", "res.partner"),
                ("res_id", "in", partners.ids),
                ("qb_id", "!=", False),
            ],
            ["res_id", "qb_id"],
        )
        return {mirror.res_id: mirror.qb_id for mirror in mirrors}

    def _open(self, connection, candidates):
        """Those that QuickBooks neither has from us, nor is being told of."""
        ids = [candidate.key.id for candidate in candidates]
        mirrors = self.env["connex.mirror"].search(
            [("connection_id", "=", connection.id), ("res_id", "in", ids)]
        )
        live = {mirror.key() for mirror in mirrors if mirror._is_live()}
        return [candidate for candidate in candidates if candidate.key not in live]
