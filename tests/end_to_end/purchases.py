"""What a bookkeeper sees of purchases in QuickBooks, read with python-quickbooks."""

from quickbooks.objects.account import Account
from quickbooks.objects.base import Ref
from quickbooks.objects.bill import Bill
from quickbooks.objects.item import Item
from quickbooks.objects.purchaseorder import PurchaseOrder
from quickbooks.objects.taxservice import TaxRateDetails, TaxService
from quickbooks.objects.vendor import Vendor
from quickbooks.objects.vendorcredit import VendorCredit

#: The figures of a sale on its page in Odoo, as Odoo and as QuickBooks have them.
BOOKED_IN_QUICKBOOKS = [
    "connex_revenue",
    "connex_qb_revenue",
    "connex_cost",
    "connex_qb_cost",
    "connex_margin",
    "connex_qb_margin",
]


class PurchaseLedger:
    """The purchases of one QuickBooks company; `ledger` is its Ledger."""

    def __init__(self, ledger):
        self.ledger = ledger

    @property
    def orders(self) -> list[PurchaseOrder]:
        return self.ledger.all(PurchaseOrder)

    @property
    def bills(self) -> list[Bill]:
        return self.ledger.all(Bill)

    @property
    def credits(self) -> list[VendorCredit]:
        return self.ledger.all(VendorCredit)

    def item(self, identifier: str) -> Item:
        """Return an item by its id in QuickBooks."""
        return Item.get(identifier, qb=self.ledger.client)

    def linked_orders(self, bill: Bill) -> list[str]:
        """Return the ids of the purchase orders that a bill's lines are linked to."""
        return [
            link.TxnId
            for line in bill.Line
            for link in line.LinkedTxn
            if link.TxnType == "PurchaseOrder"
        ]

    def enter_vendor(self, name: str) -> None:
        """Enter a vendor by hand."""
        vendor = Vendor()
        vendor.DisplayName = name
        vendor.save(qb=self.ledger.client)

    def enter_tax_code(self, name: str, sales: float | None, purchases: list[float]) -> str:
        """Enter a tax code with its rates on sales and on purchases by hand; return its id."""
        service, details = TaxService(), []
        given = [("Sales", sales)] if sales is not None else []
        for number, (side, percent) in enumerate([*given, *(("Purchase", p) for p in purchases)]):
            rate = TaxRateDetails()
            rate.TaxRateName, rate.RateValue = f"{name} {side} {number}", str(percent)
            rate.TaxAgencyId, rate.TaxApplicableOn = "1", side
            details.append(rate)
        service.TaxCode, service.TaxRateDetails = name, details
        return service.save(qb=self.ledger.client).TaxCodeId

    def enter_inventory_item(self, name: str, sku: str) -> None:
        """Enter an inventory item by hand."""
        item = Item()
        item.Name, item.Sku, item.Type = name, sku, "Inventory"
        item.TrackQtyOnHand, item.QtyOnHand, item.InvStartDate = True, 0, "2026-01-01"
        accounts = {
            "IncomeAccountRef": {"AccountSubType": "SalesOfProductIncome"},
            "ExpenseAccountRef": {"AccountType": "Cost of Goods Sold"},
            "AssetAccountRef": {"AccountSubType": "Inventory"},
        }
        for field, condition in accounts.items():
            reference = Ref()
            reference.value = Account.filter(**condition, qb=self.ledger.client)[0].Id
            setattr(item, field, reference)
        item.save(qb=self.ledger.client)
