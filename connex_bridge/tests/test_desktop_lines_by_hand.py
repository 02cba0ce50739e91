"""Lines that people delete and add in QuickBooks Desktop: what is remembered of them until Odoo says its own
version again."""

from lxml import etree

from odoo.tests import tagged

from .desktop_common import DesktopSaleCase


@tagged("post_install", "-at_install")
class TestDesktopLinesByHand(DesktopSaleCase):
    def new_order(self):
        line = {"product_id": self.goods.id, "price_unit": 5, "tax_ids": False}
        return self.order(line | {"product_uom_qty": 5}, line | {"product_uom_qty": 7})

    def change_sent(self):
        """(TxnLineID, quantity) of each line of the change to the order that goes out."""
        self.sale.order_line[1].price_unit += 1
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.session = self.begin()
        message = self.until("SalesOrderMod")
        self.take(message)
        lines = etree.fromstring(message.encode()).iter("SalesOrderLineMod")
        return [(line.findtext("TxnLineID"), float(line.findtext("Quantity"))) for line in lines]

    def test_a_line_that_somebody_deleted_comes_back_and_the_others_stay_what_they_are(self):
        self.run_session()
        order = self.mirror("sales_order")
        first, second = order.qb_own_lines
        order._note_lines(["by hand", second])
        order._note_lines([second])  # read a second time
        self.assertEqual(self.change_sent(), [("-1", 5), (second, 7)])
        numbers = order.qb_own_lines
        self.assertEqual(numbers[1], second)
        self.assertNotIn(numbers[0], ("-1", first))
        self.assertEqual(self.change_sent(), [(numbers[0], 5), (numbers[1], 7)])

    def test_a_line_that_somebody_put_first_is_none_of_odoos(self):
        self.run_session()
        order = self.mirror("sales_order")
        first, second = order.qb_own_lines
        order._note_lines(["by hand", first, second])
        self.assertEqual(self.change_sent(), [(first, 5), (second, 7)])
