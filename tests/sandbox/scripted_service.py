"""A small server for the Web Connector, right in every detail unless a test says otherwise."""

import http.server
import threading
from xml.etree import ElementTree
from xml.sax.saxutils import escape

INTUIT = "http://developer.intuit.com/"
MESSAGE = (
    '<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?><QBXML>'
    '<QBXMLMsgsRq onError="stopOnError"><CustomerQueryRq requestID="1"/></QBXMLMsgsRq></QBXML>'
)
QWC = """<?xml version="1.0"?><QBWCXML><AppName>Test</AppName><AppID></AppID><AppURL>{url}</AppURL>
<AppDescription>Sends sales</AppDescription><AppSupport>{url}</AppSupport><UserName>me</UserName>
<OwnerID>{{8C6A2F41-3D0B-4E57-9A1C-5B7E60D4F293}}</OwnerID>
<FileID>{{11111111-2222-3333-4444-555555555555}}</FileID><QBType>QBFS</QBType><Style>Document</Style>
<Scheduler><RunEveryNMinutes>15</RunEveryNMinutes></Scheduler></QBWCXML>"""


class Service:
    """Serves on loopback until `stop`. `results` has what methods return, `spoil` changes reply bytes."""

    def __init__(self):
        self.results = {
            "serverVersion": "1",
            "clientVersion": "",
            "authenticate": ["ticket-1", ""],
            "sendRequestXML": [MESSAGE],
            "receiveResponseXML": 100,
            "connectionError": "done",
            "getLastError": "Nothing to send.",
            "closeConnection": "OK",
        }
        self.calls, self.bodies = [], []
        self.spoil = lambda method, body: body
        self.status = 200
        self.content_type = "text/xml; charset=utf-8"
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self._reply(200, "text/plain", b"hello")

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self._reply(
                    service.status, service.content_type, service.answer(self.headers, body)
                )

            def _reply(self, status, kind, body):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/service"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def qwc(self, **changes):
        """The .qwc file, with elements replaced."""
        text = QWC.format(url=self.url)
        for tag, value in changes.items():
            before, rest = text.split(f"<{tag}>", 1)
            text = before + f"<{tag}>{value}" + rest[rest.index(f"</{tag}>") :]
        return text

    def answer(self, headers, body):
        call = ElementTree.fromstring(body)[0][0]
        method = call.tag.split("}")[1]
        assert headers["SOAPAction"] == f'"{INTUIT}{method}"'
        values = {each.tag.split("}")[-1]: each.text or "" for each in call}
        self.calls.append((method, values))
        self.bodies.append(body.decode())
        result = self.results[method]
        if method == "sendRequestXML":
            result = result.pop(0) if result else ""
        elif callable(result):
            result = result(values)
        if method == "authenticate":
            inside = "".join(f"<string>{escape(each)}</string>" for each in result)
        else:
            inside = escape(str(result))
        reply = (
            '<?xml version="1.0" encoding="utf-8"?><soap:Envelope'
            ' xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
            f'<{method}Response xmlns="{INTUIT}"><{method}Result>{inside}</{method}Result>'
            f"</{method}Response></soap:Body></soap:Envelope>"
        )
        return self.spoil(method, reply.encode())

    def made(self, method):
        """The parameters of each call of a method."""
        return [values for name, values in self.calls if name == method]
