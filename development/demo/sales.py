"""The demo shop: its products, taxes, customers, and sales in every stage, as its people enter them.

The day has two halves with a run of the scheduled action after each, so that sales orders are seen
open first and closed later. To add a sale, add a method to `Day` and call it in `morning`.
"""

from ..remote.buyer import Buyer
from ..remote.shop import Shop


class Day:
    """One day in the shop. `stories` maps each order or invoice to one line about it."""

    def __init__(self, shop: Shop):
        self.shop = shop
        self.buyer = Buyer(shop)
        self.stories: dict[tuple[str, int], str] = {}
        self._evening = []

    def open_shop(self) -> None:
        """Create the products, the tax and the customers."""
        shop = self.shop
        tax = [(6, 0, [shop.tax("Sales tax 8.25%", 8.25)])]
        self.lantern = shop.product("Storm Lantern", 49.90, stock=500, taxes_id=tax)
        self.chair = shop.product("Deck Chair", 119.00, stock=200, taxes_id=tax)
        self.rope = shop.product("Mooring Rope", 2.35, stock=5000)
        self.advice = shop.product("Rigging Advice", 80.00, type="service")
        self.foundry = self.buyer.vendor("Portland Foundry")
        self.sailmaker = self.buyer.vendor("Rose City Sails")
        self.anchor = self.buyer.dropshipped("Iron Anchor", 120.00, self.foundry, 72.50)
        self.sail = self.buyer.dropshipped("Storm Jib", 480.00, self.sailmaker, 311.40)
        self.harbor = shop.customer("Blue Harbor Supplies")
        self.marina = shop.customer("Golden Gate Marina")
        self.ada = shop.customer("Ada Byron", is_company=False)

    def morning(self) -> None:
        """Enter all sales as far as they get before noon."""
        self._quotation()
        self._confirmed_unpaid()
        self._paid_before_shipping()
        self._paid_before_shipping_then_shipped()
        self._shipped_unpaid()
        self._shipped_invoiced_and_paid()
        self._services_only()
        self._partly_paid()
        self._partly_delivered()
        self._invoiced_in_two_parts()
        self._cancelled()
        self._one_payment_for_two_orders()
        self._standalone_invoice()
        self._drop_shipped()
        self._drop_shipped_by_two_vendors()

    def evening(self) -> None:
        """Do what was left for the afternoon: ship, invoice, collect, cancel."""
        for later in self._evening:
            later()

    def _note(self, model: str, record: int, story: str) -> int:
        self.stories[model, record] = story
        return record

    def _order(self, story: str, customer: int, lines: list[tuple], **values) -> int:
        return self._note("sale.order", self.shop.order(customer, lines, **values), story)

    def _quotation(self):
        order = self.shop.quotation(self.harbor, [(self.chair, 4)])
        self._note("sale.order", order, "quotation")

    def _confirmed_unpaid(self):
        self._order("confirmed, unpaid", self.harbor, [(self.lantern, 3), (self.rope, 7)])

    def _paid_before_shipping(self):
        order = self.shop.quotation(self.ada, [(self.lantern, 1)])
        self.shop.pay_online(order)
        self._note("sale.order", order, "paid online, not shipped")

    def _paid_before_shipping_then_shipped(self):
        order = self.shop.quotation(self.ada, [(self.chair, 2)])
        payment = self.shop.pay_online(order)
        self._note("sale.order", order, "paid online, then shipped")

        def later():
            self.shop.deliver(order)
            invoice = self.shop.invoice(order)
            if self.shop.odoo.read("account.move", invoice, "amount_residual"):
                self.shop.reconcile(payment, invoice)

        self._evening.append(later)

    def _shipped_unpaid(self):
        order = self._order("shipped, invoiced, unpaid", self.marina, [(self.chair, 6)])

        def later():
            self.shop.deliver(order)
            self.shop.invoice(order)

        self._evening.append(later)

    def _shipped_invoiced_and_paid(self):
        lines = [(self.lantern, 12, 44.90), (self.rope, 33), (self.advice, 1)]
        order = self._order("shipped, invoiced, paid", self.harbor, lines)

        def later():
            self.shop.deliver(order)
            self.shop.pay(self.shop.invoice(order))

        self._evening.append(later)

    def _services_only(self):
        order = self._order("services, invoiced, paid", self.marina, [(self.advice, 2.5)])
        self._evening.append(lambda: self.shop.pay(self.shop.invoice(order)))

    def _partly_paid(self):
        order = self._order("shipped, partly paid", self.harbor, [(self.chair, 3)])

        def later():
            self.shop.deliver(order)
            self.shop.pay(self.shop.invoice(order), 100.00)

        self._evening.append(later)

    def _partly_delivered(self):
        order = self._order("partly delivered", self.marina, [(self.lantern, 8)])
        self._evening.append(lambda: self.shop.deliver(order, 3))

    def _invoiced_in_two_parts(self):
        """The second product is invoiced as it is delivered, the rest of it on a second invoice."""
        product = self.shop.product("Anchor Chain", 12.40, stock=400, invoice_policy="delivery")
        order = self._order("two invoices, paid", self.harbor, [(product, 30)])

        def later():
            self.shop.deliver(order, 10)
            self.shop.pay(self.shop.invoice(order))
            self.shop.deliver(order)
            self.shop.pay(self.shop.invoice(order))

        self._evening.append(later)

    def _cancelled(self):
        order = self._order("cancelled in the afternoon", self.ada, [(self.chair, 1)])
        self._evening.append(lambda: self.shop.cancel(order))

    def _one_payment_for_two_orders(self):
        first = self._order("one payment for two invoices", self.marina, [(self.rope, 120)])
        second = self._order("  (the second one)", self.marina, [(self.lantern, 2)])

        def later():
            invoices = []
            for order in (first, second):
                self.shop.deliver(order)
                invoices.append(self.shop.invoice(order))
            self.shop.pay(invoices)

        self._evening.append(later)

    def _standalone_invoice(self):
        invoice = self.shop.standalone_invoice(self.ada, [(self.advice, 1, 65.00)])
        self._note("account.move", invoice, "invoice without an order, paid")
        self._evening.append(lambda: self.shop.pay(invoice))

    def _drop_shipped(self):
        order = self._order("drop-shipped, billed, paid", self.marina, [(self.anchor, 2)])
        (purchase,) = self.buyer.purchases(order)
        self.buyer.confirm(purchase)

        def later():
            self.buyer.ship(purchase)
            self.buyer.bill(purchase, "PF-20931")
            self.shop.pay(self.shop.invoice(order))

        self._evening.append(later)

    def _drop_shipped_by_two_vendors(self):
        lines = [(self.anchor, 3), (self.sail, 1)]
        order = self._order("two vendors, partly drop-shipped", self.harbor, lines)
        first, second = self.buyer.purchases(order)
        self.buyer.confirm(first)
        self.buyer.confirm(second)

        def later():
            self.buyer.ship(first, 1)
            self.buyer.bill(first, "PF-20944", quantity=1)

        self._evening.append(later)
