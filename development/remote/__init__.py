"""Driving Odoo and QuickBooks' stand-in from outside, as their users do: tests and demo share it.

Needs the virtual environment's packages (requests, lxml, python-quickbooks).
"""
