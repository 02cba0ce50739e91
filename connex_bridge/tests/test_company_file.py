"""The company file of a Desktop connection: which one it is, and what happens when it cannot be opened."""

from odoo.tests import tagged

from ..bridge.desktop.company_file import CompanyFile
from .web_connector_common import COMPANY_FILE, MESSAGE, WebConnectorCase

MOVED = r"D:\Backup\Ada's Shop.qbw"


@tagged("post_install", "-at_install")
class TestCompanyFile(WebConnectorCase):
    def test_another_company_file_is_refused_in_words(self):
        self.run_session()
        self.driver.messages = [MESSAGE]
        ticket = self.begin()
        self.assertEqual(self.send(ticket, MOVED, self.host_answer()), "")
        said = self.last_error(ticket)
        self.assertIn(MOVED, said)
        self.assertIn(COMPANY_FILE, said)
        self.assertEqual(len(self.driver.answers), 1)
        self.assertEqual(self.connection.problem_code, "desktop_other_company")
        self.assertEqual(self.connection.company_file, COMPANY_FILE)

    def test_a_copy_of_the_file_elsewhere_is_refused_although_its_id_is_the_same(self):
        self.run_session(file_id="{A}")
        self.driver.messages = [MESSAGE]
        ticket = self.begin()
        self.assertEqual(self.send(ticket, MOVED, self.host_answer("{A}")), "")

    def test_another_company_under_the_same_path_is_refused(self):
        self.run_session(file_id="{A}")
        self.driver.messages = [MESSAGE]
        ticket = self.begin()
        self.assertEqual(self.send(ticket, COMPANY_FILE, self.host_answer("{B}")), "")

    def test_windows_does_not_tell_upper_from_lower_case(self):
        self.run_session(file_id="{a}")
        self.driver.messages = [MESSAGE]
        ticket = self.begin()
        self.assertTrue(self.send(ticket, COMPANY_FILE.upper(), self.host_answer("{A}")))

    def test_a_file_that_was_moved_is_taken_over_once_somebody_says_so(self):
        self.run_session(file_id="{A}")
        self.driver.messages = [MESSAGE]
        ticket = self.begin()
        self.send(ticket, MOVED, self.host_answer("{A}"))
        self.last_error(ticket)
        self.close(ticket)
        self.connection.action_company_file_moved()
        self.assertFalse(self.connection.problem_code)
        self.run_session(MOVED, "{A}")
        self.assertEqual(self.connection.company_file, MOVED)

    def test_a_file_that_was_moved_is_still_told_from_another_company(self):
        self.run_session(file_id="{A}")
        self.connection.action_company_file_moved()
        self.driver.messages = [MESSAGE]
        ticket = self.begin()
        self.assertEqual(self.send(ticket, MOVED, self.host_answer("{B}")), "")

    def test_two_connections_of_a_company_do_not_write_to_the_same_file(self):
        other = self.env["connex.connection"].create(
            {"name": "Other", "backend": "desktop", "company_file": COMPANY_FILE}
        )
        ticket = self.begin()
        self.assertEqual(self.send(ticket, host=self.host_answer()), "")
        self.assertEqual(self.connection.problem_code, "desktop_file_taken")
        self.assertFalse(self.connection.company_file)
        other.unlink()
        self.run_session()

    def test_a_file_that_another_company_has_marked_is_refused_in_the_first_session(self):
        company = self.env["res.company"].create({"name": "Red Harbor"})
        other = self.env["connex.connection"].create(
            {"name": "Red", "backend": "desktop", "company_id": company.id}
        )
        ticket = self.begin()
        host = self.host_answer(other.web_connector_file_id.lower())
        self.assertEqual(self.send(ticket, host=host), "")
        said = self.last_error(ticket)
        self.assertIn("Red Harbor", said)
        self.assertEqual(self.connection.problem_code, "desktop_file_taken")
        self.assertFalse(self.connection.company_file or self.connection.company_file_guid)
        mark = other.web_connector_file_id
        other.unlink()
        self.run_session(file_id=mark)
        self.assertEqual(self.connection.company_file, COMPANY_FILE)

    def test_another_computer_may_have_another_file_under_the_same_path(self):
        values = {"company_file": COMPANY_FILE, "company_file_guid": "{A}"}
        self.env["connex.connection"].create({"name": "Other", "backend": "desktop"} | values)
        self.run_session(file_id="{B}")
        self.assertEqual(self.connection.company_file_guid, "{B}")

    def test_an_answer_that_cannot_be_read_leaves_the_path_to_decide(self):
        ticket = self.begin()
        self.assertTrue(self.send(ticket, host="<!DOCTYPE x><QBXML/>"))
        self.assertEqual(self.connection.company_file, COMPANY_FILE)
        self.assertFalse(self.connection._refuse_company_file(CompanyFile(COMPANY_FILE)))


@tagged("post_install", "-at_install")
class TestOpening(WebConnectorCase):
    """QuickBooks or its company file cannot be opened."""

    def fail(self, ticket, hresult, message="Could not."):
        return self.call("connectionError", ticket=ticket, hresult=hresult, message=message)

    def test_it_gives_up_with_a_problem_that_names_quickbooks_own_words(self):
        ticket = self.begin()
        self.assertEqual(self.fail(ticket, "0x80040401", "No access."), "done")
        self.assertEqual(self.connection.problem_code, "desktop_unreachable")
        self.assertIn("No access. 0x80040401", self.connection.problem_message)
        self.assertIn("No access.", self.last_error(ticket))

    def test_a_file_that_is_not_opened_is_named_before_its_name_is_known(self):
        ticket = self.begin()
        self.assertEqual(self.fail(ticket, "0x80040403"), "done")
        self.assertIn("the company file of Desktop books.", self.connection.problem_message)

    def test_with_another_file_open_it_is_looked_at_so_that_its_name_can_be_told(self):
        self.run_session()
        self.driver.messages = [MESSAGE]
        ticket = self.begin()
        self.assertEqual(self.fail(ticket, "0x8004040a"), "")
        self.assertEqual(self.send(ticket, MOVED, self.host_answer()), "")
        self.assertIn(MOVED, self.last_error(ticket))

    def test_with_quickbooks_closed_the_known_file_is_tried_once(self):
        self.run_session()
        self.driver.messages = [MESSAGE]
        ticket = self.begin()
        self.assertEqual(self.fail(ticket, "0x80040417"), COMPANY_FILE)
        self.assertEqual(self.fail(ticket, "0x80040403"), "done")
        self.assertEqual(self.connection.problem_code, "desktop_file_not_opened")

    def test_with_quickbooks_closed_before_the_first_session_a_person_has_to_open_it(self):
        ticket = self.begin()
        self.assertEqual(self.fail(ticket, "0x80040416"), "done")
        self.assertIn("Update Selected", self.connection.problem_next_step)

    def test_the_problem_ends_with_the_next_session_that_works(self):
        ticket = self.begin()
        self.fail(ticket, "0x80040418")
        self.assertEqual(self.connection.problem_code, "desktop_access")
        self.run_session()
        self.assertFalse(self.connection.problem_code)
