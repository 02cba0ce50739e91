"""Adopted in QuickBooks Desktop: which line is which stays known when a document is read again."""

from lxml import etree

from odoo.tests import tagged

from ..bridge.desktop.answer import Row
from ..models.connex_mirror_desktop import LINKS_ONLY
from .desktop_common import DesktopSaleCase


@tagged("post_install", "-at_install")
class TestAdoptedDesktop(DesktopSaleCase):
    def setUp(self):
        super().setUp()
        self.run_session()
        self.ordered = self.mirror("sales_order")
        self.verifier = self.env(su=True)["connex.desktop.verifier"]

    def row(self, *lines):
        told = "".join(
            f"<SalesOrderLineRet><TxnLineID>{number}</TxnLineID></SalesOrderLineRet>"
            for number in lines
        )
        return Row(
            etree.fromstring(
                f"<SalesOrderRet><TxnID>{self.ordered.qb_id}</TxnID><EditSequence>2</EditSequence>"
                "<CustomerRef><ListID>80-9</ListID><FullName>Ada</FullName></CustomerRef>"
                f"<TxnDate>2026-01-15</TxnDate>{told}<TotalAmount>10.00</TotalAmount></SalesOrderRet>"
            )
        )

    def test_lines_of_an_order_that_was_saved_since_stay_known_when_it_is_read(self):
        self.ordered.write({"adopted": True, "found_facts": False})
        self.ordered.qb_lines = [["L-1", 7], ["L-2", 0]]
        self.verifier._settle_one(self.ordered, self.row("L-1", "L-3"), "adopted")
        self.assertEqual(self.ordered.qb_lines, [["L-1", 7], ["L-3", 0]])

    def test_lines_of_an_order_as_a_person_has_it_are_found_out_anew(self):
        self.ordered.write({"adopted": True, "found_facts": {"Id": self.ordered.qb_id}})
        self.ordered.qb_lines = [["L-1", 7]]
        self.verifier._settle_one(self.ordered, self.row("L-1"), "adopted")
        self.assertEqual(self.ordered.qb_lines, [["L-1", 0]])
        self.assertEqual([each["Id"] for each in self.ordered.found_facts["Line"]], ["L-1"])

    def test_what_has_no_id_to_be_read_by_keeps_nobody_from_being_read(self):
        mirrors = self.ordered.create(
            [
                {
                    "connection_id": self.desktop.id,
                    "document": "payment",
                    "res_model": "account.payment",
                    "res_id": number,
                    "qb_id": LINKS_ONLY if number % 2 else False,
                    "state": "synced",
                    "reread": "compare",
                }
                for number in range(1, 121)
            ]
        )
        last = mirrors[0].copy({"res_id": 999, "qb_id": "9-1", "reread": "compare"})
        exchange = self.verifier.ask(self.desktop, "compare")
        self.assertEqual(list(exchange.asked), [str(last.id)])
