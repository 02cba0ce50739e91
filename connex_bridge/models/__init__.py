# The mixins come first: the models below inherit from them.
from . import connex_capture, connex_reconciler

# isort: split
from . import (
    account_bank_statement_line,
    account_move,
    account_move_line,
    account_partial_reconcile,
    account_payment,
    connex_change,
    connex_reader,
    connex_source,
    payment_transaction,
    sale_order,
    sale_order_line,
)
