"""Problems: one line for each cause, with the documents it holds back and the button that ends it."""

from odoo.tests import new_test_user, tagged

from .connection_common import ConnectionCase


@tagged("post_install", "-at_install")
class TestProblem(ConnectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bookkeeper = new_test_user(cls.env, "bookkeeper", "connex_bridge.group_user")
        cls.numbers = iter(range(1, 1000))

    def held(self, code, name, **values):
        return self.env["connex.mirror"].create(
            {
                "connection_id": self.connection.id,
                "document": "invoice",
                "res_model": "account.move",
                "res_id": next(self.numbers),
                "name": name,
                "state": "problem",
                "wanted_fingerprint": "x",
                "problem_code": code,
                "problem_values": {"document": name, **values},
            }
        )

    def problems(self):
        self.env.invalidate_all()
        problems = self.env["connex.problem"].with_user(self.bookkeeper)
        return problems.search([("connection_id", "=", self.connection.id)])

    def test_documents_held_by_the_same_cause_are_one_problem(self):
        for number in range(1, 6):
            self.held("books_closed", f"INV/{number}", date="2025-01-31", closed_until="2025-12-31")
        self.held("books_closed", "INV/9", date="2024-01-31", closed_until="2024-12-31")
        first, second = self.problems()
        self.assertEqual(first.title, "The books are closed until 2025-12-31")
        self.assertEqual((first.document_count, first.fix), (5, "company"))
        self.assertEqual(first.documents, "INV/1, INV/2, INV/3 and 2 more")
        self.assertIn("closing date in QuickBooks", first.next_step)
        # One document is told in its own words.
        self.assertIn("INV/9 is dated 2024-01-31", second.title)

    def test_each_document_with_a_cause_of_its_own_is_its_own_problem(self):
        self.held("customer_without_name", "??")
        self.held("customer_without_name", "!!")
        self.held("a code of another version", "INV/1")
        self.assertEqual(self.problems().mapped("document_count"), [1, 1, 1])
        self.assertEqual(set(self.problems().mapped("fix")), {"document"})

    def test_what_waits_for_a_document_is_counted_with_its_problem(self):
        cause = self.held("customer_without_name", "??")
        for _number in range(2):
            follower = self.held("blocked", "INV/1")
            follower.write({"state": "waiting", "problem_code": False, "blocked_by_id": cause.id})
        [problem] = self.problems()
        self.assertEqual((problem.document_count, problem.follower_count), (1, 2))

    def test_trying_again_releases_all_documents_of_the_cause_and_no_others(self):
        same = self.held("estimates_off", "S1") | self.held("estimates_off", "S2")
        other = self.held("no_lines", "INV/7")
        problem = self.problems().filtered(lambda each: each.code == "estimates_off")
        problem.action_retry()
        self.assertEqual(set(same.mapped("state")), {"waiting"})
        self.assertEqual(other.state, "problem")
        self.assertEqual(self.problems().code, "no_lines")

    def test_what_was_deleted_in_quickbooks_is_created_anew_by_a_person_only(self):
        mirror = self.held("deleted_in_quickbooks", "INV/1")
        mirror.write({"qb_id": "5", "acknowledged_fingerprint": "x"})
        self.connection._release_held()
        self.assertEqual(mirror.state, "problem")
        [problem] = self.problems()
        self.assertEqual(problem.fix, "send")
        problem.action_retry()
        self.assertEqual((mirror.state, mirror.qb_id, mirror.generation), ("waiting", False, 2))

    def test_a_dead_connection_is_one_problem_with_a_button(self):
        self.connect()
        self.connection._set_problem("reconnect", company="Sturdy Stools Inc.")
        [problem] = self.problems()
        self.assertTrue(problem.of_connection)
        self.assertEqual(problem.fix, "reconnect")
        self.assertIn("Sturdy Stools Inc.", problem.title)
        self.assertEqual(problem.action_open_documents()["res_id"], self.connection.id)

    def test_settings_corrected_in_quickbooks_are_read_and_the_documents_go_on(self):
        self.connect()
        mirror = self.held("estimates_off", "S1")
        [problem] = self.problems()
        problem.with_user(self.env.ref("base.user_admin")).action_check_company()
        self.assertEqual(mirror.state, "waiting")

    def test_every_problem_opens_its_documents_and_their_records(self):
        first, second = (self.held("no_lines", name) for name in ("INV/1", "INV/2"))
        [problem] = self.problems()
        action = problem.action_open_documents()
        found = self.env[action["res_model"]].with_user(self.bookkeeper).search(action["domain"])
        self.assertEqual(found, second | first)
        action = problem.action_open_source()
        self.assertEqual(action["res_model"], "account.move")
        self.assertEqual(set(action["domain"][0][2]), {first.res_id, second.res_id})
        second.unlink()
        [problem] = self.problems()
        self.assertEqual(problem.action_open_source()["res_id"], first.res_id)

    def test_a_page_of_problems_takes_few_queries(self):
        for number in range(30):
            self.held("tax_not_mapped", f"INV/{number}", tax=f"{number} %", line="Chair")
        problems = self.problems()
        names = ["title", "documents", "next_step", "follower_count", "fix", "document_count"]
        with self.assertQueryCount(7):
            problems.read(names)

    def test_problems_of_another_company_are_out_of_sight(self):
        company = self.env["res.company"].create({"name": "Another company"})
        self.connection.company_id = company
        self.held("no_lines", "INV/1")
        self.env.flush_all()
        self.assertFalse(self.problems())
