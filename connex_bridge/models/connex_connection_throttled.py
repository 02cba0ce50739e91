"""QuickBooks takes no more requests of a connection: it asks less and less often, and says so in the end.

Usually that is over in a minute. When Intuit's allowance of reads for the month is used up, it is not: to ask
every minute until the month ends would help nobody.
"""

from datetime import timedelta

from odoo import fields, models

SHORTEST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
#: Refused for so long, it is shown on the connection.
SHOWN_AFTER = timedelta(hours=1)
#: Not refused for so long after a pause (or for as long as the pause), it is over.
OVER_AFTER = timedelta(minutes=10)


def _pause(times):
    """How long to wait after it was refused so many times before."""
    return min(SHORTEST_PAUSE * 2 ** min(times, 6), LONGEST_PAUSE)


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    throttled_since = fields.Datetime(readonly=True, copy=False)
    throttled_until = fields.Datetime(readonly=True, copy=False)
    throttled_times = fields.Integer(readonly=True, copy=False)

    def _rest_throttled(self, failure):
        """Wait after a `Throttled`: as long as it says, and longer each time QuickBooks says it again."""
        self.ensure_one()
        pause = timedelta(seconds=failure.retry_after)
        if failure.refused:
            now = fields.Datetime.now()
            goes_on = self.throttled_times and now <= self.throttled_until + self._over_after()
            times = self.throttled_times if goes_on else 0
            pause = max(pause, _pause(times))
            since = self.throttled_since if goes_on else now
            self.write(
                {
                    "throttled_since": since,
                    "throttled_until": now + pause,
                    "throttled_times": times + 1,
                }
            )
            if now - since >= SHOWN_AFTER:
                self._set_problem("throttled_for_long")
        self._rest_until(pause)

    def _over_after(self):
        return max(OVER_AFTER, _pause(self.throttled_times - 1))
