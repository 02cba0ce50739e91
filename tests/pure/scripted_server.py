"""An HTTP server on loopback that answers each connection as a test says, well-behaved or not.

A script is a list of replies: bytes are sent as they are; `CLOSE` closes after the request was read,
`SILENT` reads it and says nothing. What was asked is in `requests`.
"""

import socket
import threading
from contextlib import contextmanager

CLOSE, SILENT = object(), object()


def reply(body, status=200, **headers):
    """A complete HTTP answer; header names are written with underscores for dashes."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


class ScriptedServer:
    def __init__(self, script):
        self.script = list(script)
        self.requests = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._finished = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        for answer in self.script:
            connection, _peer = self._listener.accept()
            with connection:
                self.requests.append(_read(connection))
                if answer is SILENT:
                    self._finished.wait(10)
                elif answer is not CLOSE:
                    connection.sendall(answer)

    def close(self):
        self._finished.set()
        self._thread.join(10)
        self._listener.close()


@contextmanager
def serving(*script):
    """A server that answers so many requests; the test must make all of them."""
    server = ScriptedServer(script)
    try:
        yield server
    finally:
        while len(server.requests) < len(server.script):  # a failed test must not hang
            with socket.create_connection(server._listener.getsockname()) as unused:
                unused.sendall(b"GET /unused HTTP/1.1\r\n\r\n")
                unused.recv(1)
        server.close()


def _read(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return data
        data += chunk
        if data.startswith(b"\x16"):  # a TLS handshake has no end of headers
            return data
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
