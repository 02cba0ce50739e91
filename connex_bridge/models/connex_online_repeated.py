"""Refusals in the answer to a repeated request: they speak of the repetition, not of the first attempt.

QuickBooks should answer a repeated request with what it did the first time. Where it refuses a document
instead (trouble of its own, books closed meanwhile), the first attempt may have made it all the same; to
create it again would make it twice. So what was refused is looked up first.
"""

from odoo import models

from ..bridge.online import batch


class ConnexOnlineSender(models.AbstractModel):
    _inherit = "connex.online.sender"

    def _settle(self, exchange, answer):
        if exchange.repeated:
            mirrors = exchange.mirror_ids.filtered(lambda m: m.state in ("in_flight", "unknown"))
            outcomes = batch.read_answer(answer, [str(mirror.id) for mirror in mirrors])
            refused = mirrors.filtered(lambda m: outcomes[str(m.id)].kind == "fault")
            # What QuickBooks turns out to have is settled then, and not looked at below.
            self.env["connex.online.matcher"].adopt(refused)
        return super()._settle(exchange, answer)
