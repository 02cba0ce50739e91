"""The part of Connex Bridge that knows bookkeeping but not Odoo: no module here imports odoo.

sale.py       what Odoo knows about sales, frozen            (input)
status.py     an order's status in a web shop's words
rules.py      which documents a sale calls for, and why
documents.py  what QuickBooks should hold, backend-neutral    (output)
plan.py       from sales to documents
money.py      exact amounts
online/       QuickBooks Online: the wire
"""
