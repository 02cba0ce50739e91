"""Links that QuickBooks Desktop refuses, because somebody has closed the order there, or billed some of it.

What is new and refused for its links goes out once more without them, at once. Where QuickBooks has entered
it without the lines for which the order has nothing open, its lines are said once more. Either way the order
is closed by saying so when all of it is billed in Odoo.
"""

import json
from dataclasses import replace

from odoo import fields, models

from ..bridge.desktop import statuses

LINKING = ("invoice", "bill")


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    links_refused = fields.Boolean(
        help="QuickBooks Desktop has refused its links to the lines of orders: it goes without them."
    )

    def _has_links(self):
        """Whether lines of it are linked to those of orders, as it is sent."""
        self.ensure_one()
        if self.document not in LINKING or not self._is_on_desktop() or self.links_refused:
            return False
        content = json.loads(self.sent or self.wanted or "{}")
        return any(line.get("order") for line in content.get("lines", ()))


class ConnexDesktopSender(models.AbstractModel):
    _inherit = "connex.desktop.sender"

    def _operation(self, mirror, document, around, company):
        if mirror.links_refused:
            around = replace(around, links=False)
        return super()._operation(mirror, document, around, company)

    def _on_file(self, mirror):
        """Which lines QuickBooks has left out of it nobody can say: all of them are new ones."""
        known = super()._on_file(mirror)
        unknown = mirror.links_refused and not mirror.qb_own_lines
        return replace(known, lines=()) if unknown else known

    def _made_good(self, mirror, fault, resolution):
        """Nothing was entered: the same without links is no second one. When that is refused as well, the
        links were not to blame, and may be tried again with it."""
        saving = mirror.action == "save" and mirror.sent_action == "create" and not mirror.qb_id
        if saving and resolution.problem_code == statuses.LINKS_REFUSED:
            again = mirror._has_links()
            mirror.links_refused = again
            if again:
                mirror.write(mirror._once_more() | {"state": "waiting"})
                return True
        return super()._made_good(mirror, fault, resolution)


class ConnexSettler(models.AbstractModel):
    _inherit = "connex.settler"

    def _saved_values(self, mirror, outcome, said, now):
        left_out = self._has_left_out_lines(mirror, outcome)
        values = super()._saved_values(mirror, outcome, said, now)
        if not left_out:
            return values
        return values | {
            "links_refused": True,
            "qb_own_lines": False,
            "acknowledged_fingerprint": False,
            "state": "waiting",
        }

    def _has_left_out_lines(self, mirror, outcome):
        """Whether QuickBooks has just entered it without some of its lines."""
        if mirror.sent_action != "create" or not mirror._has_links():
            return False
        return bool(outcome.fault) and outcome.fault.code == statuses.LINES_LEFT_OUT
