"""An invoice whose sales order somebody has closed, or billed in part, in QuickBooks Desktop: it arrives
whole, once, and without the links that QuickBooks refuses."""

import re

from odoo.tests import tagged

from .desktop_common import DesktopSaleCase

EMPTY = ("3180", "There was an error when saving. The transaction is empty.")


@tagged("post_install", "-at_install")
class TestDesktopLinks(DesktopSaleCase):
    def setUp(self):
        super().setUp()
        self.deliver(self.sale)
        self.bill(self.sale)
        self.env.flush_all()
        self.env.cr.precommit.run()

    def new_order(self):
        line = {"product_id": self.goods.id, "tax_ids": False}
        return self.order(
            line | {"product_uom_qty": 2, "price_unit": 5},
            line | {"product_uom_qty": 3, "price_unit": 7},
        )

    def invoice_adds(self):
        return self.quickbooks.asked.count("InvoiceAdd")

    def test_an_invoice_whose_links_are_refused_goes_out_without_them_at_once(self):
        message = self.until("InvoiceAdd")
        self.assertIn("<LinkToTxn>", message)
        self.quickbooks.refused["InvoiceAdd"] = EMPTY
        self.take(message)
        self.quickbooks.refused.clear()
        again = self.until("InvoiceAdd")
        self.assertNotIn("<LinkToTxn>", again)
        self.take(again)
        self.run_session()
        invoice = self.mirror("invoice")
        self.assertEqual((invoice.state, invoice.qb_total), ("synced", 31))
        self.assertEqual(self.quickbooks.added.count("Invoice"), 1)

    def test_what_is_refused_without_links_too_is_held_and_may_be_linked_later(self):
        self.quickbooks.refused["InvoiceAdd"] = ("3180", "The credit limit is exceeded")
        self.run_session()
        invoice = self.mirror("invoice")
        self.assertEqual((invoice.state, invoice.problem_code), ("problem", "business_rule"))
        self.assertEqual(self.invoice_adds(), 2)
        self.quickbooks.refused.clear()
        invoice.action_retry()
        self.session = self.begin()
        self.assertIn("<LinkToTxn>", self.until("InvoiceAdd"))

    def test_an_invoice_that_somebody_has_open_keeps_its_links(self):
        self.quickbooks.refused["InvoiceAdd"] = ("3180", "It failed to acquire the lock")
        self.run_session()
        self.assertEqual(self.invoice_adds(), 1)
        self.assertFalse(self.mirror("invoice").links_refused)

    def test_lines_that_quickbooks_left_out_are_said_once_more_at_once_and_never_again(self):
        answer = self.quickbooks.answer(self.until("InvoiceAdd"))
        told = re.sub("<InvoiceLineRet>.*?</InvoiceLineRet>", "", answer, count=1)
        told = told.replace("<Subtotal>31.00", "<Subtotal>21.00")
        told = re.sub(
            '(<InvoiceAddRs [^>]*)statusCode="0"',
            r'\1statusCode="570" statusSeverity="Warn" statusMessage="Nothing open"',
            told,
        )
        self.answered(told, "", "")
        invoice = self.mirror("invoice")
        self.assertFalse(invoice.problem_code)
        message = self.until("InvoiceMod")
        self.assertEqual(message.count("<TxnLineID>-1</TxnLineID>"), 2)
        self.assertEqual(message.count("<ItemRef>"), 2)
        self.take(message)
        self.run_session()
        self.assertEqual((invoice.state, invoice.qb_total), ("synced", 31))
        self.assertEqual((self.invoice_adds(), self.quickbooks.asked.count("InvoiceMod")), (1, 1))
        self.session = self.begin()
        self.run_session()
        self.assertEqual((self.invoice_adds(), self.quickbooks.asked.count("InvoiceMod")), (1, 1))
