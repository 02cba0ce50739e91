from . import (
    account_move,
    account_move_line,
    connex_change,
    connex_connection,
    connex_mirror,
    connex_reader,
    connex_sender,
    connex_settler,
    connex_source,
    purchase_order,
    purchase_order_line,
    sale_order,
)
