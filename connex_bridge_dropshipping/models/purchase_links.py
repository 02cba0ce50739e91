"""Which purchase order lines were bought for which sales, and which bills bill them, in SQL.

Odoo notes the sale on the line itself where the vendor ships to the customer and for services; where goods
pass through the warehouse, only the stock moves know.
"""

from typing import NamedTuple

from odoo.tools import SQL

COLUMNS = {"sale": "sold.order_id", "order": "line.order_id", "line": "line.id"}

DIRECT = """
    SELECT line.id, line.order_id, sold.order_id, TRUE
      FROM purchase_order_line line
      JOIN sale_order_line sold ON sold.id = line.sale_line_id
     WHERE %s = ANY(%s)
"""
THROUGH_STOCK = """
    SELECT DISTINCT line.id, line.order_id, sold.order_id, FALSE
      FROM purchase_order_line line
      JOIN stock_move_created_purchase_line_rel link ON link.created_purchase_line_id = line.id
      JOIN stock_move move ON move.id = link.move_id
      JOIN sale_order_line sold ON sold.id = move.sale_line_id
     WHERE line.sale_line_id IS NULL AND %s = ANY(%s)
"""
BILLED = """
    SELECT DISTINCT item.move_id, item.purchase_line_id
      FROM account_move_line item
      JOIN account_move move ON move.id = item.move_id
     WHERE item.purchase_line_id IS NOT NULL AND move.move_type IN ('in_invoice', 'in_refund')
       AND %s = ANY(%s)
"""


class Link(NamedTuple):
    """A purchase order line (`line`, of `order`) and the sales order it was bought for. `direct` means that
    the line itself says so."""

    line: int
    order: int
    sale: int
    direct: bool


def links_of(env, by, ids):
    """The links of these sales orders (`by` is `sale`), purchase orders (`order`) or lines (`line`)."""
    if not ids:
        return []
    column = SQL.identifier(*COLUMNS[by].split("."))
    return [
        Link(*row)
        for query in (DIRECT, THROUGH_STOCK)
        for row in env.execute_query(SQL(query, column, list(ids)))
    ]


def bills_of(env, by, ids):
    """(bill, purchase order line) of these purchase order lines (`by` is `line`) or bills (`bill`)."""
    if not ids:
        return []
    column = {"line": "purchase_line_id", "bill": "move_id"}[by]
    return env.execute_query(SQL(BILLED, SQL.identifier("item", column), list(ids)))
