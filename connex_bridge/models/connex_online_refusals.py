"""Refusals of QuickBooks after which a document, or another one, may be there: they are looked up first.

Where QuickBooks says "exists already", somebody has to look what it is that exists. Refusals in the answer to
a repeated request speak of the repetition, not of the first attempt, which may have gone through; and after
an error of its own QuickBooks may have done what it was asked to. To create such a document again would make
it twice.

What has to be known about all refusals of an answer is asked in one go. A first run over sales that
QuickBooks has by number is refused thirty documents a time: a question for each would take longer than a
scheduled action may, be killed, and begin again.
"""

from odoo import api, models

from ..bridge.online import faults


class ConnexOnlineSender(models.AbstractModel):
    _inherit = "connex.online.sender"

    def _settle_refused(self, exchange, refused):
        answers = {}
        matcher = self.env["connex.online.matcher"].with_context(connex_answers=answers)
        looked_up = self.env["connex.mirror"].union(
            *(each for each, fault in refused.items() if self._may_be_there(exchange, fault))
        )
        found = matcher.adopt(looked_up)
        left = {mirror: fault for mirror, fault in refused.items() if mirror not in found}
        informed = self.with_context(connex_answers=answers, connex_looked_up=looked_up.ids)
        return super(ConnexOnlineSender, informed)._settle_refused(exchange, left)

    def _may_be_there(self, exchange, fault):
        in_the_way = faults.resolve(fault).action == "lookup"
        return in_the_way or exchange.repeated > 0 or not faults.certain(fault)


class ConnexOnlineMatcher(models.AbstractModel):
    _inherit = "connex.online.matcher"

    @api.private
    def adopt(self, mirrors):
        looked_up = self.env.context.get("connex_looked_up", ())
        return super().adopt(mirrors.filtered(lambda mirror: mirror.id not in looked_up))


class ConnexOnlineVerifier(models.AbstractModel):
    _inherit = "connex.online.verifier"

    @api.private
    def query(self, connection, statements):
        """While one answer is settled, nothing is asked twice."""
        known = self.env.context.get("connex_answers")
        if known is None:
            return super().query(connection, statements)
        missing = [each for each in dict.fromkeys(statements) if each not in known]
        if missing:
            known.update(zip(missing, super().query(connection, missing), strict=True))
        return [known[statement] for statement in statements]
