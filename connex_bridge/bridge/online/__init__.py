"""QuickBooks Online: the wire. Pure Python with requests; nothing here imports odoo.

company.py     what translation must know of the QuickBooks company
translate*.py  documents to QuickBooks' objects
arithmetic.py  the total that QuickBooks will compute
text.py        characters and lengths that QuickBooks stores
batch.py       writing a batch request and reading its answer
lookup.py      finding what QuickBooks has already
session.py     HTTP: what was sent, and what is certain about it
oauth.py       tokens
faults.py      what to do about each refusal
redact.py      secrets never leave
"""
