"""Looking at a rule before it counts: a test on an order, its impact on past sales, and its warnings.

Nothing is written or sent: the sale is read and planned as for a sync, and the result is only shown.
"""

from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models

from ..bridge.plan import plan
from ..bridge.rules import RuleError, Subjects
from ..bridge.rules.actions import ACTIONS, shown
from ..bridge.rules.impact import ADDED, CHANGED, differences
from ..bridge.rules.lint import Finding, lint, named_entries
from ..bridge.sale import Source
from .connex_reference import NOT_COPIED
from .connex_rule_text import explanation_html, finding_text, refusal_text

#: So many rows of a rule are warned about one by one; the others are usually the same mistake.
MOST_ROWS = 20
#: field of a rule → where Odoo has all of its values
KNOWN_VALUES = {
    "payment_method": ("account.payment.method.line", "name"),
    "payment_journal": ("account.journal", "name"),
    "currency": ("res.currency", "name"),
    "line_sku": ("product.product", "default_code"),
}


class ConnexRuleTest(models.AbstractModel):
    _name = "connex.rule.test"
    _description = "Testing Rules"

    test_order_id = fields.Many2one("sale.order", "Test on Order", store=False)
    test_result = fields.Html("What It Does", compute="_compute_test_result", sanitize=False)
    warning = fields.Html("Warnings", compute="_compute_warning", sanitize=False)
    has_warning = fields.Boolean(compute="_compute_warning")

    # === COMPUTE METHODS === #

    @api.depends(
        "test_order_id", "name", "action", "field_to_compare", "comparison", "domain", "sequence",
        "connection_ids", "line_ids.map_from", "line_ids.map_to",
    )  # fmt: skip
    def _compute_test_result(self):
        for rule in self:
            rule.test_result = rule._test(rule.test_order_id) if rule.test_order_id else False

    @api.depends(
        "name", "action", "field_to_compare", "comparison", "domain", "sequence", "connection_ids",
        "line_ids.map_from", "line_ids.map_to", "active",
    )  # fmt: skip
    def _compute_warning(self):
        found = self._lint()
        for rule in self:
            sentences = found.get(rule._origin.id or 0, [])
            rule.has_warning = bool(sentences)
            rule.warning = bool(sentences) and _list(sentences)

    # === BUSINESS METHODS === #

    # Testing

    def _test(self, order):
        """What this rule, as it stands on the screen, makes of an order, as HTML."""
        self.ensure_one()
        if error := self._refusal():
            return Markup("<p>%s</p>") % refusal_text(self.env, error)
        order = order._origin
        connection = self._connection_for(order.company_id)
        if not connection:
            return Markup("<p>%s</p>") % self.env._(
                "No QuickBooks connection of %(company)s uses this rule.",
                company=order.company_id.name,
            )
        found, wanted = self._compare(connection, [Source("sale.order", order.id)])
        notes = [
            note.as_dict()
            for each in wanted
            for note in each.explanation
            if note.rule == self._key()
        ]
        unique = list({tuple(note.items()): note for note in notes}.values())
        if not unique and not found:
            return Markup("<p>%s</p>") % self._why_nothing(connection, order)
        labels = {each.key: each.label for each in ACTIONS.values()}
        table = explanation_html(self.env, unique, labels) if unique else Markup()
        return table + _list([self._difference_text(each) for each in found])

    def _why_nothing(self, connection, order):
        """Why the rule does nothing with an order: its condition, or what the field is there."""
        domain = self._order_domain()
        if domain is not None and not order.sudo().filtered_domain(domain):
            return self.env._(
                "Order %(order)s does not meet the condition “Apply only when”.", order=order.name
            )
        source = Source("sale.order", order.id)
        snapshot, _stamps = self.env["connex.reader"].sudo()._read(connection, [source])
        rules, facts = self._for_plan(connection, snapshot, self)
        subject = Subjects(snapshot, facts).of(snapshot.orders[order.id])
        [(field, values)] = rules.values(subject)
        label = dict(self._fields["field_choice"]._description_selection(self.env)).get(field.key)
        return self.env._(
            "The rule changes nothing in order %(order)s, where “%(field)s” is: %(values)s.",
            order=order.name,
            field=label or field.label,
            values=", ".join(filter(None, map(shown, values))) or self.env._("not set"),
        )

    def _connection_for(self, company):
        if own := self.connection_ids._origin.sudo():
            return own.filtered(lambda connection: connection.company_id == company)[:1]
        return own.search([("company_id", "=", company.id)], limit=1)

    def _key(self):
        return self._origin.id or 0

    def _compare(self, connection, sources):
        """(differences that this rule makes, the plan with it) for these records as if they were new."""
        snapshot, _stamps = self.env["connex.reader"].sudo()._read(connection, sources)
        others = self._of_connection(connection).filtered(lambda rule: rule.id != self._origin.id)
        ordered = (others | self).sorted(
            lambda rule: (rule.sequence, rule._origin.id or float("inf"))
        )
        settings = connection._settings()
        without = plan(snapshot, settings, {}, *self._for_plan(connection, snapshot, others))
        with_rule = plan(snapshot, settings, {}, *self._for_plan(connection, snapshot, ordered))
        return differences(without, with_rule), with_rule

    def _difference_text(self, difference):
        labels = dict(
            self.env["connex.mirror"]._fields["document"]._description_selection(self.env)
        )
        values = {"document": labels[difference.key.document], "number": difference.number}
        if difference.kind == ADDED:
            return self.env._("%(document)s %(number)s is created as well.", **values)
        if difference.kind != CHANGED:
            return self.env._("%(document)s %(number)s is not created.", **values)
        changes = ", ".join(
            f"{name}: {_short(difference.before.get(name))} → {_short(difference.after.get(name))}"
            for name in difference.fields
            if name != "lines"
        )
        if "lines" in difference.fields:
            changes = ", ".join(filter(None, (changes, self.env._("lines"))))
        return self.env._("%(document)s %(number)s changes: %(changes)s", changes=changes, **values)

    # Warnings

    def _lint(self):
        """{rule id: sentences} of what is doubtful about these rules, among all active ones."""
        others = self.env["connex.rule"].sudo().search([("active", "=", True)])
        own = self._origin
        rules = ((others - own) | self).sorted(
            lambda rule: (rule.sequence, rule._origin.id or float("inf"))
        )
        sentences, usable = defaultdict(list), []
        for rule in rules:
            error = rule._refusal()
            if error is None:
                restricted = rule._order_domain() is not None or rule.connection_ids
                usable.append(rule._as_rule(frozenset() if restricted else None))
            elif rule in self and rule._origin:  # a new one is still being filled in
                text = self.env._(
                    "This rule is left out: %(text)s", text=refusal_text(self.env, error)
                )
                sentences[rule._key()].append(text)
        findings, copies = lint(usable), {}
        for rule in self:
            own_findings = [*findings.get(rule._key(), ()), *rule._findings_in_odoo(copies)]
            sentences[rule._key()] += [finding_text(self.env, each) for each in own_findings]
        return sentences

    def _findings_in_odoo(self, copies):
        """What looks doubtful when the rule is compared with Odoo's and QuickBooks' lists. `copies`
        remembers the latter from one rule to the next."""
        try:
            rule, domain = self._as_rule(), self._order_domain()
        except RuleError:
            return []
        found = [*self._unknown_names(rule, copies)]
        if domain is not None and not self.env["sale.order"].sudo().search_count(domain, limit=1):
            found.append(Finding("nobody_meets_condition", {}))
        if rule.comparison == "equals" and rule.field in KNOWN_VALUES:
            found += self._never_in_odoo(rule)
        return found

    def _never_in_odoo(self, rule):
        model, name = KNOWN_VALUES[rule.field]
        records = self.env[model].sudo().with_context(active_test=False)
        wanted = [map_from.strip() for map_from, _to in rule.maps]
        written = {form for value in wanted for form in (value, value.upper(), value.lower())}
        existing = {
            (record[name] or "").strip().casefold()
            for record in records.search_fetch([(name, "in", list(written))], [name])
        }
        label = dict(self._fields["field_choice"]._description_selection(self.env))[rule.field]
        missing = [
            (row, v) for row, v in enumerate(wanted, 1) if v and v.casefold() not in existing
        ]
        for row, value in missing[:MOST_ROWS]:
            if not records.search_count([(name, "=ilike", value)], limit=1):
                yield Finding("never_in_odoo", {"row": str(row), "field": label, "value": value})

    def _unknown_names(self, rule, copies):
        """Map-tos that are not in the copies of QuickBooks' lists (of lists that are copied)."""
        entries = named_entries(rule)
        for connection in self._connections() if entries else ():
            kind = entries[0][1]
            known = self._activity_by_name(connection, kind, copies)
            missing = [
                (row, name) for row, _kind, name in entries if not known.get(name.casefold())
            ]
            for row, name in missing[:MOST_ROWS] if known else ():
                inactive = name.casefold() in known
                code = "inactive_in_quickbooks" if inactive else "not_in_quickbooks"
                kinds = self.env["connex.reference"]._fields["kind"]
                label = dict(kinds._description_selection(self.env))[kind]
                values = {
                    "row": str(row),
                    "name": name,
                    "connection": connection.name,
                    "list": label,
                }
                yield Finding(code, values)

    def _connections(self):
        """The connections that the rule applies to, among those of the user's companies."""
        own = self.connection_ids._origin.sudo()
        return own or own.search([("company_id", "in", self.env.companies.ids)])

    def _activity_by_name(self, connection, kind, copies):
        """{name in lower case: whether it is active} of a copied list; empty when it is not copied."""
        if (connection, kind) not in copies:
            references = self.env["connex.reference"].sudo().with_context(active_test=False)
            found = references.search([("connection_id", "=", connection.id), ("kind", "=", kind)])
            copied = kind not in NOT_COPIED
            copies[connection, kind] = found._activity_by_name() if copied else {}
        return copies[connection, kind]


def _list(sentences):
    items = Markup("").join(Markup("<li>%s</li>") % sentence for sentence in sentences)
    return Markup("<ul class='mb-0'>%s</ul>") % items


def _short(value):
    text = "—" if value in (None, "", []) else str(value)
    return text if len(text) < 60 else f"{text[:57]}…"
