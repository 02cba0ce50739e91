"""Manual sync: which sales are chosen, and what a run does with them."""

from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .test_preview import PreviewCase


@tagged("post_install", "-at_install")
class TestManualSync(PreviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.state = "connected"
        cls.bookkeeper = new_test_user(
            cls.env,
            "bookkeeper",
            "connex_bridge.group_user,sales_team.group_sale_salesman_all_leads,"
            "account.group_account_invoice",
        )

    def run_of(self, **values):
        return (
            self.env["connex.manual.sync"]
            .with_user(self.bookkeeper)
            .create({"connection_id": self.connection.id} | values)
        )

    def by_numbers(self, *numbers, **values):
        return self.run_of(choose_by="numbers", numbers="\n".join(numbers), **values)

    def work(self, run):
        """Let the engine do all that needs no QuickBooks."""
        while run.sudo().advance(self.connection):
            pass
        run.invalidate_recordset()

    def ordered(self, day, **values):
        order = self.order((self.goods, 1, 10.0), **values)
        order.date_order = day
        return order

    # Choosing

    def test_orders_of_the_chosen_days_are_synced(self):
        self.ordered(datetime(2025, 4, 30, 23, 59))
        first = self.ordered(datetime(2025, 5, 1))
        last = self.ordered(datetime(2025, 5, 2, 23, 59))
        self.ordered(datetime(2025, 5, 3))
        run = self.run_of(date_from="2025-05-01", date_to="2025-05-02")
        run.action_sync()
        self.assertEqual(run.line_ids.mapped("name"), [first.name, last.name])

    def test_the_days_are_those_of_the_company(self):
        self.company.partner_id.tz = "America/New_York"
        order = self.ordered(datetime(2025, 5, 2, 3, 30))  # still May 1st there
        run = self.run_of(date_from="2025-05-01", date_to="2025-05-01")
        run.action_sync()
        self.assertEqual(run.line_ids.mapped("name"), order.mapped("name"))

    def test_invoices_without_an_order_are_sales_too(self):
        alone = self.new_invoice((self.service, 1, 5.0), invoice_date="2025-05-01")
        order = self.order((self.service, 1, 10.0))
        order.date_order = "2025-05-01"
        self.bill(order, invoice_date="2025-05-01")
        run = self.run_of(date_from="2025-05-01", date_to="2025-05-01")
        run.action_sync()
        self.assertEqual(run.line_ids.mapped("name"), [order.name, alone.name])

    def test_sales_changed_lately_are_chosen_by_their_last_change(self):
        order = self.ordered(datetime(2020, 1, 1))
        today = self.today()
        run = self.run_of(choose_by="last_change", date_from=today, date_to=today)
        run.action_sync()
        self.assertIn(order.name, run.line_ids.mapped("name"))

    def test_a_pasted_list_may_use_lines_commas_and_small_letters(self):
        orders = [self.order((self.goods, 1, 10.0)) for _number in range(3)]
        names = [order.name for order in orders]
        run = self.run_of(
            choose_by="numbers", numbers=f" {names[0]},{names[1].lower()}\n\n{names[2]} ;"
        )
        run.action_sync()
        self.assertEqual(run.line_ids.mapped("name"), names)
        self.assertFalse(run.unknown_numbers)

    def test_numbers_that_are_not_there_are_reported(self):
        order = self.order((self.goods, 1, 10.0))
        quotation = self.order((self.goods, 1, 10.0), confirm=False)
        run = self.by_numbers(order.name, "NOPE-1", quotation.name)
        run.action_preview()
        self.assertEqual(
            run.unknown_numbers, f"NOPE-1\n{quotation.name} (a quotation, not confirmed yet)"
        )
        self.assertEqual(run.line_ids.mapped("name"), [order.name])

    def test_a_list_without_any_known_number_is_refused_with_the_numbers(self):
        with self.assertRaisesRegex(UserError, "None of these numbers.*NOPE-1"):
            self.by_numbers("NOPE-1").action_sync()

    def test_days_without_a_sale_are_refused(self):
        with self.assertRaisesRegex(UserError, "no confirmed sale"):
            self.run_of(date_from="1990-01-01", date_to="1990-01-02").action_sync()

    def test_dates_in_the_wrong_order_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "earlier one first"):
            self.run_of(date_from="2025-05-02", date_to="2025-05-01")

    def test_a_connection_that_is_not_connected_is_refused(self):
        order = self.order((self.goods, 1, 10.0))
        run = self.by_numbers(order.name)
        self.connection.state = "paused"
        with self.assertRaisesRegex(UserError, "not connected"):
            run.action_sync()

    def test_only_bookkeepers_sync_by_hand(self):
        employee = new_test_user(self.env, "employee", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["connex.manual.sync"].with_user(employee).create(
                {"connection_id": self.connection.id}
            )

    # Running

    def test_a_run_ends_with_done_unchanged_and_problems(self):
        done = self.order((self.goods, 1, 10.0))
        unchanged = self.order((self.goods, 2, 10.0))
        trouble = self.order((self.goods, 3, 10.0))
        self.synced(unchanged)
        run = self.by_numbers(done.name, unchanged.name, trouble.name)
        run.action_sync()
        self.work(run)
        self.assertEqual(run.line_ids.mapped("state"), ["planned", "unchanged", "planned"])
        self.assertEqual((run.state, run.open_count), ("running", 2))
        self.as_confirmed(done.sudo().connex_mirror_ids)
        held = trouble.sudo().connex_mirror_ids
        held.write({"state": "problem", "problem_code": "no_lines"})
        self.work(run)
        self.assertEqual(run.line_ids.mapped("state"), ["done", "unchanged", "problem"])
        self.assertIn("no line with an amount", run.line_ids[2].note)
        self.assertEqual((run.state, run.progress), ("done", 100))
        self.assertEqual((run.done_count, run.unchanged_count, run.problem_count), (1, 1, 1))

    def test_each_result_opens_its_sale(self):
        order = self.order((self.goods, 1, 10.0))
        run = self.by_numbers(order.name)
        run.action_sync()
        action = run.line_ids.action_open()
        self.assertEqual((action["res_model"], action["res_id"]), ("sale.order", order.id))

    def test_the_mode_of_the_run_replaces_that_of_the_connection(self):
        self.connection.transaction_mode = "invoices_only"
        order = self.order((self.goods, 1, 10.0))
        run = self.by_numbers(order.name, mode="orders_only")
        run.action_sync()
        self.work(run)
        documents = order.sudo().connex_mirror_ids.mapped("document")
        self.assertEqual(documents, ["sales_order"])

    def test_a_sale_that_the_settings_leave_out_is_unchanged_and_says_so(self):
        self.connection.transaction_mode = "invoices_only"
        order = self.order((self.goods, 1, 10.0))
        run = self.by_numbers(order.name)
        run.action_sync()
        self.work(run)
        self.assertEqual(run.line_ids.state, "unchanged")
        self.assertIn("Left out", run.line_ids.note)

    def test_a_preview_counts_and_sends_nothing(self):
        orders = [self.order((self.goods, 1, 10.0)) for _number in range(2)]
        self.synced(orders[0])
        run = self.by_numbers(*(order.name for order in orders))
        run.action_preview()
        self.work(run)
        self.assertEqual(run.state, "previewed")
        self.assertEqual(run.foreseen_text, "Create: 1 · Leave as Is: 1")
        self.assertEqual(run.line_ids[1].note, "Create: 1")
        self.assertFalse(orders[1].sudo().connex_mirror_ids)
        run.action_sync()
        self.work(run)
        self.assertTrue(orders[1].sudo().connex_mirror_ids)

    def test_a_sale_deleted_meanwhile_does_not_stop_the_run(self):
        kept = self.order((self.goods, 1, 10.0))
        gone = self.order((self.goods, 1, 10.0))
        run = self.by_numbers(kept.name, gone.name)
        run.action_sync()
        gone._action_cancel()
        gone.unlink()
        self.work(run)
        self.assertEqual(run.line_ids.mapped("state"), ["planned", "unchanged"])

    def test_a_stopped_run_plans_no_more(self):
        order = self.order((self.goods, 1, 10.0))
        run = self.by_numbers(order.name)
        run.action_sync()
        run.action_stop()
        self.work(run)
        self.assertFalse(order.sudo().connex_mirror_ids)
        self.assertEqual(run.state, "stopped")

    def test_a_run_is_started_once(self):
        order = self.order((self.goods, 1, 10.0))
        run = self.by_numbers(order.name)
        run.action_sync()
        with self.assertRaisesRegex(UserError, "started already"):
            run.action_sync()
        again = self.env["connex.manual.sync"].browse(run.action_again()["res_id"])
        self.assertEqual((again.state, again.numbers), ("draft", order.name))

    def test_a_large_selection_is_previewed_in_the_background(self):
        orders = self.order((self.goods, 1, 10.0))
        for _number in range(50):
            orders |= self.order((self.goods, 1, 10.0), confirm=False)
        orders.filtered(lambda order: order.state == "draft").state = "sale"
        action = orders.with_user(self.bookkeeper).action_connex_preview()
        run = self.env["connex.manual.sync"].browse(action["res_id"])
        self.assertEqual((run.state, run.line_count), ("previewing", 51))
