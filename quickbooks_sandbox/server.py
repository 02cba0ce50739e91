"""The HTTP server: threads, keep-alive connections, one packet per answer, ordered misbehaviour.

It knows nothing about QuickBooks. A response's ``transport`` makes it drop the connection
(``reset``), keep silent (``timeout``), send half (``truncate``), wait (``slow``) or refuse new connections
for a while (``outage``).
"""

import http.server
import socket
import struct
import sys
import threading
from urllib.parse import unquote

from . import application
from .messages import Request
from .webhooks import deliver

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "quickbooks-sandbox"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 120

    def _handle(self):
        path, _, query = self.path.partition("?")
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self._chunks() if "chunked" in headers.get("transfer-encoding", "") else b""
        if length:
            body = self.rfile.read(length)
        request = Request(self.command, unquote(path), query, headers, body)
        self._send(application.handle(self.server.sandbox, request))

    do_GET = do_POST = do_DELETE = do_PUT = _handle

    def _chunks(self):
        body = b""
        while True:
            size = int(self.rfile.readline().split(b";")[0] or b"0", 16)
            body += self.rfile.read(size)
            self.rfile.readline()
            if not size:
                return body

    def _send(self, response):
        if response.transport == "slow":
            self.server.stopping.wait(response.seconds)
        elif response.transport == "timeout":
            self.server.stopping.wait(response.seconds)
            return self._drop()
        elif response.transport == "reset":
            return self._drop()
        elif response.transport == "outage":
            self._drop()
            return self.server.refuse_for(response.seconds)
        self.send_response_only(response.status)
        self.send_header("Content-Type", response.content_type)
        for name, value in response.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        body = response.body
        if response.transport == "truncate":
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.close_connection = True
            return None
        self.wfile.write(body)
        self.wfile.flush()
        return None

    def _drop(self):
        """Close the connection with a reset, no answer given."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self.connection.close()

    def log_message(self, format, *args):
        """The sandbox keeps its own log of requests."""


class Server(http.server.ThreadingHTTPServer):
    """The listening socket and its threads."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, sandbox, host="127.0.0.1", port=0):
        self.sandbox = sandbox
        self.stopping = threading.Event()
        self._telling = threading.Lock()
        self._outage = 0.0
        super().__init__((host, port), Handler)

    @property
    def address(self):
        """The base address, such as ``http://127.0.0.1:9000``."""
        host, port = self.server_address[:2]
        return f"http://{host}:{port}"

    def service_actions(self):
        """Called all the time: webhooks that are due go out, in a thread of their own."""
        if self.sandbox.webhooks.is_due() and self._telling.acquire(blocking=False):
            threading.Thread(target=self._tell, daemon=True).start()

    def _tell(self):
        try:
            deliver(self.sandbox)
        finally:
            self._telling.release()

    def start(self):
        """Serve in a thread of its own and return."""
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def serve(self):
        """Serve until stopped, with the outages that were ordered."""
        while True:
            self.serve_forever(0.05)
            if not self._outage:
                return
            self.socket.close()
            self.stopping.wait(self._outage)
            self._outage = 0.0
            if self.stopping.is_set():
                return
            self.socket = socket.socket(self.address_family, self.socket_type)
            self.server_bind()
            self.server_activate()

    def refuse_for(self, seconds):
        """Accept no new connections for that many seconds. Not to be called by the serving thread."""
        if not self._outage:
            self._outage = seconds
            self.shutdown()

    def stop(self):
        """Stop serving and close the socket."""
        self.stopping.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """A client that went away is not worth a word; anything else is."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, ValueError, TimeoutError)):
            super().handle_error(request, client_address)
