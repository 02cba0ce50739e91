"""What people do in Odoo between two runs. Each scene is a function of the shop and of what the scenes
before it returned; what it returns must be JSON-ready.

Together they make every kind of document, change each, and take each away again.
"""

from development.remote.buyer import Buyer


def sales(shop, **_known) -> dict:
    """Customers, products, a term; orders, invoices, payments and credit notes in every stage."""
    tax = [(6, 0, [shop.tax("Sales tax 8.25%", 8.25)])]
    term = shop.odoo.create(
        "account.payment.term",
        name="Net 21",
        line_ids=[(0, 0, {"value": "percent", "value_amount": 100, "nb_days": 21})],
    )
    lantern = shop.product("Storm Lantern", 9.99, taxes_id=tax)
    advice = shop.product("Rigging Advice", 80.00, type="service")
    harbor, marina = shop.customer("Blue Harbor Supplies"), shop.customer("Golden Gate Marina")
    known = {"lantern": lantern, "advice": advice, "harbor": harbor, "marina": marina}

    def invoiced(name, customer, lines, **values):
        known[f"{name}_order"] = shop.order(customer, lines, **values)
        known[name] = shop.invoice(known[f"{name}_order"])
        return known[name]

    known["open"] = shop.order(harbor, [(lantern, 7)])
    known["doomed"] = shop.order(marina, [(advice, 1)])
    shop.pay(invoiced("paid", harbor, [(lantern, 3), (advice, 1)], payment_term_id=term))
    known["part_payment"] = shop.pay(invoiced("partly", marina, [(lantern, 5)]), 10.00)
    known["both_payment"] = shop.pay(
        [invoiced("first", harbor, [(advice, 2)]), invoiced("second", harbor, [(lantern, 1)])]
    )
    invoiced("wrong", marina, [(lantern, 2)])
    invoiced("mistyped", marina, [(advice, 3)])
    known["credit"] = credit_note(shop, invoiced("returned", harbor, [(lantern, 4)]))
    known["standalone"] = shop.standalone_invoice(marina, [(advice, 1, 65.00)])
    known["advance"] = shop.receive_payment(harbor, 25.00)
    return known


def changes(shop, **known) -> dict:
    """Orders and invoices are edited and cancelled, payments moved and cancelled, lists renamed."""
    odoo = shop.odoo
    (line,) = odoo.read("sale.order", known["open"], "order_line")
    odoo.write("sale.order.line", line, product_uom_qty=9)
    shop.cancel(known["doomed"])
    shop.unreconcile(known["part_payment"], known["partly"])
    for button in ("action_draft", "action_cancel"):
        odoo.call("account.payment", button, [known["both_payment"]])
    odoo.call("account.move", "button_draft", [known["wrong"]])
    odoo.call("account.move", "button_cancel", [known["wrong"]])
    odoo.call("account.move", "button_draft", [known["mistyped"]])
    (line,) = odoo.read("account.move", known["mistyped"], "invoice_line_ids")
    odoo.write("account.move", known["mistyped"], invoice_line_ids=[(1, line, {"price_unit": 85})])
    shop.post(known["mistyped"])
    odoo.call("account.move", "button_draft", [known["credit"]])
    odoo.call("account.move", "button_cancel", [known["credit"]])
    odoo.write("res.partner", known["harbor"], street="2 Pier Road")
    odoo.write("product.product", known["lantern"], name="Storm Lantern, Brass")
    shop.pay(known["standalone"])
    shop.reconcile(known["advance"], known["first"])
    return known


def receipts(shop, **_known) -> dict:
    """Paid invoices, for a connection that makes sales receipts of them."""
    tax = [(6, 0, [shop.tax("Sales tax 8.25%", 8.25)])]
    lantern = shop.product("Storm Lantern", 9.99, taxes_id=tax)
    customer = shop.customer("Blue Harbor Supplies")
    for quantity in (1, 2, 3):
        invoice = shop.standalone_invoice(customer, [(lantern, quantity, 9.99)])
        shop.pay(invoice)
    return {"cancelled": invoice}


def cancelled_receipt(shop, **known) -> dict:
    """A paid invoice is cancelled after all."""
    shop.odoo.call("account.move", "button_draft", [known["cancelled"]])
    shop.odoo.call("account.move", "button_cancel", [known["cancelled"]])
    return known


def refunds(shop, **_known) -> dict:
    """Two invoices are paid and credited, one credit note is paid out; money on account is paid back."""
    lantern = shop.product("Storm Lantern", 9.99)
    customer = shop.customer("Blue Harbor Supplies")
    known = {"customer": customer, "received": shop.receive_payment(customer, 50.00)}
    for name, quantity in (("returned", 2), ("kept", 3)):
        invoice = shop.standalone_invoice(customer, [(lantern, quantity, 9.99)])
        shop.pay(invoice)
        known[name] = credit_note(shop, invoice)
    known["refund"] = shop.pay(known["returned"])
    known["paid_back"] = shop.pay_back(customer, 20.00, known["received"])
    return known


def refunds_changed(shop, **known) -> dict:
    """A refund is cancelled after all, another credit note is paid out, more money is paid back."""
    for button in ("action_draft", "action_cancel"):
        shop.odoo.call("account.payment", button, [known["refund"]])
    shop.pay(known["kept"], 10.00)
    shop.pay_back(known["customer"], 5.00, known["received"])
    return known


def drop_shipments(shop, **_known) -> dict:
    """Three sales that vendors ship: ordered, billed, and returned to the vendor."""
    buyer = Buyer(shop)
    customer = shop.customer("Blue Harbor Supplies")
    foundry = buyer.vendor("Foundry & Sons")
    anchor = buyer.dropshipped("Iron Anchor", 120.00, foundry, 72.50)
    known = {"customer": customer, "anchor": anchor}
    for name, quantity in (("ordered", 1), ("billed", 2), ("returned", 3), ("doomed", 4)):
        known[name] = shop.order(customer, [(anchor, quantity)])
        (purchase,) = buyer.purchases(known[name])
        buyer.confirm(purchase)
        known[f"{name}_purchase"] = purchase
    for name in ("billed", "returned"):
        buyer.ship(known[f"{name}_purchase"])
        known[f"{name}_bill"] = buyer.bill(known[f"{name}_purchase"], f"F-{name}")
        shop.pay(shop.invoice(known[name]))
    return known


def purchases_changed(shop, **known) -> dict:
    """A purchase order is edited, one cancelled, one billed; a bill is credited, one cancelled."""
    buyer = Buyer(shop)
    buyer.change_lines(known["ordered_purchase"], price_unit=70.00)
    buyer.cancel(known["doomed_purchase"])
    buyer.credit(known["returned_bill"])
    shop.odoo.call("account.move", "button_draft", [known["billed_bill"]])
    shop.odoo.call("account.move", "button_cancel", [known["billed_bill"]])
    return known


def credit_note(shop, invoice: int) -> int:
    """Reverse an invoice in full; return the credit note, which Odoo applies to it."""
    odoo = shop.odoo
    context = {"active_model": "account.move", "active_ids": [invoice]}
    journal = odoo.read("account.move", invoice, "journal_id")[0]
    wizard = odoo.call(
        "account.move.reversal",
        "create",
        {"reason": "Returned", "journal_id": journal},
        context=context,
    )
    odoo.call("account.move.reversal", "reverse_moves", [wizard], context=context)
    (credit,) = odoo.search("account.move", [("reversed_entry_id", "=", invoice)])
    shop.post(credit)
    lines = odoo.search(
        "account.move.line",
        [("move_id", "=", credit), ("account_id.account_type", "=", "asset_receivable")],
    )
    if odoo.read("account.move", invoice, "amount_residual"):
        odoo.call("account.move", "js_assign_outstanding_line", [invoice], lines[0])
    return credit
