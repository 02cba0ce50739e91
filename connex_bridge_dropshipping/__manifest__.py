{
    "name": "Connex Bridge: Drop Shipping",
    "summary": "Mirror the purchase orders and vendor bills of drop-shipped sales into QuickBooks",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Connex Bridge",
    "website": "https://github.com/connex-bridge/connex-bridge",
    "license": "LGPL-3",
    "depends": ["connex_bridge", "stock_dropshipping"],
    "data": [
        "views/connex_connection_views.xml",
        "views/sale_order_views.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
}
