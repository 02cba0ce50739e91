"""What Odoo knows and QuickBooks does not have from us, as `bridge.adoption` compares it.

Only the kinds of documents that the connection's transaction mode creates: others are not missing.
"""

from decimal import Decimal

from odoo import api, models

from ..bridge.adoption import Candidate
from ..bridge.documents import Key
from ..bridge.money import to_decimal
from ..bridge.rules.modes import MODES
from .connex_adoption import SEARCHED, WORDS

MOVE_KINDS = {"out_invoice": "invoice", "out_receipt": "invoice", "out_refund": "credit_memo"}


class ConnexAdoptionCandidates(models.AbstractModel):
    _name = "connex.adoption.candidates"
    _description = "Documents That May Be in QuickBooks Already"

    @api.private
    def collect(self, connection, date_from, kinds=SEARCHED):
        """{kind of document: list of `Candidate`} of everything of these kinds dated from this day on."""
        wanted = set(kinds) & set(self.kinds(connection))
        billed = connection.invoice_source == "order"
        found = {}
        if "sales_order" in wanted:
            found["sales_order"] = self._orders(connection, date_from, "sales_order")
        if "invoice" in wanted and billed:
            found["invoice"] = self._orders(connection, date_from, "invoice")
        elif wanted & {"invoice", "sales_receipt", "credit_memo"}:
            found |= self._moves(connection, date_from)
        if "payment" in wanted:
            found["payment"] = self._payments(connection, date_from)
        return {kind: self._open(connection, own) for kind, own in found.items() if kind in wanted}

    @api.private
    def kinds(self, connection):
        """The kinds of documents that the connection creates, of those that can be searched for."""
        created = set(MODES[connection.transaction_mode])
        billed = connection.invoice_source == "order" and "invoice" in created
        if created & {"invoice", "sales_receipt"} and not billed:
            created.add("credit_memo")
        if not connection.qb_sales_orders:
            created.discard("sales_order")
        return [kind for kind in SEARCHED if kind in created]

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

    def _moves(self, connection, date_from):
        created = MODES[connection.transaction_mode]
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
        words = WORDS[connection.backend]
        found = []
        for record in records:
            customer = record.partner_id.commercial_partner_id
            date = day(record)
            customer_id, name = customers.get(customer.id, ("", ""))
            found.append(
                Candidate(
                    key=Key(kind, record._name, record.id),
                    numbers=words.known_as(self._numbers(record), company, kind == "payment"),
                    customer=name or words.customer_name(customer.name),
                    day=date.date() if hasattr(date, "date") else date,
                    total=to_decimal(record[amount], record.currency_id.decimal_places),
                    currency=record.currency_id.name,
                    customer_id=customer_id,
                )
            )
        return found

    def _numbers(self, record):
        """Odoo's numbers of a document, its own first."""
        numbers = [record.name or ""]
        if record._name == "account.payment":
            numbers += [record.payment_reference or "", record.memo or ""]
        return numbers

    def _customers(self, connection, partners):
        """{partner's id: (QuickBooks' id, its name there as far as it is known)} of the customers that are
        bound already."""
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
        listed = self.env["connex.reference"].search_fetch(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "customer"),
                ("qb_id", "in", mirrors.mapped("qb_id")),
            ],
            ["qb_id", "full_name"],
        )
        names = {each.qb_id: each.full_name for each in listed}
        return {m.res_id: (m.qb_id, names.get(m.qb_id, "")) for m in mirrors}

    def _open(self, connection, candidates):
        """Those that QuickBooks neither has from us, nor is being told of."""
        ids = [candidate.key.id for candidate in candidates]
        mirrors = self.env["connex.mirror"].search(
            [("connection_id", "=", connection.id), ("res_id", "in", ids)]
        )
        live = {mirror.key() for mirror in mirrors if mirror._is_live()}
        return [candidate for candidate in candidates if candidate.key not in live]
