"""Each way of handling tax ends with Odoo's total in QuickBooks, or with both numbers on the document."""

from decimal import Decimal

import pytest
from ledger import product_lines, tax


@pytest.fixture
def sold(shop, bookkeeper, customer):
    """A function that sells: (product, quantity, price, taxes) lines on one posted invoice, synced."""

    def invoice(*lines):
        commands = [
            (
                0,
                0,
                {
                    "product_id": product,
                    "quantity": quantity,
                    "price_unit": price,
                    "tax_ids": [(6, 0, taxes)],
                },
            )
            for product, quantity, price, taxes in lines
        ]
        made = shop.odoo.create(
            "account.move",
            move_type="out_invoice",
            partner_id=customer,
            invoice_line_ids=commands,
        )
        shop.post(made)
        bookkeeper.sync()
        return made

    return invoice


def booked(bookkeeper, ledger, invoice):
    """The invoice in QuickBooks, which has Odoo's total and tax."""
    assert bookkeeper.problems() == {}
    found = ledger.invoice(bookkeeper.number(invoice, "account.move"))
    assert found.TotalAmt == bookkeeper.amount(invoice, model="account.move")
    return found


def item_names(ledger, document):
    names = {item.Id: item.Name for item in ledger.items}
    return [names[line.SalesItemLineDetail.ItemRef.value] for line in product_lines(document)]


class TestUnitedStates:
    def test_odoos_tax_is_kept_whatever_quickbooks_would_compute(
        self, bookkeeper, ledger, sold, lantern, tax, sync_is_quiet
    ):
        invoice = sold((lantern, 3, 9.99, [tax]))
        found = booked(bookkeeper, ledger, invoice)
        assert found.TxnTaxDetail.TotalTax == Decimal("2.47")
        sync_is_quiet()

    def test_tax_as_a_line_has_an_item_with_an_account_of_its_own(
        self, bookkeeper, ledger, odoo, sold, lantern, chart, tax
    ):
        bookkeeper.choose(tax_handling="line")
        invoice = sold((lantern, 3, 9.99, [tax]), (chart, 1, 24.50, []))
        assert ledger.invoices == []
        item = odoo.search(
            "connex.connection.item",
            [("connection_id", "=", bookkeeper.connection), ("role", "=", "tax")],
        )[0]
        accounts = odoo.search(
            "connex.reference",
            [
                ("connection_id", "=", bookkeeper.connection),
                ("detail", "=", "Other Current Liability"),
            ],
        )
        odoo.write("connex.connection.item", item, account_id=accounts[0])
        bookkeeper.sync()
        found = booked(bookkeeper, ledger, invoice)
        assert found.TxnTaxDetail.TotalTax == 0
        assert product_lines(found)[-1].Amount == Decimal("2.47")
        assert item_names(ledger, found)[-1] == "Sales tax charged"

    def test_what_quickbooks_computes_is_compared_and_mended_only_if_wanted(
        self, bookkeeper, ledger, company, sold, lantern, tax, sync_is_quiet
    ):
        company.preferences(sales_tax_rate="8.25")
        bookkeeper.choose(tax_handling="quickbooks")
        same = sold((lantern, 1, 9.99, [tax]))
        booked(bookkeeper, ledger, same)

        company.preferences(sales_tax_rate="8.3")
        other = sold((lantern, 3, 9.99, [tax]))
        number = bookkeeper.number(other, "account.move")
        assert ledger.invoice(number).TotalAmt == Decimal("32.46")
        mirror = bookkeeper.mirror("invoice", other)
        assert mirror["problem_code"] == "total_differs"
        assert "32.44" in mirror["problem_message"] and "32.46" in mirror["problem_message"]

        bookkeeper.choose(difference_policy="line", difference_limit=0.05)
        bookkeeper.sync()
        bookkeeper.sync()
        found = booked(bookkeeper, ledger, other)
        assert item_names(ledger, found)[-1] == "Rounding"
        assert product_lines(found)[-1].Amount == Decimal("-0.02")
        sync_is_quiet()


class TestSalesTaxByHand:
    """A US company without automated sales tax: a document has one tax code."""

    @pytest.fixture
    def company(self, sandbox):
        return sandbox.new_company("us", PartnerTaxEnabled=False)

    def test_mapped_code_computes_the_tax_or_the_document_is_held_with_both_totals(
        self, bookkeeper, ledger, shop, sold, lantern, chart, sync_is_quiet
    ):
        bookkeeper.choose(tax_handling="codes")
        state = shop.tax("State tax 8%", 8)
        invoice = sold((lantern, 3, 9.99, [state]), (chart, 1, 24.50, []))
        found = booked(bookkeeper, ledger, invoice)
        assert found.TxnTaxDetail.TxnTaxCodeRef.value != "TAX"
        assert (tax(found), found.TotalAmt) == (Decimal("2.40"), Decimal("56.87"))
        sync_is_quiet()

        city = shop.tax("City tax 3%", 3)
        other = sold((lantern, 3, 9.99, [city]))
        assert bookkeeper.mirror("invoice", other)["problem_code"] == "tax_not_mapped"
        (row,) = bookkeeper.odoo.search("connex.tax.mapping", [("tax_key", "=", str(city))])
        wrong = bookkeeper.reference("tax_code", "California")
        bookkeeper.odoo.write("connex.tax.mapping", row, code_id=wrong)
        bookkeeper.sync()
        mirror = bookkeeper.mirror("invoice", other)
        assert mirror["problem_code"] == "total_differs"
        assert "30.87" in mirror["problem_message"] and "32.37" in mirror["problem_message"]
        assert len(ledger.invoices) == 1


class TestCanada:
    @pytest.fixture
    def company(self, sandbox, odoo):
        canadian = odoo.ref("base.CAD")
        odoo.write("res.currency", canadian, active=True)
        own = odoo.search("res.company", [], limit=1)[0]
        odoo.write("res.company", own, currency_id=canadian)
        return sandbox.new_company("ca")

    @pytest.fixture
    def gst(self, shop):
        return shop.tax("GST to QuickBooks 5%", 5)

    @pytest.fixture
    def pst(self, shop):
        return shop.tax("PST to QuickBooks 7%", 7)

    def mapping(self, odoo, bookkeeper, *taxes):
        rows = odoo.search_read(
            "connex.tax.mapping",
            [("connection_id", "=", bookkeeper.connection)],
            ["tax_ids", "code_id"],
        )
        (found,) = [row for row in rows if set(row["tax_ids"]) == set(taxes)]
        return found

    def test_two_taxes_of_a_line_are_one_combined_code(
        self, bookkeeper, ledger, odoo, sold, lantern, chart, gst, pst, sync_is_quiet
    ):
        invoice = sold(
            (lantern, 3, 9.99, [gst, pst]), (lantern, 1, 10.01, [gst]), (chart, 1, 5, [])
        )
        found = booked(bookkeeper, ledger, invoice)
        assert tax(found) == bookkeeper.amount(invoice, "amount_tax", "account.move")
        assert self.mapping(odoo, bookkeeper, gst, pst)["code_id"]
        sync_is_quiet()

    def test_a_tax_without_a_code_waits_until_somebody_chooses_one(
        self, bookkeeper, ledger, odoo, shop, sold, lantern
    ):
        odd = shop.tax("Eco 3%", 3)
        invoice = sold((lantern, 1, 100, [odd]))
        mirror = bookkeeper.mirror("invoice", invoice)
        assert mirror["problem_code"] == "tax_not_mapped"
        assert "Eco 3%" in mirror["problem_message"]
        row = self.mapping(odoo, bookkeeper, odd)
        assert not row["code_id"]
        wrong = bookkeeper.reference("tax_code", "GST")
        odoo.write("connex.tax.mapping", row["id"], code_id=wrong)
        bookkeeper.sync()
        mirror = bookkeeper.mirror("invoice", invoice)
        assert mirror["problem_code"] == "total_differs"
        assert "103.00" in mirror["problem_message"] and "105.00" in mirror["problem_message"]
        assert ledger.invoices == []

    def test_tax_rounded_per_line_is_kept_to_the_cent(
        self, bookkeeper, ledger, odoo, sold, lantern, gst
    ):
        company_id = odoo.search("res.company", [], limit=1)[0]
        odoo.write("res.company", company_id, tax_calculation_rounding_method="round_per_line")
        invoice = sold(*[(lantern, 1, 0.33, [gst])] * 3)
        found = booked(bookkeeper, ledger, invoice)
        assert tax(found) == Decimal("0.06")
