"""One company's drop shipments in both books: many are made, synced at once, and read afterwards.

Cheaper than a database for each test. QuickBooks is read by python-quickbooks.
"""

from decimal import Decimal

from bookkeeper import Bookkeeper
from ledger import Ledger, tax
from purchases import PurchaseLedger

from development.remote import approval
from development.remote.buyer import Buyer
from development.remote.odoo import Odoo
from development.remote.shop import Shop


class PurchaseBooks:
    """The people and their books; tests may keep what they made as attributes."""

    def __init__(self, odoo: Odoo, company, currency: str = "USD"):
        self.odoo = odoo
        self.company = company
        self.purchases = PurchaseLedger(Ledger(company))
        self.buyer = Buyer(Shop(odoo))
        self.shop = self.buyer.shop
        self._use_currency(odoo.ref(f"base.{currency}"))
        self.vendor = self.buyer.vendor("Foundry & Sons")
        self.customer = self.shop.customer("Blue Harbor Supplies")

    def _use_currency(self, currency: int) -> None:
        odoo = self.odoo
        odoo.write("res.currency", currency, active=True)
        odoo.write("res.company", odoo.search("res.company", [], limit=1), currency_id=currency)
        pricelists = odoo.search("product.pricelist", [])
        odoo.write("product.pricelist", pricelists, currency_id=currency)

    def connect(self) -> None:
        """Connect Odoo with QuickBooks, in the mode with purchase orders."""
        connection = approval.new_connection(self.odoo, self.company)
        approval.approve(self.odoo, connection, self.company)
        self.bookkeeper = Bookkeeper(
            self.odoo,
            connection,
            lambda: self.odoo.run_cron("connex_bridge.cron_sync"),
            self.company.sandbox,
        )
        self.bookkeeper.choose("orders_invoices_purchases")

    def settle(self) -> None:
        """Sync until nothing is left."""
        for _run in range(4):
            self.bookkeeper.sync()

    # === MAKING === #

    def ordered(self, *lines, vendor: int | None = None, **values) -> tuple[int, list[int]]:
        """Sell three each of (name, cost, taxes) lines; return (sale, its requests for quotation)."""
        products = [
            self.buyer.dropshipped(
                name, 100.0, vendor or self.vendor, cost, supplier_taxes_id=[(6, 0, taxes)]
            )
            for name, cost, taxes in lines
        ]
        order = self.shop.order(self.customer, [(product, 3) for product in products], **values)
        return order, self.buyer.purchases(order)

    def bought(self, reference: str, *lines, **changes) -> tuple[int, int, int]:
        """Sell and buy lines as in `ordered` and enter the vendor's bill, its lines changed; return (sale,
        purchase order, bill)."""
        order, (purchase,) = self.ordered(*lines)
        self.buyer.confirm(purchase)
        return order, purchase, self.buyer.bill(purchase, reference, **changes)

    # === READING QUICKBOOKS === #

    def bill_in_quickbooks(self, number: str):
        """Return the bill with the vendor's number."""
        (found,) = [each for each in self.purchases.bills if each.DocNumber == number]
        return found

    def order_in_quickbooks(self, purchase: int):
        """Return a purchase order of Odoo as QuickBooks has it."""
        number = self.bookkeeper.number(purchase, "purchase.order")
        (found,) = [each for each in self.purchases.orders if each.DocNumber == number]
        return found

    # === CHECKING === #

    def check_same(self, record: int, model: str, found) -> None:
        """Total and tax in QuickBooks are Odoo's."""
        amount = self.bookkeeper.amount
        assert Decimal(str(found.TotalAmt)) == amount(record, "amount_total", model)
        assert tax_of(found) == amount(record, "amount_tax", model)

    def check_quiet(self) -> None:
        """Another run writes nothing, even if everything is looked at again."""
        for model, field in (("purchase.order", "note"), ("account.move", "narration")):
            records = self.odoo.search(model, [])
            self.odoo.write(model, records, **{field: "Thank you"})
        assert self.bookkeeper.writes(self.settle) == 0


def tax_of(found) -> Decimal:
    """Return the tax of a purchase in QuickBooks, which has none in the United States. Of a vendor credit
    the client gives it as it came."""
    detail = getattr(found, "TxnTaxDetail", None)
    if detail is None:
        return Decimal(0)
    return Decimal(str(detail["TotalTax"])) if isinstance(detail, dict) else tax(found)
