{
    "name": "Connex Bridge: QuickBooks",
    "summary": "Mirror sales orders, invoices and payments into QuickBooks, to the cent and never twice",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Connex Bridge",
    "website": "https://github.com/connex-bridge/connex-bridge",
    "license": "LGPL-3",
    "depends": ["sale"],
    "external_dependencies": {"python": ["requests"]},
    "data": [],
    "application": True,
    "installable": True,
}
