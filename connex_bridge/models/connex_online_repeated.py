"""Refusals after which a document may be in QuickBooks all the same: it is looked up before anything else.

Those in the answer to a repeated request speak of the repetition, not of the first attempt: QuickBooks should
answer with what it did the first time, but may refuse instead (books closed meanwhile). And after an error of
its own QuickBooks may have done what it was asked to. To create such a document again would make it twice.
"""

from odoo import models

from ..bridge.online import batch, faults


class ConnexOnlineSender(models.AbstractModel):
    _inherit = "connex.online.sender"

    def _settle(self, exchange, answer):
        mirrors = exchange.mirror_ids.filtered(lambda m: m.state in ("in_flight", "unknown"))
        outcomes = batch.read_answer(answer, [str(mirror.id) for mirror in mirrors])
        doubtful = mirrors.filtered(
            lambda m: self._is_doubtful(exchange, outcomes[str(m.id)].fault)
        )
        if doubtful:
            # What QuickBooks turns out to have is settled then, and not looked at below.
            self.env["connex.online.matcher"].adopt(doubtful)
        return super()._settle(exchange, answer)

    def _is_doubtful(self, exchange, fault):
        return bool(fault) and (exchange.repeated > 0 or not faults.certain(fault))
