"""The preview's words: a foreseen document as a page to read, with what differs marked.

Only laying out. Everything shown comes from `connex_preview_dry_run.Foreseen`.
"""

from datetime import date
from decimal import Decimal

from odoo.tools.misc import format_date, formatLang

from ..bridge import documents as docs
from ..bridge.differences import difference
from ..models.connex_problem_text import problem_text
from ..models.connex_rule_text import explanation_html
from .connex_preview_labels import field_labels

#: Fields shown apart from the table of fields.
SUMS = ("untaxed", "tax", "total", "amount", "price")
#: What Odoo knows, and QuickBooks is told in another way.
NOT_SHOWN = ("currency", "journal")


class PreviewText:
    """Lays out the documents that a dry run of one connection has foreseen."""

    def __init__(self, connection, foreseen):
        self.env = connection.env
        self.connection = connection
        self.labels = dict(
            self.env["connex.mirror"]._fields["document"]._description_selection(self.env)
        )
        self.foreseen = {each.key: each for each in foreseen}
        currencies = {each.currency for each in foreseen if each.currency}
        self.currencies = {each.id: each for each in self.env["res.currency"].browse(currencies)}
        ids = {each.deposit_account for each in foreseen if each.deposit_account}
        accounts = self.env["connex.reference"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "account"),
                ("qb_id", "in", list(ids)),
            ]
        )
        self.accounts = {account.qb_id: account.full_name for account in accounts}
        self.field_labels = field_labels(self.env)
        actions = self.env["connex.rule"]._fields["action"]
        self.rule_actions = dict(actions._description_selection(self.env))

    # One document

    def customer(self, foreseen):
        """The name of the customer it is for, "" where there is none."""
        content = foreseen.now or {}
        by_rule, key = content.get("customer_name"), content.get("customer")
        return by_rule or (self._key(key) if key else "")

    def problem(self, foreseen):
        """What keeps it back and what to do: two texts, empty when nothing does."""
        return problem_text(self.env, foreseen.problem) if foreseen.problem else ("", "")

    def note(self, foreseen):
        """What is worth knowing about the action, in a sentence."""
        if foreseen.action == "find":
            return self._note_on_finding(foreseen.key.document)
        if foreseen.action == "create" and not foreseen.approved:
            return self.env._("Sent only once a manager has approved it.")
        if foreseen.action == "on_its_way":
            return self.env._("Sent already; QuickBooks' answer is still to come.")
        if foreseen.action == "keep" and foreseen.adopted:
            return self.env._("Found in QuickBooks; Odoo uses it and never changes it.")
        if foreseen.action == "keep":
            return self.env._("QuickBooks has it like this already.")
        return ""

    def _note_on_finding(self, document):
        if document == "item" and self.connection.item_policy == "hold":
            return self.env._(
                "Used if QuickBooks has it by SKU or name; else held back, as the connection says."
            )
        if document == "item" and self.connection.item_policy == "default_item":
            return self.env._(
                "Used if QuickBooks has it by SKU or name; else the default item takes its place."
            )
        if document == "customer" and self.connection.customer_match == "one":
            return self.env._("The one customer of the connection takes all sales.")
        if document == "customer" and self.connection.customer_policy == "hold":
            return self.env._("Used if QuickBooks has it; else held back, as the connection says.")
        if document == "customer" and self.connection.customer_policy == "default":
            return self.env._(
                "Used if QuickBooks has it; else the default customer takes its place."
            )
        return self.env._("Used if QuickBooks has it already; created only if it is missing.")

    def details(self, foreseen):
        """The document as HTML."""
        compared = difference(foreseen.now, self._compared_with(foreseen))
        message, next_step = self.problem(foreseen)
        values = {
            "action": foreseen.action,
            "action_label": self._action_label(foreseen.action),
            "document": self.labels[foreseen.key.document],
            "name": foreseen.name,
            "qb_number": foreseen.qb_number,
            "note": self.note(foreseen),
            "message": message,
            "next_step": next_step,
            "fields": self._fields(foreseen, compared),
            "lines": [self._line(change, foreseen, compared) for change in compared.lines],
            "applications": [
                self._application(change, foreseen, compared) for change in compared.applications
            ],
            "sums": self._sums(foreseen, compared),
            "rules": self._rules(foreseen),
        }
        return self.env["ir.qweb"]._render("connex_bridge.preview_document", values)

    def _rules(self, foreseen):
        notes = foreseen.rule_notes
        return explanation_html(self.env, notes, self.rule_actions) if notes else ""

    def _compared_with(self, foreseen):
        """What QuickBooks confirmed; for what is left alone the same as wanted, nothing is marked."""
        if foreseen.action == "keep":
            return foreseen.now
        return foreseen.before if foreseen.action != "find" else None

    def _action_label(self, action):
        selection = self.env["connex.preview.document"]._fields["action"]
        return dict(selection._description_selection(self.env))[action]

    def _row(self, label, now, before=None, differs=False):
        return {"label": label, "now": now, "before": before, "differs": differs}

    def _fields(self, foreseen, compared):
        found = []
        for change in compared.fields:
            if change.name in SUMS or change.name in NOT_SHOWN:
                continue
            label = self.field_labels.get(change.name, change.name.replace("_", " ").title())
            before = self._value(change.before) if compared.known and change.differs else None
            differs = compared.known and change.differs
            found.append(self._row(label, self._value(change.now), before, differs))
        if foreseen.key.document in ("payment", "sales_receipt") and foreseen.request:
            found.append(self._row(self.env._("Deposit To"), self._deposit(foreseen)))
        if foreseen.key.document == "item" and not foreseen.adopted:
            account = self.connection.income_account_id.full_name or ""
            found.append(self._row(self.env._("Income Account"), account))
        return found

    def _deposit(self, foreseen):
        account = foreseen.deposit_account
        return self.accounts.get(account, account) or self.env._("Undeposited Funds")

    def _line(self, change, foreseen, compared):
        return {
            "now": self._cells(change.now, foreseen),
            "before": self._cells(change.before, foreseen),
            "differs": compared.known and change.differs,
        }

    def _cells(self, line, foreseen):
        if line is None:
            return None
        if line.get("kind") == "text":
            return {"text": line.get("description", "")}
        item = self.foreseen.get(docs.Key(*line["item"])) if line.get("item") else None
        return {
            "item": self._item(line),
            "description": line.get("description", ""),
            "quantity": line.get("quantity", ""),
            "price": _price(line.get("unit_price", "")),
            "account": self._line_account(item),
            "amount": self._money(line.get("amount", "0"), foreseen),
            "class": line.get("class_name", ""),
            "tax": line.get("tax_code") or ("✓" if line.get("taxed") else ""),
        }

    def _line_account(self, item):
        if item is None or item.adopted:
            return self.env._("as the item says")
        return self.connection.income_account_id.full_name or ""

    def _item(self, line):
        if line.get("item_name"):
            return line["item_name"]
        if line.get("item"):
            return self._key(line["item"])
        name = self.connection.default_item_id.full_name
        return self.env._("Default item: %s", name) if name else ""

    def _application(self, change, foreseen, compared):
        def cells(row):
            if row is None:
                return None
            return {
                "target": self._key(row["target"]),
                "amount": self._money(row["amount"], foreseen),
            }

        return {
            "now": cells(change.now),
            "before": cells(change.before),
            "differs": compared.known and change.differs,
        }

    def _sums(self, foreseen, compared):
        now, before = foreseen.now or {}, self._compared_with(foreseen) or {}
        names = (
            ("tax", "total")
            if foreseen.key.document not in ("payment", "item")
            else ("amount", "price")
        )
        labels = {
            "tax": self.env._("Tax"),
            "total": self.env._("Total"),
            "amount": self.env._("Received"),
            "price": self.env._("Sales Price"),
        }
        found = []
        for name in names:
            if name not in now and name not in before:
                continue
            differs = compared.known and now.get(name, "0") != before.get(name, "0")
            was = self._money(before.get(name, "0"), foreseen) if differs else None
            found.append(
                self._row(labels[name], self._money(now.get(name, "0"), foreseen), was, differs)
            )
        return found

    # Values

    def _money(self, text, foreseen):
        currency = self.currencies.get(foreseen.currency)
        return formatLang(self.env, float(text), currency_obj=currency)

    def _key(self, key):
        key = docs.Key(*key)
        seen = self.foreseen.get(key)
        label = self.labels.get(key.document, key.document)
        if seen and key.document in ("customer", "item", "term"):
            return seen.name
        return f"{label} {seen.name}" if seen else f"{label} {self._name_of(key)}"

    def _name_of(self, key):
        """The name of a document outside of what was foreseen."""
        mirror = self.env["connex.mirror"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("document", "=", key.document),
                ("res_model", "=", key.model),
                ("res_id", "=", key.id),
            ]
        )
        return mirror.name or ""

    def _value(self, value):
        if isinstance(value, list) and len(value) == 3 and isinstance(value[2], int):
            return self._key(value)
        if isinstance(value, list):
            return ", ".join(str(self._value(each)) for each in value)
        if isinstance(value, dict):
            return ", ".join(str(each) for each in value.values() if each)
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        if isinstance(value, str) and len(value) == 10:
            return self._date(value)
        return "" if value is None else str(value)

    def _date(self, text):
        try:
            return format_date(self.env, date.fromisoformat(text))
        except ValueError:
            return text


def _price(text):
    """At least two decimals, and all that there are: 24.5 is shown as 24.50, 0.0125 as it is."""
    number = Decimal(text or 0)
    return f"{number:.2f}" if text and number == round(number, 2) else text
