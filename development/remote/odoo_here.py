"""Odoo in this process, for those that measure or kill it: it answers HTTP, without Odoo's own server."""

import werkzeug.serving

import odoo.http


class QuietHandler(werkzeug.serving.WSGIRequestHandler):
    """Whoever calls keeps the log."""

    def log(self, type, message, *args):
        """Say nothing."""


def server(port: int) -> werkzeug.serving.BaseWSGIServer:
    """Return a server on 127.0.0.1 that answers one request at a time, once it is told to serve."""
    return werkzeug.serving.make_server(
        "127.0.0.1", port, odoo.http.root, request_handler=QuietHandler
    )


def desktop_connection(env, port: int, **values) -> dict:
    """Make a Desktop connection of an Odoo at that port; returns `qwc` and `password` for the Web
    Connector."""
    env["ir.config_parameter"].set_param("web.base.url", f"http://127.0.0.1:{port}")
    connection = env["connex.connection"].create({"backend": "desktop", **values})
    action = connection.action_new_web_connector_password()
    password = action["context"]["default_password"]
    env.cr.commit()
    return {"qwc": connection._qwc().decode(), "password": password}
