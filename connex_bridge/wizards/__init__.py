# The parts of a model come before it: it inherits from them.
from . import connex_manual_sync_choice, connex_manual_sync_run

# isort: split
from . import (
    connex_choose,
    connex_manual_sync,
    connex_preview,
    connex_preview_dry_run,
    connex_rule_add,
    connex_rule_impact,
    connex_sync_result,
    connex_sync_result_approval,
    connex_web_connector_password,
)
