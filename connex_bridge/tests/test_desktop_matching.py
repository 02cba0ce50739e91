"""Customers that QuickBooks Desktop has already: many of them are found at no greater cost than one."""

from odoo.tests import tagged

from ..models.connex_desktop_matcher import ConnexDesktopMatcher
from .desktop_common import DesktopSaleCase, counted_queries


@tagged("post_install", "-at_install")
class TestDesktopMatching(DesktopSaleCase):
    def buyers(self, count, letter):
        """So many customers with an order each, which are looked for in a session of their own."""
        buyers = self.env["res.partner"].create(
            [
                {"name": f"Buyer {letter}{at}", "email": f"{letter}{at}@example.com"}
                for at in range(count)
            ]
        )
        for buyer in buyers:
            self.new_order().partner_id = buyer
        self.env.cr.precommit.run()
        self.env.flush_all()
        self.quickbooks.found = {
            "CustomerQuery": "".join(
                f"<CustomerRet><ListID>{buyer.id}-1</ListID><Name>{buyer.name}</Name>"
                f"<FullName>{buyer.name}</FullName><IsActive>true</IsActive></CustomerRet>"
                for buyer in buyers
            )
        }
        self.session = self.begin()
        self.take(self.until("CustomerQuery"))
        return buyers

    def test_many_are_found_with_no_more_queries_than_one(self):
        with counted_queries(ConnexDesktopMatcher, "settle") as counted:
            self.buyers(1, "A")
            self.buyers(1, "B")
            buyers = self.buyers(15, "C")
        found = {mirror.res_id: mirror.qb_id for mirror in self.mirror("customer")}
        self.assertEqual(
            {buyer.id: found[buyer.id] for buyer in buyers},
            {buyer.id: f"{buyer.id}-1" for buyer in buyers},
        )
        self.assertLessEqual(counted[-1], counted[-2] + 5)
