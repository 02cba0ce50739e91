"""Payments that are applied differently than before: what they give back goes out first.

See bridge/release.py for why. The step in between is sent like any other change; when QuickBooks has
confirmed it, what is wanted follows.
"""

import json

from odoo import api, models

from ..bridge import documents as docs
from ..bridge.release import release
from .connex_planner import sending_order


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    @api.private
    def acknowledged_applications(self):
        """What QuickBooks has confirmed that this payment is applied to."""
        self.ensure_one()
        said = json.loads(self.acknowledged) if self.acknowledged else {}
        return docs.restore_applications(said)

    @api.private
    def release_step(self):
        """The payment without what it no longer applies, where it also applies something else or more; None
        where it can be sent as it is wanted."""
        self.ensure_one()
        released = self._released()
        if released is None or released == self.restored():
            return None
        return released

    @api.private
    def turn(self):
        """When this document is sent: its `sequence`."""
        self.ensure_one()
        gives_back = self.action == "save" and self._released() is not None
        return sending_order(self.document, "release" if gives_back else self.action)

    def _released(self):
        if self.document != "payment" or not self.qb_id or not (self.acknowledged and self.wanted):
            return None
        before = docs.restore("payment", json.loads(self.acknowledged))
        return release(before, docs.restore("payment", json.loads(self.wanted)))
