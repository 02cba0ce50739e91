"""The address that QuickBooks calls when something has changed in its books.

Anybody can call it: what is cheap to refuse is refused before it is read, and what is not signed by Intuit
with one and the same answer. A genuine call is noted and answered at once; reading what has changed is left
to the engine.
"""

from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..bridge.online import webhook

#: Odoo refuses what is larger by its header, unread. So much names twenty thousand changes.
LARGEST = 4 * 1024 * 1024
CONTENT_TYPES = (
    "application/json",
    "application/cloudevents+json",
    "application/cloudevents-batch+json",
)


class ConnexWebhook(http.Controller):
    @http.route(
        "/connex/webhook/<int:number>",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
        max_content_length=LARGEST,
    )
    def webhook(self, number, **_parameters):
        """Answers 200 with nothing in it, or a status that says no more than what the caller knows:
        too large, no JSON by its header, not genuine, not a webhook."""
        if request.httprequest.content_length is None:
            return self._answer(411)
        if request.httprequest.mimetype not in CONTENT_TYPES:
            return self._answer(415)
        body = request.httprequest.get_data()
        signature = request.httprequest.headers.get("intuit-signature", "")
        env = request.env(user=SUPERUSER_ID, su=True)
        connections = env["connex.connection"]._heard_by(number, body, signature)
        if not connections:
            return self._answer(401)
        try:
            events = webhook.events(body)
        except ValueError:
            return self._answer(400)
        connections._note_webhook(events)
        return self._answer(200)

    def _answer(self, status):
        return request.make_response(b"", status=status)
