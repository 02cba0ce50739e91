"""Adding a rule: from a template, or from scratch."""

from odoo import fields, models
from odoo.fields import Command

#: template → what the new rule starts with; (map from, map to) are its lines.
STARTS = {
    "scratch": ({}, ()),
    "stop_invoice": (
        {"action": "stop_invoice", "field_to_compare": "order_status", "comparison": "is_not"},
        [("fulfilled", "true")],
    ),
    "mark_unpaid": (
        {"action": "mark_unpaid", "field_to_compare": "payment_method", "comparison": "equals"},
        [("", "true")],
    ),
    "do_not_sync": (
        {"action": "do_not_sync", "field_to_compare": "order_date", "comparison": "less_than"},
        [("", "true")],
    ),
    "deposit_account": (
        {
            "action": "map_deposit_account",
            "field_to_compare": "payment_method",
            "comparison": "equals",
        },
        [("", "")],
    ),
    "map_item": (
        {"action": "map_item", "field_to_compare": "line_sku", "comparison": "equals"},
        [("", "")],
    ),
    "map_class": (
        {"action": "map_class", "field_to_compare": "sales_team", "comparison": "equals"},
        [("", "")],
    ),
    "one_customer": (
        {"action": "map_customer", "field_to_compare": "order_number", "comparison": "is_set"},
        [("", "")],
    ),
    "prefix": (
        {
            "action": "add_order_prefix",
            "field_to_compare": "document_number",
            "comparison": "is_set",
        },
        [("", "WEB-")],
    ),
    "ship_date": (
        {"action": "map_order_date", "field_to_compare": "ship_date", "comparison": "map_all"},
        (),
    ),
    "surcharge": (
        {"action": "add_surcharge", "field_to_compare": "payment_method", "comparison": "equals"},
        [("", "2.5%")],
    ),
}


class ConnexRuleAdd(models.TransientModel):
    _name = "connex.rule.add"
    _description = "Add a QuickBooks Rule"

    template = fields.Selection(
        [
            ("scratch", "Start from scratch"),
            ("stop_invoice", "Stop creating the invoice unless the order is fulfilled"),
            ("mark_unpaid", "Mark invoices as unpaid, by payment method"),
            ("do_not_sync", "Do not sync orders from before a date"),
            ("deposit_account", "Map the deposit account, by payment method"),
            ("map_item", "Map items by SKU"),
            ("map_class", "Map the class, by sales team"),
            ("one_customer", "Bill one customer for all sales"),
            ("prefix", "Put a prefix in front of numbers"),
            ("ship_date", "Date documents on the day of shipping"),
            ("surcharge", "Add a surcharge, by payment method"),
        ],
        required=True,
        default="scratch",
    )

    # === ACTION METHODS === #

    def action_continue(self):
        """Open the form of a new rule that starts as the template says; nothing is stored yet."""
        self.ensure_one()
        values, lines = STARTS[self.template]
        context = {f"default_{name}": value for name, value in values.items()}
        if lines:
            context["default_line_ids"] = [
                Command.create({"map_from": map_from, "map_to": map_to})
                for map_from, map_to in lines
            ]
        if self.template != "scratch":
            labels = dict(self._fields["template"]._description_selection(self.env))
            context["default_name"] = labels[self.template]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Rule"),
            "res_model": "connex.rule",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": context,
        }
