"""What tests of rules start from."""

from odoo.fields import Command

from ..bridge.sale import Source
from .common import SaleCase


class RuleCase(SaleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["connex.rule"].sudo()
        cls.connection.write({"state": "connected", "transaction_mode": "orders_invoices_payments"})

    def new_rule(self, action, field, comparison, *maps, **values):
        return self.rules.create(
            {
                "name": f"{action} by {field}",
                "action": action,
                "field_to_compare": field,
                "comparison": comparison,
                "line_ids": [
                    Command.create({"map_from": map_from, "map_to": map_to})
                    for map_from, map_to in maps
                ],
            }
            | values
        )

    def plan(self, *records):
        """{kind of document: mirror} after these records were planned."""
        sources = [source for record in records for source in self.sources(record)]
        mirrors = self.env["connex.planner"].sudo().plan_sources(self.connection.sudo(), sources)
        lists = ("customer", "item", "term")
        return {mirror.document: mirror for mirror in mirrors if mirror.document not in lists}

    def sources(self, records):
        return [Source(records._name, record.id) for record in records]
