"""What workers do for QuickBooks Desktop: the connection, and answering the Web Connector."""

import socket
import threading

import werkzeug.serving

import odoo.http


def connect(env, address: str, settings: dict) -> dict:
    """A connection at Odoo's own address; returns the `qwc` file and the `password` for the Web
    Connector."""
    env["ir.config_parameter"].set_param("web.base.url", address)
    connection = env["connex.connection"].create(
        {"name": "Campaign", "backend": "desktop", "sync_from_date": "2020-01-01", **settings}
    )
    action = connection.action_new_web_connector_password()
    return {"qwc": connection._qwc().decode(), "password": action["context"]["default_password"]}


def serve(env, port: int, driver: int) -> None:
    """Answer HTTP requests at `port`, one at a time, until the campaign hangs up at its port `driver`,
    which is called as soon as requests can come."""
    server = werkzeug.serving.make_server("127.0.0.1", port, odoo.http.root, request_handler=Quiet)
    line = socket.create_connection(("127.0.0.1", driver))
    threading.Thread(target=_hear, args=(line, server), daemon=True).start()
    server.serve_forever()
    server.server_close()


def _hear(line, server):
    line.recv(1)
    server.shutdown()


class Quiet(werkzeug.serving.WSGIRequestHandler):
    """The campaign keeps a log of its own."""

    def log(self, type, message, *args):
        """Say nothing."""
