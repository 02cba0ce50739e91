"""The same verbs as development/remote/odoo.py, carried out in this process instead of over HTTP.

So that the shop of development/remote/shop.py can be used where no server runs.
"""

from odoo.service.model import call_kw

from development.remote.odoo import Odoo


class LocalOdoo(Odoo):
    """The user of `env`."""

    def __init__(self, env):
        self.env = env

    def call(self, model, method, *args, **kwargs):
        """Call a public method, as a web client may."""
        result = call_kw(self.env[model], method, args, kwargs)
        return getattr(result, "ids", result) if hasattr(result, "_name") else result

    def ref(self, xmlid):
        """Return the id behind an external identifier."""
        return self.env.ref(xmlid).id
