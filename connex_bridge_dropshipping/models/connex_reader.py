"""Reading sales with what was bought for them: the purchase orders and bills of the graph's orders."""

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.connex_bridge.bridge.sale import Source

from .purchase_links import bills_of, links_of
from .purchase_reader import PurchaseReader

#: A bill for two purchase orders, one of them for two sales … is followed so far.
ROUNDS = 4
BILL_TYPES = ("in_invoice", "in_refund")


class ConnexReader(models.AbstractModel):
    _inherit = "connex.reader"

    @api.model
    def _graph(self, sources):
        """Every sale that shares a purchase order or a bill with the ones asked for is read too: who a line
        was bought for must not depend on which record has changed."""
        bills = self._bills_among(sources)
        purchases = {source.id for source in sources if source.model == "purchase.order"}
        sources = [source for source in sources if source.id not in bills or not _is_move(source)]
        sales = set()
        for _round in range(ROUNDS):
            graph = super()._graph(
                [*sources, *(Source("sale.order", each) for each in sorted(sales))]
            )
            found = self._sales_sharing(graph.orders, purchases, bills)
            if found <= graph.orders:
                break
            sales |= found
        return graph

    def _bills_among(self, sources):
        ids = [source.id for source in sources if _is_move(source)]
        if not ids:
            return set()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM account_move WHERE id = ANY(%s) AND move_type IN %s",
                ids,
                BILL_TYPES,
            )
        )
        return {move for (move,) in rows}

    def _sales_sharing(self, orders, purchases, bills):
        purchases = purchases | {link.order for link in links_of(self.env, "sale", orders)}
        lines = [link.line for link in links_of(self.env, "order", purchases)]
        bills = bills | {bill for bill, _line in bills_of(self.env, "line", lines)}
        lines = [line for _bill, line in bills_of(self.env, "bill", bills)]
        links = [*links_of(self.env, "order", purchases), *links_of(self.env, "line", lines)]
        return {link.sale for link in links}

    @api.model
    def _other_readers(self, company, graph, lists):
        others = super()._other_readers(company, graph, lists)
        return [*others, PurchaseReader(company, graph, lists)]


def _is_move(source):
    return source.model == "account.move"
