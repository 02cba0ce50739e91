"""After QuickBooks Desktop said that a name is already in use: the next variant of it, or the entry that we
have made ourselves meanwhile.
"""

import json

from odoo import api, models

from ..bridge import documents as docs
from ..bridge.desktop import lookup, text


class ConnexDesktopMatcher(models.AbstractModel):
    _inherit = "connex.desktop.matcher"

    @api.private
    def rename(self, mirror):
        if self._created_meanwhile(mirror):
            mirror._send_again()
        elif not super().rename(mirror):
            return False
        mirror.looked_up_at = False
        return True

    def _created_meanwhile(self, mirror):
        """Whether we have created an entry of that name since this one was looked for, as for two customers
        of one name in one message set: then looking again says whether they are the same."""
        if mirror.sent_action != "create" or not mirror.looked_up_at:
            return False
        since = self.env["connex.mirror"].search(
            [
                ("connection_id", "=", mirror.connection_id.id),
                ("document", "=", mirror.document),
                ("qb_id", "!=", False),
                ("synced_at", ">=", mirror.looked_up_at),
            ]
        )
        ways = mirror.connection_id._matching_ways()
        taken = {text.same(name) for each in since for name in self._own_names(each, ways)[:1]}
        return any(text.same(name) in taken for name in self._own_names(mirror, ways)[:1])

    def _own_names(self, mirror, ways):
        document = mirror.restored()
        return lookup.names(document, ways) if document else []

    def _variants(self, mirror):
        document = docs.restore(mirror.document, json.loads(mirror.wanted))
        if mirror.document == "customer":
            plain = text.name(document.name, text.ENTITY_NAME, self.env._("Customer"))
            ways = mirror.connection_id._matching_ways()
            return [plain, *lookup.variants(document, ways)[1:]]
        if mirror.document == "vendor":
            return [text.name(document.name, text.ENTITY_NAME, self.env._("Vendor"))]
        if mirror.document == "item":
            marks = dict.fromkeys(filter(None, (document.sku, str(mirror.res_id))))
            return [
                text.name(document.name, text.ITEM_NAME, text.clean(mark, 12)) for mark in marks
            ]
        return []
