"""An exchange: one recorded request and its answer.

The request is written down and committed before it leaves, byte for byte, so that after a lost answer
the identical request can be repeated under the same request id: QuickBooks then answers what it did the
first time instead of doing it again. Headers are never stored, bodies hold no secret. How long they are kept:
connex_exchange_retention.py.
"""

from odoo import fields, models


class ConnexExchange(models.Model):
    _name = "connex.exchange"
    _description = "Exchange with QuickBooks"
    _order = "id desc"
    _rec_name = "request_id"

    connection_id = fields.Many2one(
        "connex.connection", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    kind = fields.Selection([("write", "Write"), ("read", "Read")], required=True, default="write")
    request_id = fields.Char("Request ID", readonly=True)
    method = fields.Char(default="POST")
    path = fields.Char()
    state = fields.Selection(
        [
            ("in_flight", "Sent"),
            ("answered", "Answered"),
            ("unknown", "Answer Unknown"),
            ("failed", "Not Carried Out"),
        ],
        required=True,
        default="in_flight",
        index=True,
    )
    request_body = fields.Text()
    response_body = fields.Text()
    status_code = fields.Integer()
    intuit_tid = fields.Char("Intuit Transaction ID", help="Intuit's support asks for it.")
    detail = fields.Text("Technical Detail")
    sent_at = fields.Datetime()
    duration_ms = fields.Integer("Duration (ms)")
    document_count = fields.Integer("Documents")
    repeated = fields.Integer(help="How often it was repeated because no answer had come.")
    mirror_ids = fields.One2many("connex.mirror", "exchange_id", "Documents Sent")
