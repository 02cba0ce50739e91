"""What users have changed: where the engine has to look, written in the user's own transaction.

The table is only ever appended to: an insert neither waits for nor fails because of the engine's work on
older rows, where an upsert would do both. A row says nothing but which record; duplicates are harmless.
Rows are consumed by connex_source.py. What is noted and when: connex_capture.py.
"""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

NOTES = "connex_bridge.changes"

#: The latest sale of each product that has an item in QuickBooks: it brings the change along.
SOLD = """
    SELECT sale.*
      FROM connex_mirror mirror
      JOIN product_product variant ON variant.id = mirror.res_id
     CROSS JOIN LATERAL (
        (SELECT 'sale.order', line.order_id, line.company_id
           FROM sale_order_line line
          WHERE line.product_id = mirror.res_id AND line.state = 'sale'
            AND line.company_id = mirror.company_id
          ORDER BY line.id DESC LIMIT 1)
        UNION ALL
        (SELECT 'account.move', line.move_id, line.company_id
           FROM account_move_line line JOIN account_move move ON move.id = line.move_id
          WHERE line.product_id = mirror.res_id AND move.state = 'posted'
            AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
            AND line.company_id = mirror.company_id
          ORDER BY line.id DESC LIMIT 1)
     ) AS sale
     WHERE mirror.document = 'item' AND {} = ANY(%s)
"""

#: Changed table → the records to look at, as a query of (model, id, company) of the changed ids. Everything
#: is looked up in one go at the end of the transaction, so that noting costs the user nothing before.
LOOKUPS = {
    "sale.order": "SELECT 'sale.order', id, company_id FROM sale_order WHERE id = ANY(%s)",
    "sale.order.line": """
        SELECT 'sale.order', sale_order.id, sale_order.company_id
          FROM sale_order_line JOIN sale_order ON sale_order.id = sale_order_line.order_id
         WHERE sale_order_line.id = ANY(%s)
    """,
    "payment.transaction": """
        SELECT 'sale.order', sale_order.id, sale_order.company_id
          FROM sale_order_transaction_rel link JOIN sale_order ON sale_order.id = link.sale_order_id
         WHERE link.transaction_id = ANY(%s)
    """,
    "account.payment": """
        SELECT 'account.payment', id, company_id FROM account_payment
         WHERE partner_type = 'customer' AND id = ANY(%s)
    """,
    "account.bank.statement.line": """
        SELECT 'account.bank.statement.line', id, company_id FROM account_bank_statement_line
         WHERE id = ANY(%s)
    """,
    "account.move": """
        SELECT 'account.move', id, company_id FROM account_move
         WHERE id = ANY(%s)
           AND (move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                OR EXISTS (SELECT FROM connex_mirror mirror
                            WHERE mirror.res_model = 'account.move' AND mirror.res_id = account_move.id))
    """,
    # A customer that has a document: one sale that names them brings the change along.
    "res.partner": """
        SELECT sale.*
          FROM connex_mirror mirror
          JOIN res_partner partner ON partner.commercial_partner_id = mirror.res_id
         CROSS JOIN LATERAL (
            (SELECT 'sale.order', sold.id, sold.company_id
               FROM sale_order sold JOIN res_partner buyer ON buyer.id = sold.partner_id
              WHERE buyer.commercial_partner_id = mirror.res_id AND sold.state = 'sale'
                AND sold.company_id = mirror.company_id
              ORDER BY sold.id DESC LIMIT 1)
            UNION ALL
            (SELECT 'account.move', move.id, move.company_id
               FROM account_move move
              WHERE move.commercial_partner_id = mirror.res_id AND move.state = 'posted'
                AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                AND move.company_id = mirror.company_id
              ORDER BY move.id DESC LIMIT 1)
         ) AS sale
         WHERE mirror.document = 'customer' AND partner.id = ANY(%s)
    """,
    "product.product": SOLD.format("variant.id"),
    "product.template": SOLD.format("variant.product_tmpl_id"),
    # The two sides of a reconciliation: documents, payments, bank statement lines.
    "account.move.line": """
        SELECT CASE WHEN move.origin_payment_id IS NOT NULL THEN 'account.payment'
                    WHEN move.statement_line_id IS NOT NULL THEN 'account.bank.statement.line'
                    ELSE 'account.move' END,
               COALESCE(move.origin_payment_id, move.statement_line_id, move.id),
               move.company_id
          FROM account_move_line line JOIN account_move move ON move.id = line.move_id
         WHERE line.id = ANY(%s)
           AND (move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                OR move.origin_payment_id IS NOT NULL OR move.statement_line_id IS NOT NULL
                OR EXISTS (SELECT FROM connex_mirror mirror
                            WHERE mirror.res_model = 'account.move' AND mirror.res_id = move.id))
    """,
}

INSERT = """
    INSERT INTO connex_change (res_model, res_id, company_id)
    SELECT found.*
      FROM (%s) AS found (res_model, res_id, company_id)
     WHERE found.company_id IN (SELECT company_id FROM connex_connection)
"""


class ConnexChange(models.Model):
    _name = "connex.change"
    _description = "Change to Look At"
    _log_access = False

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    company_id = fields.Integer(
        required=True, help="Not a foreign key: no lock on the company's row."
    )

    @api.model
    def _note(self, model, ids):
        """Have the records looked at that are concerned by a change of these (see `LOOKUPS`)."""
        # While modules are loaded the table may not exist yet; the reconciler finds what changes then.
        if ids and self.pool.ready:
            self._notes().setdefault(model, set()).update(ids)

    @api.model
    def _note_gone(self, model, records):
        """Have records looked at that are about to be deleted."""
        if records and self.pool.ready:
            gone = ((model, record.id, record.company_id.id) for record in records)
            self._notes().setdefault("gone", set()).update(gone)

    @api.model
    def _lookups(self):
        """`LOOKUPS`, for an app that has more to note."""
        return LOOKUPS

    @api.model
    def _further_lookups(self, model):
        """More queries for a table of `LOOKUPS`."""
        return []

    def _notes(self):
        precommit = self.env.cr.precommit
        if NOTES not in precommit.data:
            precommit.data[NOTES] = {}
            precommit.add(self.sudo()._store_notes)
        return precommit.data[NOTES]

    @api.model
    def _store_notes(self):
        notes = self.env.cr.precommit.data.pop(NOTES, {})
        gone = notes.pop("gone", ())
        lookups = self._lookups()
        found = [
            SQL(f"({query})", list(ids))
            for model, ids in notes.items()
            for query in (lookups[model], *self._further_lookups(model))
        ]
        if gone:
            models_, ids, companies = (list(column) for column in zip(*gone, strict=True))
            found.append(
                SQL(
                    "(SELECT * FROM unnest(%s::text[], %s::int[], %s::int[]))",
                    models_,
                    ids,
                    companies,
                )
            )
        if found:
            self.env.cr.execute(SQL(INSERT, SQL(" UNION ").join(found)))

    @api.autovacuum
    def _gc_notes(self):
        """Notes of companies whose connections do not run (not connected yet, paused, to be connected again)
        become watched records that are pending: one per record, however often it changes, and nothing is
        lost. Where there is no connection at all, nobody will read them."""
        connections = self.env["connex.connection"].sudo().search(Domain.TRUE)
        for _company, own in connections.grouped("company_id").items():
            if "connected" not in own.mapped("state"):
                self.env["connex.source"]._intake(own[:1])
        companies = connections.company_id.ids
        self.sudo().search([("company_id", "not in", companies)]).unlink()
