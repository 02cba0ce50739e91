"""Campaigns: Odoo is killed, QuickBooks misbehaves, several workers meet — and both books stay equal."""
