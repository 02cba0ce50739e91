"""`make demo`: a shop's sales in Odoo, mirrored into QuickBooks' stand-in, and what both books say."""
