"""What workers do for QuickBooks Desktop: the connection, and answering the Web Connector."""

import socket
import threading

from development.remote import odoo_here


def connect(env, port: int, settings: dict) -> dict:
    """A connection of an Odoo at that port; returns `qwc` and `password` for the Web Connector."""
    values = {"name": "Campaign", "sync_from_date": "2020-01-01", **settings}
    return odoo_here.desktop_connection(env, port, **values)


def serve(env, port: int, driver: int) -> None:
    """Answer HTTP requests at `port`, one at a time, until the campaign hangs up at its port `driver`,
    which is called as soon as requests can come."""
    server = odoo_here.server(port)
    line = socket.create_connection(("127.0.0.1", driver))
    threading.Thread(target=_hear, args=(line, server), daemon=True).start()
    server.serve_forever()


def _hear(line, server):
    line.recv(1)
    server.shutdown()
