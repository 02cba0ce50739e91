"""Which Odoo records a connection may have to mirror, as SQL.

Used where records are compared by the thousand (connex_source.py, connex_reconciler.py). A record that has
been mirrored stays maintained whatever this says: it has its row in `connex.source` already.
"""

from odoo.tools import SQL

#: Model → which of its records. In the order in which pending records are taken: a sale is read whole, so
#: looking at its order first also settles its invoices and payments. Never posted drafts and quotations
#: are left out: there is nothing to mirror yet.
CONDITIONS = {
    "sale.order": "record.state IN ('sale', 'cancel') AND record.date_order >= %(start)s",
    "account.move": """
        record.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
        AND (record.state = 'posted' OR record.posted_before)
        AND COALESCE(record.invoice_date, record.date) >= %(start)s
    """,
    "account.payment": """
        record.partner_type = 'customer' AND record.state <> 'draft' AND record.date >= %(start)s
    """,
    # A line that pays an invoice itself books on a receivable account; one that is matched with a payment
    # does not, and is the same money.
    "account.bank.statement.line": """
        EXISTS (
            SELECT FROM account_move_line item
              JOIN account_account account ON account.id = item.account_id
              JOIN account_move move ON move.id = item.move_id
             WHERE item.move_id = record.move_id
               AND account.account_type = 'asset_receivable'
               AND move.date >= %(start)s
        )
    """,
}


def records_in_scope(connection, model, condition):
    """A query of `id, write_date` of the model's records that the connection may have to mirror;
    `condition` is the model's, see `CONDITIONS`."""
    return SQL(
        "SELECT record.id, record.write_date FROM %s record WHERE record.company_id = %s AND %s",
        SQL.identifier(connection.env[model]._table),
        connection.company_id.id,
        SQL(condition, start=connection.sync_from_date or "-infinity"),
    )
