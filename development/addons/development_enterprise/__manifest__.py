# Odoo Enterprise registers payments without a journal entry. Only for development databases; never shipped.
{
    "name": "Payments as in Odoo Enterprise",
    "summary": "With the system parameter development.enterprise_payments, payments wait for the bank",
    "version": "19.0.1.0.0",
    "author": "Connex Bridge contributors",
    "license": "LGPL-3",
    "depends": ["account"],
}
