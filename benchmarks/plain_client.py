"""What is compared with: a client as one writes it with the PyPI package python-quickbooks.

It runs inside Odoo like the addon, reads all orders at once through the ORM, and sends one request per
document: estimate, invoice, payment. It remembers no ids in Odoo, repeats nothing and checks nothing.
"""

from decimal import Decimal

from quickbooks.objects.base import LinkedTxn, Ref
from quickbooks.objects.customer import Customer
from quickbooks.objects.detailline import SalesItemLine, SalesItemLineDetail
from quickbooks.objects.estimate import Estimate
from quickbooks.objects.invoice import Invoice
from quickbooks.objects.item import Item
from quickbooks.objects.payment import Payment, PaymentLine
from quickbooks.objects.tax import TxnTaxDetail

from development.remote.books import open_books
from development.remote.sandbox import Company, Sandbox

from . import meter
from .counted import counted_orders


def run(env, sandbox_url: str, realm: str) -> dict:
    """Task: send all counted sales of the database to an empty company; return the figures."""
    sandbox = Sandbox(sandbox_url)
    client = PlainClient(env, open_books(Company(sandbox, realm)))
    client.send_lists()
    env.invalidate_all()
    orders = counted_orders(env)
    before = sandbox.counters()
    with meter.measured() as figures:
        for order in orders:
            client.send_sale(order)
    after = sandbox.counters()
    figures["requests"] = after["requests"] - before["requests"]
    return figures | {"orders": len(orders), "memory": meter.peak_memory()}


class PlainClient:
    """Sends documents one by one. `books` is a python-quickbooks client that is logged in."""

    def __init__(self, env, books):
        self.env = env
        self.books = books
        self.customers = {}
        self.items = {}

    def send_lists(self):
        """Create the customers and items, so that they are known before the sales are sent."""
        for partner in self.env["res.partner"].search([("ref", "=", "benchmark")]):
            customer = Customer()
            customer.DisplayName = partner.name
            self.customers[partner.id] = customer.save(qb=self.books).Id
        income = self.books.query("SELECT * FROM Account WHERE AccountType = 'Income'")
        account = income["QueryResponse"]["Account"][0]["Id"]
        products = self.env["product.product"].search([("default_code", "like", "BENCHMARK-")])
        for product in products:
            item = Item()
            item.Name = product.name
            item.Sku = product.default_code
            item.Type = "NonInventory"
            item.IncomeAccountRef = _reference(account)
            self.items[product.id] = item.save(qb=self.books).Id

    def send_sale(self, order):
        """Create the estimate, the invoice that copies it, and the payment of the invoice."""
        estimate = self._form(Estimate(), order, order.name, order.date_order, order.order_line)
        estimate.TxnStatus = "Accepted"
        estimate.save(qb=self.books)
        for move in order.invoice_ids:
            invoice = self._form(
                Invoice(), move, move.name, move.invoice_date, move.invoice_line_ids
            )
            invoice.DueDate = move.invoice_date_due.isoformat()
            invoice.LinkedTxn = [_linked(estimate.Id, "Estimate")]
            invoice.save(qb=self.books)
            for paid in move.matched_payment_ids:
                self._send_payment(paid, invoice)

    def _form(self, form, document, number, date, lines):
        form.DocNumber = number
        form.TxnDate = date.strftime("%Y-%m-%d")
        form.CustomerRef = _reference(self.customers[document.partner_id.id])
        form.PrivateNote = f"Odoo {number}"
        form.Line = [self._line(line) for line in lines]
        form.TxnTaxDetail = TxnTaxDetail()
        form.TxnTaxDetail.TotalTax = _amount(document.amount_tax)
        return form

    def _line(self, line):
        found = SalesItemLine()
        found.Description = line.name
        found.Amount = _amount(line.price_subtotal)
        detail = found.SalesItemLineDetail = SalesItemLineDetail()
        detail.ItemRef = _reference(self.items[line.product_id.id])
        detail.Qty = line["product_uom_qty" if "product_uom_qty" in line else "quantity"]
        detail.UnitPrice = line.price_unit
        detail.TaxCodeRef = _reference("TAX")
        return found

    def _send_payment(self, paid, invoice):
        payment = Payment()
        payment.TxnDate = paid.date.isoformat()
        payment.CustomerRef = _reference(self.customers[paid.partner_id.id])
        payment.TotalAmt = _amount(paid.amount)
        payment.PaymentRefNum = paid.name[:21]
        line = PaymentLine()
        line.Amount = payment.TotalAmt
        line.LinkedTxn = [_linked(invoice.Id, "Invoice")]
        payment.Line = [line]
        payment.save(qb=self.books)


def _amount(value):
    return Decimal(str(round(value, 2)))


def _reference(value):
    reference = Ref()
    reference.value = value
    return reference


def _linked(transaction, kind):
    linked = LinkedTxn()
    linked.TxnId = transaction
    linked.TxnType = kind
    return linked
