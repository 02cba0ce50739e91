"""Many refusals in one answer: what has to be known about all of them is asked in one go.

Where QuickBooks says "exists already", somebody has to look what it is that exists. A first run over sales
that QuickBooks has by number is refused thirty documents a time: a question for each would take longer
than a scheduled action may, be killed, and begin again.
"""

from odoo import api, models

from ..bridge.online import faults


class ConnexOnlineSender(models.AbstractModel):
    _inherit = "connex.online.sender"

    def _settle_refused(self, refused):
        answers = {}
        matcher = self.env["connex.online.matcher"].with_context(connex_answers=answers)
        in_the_way = self.env["connex.mirror"].union(
            *(each for each, fault in refused.items() if faults.resolve(fault).action == "lookup")
        )
        found = matcher.adopt(in_the_way)
        left = {mirror: fault for mirror, fault in refused.items() if mirror not in found}
        informed = self.with_context(connex_answers=answers, connex_looked_up=in_the_way.ids)
        return super(ConnexOnlineSender, informed)._settle_refused(left)


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
