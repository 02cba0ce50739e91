"""What a shop does with money in Odoo, in one verb each: payments, write-offs, lines of bank statements.

Ids go in and out.
"""

from functools import cache

from development.remote.shop import Shop


class MoneyDesk(Shop):
    """The shop, with its accounts and journals made or found when they are first asked for."""

    def __init__(self, odoo):
        super().__init__(odoo)
        self.account = cache(self._account)
        self.journal = cache(self._journal)

    def _account(self, name: str, kind: str) -> int:
        """An account of the chart by name, made if it is not there."""
        found = self.odoo.search("account.account", [("name", "=", name)])
        if found:
            return found[0]
        code = f"9{len(name):02d}{sum(map(ord, name)) % 1000:03d}"
        return self.odoo.create("account.account", name=name, code=code, account_type=kind)

    def _journal(self, kind: str) -> int:
        return self.odoo.search("account.journal", [("type", "=", kind)], limit=1)[0]

    def receivable(self, move: int) -> int:
        """Return the receivable item of a document that is due in one payment."""
        (item,) = self.odoo.search(
            "account.move.line",
            [("move_id", "=", move), ("account_id.account_type", "=", "asset_receivable")],
        )
        return item

    def write_off(self, invoice: int, amount: float) -> int:
        """Take that amount as payment in full; the rest is bad debt."""
        account = self.account("Bad Debts", "expense")
        return self.settle(
            invoice,
            amount=amount,
            payment_difference_handling="reconcile",
            writeoff_account_id=account,
            writeoff_label="Write-off",
        )

    def bank_line(self, customer: int, amount: float, reference: str) -> int:
        """Enter a line of a bank statement; nothing is matched yet."""
        return self.odoo.create(
            "account.bank.statement.line",
            journal_id=self.journal("bank"),
            partner_id=customer,
            amount=amount,
            payment_ref=reference,
        )

    def match_bank_line(self, line: int, invoices: list[int]) -> None:
        """Say which invoices a line of the bank statement pays, as a bank reconciliation tool does."""
        entry = self.odoo.read("account.bank.statement.line", line, "move_id")[0]
        (item,) = self.odoo.search(
            "account.move.line",
            [("move_id", "=", entry), ("account_id.account_type", "!=", "asset_cash")],
        )
        items = [self.receivable(invoice) for invoice in invoices]
        account = self.odoo.read("account.move.line", items[0], "account_id")[0]
        self.odoo.write("account.move.line", item, account_id=account)
        self.odoo.call("account.move.line", "reconcile", [item, *items])

    def match_bank_line_with_each(self, line: int, documents: dict[int, float]) -> None:
        """Say how much of each document a line of the bank statement settles, positive for an invoice and
        negative for a credit note: an item of its entry for each, as Odoo's own reconciliation makes them."""
        entry = self.odoo.read("account.bank.statement.line", line, "move_id")[0]
        (suspense,) = self.odoo.search(
            "account.move.line",
            [("move_id", "=", entry), ("account_id.account_type", "!=", "asset_cash")],
        )
        receivables = {each: self.receivable(each) for each in documents}
        account = self.odoo.read("account.move.line", min(receivables.values()), "account_id")[0]
        partner = self.odoo.read("account.bank.statement.line", line, "partner_id")[0]
        values = {"account_id": account, "partner_id": partner}
        commands = [(2, suspense)]
        commands += [
            (0, 0, {**values, "name": f"{each}", "balance": -amount, "amount_currency": -amount})
            for each, amount in documents.items()
        ]
        left = sum(documents.values()) - self.odoo.read(
            "account.bank.statement.line", line, "amount"
        )
        if left:
            commands.append((0, 0, {**values, "balance": left, "amount_currency": left}))
        self.odoo.call(
            "account.move",
            "write",
            [entry],
            {"line_ids": commands},
            context={"force_delete": True, "skip_readonly_check": True},
        )
        for each, receivable in receivables.items():
            (item,) = self.odoo.search(
                "account.move.line", [("move_id", "=", entry), ("name", "=", f"{each}")]
            )
            self.odoo.call("account.move.line", "reconcile", [item, receivable])
