"""Reading costs a fixed number of queries, however many sales are read at once."""

from odoo.tests import tagged

from ..bridge.sale import Source
from .common import SaleCase


@tagged("post_install", "-at_install")
class TestReaderScale(SaleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.env["sale.order"]

    def _make_sales(self, count):
        for number in range(count):
            customer = self.env["res.partner"].create(
                {"name": f"Customer {number}", "state_id": self.env.ref("base.state_us_5").id}
            )
            product = self.new_product(f"Product {number}", f"P-{number}", type="service")
            order = self.order((product, 2, 10.55), (self.service, 1, 5), partner_id=customer.id)
            self.pay(self.bill(order))
            self.sales |= order

    def _queries(self, orders):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        sources = [Source("sale.order", order) for order in orders.ids]
        snapshot, stamps = self.env["connex.reader"].sudo()._read(self.connection, sources)
        self.assertEqual(len(snapshot.orders), len(orders))
        self.assertEqual(len(stamps), 3 * len(orders), "each order, its invoice and its payment")
        return self.cr.sql_log_count - before

    def test_forty_sales_cost_as_many_queries_as_four(self):
        self._make_sales(40)
        self._queries(self.sales[:1])  # fills what Odoo keeps across transactions
        self.assertEqual(self._queries(self.sales[:4]), self._queries(self.sales))
