"""What has to be looked at: taken in from the users' changes, and found by comparison."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from ..bridge.sale import Source
from .common import SaleCase


@tagged("post_install", "-at_install")
class TestSources(SaleCase):
    def setUp(self):
        super().setUp()
        self.source = self.env["connex.source"].sudo()
        self.sale = self.order((self.service, 1, 100))
        self.posted = self.bill(self.sale)
        self.payment = self.pay(self.posted)
        self.env.cr.flush()

    def _pending(self, limit=1000):
        return set(self.source._next_pending(self.connection, limit))

    def _of(self, *records):
        return {Source(record._name, record.id) for record in records}

    def _settle(self):
        """Look at everything that is pending, as the plan does."""
        sources = self.source._next_pending(self.connection, 1000)
        _snapshot, stamps = self.env["connex.reader"].sudo()._read(self.connection, sources)
        self.source._settle_pending(self.connection, stamps)

    def test_changes_become_pending_once(self):
        self.source._intake()
        self.assertEqual(self._pending(), self._of(self.sale, self.posted, self.payment))
        self.assertEqual(self.source._intake(), 0)
        self._settle()
        self.assertFalse(self._pending())

    def test_looking_at_the_order_settles_its_invoice_and_payment(self):
        self.source._intake()
        self.assertEqual(self._pending(limit=1), self._of(self.sale))
        _snapshot, stamps = self._read(self.sale)
        self.source._settle_pending(self.connection, stamps)
        self.assertFalse(self._pending())

    def test_complete_checks_that_find_nothing_use_up_no_ids(self):
        self.source._intake()
        self._settle()

        def last_id():
            return self.env.execute_query(SQL("SELECT last_value FROM connex_source_id_seq"))

        before = last_id()
        self.assertFalse(self.source._reconcile(self.connection))
        self.source._rescan(self.connection)
        self.assertEqual(last_id(), before)
        self.assertTrue(self._pending())

    def test_quotations_and_drafts_are_not_pending(self):
        self.source._intake()
        self._settle()
        self.order((self.goods, 1, 10), confirm=False)
        self.new_invoice((self.goods, 1, 10), post=False)
        self.env.cr.flush()
        self.source._intake()
        self.assertFalse(self._pending())

    def test_sales_before_the_start_date_are_left_alone(self):
        self.connection.sync_from_date = "2099-01-01"
        self.source._rescan(self.connection)
        self.source._intake()
        self.assertFalse(self._pending())

    def test_a_watched_record_that_leaves_the_scope_is_looked_at(self):
        self.source._intake()
        self._settle()
        self.payment.action_draft()
        self.env.cr.flush()
        self.source._intake()
        self.assertIn(Source("account.payment", self.payment.id), self._pending())

    def test_every_connection_of_the_company_gets_the_change(self):
        second = self.new_connection(name="Second books")
        self.source._intake()
        self.assertEqual(set(self.source._next_pending(second, 10)), self._pending())

    def test_a_deleted_record_is_looked_at_and_forgotten(self):
        self.source._intake()
        self._settle()
        note = self.new_invoice((self.goods, 1, 10))
        self.env.cr.flush()
        self.source._intake()
        self._settle()
        gone = self._of(note)
        note.button_draft()
        note.unlink()
        self.env.cr.flush()
        self.source._intake()
        self.assertEqual(self._pending(), gone)
        self._settle()
        self.assertFalse(
            self.source.search([("res_model", "=", "account.move"), ("res_id", "=", note.id)])
        )

    def test_the_reconciler_finds_what_was_never_noted(self):
        self.env["connex.change"].sudo().search([]).unlink()
        self.assertEqual(self.source._reconcile(self.connection), 3)
        self.assertEqual(self._pending(), self._of(self.sale, self.posted, self.payment))
        self._settle()
        self.assertEqual(self.source._reconcile(self.connection), 0)

    def test_the_reconciler_finds_changes_made_behind_odoos_back(self):
        self.source._intake()
        self._settle()
        for record in (self.sale, self.posted, self.payment):
            # An earlier version counts too: a backup was restored, or the transaction committed late.
            for shift in (timedelta(microseconds=-7), timedelta(days=1)):
                self.env.cr.execute(
                    f"UPDATE {record._table} SET write_date = write_date + %s WHERE id = %s",
                    [shift, record.id],
                )
                record.invalidate_recordset()
                self.assertEqual(self.source._reconcile(self.connection), 1)
                self.assertEqual(self._pending(), self._of(record))
                self._settle()

    def test_the_reconciler_finds_what_was_deleted_behind_odoos_back(self):
        self.source._intake()
        self._settle()
        source = self.source.search(
            [("res_model", "=", "sale.order"), ("res_id", "=", self.sale.id)]
        )
        source.res_id = 0
        self.source._reconcile(self.connection)
        self.assertIn(Source("sale.order", 0), self._pending())

    def test_new_settings_have_everything_looked_at_again(self):
        self.source._intake()
        self._settle()
        self.source._rescan(self.connection)
        self.assertEqual(self._pending(), self._of(self.sale, self.posted, self.payment))

    def test_a_mirrored_record_is_watched_even_before_the_start_date(self):
        self.connection.sync_from_date = fields.Date.add(self.today(), years=1)
        self.env["connex.change"].sudo().search([]).unlink()
        self.env["connex.mirror"].sudo().create(
            {
                "connection_id": self.connection.id,
                "document": "invoice",
                "res_model": "account.move",
                "res_id": self.posted.id,
                "qb_id": "17",
                "state": "synced",
            }
        )
        self.source._reconcile(self.connection)
        self.assertEqual(self._pending(), self._of(self.posted))
