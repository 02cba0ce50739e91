"""What an accountant does with money in Odoo beside registering plain payments. Over RPC, as a user."""

from decimal import Decimal

from bookkeeper import cents


class Accountant:
    """Write-offs, refunds, journal entries and credit notes in one Odoo."""

    def __init__(self, odoo, shop):
        self.odoo = odoo
        self.shop = shop

    def account(self, kind: str) -> int:
        """Return an account of this type, made if there is none."""
        found = self.odoo.search("account.account", [("account_type", "=", kind)], limit=1)
        if found:
            return found[0]
        name = kind.replace("_", " ")
        return self.odoo.create(
            "account.account", name=name, code=f"X{len(name)}", account_type=kind
        )

    def pay(self, moves, amount=None, **values) -> int:
        """Register a payment on invoices or credit notes with the wizard's fields; return it."""
        if amount is not None:
            values["amount"] = amount
        return self.shop.settle(moves, **values)

    def pay_and_write_off(self, invoice: int, amount: float) -> int:
        """Pay a part (or more than is owed) and mark the invoice as fully paid."""
        return self.pay(
            invoice,
            amount,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.account("expense"),
            writeoff_label="Discount agreed on the phone",
        )

    def write_off(self, invoice: int, amount: float, account: int | None = None) -> int:
        """Write a part of an invoice off by a journal entry without money; return the entry."""
        row = self.odoo.read("account.move", invoice, ["partner_id"])
        own = self.receivable(invoice)
        receivable = self.odoo.read("account.move.line", own, "account_id")[0]
        partner = row["partner_id"][0]
        lines = [
            {"account_id": account or self.account("expense"), "debit": amount, "name": "Bad debt"},
            {"account_id": receivable, "credit": amount, "partner_id": partner},
        ]
        entry = self.odoo.create(
            "account.move",
            move_type="entry",
            ref="Bad debt",
            line_ids=[(0, 0, line) for line in lines],
        )
        self.shop.post(entry)
        self.odoo.call("account.move.line", "reconcile", [own, self.receivable(entry)])
        return entry

    def receivable(self, move: int) -> int:
        """Return the item of a journal entry on the customer's account."""
        domain = [("move_id", "=", move), ("account_id.account_type", "=", "asset_receivable")]
        return self.odoo.search("account.move.line", domain, limit=1)[0]

    def credit(self, invoice: int, quantity: float | None = None) -> int:
        """Credit an invoice, or so many units of its lines; return the posted credit note."""
        context = {"active_model": "account.move", "active_ids": [invoice]}
        journal = self.odoo.read("account.move", invoice, "journal_id")[0]
        values = {"reason": "Returned", "journal_id": journal}
        wizard = self.odoo.call("account.move.reversal", "create", values, context=context)
        action = self.odoo.call("account.move.reversal", "refund_moves", [wizard], context=context)
        note = action["res_id"]
        if quantity is not None:
            kind = [("move_id", "=", note), ("display_type", "=", "product")]
            for line in self.odoo.search("account.move.line", kind):
                self.odoo.write("account.move.line", line, quantity=quantity)
        self.shop.post(note)
        return note

    def pay_back(self, customer: int, amount: float, received: int | None = None) -> int:
        """Pay money back that was received, and set the two payments off against each other."""
        return self.shop.pay_back(customer, amount, received)

    def balance(self, customer: int) -> Decimal:
        """Return what the customer owes in Odoo, in the company's currency."""
        return cents(self.odoo.read("res.partner", customer, "credit"))
