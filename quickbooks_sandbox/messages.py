"""Requests and responses between the HTTP server and the application."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from .wire import dumps


@dataclass
class Request:
    """One HTTP request; header names are in lower case."""

    method: str
    path: str
    query_string: str
    headers: dict
    body: bytes

    def __post_init__(self):
        self.query = dict(parse_qsl(self.query_string, keep_blank_values=True))

    def form(self):
        """The body as form fields."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def base_url(self):
        """This server's address as the client wrote it."""
        return f"http://{self.headers.get('host', '127.0.0.1')}"


@dataclass
class Response:
    """One HTTP response. ``transport`` tells the server to misbehave: see ``server``."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json;charset=utf-8"
    headers: list = field(default_factory=list)
    transport: str = ""
    seconds: float = 0.0


def json_response(value, status=200, headers=()):
    """A response that carries JSON."""
    kind = "application/json;charset=utf-8" if status == 200 else "application/json"
    return Response(status, dumps(value), kind, list(headers))


def html_response(text, status=200):
    """A response that carries a page."""
    return Response(status, text.encode(), "text/html;charset=utf-8")


def redirect(address):
    """A response that leads elsewhere."""
    return Response(302, headers=[("Location", address)])
