"""Sales that have no order and no invoice: what a point of sale books at the end of a session.

Such a session is one journal entry for all its sales. There is nothing to mirror, and so the money that
settles it must not arrive in QuickBooks as a credit of somebody. Orders of the point of sale that were
invoiced are the exception: an entry says how each was paid. The app's own fields are read where it is
installed; this addon does not depend on it.
"""

from odoo.tools import SQL

SALES_ENTRIES = """
    SELECT DISTINCT item.move_id
      FROM account_move_line item JOIN account_account account ON account.id = item.account_id
     WHERE item.move_id = ANY(%s) AND account.account_type = 'income'
"""


class CounterSales:
    """Tells the money of sales that are journal entries only. `graph`: see connex_reader_graph.py."""

    def __init__(self, env, graph):
        self.graph = graph
        behind = sorted({entry for entries in graph.behind.values() for entry in entries})
        rows = env.execute_query(SQL(SALES_ENTRIES, behind)) if behind else []
        self.sales = {entry for (entry,) in rows}

    def pays(self, source, record):
        """Whether this payment or bank statement line, applied to nothing, is money of such sales."""
        if "pos_session_id" in record._fields and record.pos_session_id:
            return True
        behind = self.graph.behind.get(source, set())
        return bool(behind) and behind <= self.sales


def counter_payments(entry):
    """The point of sale's payments of an invoiced order which this journal entry books; none for others."""
    return entry.pos_payment_ids if "pos_payment_ids" in entry._fields else ()
