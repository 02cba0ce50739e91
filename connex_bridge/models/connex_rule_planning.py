"""How rules reach the plan: those of a connection, ready for the sales of a snapshot.

Reads only. A rule that has become invalid (a field that is gone) is left out here and says so on itself.
"""

from odoo import api, models
from odoo.fields import Domain

from ..bridge.rules import RuleSet
from .connex_rule_facts import read_facts


class ConnexRulePlanning(models.AbstractModel):
    _name = "connex.rule.planning"
    _description = "Rules for Planning"

    @api.model
    def _for_plan(self, connection, snapshot, rules=None):
        """(RuleSet, facts) for the sales of a snapshot. `rules` are given where not those of the
        connection are asked for, in the order in which they are to run."""
        if rules is None:
            rules = self._of_connection(connection)
        rules = rules.sudo()
        usable = rules.filtered(lambda rule: rule._refusal() is None)
        orders = list(snapshot.orders)
        prepared = RuleSet([rule._as_rule(rule._orders_concerned(orders)) for rule in usable])
        company = connection.sudo().company_id
        company = company.with_context(lang=company.partner_id.lang, active_test=False)
        return prepared, read_facts(company, prepared, snapshot)

    @api.model
    def _of_connection(self, connection):
        """The active rules of a connection, in their order."""
        own = Domain("connection_ids", "=", False) | Domain("connection_ids", "in", connection.ids)
        return self.env["connex.rule"].sudo().search(own)

    def _orders_concerned(self, orders):
        """The ids of those orders that meet the rule's condition, None without a condition."""
        self.ensure_one()
        domain = self._order_domain()
        if domain is None:
            return None
        found = self.env["sale.order"].sudo().search(Domain("id", "in", orders) & domain)
        return frozenset(found.ids)
