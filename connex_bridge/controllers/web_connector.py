"""The address that the QuickBooks Web Connector calls, and the download of the file that names it.

Anybody can call it: what is too large or no call of the Web Connector is refused before anything is looked
up. What the calls do: models/connex_web_connector.py.
"""

from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..bridge.desktop import soap, wsdl

#: Odoo refuses what is larger by its header, unread. QuickBooks' largest answers have some megabytes.
LARGEST = 32 * 1024 * 1024
CONTENT_TYPES = ("text/xml", "application/xml")
GREETING = (
    "Connex Bridge for Odoo answers the QuickBooks Web Connector at this address.\n"
    "For help open Odoo, Connex Bridge, Configuration, Connections.\n"
)


class ConnexWebConnector(http.Controller):
    @http.route(
        "/connex/web_connector/<int:number>",
        type="http",
        auth="none",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        readonly=False,
        max_content_length=LARGEST,
    )
    def call(self, number, **_parameters):
        """Answers a call. The Web Connector looks at the address first, with a plain GET."""
        if request.httprequest.method != "POST":
            return self._describe()
        if request.httprequest.content_length is None:
            return request.make_response("", status=411)
        if request.httprequest.mimetype not in CONTENT_TYPES:
            return request.make_response("", status=415)
        try:
            call = soap.read(request.httprequest.get_data())
        except soap.NotACall as failure:
            return self._xml(soap.fault(f"This cannot be answered: {failure}."), status=500)
        service = request.env(user=SUPERUSER_ID, su=True)["connex.web.connector"]
        return self._xml(soap.answer(call.method, service._answer(number, call)))

    def _describe(self):
        if "wsdl" in request.httprequest.args or "WSDL" in request.httprequest.args:
            return self._xml(wsdl.wsdl(request.httprequest.base_url))
        return request.make_response(GREETING, headers=[("Content-Type", "text/plain")])

    def _xml(self, content, status=200):
        headers = [("Content-Type", "text/xml; charset=utf-8")]
        return request.make_response(content, headers=headers, status=status)

    @http.route("/connex/web_connector/<int:number>/qwc", type="http", auth="user")
    def download(self, number):
        """The .qwc file of a connection that the user may change."""
        connection = request.env["connex.connection"].browse(number).exists()
        connection.check_access("write")
        if connection.backend != "desktop":
            raise request.not_found()
        name = f"connex-bridge-{connection.id}.qwc"
        return request.make_response(
            connection._qwc(),
            headers=[
                ("Content-Type", "application/octet-stream"),
                ("Content-Disposition", http.content_disposition(name)),
            ],
        )
