"""QuickBooks Desktop: documents as qbXML, its answers as outcomes, and the Web Connector's SOAP envelope.

Pure Python, no `odoo` imports.
"""
