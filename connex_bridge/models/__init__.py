# The mixins come first: the models below inherit from them.
from . import connex_capture

# isort: split
from . import account_bank_statement_line
from . import account_move
from . import account_move_line
from . import account_partial_reconcile
from . import account_payment
from . import connex_change
from . import connex_reader
from . import connex_source
from . import connex_reconciler  # isort: skip  # extends connex_source
from . import payment_transaction
from . import sale_order
from . import sale_order_line
