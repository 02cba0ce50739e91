from . import connex_sync_result
