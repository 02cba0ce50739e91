# The mixins come first: the models below inherit from them.
from . import (
    connex_capture,
    connex_chosen,
    connex_mirrored,
    connex_reconciler,
    connex_rule_import,
    connex_rule_planning,
    connex_rule_test,
)

# isort: split
from . import (
    account_bank_statement_line,
    account_move,
    account_move_line,
    account_partial_reconcile,
    account_payment,
    connex_change,
    connex_connection,
    connex_connection_oauth,
    connex_connection_profile,
    connex_connection_state,
    connex_connection_sync,
    connex_connection_webhook,
    connex_customer_currency,
    connex_database,
    connex_customer_currency,
    connex_engine,
    connex_exchange,
    connex_exchange_readable,
    connex_mirror,
    connex_online_credits,
    connex_online_matcher,
    connex_online_sender,
    connex_online_verifier,
    connex_order_status,
    connex_planner,
    connex_reader,
    connex_reference,
    connex_request_limit,
    connex_rule,
    connex_rule_line,
    connex_settler,
    connex_source,
    connex_token,
    connex_webhook_event,
    payment_transaction,
    product_product,
    product_template,
    res_company,
    res_config_settings,
    res_partner,
    sale_order,
    sale_order_line,
)

# isort: split
# Last: they extend several of the models above.
from . import (
    connex_approval,
    connex_closed_books,
    connex_company_guard,
    connex_connection_address,
    connex_connection_home,
    connex_connection_item,
    connex_connection_matching,
    connex_connection_money,
    connex_connection_tax,
    connex_connection_watch,
    connex_difference,
    connex_exchange_retention,
    connex_invoice_source,
    connex_mirror_matching,
    connex_mirror_release,
    connex_number,
    connex_online_inactive,
    connex_payment_mapping,
    connex_mirror_release,
    connex_online_inactive,
    connex_problem,
    connex_tax_mapping,
)

# isort: split
# After all of those: adopted documents are exceptions to what the others do.
from . import (
    connex_adopted,
    connex_adoption,
    connex_adoption_candidates,
    connex_adoption_line,
    connex_kept_customer,
)
from . import connex_kept_customer
