"""The part of Connex Bridge that knows bookkeeping but not Odoo: no module here imports odoo.

sale.py           what Odoo knows about sales, frozen                          (input)
status.py         an order's status in a web shop's words
rules/            which documents a sale calls for: the mode, and the user's exceptions to it
plan.py           from sales to documents: what QuickBooks should hold, and what it should lose
forms.py          what each order and invoice is in QuickBooks
order_invoice.py  invoices that are copies of their orders
compose.py        how one document is written
chosen.py         what a connection's mappings choose for a document
exchange_rate.py  the rate of a document in a foreign currency
open_amounts.py   what must be open of a document in QuickBooks in the end
adoption.py       which documents in QuickBooks are sales that Odoo knows
documents.py      what QuickBooks should hold, the same for both backends      (output)
spelling.py       which two spellings of a name or a number are the same
money.py          exact amounts
problem.py        why something did not go through
online/           QuickBooks Online: the wire
desktop/          QuickBooks Desktop: qbXML, and the Web Connector's envelope
"""
