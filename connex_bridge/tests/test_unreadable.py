"""A record that could not be planned: the problem is shown on it, and over as soon as it can be planned."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bridge.sale import Source
from ..models import connex_planner
from .common import SaleCase


@tagged("post_install", "-at_install")
class TestUnreadable(SaleCase):
    def plan(self, record):
        self.env.flush_all()
        source = Source(record._name, record.id)
        self.env["connex.engine"].sudo()._plan_each(self.connection.sudo(), [source])
        return self.mirrors(record)

    @mute_logger("odoo.addons.connex_bridge.models.connex_engine")
    def plan_in_vain(self, record):
        """Plan while the pure part has an error."""
        with patch.object(connex_planner, "plan", side_effect=ValueError("an error of ours")):
            return self.plan(record)

    def mirrors(self, record):
        return (
            self.env["connex.mirror"]
            .sudo()
            .search([("res_model", "=", record._name), ("res_id", "=", record.id)])
        )

    def shown(self, mirrors):
        return [(mirror.document, mirror.problem_code) for mirror in mirrors]

    def test_a_credit_note_is_shown_as_one_and_planned_as_soon_as_it_can_be(self):
        note = self.new_invoice((self.goods, 1, 30), move_type="out_refund")
        held = self.plan_in_vain(note)
        self.assertEqual(self.shown(held), [("credit_memo", "internal_error")])
        self.assertEqual(held.move_ids, note)
        self.assertEqual(note.connex_state, "problem")
        held.action_retry()
        self.assertEqual(self.shown(self.plan(note)), [("credit_memo", False)])

    def test_money_paid_back_is_shown_as_a_refund(self):
        note = self.new_invoice((self.goods, 1, 30), move_type="out_refund")
        back = self.pay(note)
        self.assertEqual(self.shown(self.plan_in_vain(back)), [("refund", "internal_error")])

    def test_what_a_connection_does_not_create_loses_its_problem_with_the_next_plan(self):
        self.connection.sudo().transaction_mode = "orders_payments"
        invoice = self.new_invoice((self.goods, 1, 100))
        self.assertEqual(self.shown(self.plan_in_vain(invoice)), [("invoice", "internal_error")])
        self.assertFalse(self.plan(invoice))

    def test_an_order_in_a_mode_without_orders_loses_its_problem_with_the_next_plan(self):
        self.connection.sudo().transaction_mode = "invoices_payments"
        order = self.order((self.service, 1, 100))
        self.assertEqual(self.shown(self.plan_in_vain(order)), [("invoice", "internal_error")])
        self.assertEqual(order.connex_state, "problem")
        self.assertFalse(self.plan(order))

    def test_a_document_on_its_way_is_left_as_it_was_sent_and_planned_later(self):
        invoice = self.new_invoice((self.goods, 1, 100))
        mirror = self.plan(invoice)
        mirror.state = "unknown"
        fingerprint = mirror.wanted_fingerprint
        self.plan_in_vain(invoice)
        self.assertEqual((mirror.state, mirror.wanted_fingerprint), ("unknown", fingerprint))
        source = self.env["connex.source"].sudo()
        self.assertNotIn(
            Source("account.move", invoice.id), source._next_pending(self.connection, 10)
        )
        source._reconcile(self.connection)
        self.assertIn(Source("account.move", invoice.id), source._next_pending(self.connection, 10))

    def test_a_document_that_quickbooks_has_keeps_its_place(self):
        invoice = self.new_invoice((self.goods, 1, 100))
        mirror = self.plan(invoice)
        mirror.write(
            {
                "qb_id": "17",
                "state": "synced",
                "acknowledged": mirror.wanted,
                "acknowledged_fingerprint": mirror.wanted_fingerprint,
            }
        )
        self.assertEqual(self.plan_in_vain(invoice), mirror)
        invoice.button_draft()  # Reopened: nothing is wanted of it until it is posted again.
        self.assertEqual(self.plan(invoice), mirror)
        self.assertEqual((mirror.state, mirror.problem_code), ("synced", False))

    def void(self, invoice):
        """Have the invoice in QuickBooks, and cancelled in both."""
        mirror = self.plan(invoice)
        mirror.write({"qb_id": "17", "state": "synced", "sent_action": "create"})
        invoice.button_cancel()
        self.plan(invoice)
        self.assertEqual((mirror.state, mirror.action), ("waiting", "remove"))
        mirror.write({"state": "voided", "sent_action": "void"})
        return mirror

    def test_what_was_voided_is_a_new_document_when_it_comes_back_and_can_be_planned(self):
        invoice = self.new_invoice((self.goods, 1, 100))
        mirror = self.void(invoice)
        identity = mirror._identity()
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual(self.shown(self.plan_in_vain(invoice)), [("invoice", "internal_error")])
        mirror.action_retry()
        self.assertEqual(mirror.state, "problem")
        self.assertEqual(self.plan(invoice), mirror)
        self.assertEqual((mirror.state, mirror.action, mirror.qb_id), ("waiting", "save", False))
        self.assertNotEqual(mirror._identity(), identity)

    def test_what_stays_voided_loses_its_problem_and_never_its_identity(self):
        invoice = self.new_invoice((self.goods, 1, 100))
        mirror = self.void(invoice)
        identity = mirror._identity()
        self.plan_in_vain(invoice)
        self.assertEqual(self.plan(invoice), mirror)
        self.assertEqual((mirror.state, mirror.problem_code), ("voided", False))
        self.assertNotEqual(mirror._identity(), identity)
