"""The addresses of invoices in QuickBooks Desktop, which takes those of the sales order that they bill."""


def test_invoice_has_its_own_addresses_where_its_order_has_others(desktop, odoo, shop, lamp):
    company = shop.customer("Red Harbor", street="1 Head Office")
    place = {"is_company": False, "parent_id": company, "type": "delivery", "email": ""}
    wrong, right = (shop.customer(f"Dock {n}", street=f"{n} Dock Street", **place) for n in (7, 8))
    order = shop.order(company, [(lamp, 1)], partner_shipping_id=wrong)
    same = shop.order(company, [(lamp, 1)], partner_shipping_id=wrong)
    desktop.sync()
    invoice, untouched = shop.invoice(order, post=False), shop.invoice(same)
    odoo.write("account.move", invoice, partner_shipping_id=right)
    shop.post(invoice)
    shop.pay(invoice)
    before = desktop.written().get("InvoiceModRq", 0)
    desktop.sync()
    assert desktop.problems() == {}
    form = desktop.quickbooks_document("Invoice", "invoice", invoice)
    assert (form.text("ShipAddress/Addr1"), form.text("ShipAddress/Addr2")) == (
        "Dock 8",
        "8 Dock Street",
    )
    assert form.open == 0
    assert desktop.quickbooks_document("SalesOrder", "sales_order", order).complete
    assert desktop.written()["InvoiceModRq"] == before + 1
    assert desktop.quickbooks_document("Invoice", "invoice", untouched).text(
        "ShipAddress/Addr1"
    ) == ("Dock 7")
    assert desktop.is_quiet()
