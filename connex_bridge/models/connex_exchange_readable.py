"""An exchange's bodies laid out for people: one property a line. What was really sent stays as it is."""

import re

from lxml import etree

from odoo import api, fields, models

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
INDENT = "  "
#: What may be long is not read as a tree only to be shown.
MOST_XML = 2_000_000


class ConnexExchange(models.Model):
    _inherit = "connex.exchange"

    request_text = fields.Text("What Was Sent", compute="_compute_texts")
    response_text = fields.Text("What Came Back", compute="_compute_texts")

    @api.depends("request_body", "response_body")
    def _compute_texts(self):
        for exchange in self:
            exchange.request_text = laid_out(exchange.request_body)
            exchange.response_text = laid_out(exchange.response_body)


def laid_out(body):
    """JSON or XML with line breaks, every value as it was written (120.00 is not 120.0); else the body
    itself."""
    if body and body.lstrip()[:1] == "<":
        return _laid_out_xml(body)
    if not body or body.lstrip()[:1] not in ("{", "["):
        return body
    lines, line, depth = [], "", 0
    for token in TOKEN.findall(body):
        if token in "}]":
            lines.append(INDENT * depth + line)
            depth, line = depth - 1, token
        elif token in "{[":
            lines.append(INDENT * depth + line + token)
            depth, line = depth + 1, ""
        elif token == ",":
            lines.append(INDENT * depth + line + token)
            line = ""
        else:
            line += ": " if token == ":" else token
    lines.append(INDENT * depth + line)
    return "\n".join(text for text in lines if text.strip())


def _laid_out_xml(body):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)
    try:
        root = etree.fromstring(body.encode(), parser) if len(body) < MOST_XML else None
    except (ValueError, etree.XMLSyntaxError):
        root = None
    return (
        body
        if root is None
        else etree.tostring(root, encoding="unicode", pretty_print=True).rstrip()
    )
