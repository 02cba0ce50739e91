"""From Odoo's tables to a snapshot (bridge/sale.py) of many sales at once.

Which records belong together: connex_reader_graph.py. Orders: connex_reader_orders.py. Invoices and credit
notes: connex_reader_invoices.py. Payments: connex_reader_money.py, connex_reader_unbooked.py. Customers,
products, terms, taxes: connex_reader_lists.py. The number of queries does not depend on how many sales are
read.
"""

from collections import defaultdict
from dataclasses import replace

from odoo import api, models

from ..bridge.sale import Snapshot, Source
from .connex_reader_graph import GraphReader
from .connex_reader_invoices import InvoiceReader
from .connex_reader_lists import ListReader
from .connex_reader_money import MoneyReader
from .connex_reader_orders import OrderReader
from .connex_reader_unbooked import UnbookedPayments


class ConnexReader(models.AbstractModel):
    _name = "connex.reader"
    _description = "Read Sales for QuickBooks"

    @api.model
    def _read(self, connection, sources):
        """The sales of these records: `(Snapshot, stamps)`.

        `stamps` maps every record that the snapshot shows completely to the version that was read, and
        those of `sources` that no longer exist to None: it is what `connex.source._settle_pending` takes.
        """
        self.env.flush_all()
        company = connection.sudo().company_id.with_context(
            lang=connection.company_id.partner_id.lang
        )
        graph = self._graph(sources)
        lists = ListReader(company.env)
        documents = InvoiceReader(company, graph, lists)
        sales = OrderReader(company, graph, lists, documents)
        money = MoneyReader(company, graph, lists)
        others = self._other_readers(company, graph, lists)
        partners = documents.fetch() | sales.fetch() | money.fetch()
        lists.prefetch_partners(partners.union(*(other.fetch() for other in others)))

        orders, invoices = sales.as_data(), documents.as_data()
        payments, credits_ = money.as_data(invoices, documents.decimals())
        count = connection.count_unbooked_payments
        UnbookedPayments(graph, payments, invoices, count).apply()
        self._link(graph, orders, invoices, payments)
        further = {name: data for other in others for name, data in other.as_data().items()}
        stamps = self._stamps(graph, sources, sales, documents, money, others)
        snapshot = Snapshot(
            company=company.id,
            home_currency=company.currency_id.name,
            orders=orders,
            invoices=invoices,
            payments=payments,
            credits=credits_,
            roles=self.env["connex.connection.item"]._of(connection)._as_data(),
            changed=frozenset(source for source, stamp in stamps.items() if stamp),
            gone=frozenset(source for source, stamp in stamps.items() if not stamp),
            **further,
            **lists.as_data(),
        )
        return snapshot, stamps

    @api.model
    def _graph(self, sources):
        """The graph of these records, for an app that knows other records of sales."""
        return GraphReader(self.env).build(sources)

    @api.model
    def _other_readers(self, company, graph, lists):
        """Readers of what other apps have to say about the sales of the graph: `fetch()` returns the ids of
        the partners concerned, `as_data()` fields of the snapshot, `records` are those read completely."""
        return []

    def _link(self, graph, orders, invoices, payments):
        """Tell each object which others it belongs to; only what is in the snapshot is named."""
        order_payments = defaultdict(set)
        for source, payment in payments.items():
            linked = {order for order in graph.payment_orders.get(source, ()) if order in orders}
            payments[source] = replace(payment, orders=tuple(sorted(linked)))
            for allocation in payment.allocations:
                linked |= graph.move_orders[allocation.invoice]
            for order in linked:
                order_payments[order].add(source)
        for move, invoice in invoices.items():
            own = sorted(order for order in graph.move_orders[move] if order in orders)
            reverses = invoice.reverses if invoice.reverses in invoices else None
            if own or reverses != invoice.reverses:
                invoices[move] = replace(invoice, orders=tuple(own), reverses=reverses)
        for order in orders:
            orders[order] = replace(
                orders[order],
                invoices=tuple(sorted(graph.order_moves[order] & invoices.keys())),
                payments=tuple(sorted(order_payments[order])),
            )

    def _stamps(self, graph, sources, sales, documents, money, others):
        stamps = {}
        neighbours = {
            *(Source("sale.order", order) for order in graph.neighbour_orders),
            *(Source("account.move", move) for move in graph.neighbour_moves),
            *graph.neighbour_payments,
        }
        for records in (
            sales.orders,
            documents.moves,
            money.payments,
            money.statement_lines,
            *(records for other in others for records in other.records),
            money.entries.moves,
        ):
            for record in records:
                source = Source(record._name, record.id)
                if source not in neighbours:
                    stamps[source] = record.write_date
        missing = defaultdict(list)
        for source in sources:
            if source not in stamps:
                missing[source.model].append(source.id)
        for model, ids in missing.items():
            # What exists but is not ours (another company's, a supplier's payment) has nothing to plan.
            existing = self.env[model].sudo().browse(ids).exists()
            stamps |= {Source(model, record.id): record.write_date for record in existing}
            stamps |= {Source(model, each): None for each in set(ids) - set(existing._ids)}
        return stamps
