"""The queries by which connex_reader_graph.py finds out which records belong together."""

ORDERS_AND_INVOICES = """
    SELECT DISTINCT line.order_id, item.move_id
      FROM sale_order_line_invoice_rel link
      JOIN sale_order_line line ON line.id = link.order_line_id
      JOIN account_move_line item ON item.id = link.invoice_line_id
      JOIN account_move move ON move.id = item.move_id
     WHERE %s = ANY(%s) AND move.move_type IN %s
"""

REVERSALS = """
    SELECT id, reversed_entry_id FROM account_move
     WHERE reversed_entry_id IS NOT NULL AND move_type IN %(documents)s AND reversed_entry_id = ANY(%(moves)s)
    UNION
    SELECT id, reversed_entry_id FROM account_move
     WHERE reversed_entry_id IS NOT NULL AND move_type IN %(documents)s AND id = ANY(%(moves)s)
"""

#: The reconciliations of some journal entries (`own`) with documents, payments and bank lines (`other`).
#: Journal entries that write something off are among these, entries for exchange differences are not. Last
#: comes whether the own side is the one that adds to what the customer owes (an invoice, money paid back).
APPLICATIONS = """
    SELECT partial.id, own.move_id, other.move_id, entry.move_type,
           entry.origin_payment_id, entry.statement_line_id,
           partial.%(own_amount)s, partial.%(other_amount)s, own.date, other.date,
           own.id = partial.debit_move_id
      FROM account_partial_reconcile partial
      JOIN account_move_line own ON own.id = partial.%(own)s
      JOIN account_move_line other ON other.id = partial.%(other)s
      JOIN account_move entry ON entry.id = other.move_id
      JOIN account_account account ON account.id = own.account_id
     WHERE account.account_type IN ('asset_receivable', 'liability_payable')
       AND own.move_id = ANY(%(moves)s)
       AND (entry.move_type IN %(documents)s
            OR entry.origin_payment_id IS NOT NULL OR entry.statement_line_id IS NOT NULL
            OR entry.move_type = 'entry' AND NOT EXISTS (
                SELECT FROM account_partial_reconcile exchange
                 WHERE exchange.exchange_move_id = entry.id))
"""

WITHOUT_ENTRY = """
    SELECT payment.id, link.invoice_id
      FROM account_move__account_payment link
      JOIN account_payment payment ON payment.id = link.payment_id
     WHERE payment.move_id IS NULL AND payment.state IN ('in_process', 'paid')
       AND (link.payment_id = ANY(%s) OR link.invoice_id = ANY(%s))
"""
