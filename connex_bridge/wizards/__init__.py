from . import connex_preview, connex_preview_dry_run, connex_sync_result
