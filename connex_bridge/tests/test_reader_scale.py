"""Reading costs a fixed number of queries, however many sales are read at once."""

from odoo.fields import Command
from odoo.tests import tagged

from ..bridge.sale import Source
from .common import SaleCase


@tagged("post_install", "-at_install")
class TestReaderScale(SaleCase):
    def _make_sales(self, count):
        """Sales of every kind: tax included and not, prepaid, partly paid, credited, shared payments."""
        included = self.new_tax(8.25, price_include_override="tax_included", name="Included")
        state = self.env.ref("base.state_us_5")
        sales = self.env["sale.order"]
        for number in range(count):
            customer = self.env["res.partner"].create({"name": f"C{number}", "state_id": state.id})
            product = self.new_product(f"Product {number}", f"P-{number}", type="service")
            line = self._line((product, 3, 9.99))
            taxed = line | {"tax_ids": [Command.set(included.ids)]}
            order = self.order(
                line, taxed, taxed, taxed, (self.service, 1, 5), partner_id=customer.id
            )
            self._finish(order, number % 4)
            sales |= order
        return sales

    def _finish(self, order, kind):
        customer = order.partner_id.id
        if kind == 0:
            self.prepay(20, memo=order.name, partner_id=customer)
        invoice = self.bill(order)
        if kind == 1:
            self.credit(invoice)
        elif kind == 2:
            other = self.new_invoice((self.service, 1, 7), partner_id=customer)
            self.pay(invoice | other)
        else:
            self.pay(invoice, 10)

    def _queries(self, orders):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        sources = [Source("sale.order", order) for order in orders.ids]
        snapshot, _stamps = self.env["connex.reader"].sudo()._read(self.connection, sources)
        count = self.cr.sql_log_count - before
        self.assertEqual(len(snapshot.orders), len(orders))
        for document in (*snapshot.orders.values(), *snapshot.invoices.values()):
            self.assertTies(document)
        return count

    def test_twelve_sales_cost_as_many_queries_as_four(self):
        sales = self._make_sales(12)
        self._queries(sales)  # fills what Odoo keeps across transactions
        few, many = self._queries(sales[:4]), self._queries(sales)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 60)
