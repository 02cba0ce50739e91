"""What uninstalling leaves behind: connections that name what only this app knows."""


def uninstall_hook(env):
    """Let connections go on with sales alone. What was synced stays in QuickBooks."""
    env["connex.connection"].search(
        [("transaction_mode", "=", "orders_invoices_purchases")]
    ).transaction_mode = "orders_invoices_payments"
    env["connex.source"].search([("res_model", "=", "purchase.order")]).unlink()
    env["connex.mirror"].search([("res_model", "=", "purchase.order")]).unlink()
