"""What a purchase is booked on in QuickBooks Desktop: its items' accounts, its vendor's currency."""

from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from ..bridge import documents as docs
from ..bridge import purchase_documents as bought
from .desktop_common import DesktopCase

SOLD = "<SalesOrPurchase><AccountRef><ListID>A-1</ListID></AccountRef></SalesOrPurchase>"
BOTH = (
    "<SalesAndPurchase><IncomeAccountRef><ListID>A-1</ListID></IncomeAccountRef>"
    "<ExpenseAccountRef><ListID>A-2</ListID></ExpenseAccountRef></SalesAndPurchase>"
)


@tagged("post_install", "-at_install")
class TestDesktopPurchases(DesktopCase):
    def setUp(self):
        super().setUp()
        self.item = docs.Key("item", "product.product", self.goods.id)
        self.vendor = docs.Key("vendor", "res.partner", self.env.company.partner_id.id)
        vendor = bought.Vendor(self.vendor, "Wood Corner", currency="USD")
        self.supplier = self.new_mirror(vendor, qb_id="V-1", state="synced")
        sold = {"qb_id": "I-1", "qb_type": "ItemNonInventory", "state": "synced"}
        self.product = self.new_mirror(docs.Item(self.item, "Desk"), **sold)
        self.bill = self.new_mirror(
            bought.Bill(
                docs.Key("bill", "account.move", 4711),
                "F-1",
                self.vendor,
                date(2026, 11, 2),
                "USD",
                lines=(bought.PurchaseLine("Desk", Decimal(60), self.item),),
                total=Decimal(60),
            )
        )

    def new_mirror(self, document, **values):
        planner = self.env(su=True)["connex.planner"]
        return planner.env["connex.mirror"].create(
            {
                "connection_id": self.desktop.id,
                "company_id": self.desktop.company_id.id,
                "document": document.key.document,
                "res_model": document.key.model,
                "res_id": document.key.id,
                "sequence": 10 + docs.WAVES[document.key.document],
            }
            | planner._content_values(document, planner._currencies())
            | values
        )

    def in_quickbooks(self, accounts, kind="ItemNonInventory"):
        """The item is like that in QuickBooks."""
        self.quickbooks.found["ItemQuery"] = (
            f"<{kind}Ret><ListID>I-1</ListID><EditSequence>7</EditSequence><Name>Desk</Name>"
            f"<FullName>Desk</FullName><IsActive>true</IsActive>{accounts}</{kind}Ret>"
        )

    def next_session(self):
        self.session = self.begin()
        self.run_session()

    def test_its_cost_is_not_booked_on_the_account_of_sales(self):
        self.in_quickbooks(SOLD)
        self.run_session()
        self.assertNotIn("Bill", self.quickbooks.added)
        self.assertEqual(self.bill.problem_code, "item_not_bought")
        self.assertIn("Desk", self.bill.problem_message)
        self.assertEqual(self.product.state, "synced")

    def test_try_again_books_it_once_the_item_has_an_account_for_its_cost(self):
        self.in_quickbooks(SOLD)
        self.run_session()
        self.in_quickbooks(BOTH)
        self.bill.action_retry()
        self.next_session()
        self.assertEqual(self.bill.state, "synced")
        self.assertFalse(self.bill.problem_code)

    def test_try_again_says_it_again_as_long_as_nobody_has_changed_the_item(self):
        self.in_quickbooks(SOLD)
        self.run_session()
        self.bill.action_retry()
        self.next_session()
        self.assertEqual(self.bill.problem_code, "item_not_bought")
        self.assertNotIn("Bill", self.quickbooks.added)

    def test_an_item_whose_only_account_is_one_of_costs_can_be_bought(self):
        self.env(su=True)["connex.reference"].create(
            {
                "connection_id": self.desktop.id,
                "company_id": self.desktop.company_id.id,
                "kind": "account",
                "qb_id": "A-9",
                "name": "Freight",
                "full_name": "Freight",
                "detail": "Cost of Goods Sold",
            }
        )
        self.desktop.profile_read_at = "2100-01-01"
        self.in_quickbooks(SOLD.replace("A-1", "A-9"))
        self.run_session()
        self.assertEqual(self.bill.state, "synced")

    def test_an_item_of_another_kind_is_bought_as_it_is(self):
        self.in_quickbooks("", kind="ItemInventoryAssembly")
        self.run_session()
        self.assertEqual(self.bill.state, "synced")

    def test_an_item_that_is_found_by_its_name_is_looked_at_too(self):
        self.product.write({"qb_id": False, "qb_type": False, "state": "waiting"})
        self.in_quickbooks(SOLD)
        self.run_session()
        self.assertTrue(self.product.adopted)
        self.assertEqual(self.bill.problem_code, "item_not_bought")

    def with_vendor(self, currency):
        """The company keeps several currencies, and this vendor in one of them."""
        self.desktop.qb_multicurrency = True
        self.quickbooks.found["CurrencyQuery"] = "".join(
            f"<CurrencyRet><ListID>C-{code}</ListID><Name>{name}</Name><IsActive>true</IsActive>"
            f"<CurrencyCode>{code}</CurrencyCode></CurrencyRet>"
            for name, code in (("US Dollar", "USD"), ("Euro", "EUR"))
        )
        self.in_quickbooks(BOTH)
        self.quickbooks.found["VendorQuery"] = (
            "<VendorRet><ListID>V-1</ListID><EditSequence>7</EditSequence><Name>Wood Corner</Name>"
            f"<IsActive>true</IsActive><CurrencyRef><FullName>{currency}</FullName></CurrencyRef></VendorRet>"
        )

    def test_a_bill_in_another_currency_than_its_vendor_is_held(self):
        self.with_vendor("Euro")
        self.run_session()
        self.assertEqual(self.bill.problem_code, "vendor_currency")
        self.assertIn("kept in EUR", self.bill.problem_message)
        self.assertNotIn("Bill", self.quickbooks.added)

    def test_a_bill_in_the_currency_of_its_vendor_goes(self):
        self.with_vendor("US Dollar")
        self.run_session()
        self.assertEqual(self.bill.state, "synced")

    def test_a_vendor_in_another_currency_is_another_vendor(self):
        self.with_vendor("Euro")
        self.supplier.write({"qb_id": False, "state": "waiting"})
        self.run_session()
        self.assertEqual(self.supplier.name_variant, "Wood Corner (USD)")
        self.assertFalse(self.supplier.adopted)
        self.assertIn("Vendor", self.quickbooks.added)
        self.assertEqual(self.bill.state, "synced")
