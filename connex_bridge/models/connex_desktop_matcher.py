"""Before documents go to QuickBooks Desktop: find what is there already, and learn current revisions.

A session asks for many documents at once, of all waves: by name for list entries, by number for
transactions, by id for what has changed there. What becomes of a transaction whose number is there already
is in connex_desktop_numbered.py.
"""

from dataclasses import dataclass

from odoo import api, fields, models
from odoo.fields import Domain

from ..bridge import documents as docs
from ..bridge.desktop import answer, lookup, statuses, text
from ..bridge.fault import Fault
from ..bridge.online.matching import Ways
from ..bridge.problem import Problem
from .connex_mirror_desktop import LINKS_ONLY, UNCERTAIN
from .connex_planner import LISTS

LOOKED_UP_AT_ONCE = 300


@dataclass(frozen=True)
class Compared:
    """What customers are compared with: the connection's `ways`, the rows of QuickBooks' customers that have
    the e-mail addresses, by address (`mailed`), and whose counterpart rows are already, by id (`holders`)."""

    ways: Ways
    mailed: dict[str, list]
    holders: dict[str, docs.Key]


class ConnexDesktopMatcher(models.AbstractModel):
    _name = "connex.desktop.matcher"
    _description = "Find Documents in QuickBooks Desktop"
    _inherit = "connex.matcher"

    # Asking

    @api.private
    def ask(self, connection, since):
        """Write down the queries for what waits and was not looked for after `since`; returns the exchange,
        none when there is nothing to look for."""
        while mirrors := self._to_look_up(connection, since):
            shared = self._bind_shared(
                connection, mirrors.filtered(lambda m: not m.qb_id and m.action == "save")
            )
            self.env["connex.settler"].release_blocked(shared)
            queries, certain = self._queries(connection, mirrors - shared)
            certain.looked_up_at = fields.Datetime.now()
            if queries:
                return self.env["connex.desktop.driver"]._ask(connection, "lookup", queries)
        return self.env["connex.exchange"]

    def _to_look_up(self, connection, since):
        domain = self.env["connex.desktop.sender"]._claimable(connection)
        # What is not wanted any more may have got there, too.
        new = Domain("qb_id", "=", False) & (Domain("action", "=", "save") | UNCERTAIN)
        new &= Domain("looked_up_at", "=", False) | Domain("looked_up_at", "<", since)
        stale = Domain("qb_id", "not in", (False, LINKS_ONLY)) & Domain("revision_stale", "=", True)
        mirrors = self.env["connex.mirror"].search(
            domain & (new | stale), order="sequence, id", limit=LOOKED_UP_AT_ONCE
        )
        return mirrors[:1] if mirrors[:1].alone else mirrors.filtered(lambda m: not m.alone)

    @api.private
    def not_carried_out(self, exchange, fault):
        """The questions came to nothing: each document is asked for alone, and the one that is to blame is
        held, or asked for later."""
        waiting = exchange._asked_about().filtered(lambda m: m.state == "waiting")
        self.env["connex.desktop.recovery"].take_apart(waiting, fault)

    @api.private
    def is_alone(self, exchange):
        """Whether one document has been singled out."""
        return all(exchange._asked_about().mapped("alone"))

    def _queries(self, connection, mirrors):
        """(queries, mirrors for which there is nothing to ask). A query is its id, the ids of the mirrors
        that it is about, and the request."""
        queries, certain = [], mirrors.browse()
        numbered = {}
        company = connection._quickbooks_company()
        ways = connection._matching_ways()
        for mirror in mirrors:
            if mirror.qb_id:
                query = lookup.by_id(mirror._entity(), mirror.qb_id)
                queries.append((str(mirror.id), [mirror.id], query))
                continue
            document = mirror.restored()
            if mirror.document in LISTS:
                names = [] if mirror.create_anyway else lookup.names(document, ways)
                if names:
                    query = lookup.by_names(mirror.document, names)
                    queries.append((str(mirror.id), [mirror.id], query))
                else:
                    certain |= mirror
            elif numbers := self._numbers(mirror, document, company):
                for number in numbers:
                    numbered.setdefault(mirror._entity(), {}).setdefault(number, []).append(
                        mirror.id
                    )
            else:
                certain |= mirror
        return queries + list(self._number_queries(numbered)), certain

    def _numbers(self, mirror, document, company):
        """The numbers under which a transaction may be in QuickBooks: its own, and the one with which it
        was sent before, if it perhaps got there."""
        sent = [mirror._sent_number(), self._number(mirror._sent_document(), company)]
        return dict.fromkeys(filter(None, [self._number(document, company), *sent]))

    def _number(self, document, company):
        """The number by which a transaction can be found: none of what leaves no transaction."""
        leaves_nothing = isinstance(document, docs.Payment) and not document.amount
        return "" if document is None or leaves_nothing else lookup.ref_number(document, company)

    def _number_queries(self, numbered):
        for entity, by_number in numbered.items():
            numbers = list(by_number)
            for start in range(0, len(numbers), lookup.NUMBERS_PER_QUERY):
                some = numbers[start : start + lookup.NUMBERS_PER_QUERY]
                mirrors = [mirror for number in some for mirror in by_number[number]]
                for each in (entity, *self._also(entity)):
                    yield f"{each}-{start}", mirrors, lookup.by_numbers(each, some)

    def _also(self, entity):
        return ("ARRefundCreditCard",) if entity == "Check" else ()

    # Storing what was found

    @api.private
    def settle(self, exchange, outcomes):
        """Bind what is there already, learn revisions, and note of the rest that it is not there."""
        asked = self._asked(exchange, outcomes)
        connection, silent = exchange.connection_id, self.env["connex.mirror"]
        codes = connection._currency_codes()
        numbered, entries = {}, {}
        for each, mirrors in asked.items():
            outcome = outcomes[each]
            if each.isdecimal() and mirrors.qb_id:
                self._note_revision(mirrors, outcome)
            elif not self._is_told(outcome):
                self._not_told(mirrors - silent, outcome.fault or Fault(""))
                silent |= mirrors
            elif each.isdecimal():
                entries[mirrors] = lookup.matchable(outcome.rows, codes)
            else:
                for mirror in mirrors:
                    numbered.setdefault(mirror, []).extend(outcome.rows)
        self._settle_entries(connection, entries)
        found = {mirror: rows for mirror, rows in numbered.items() if mirror not in silent}
        if found:
            self._settle_numbered(connection, found, codes)

    def _asked(self, exchange, outcomes):
        """{query's id: the mirrors that it is about and that still wait}"""
        asked = {each: exchange.asked[each] for each in outcomes}
        every = self.env["connex.mirror"].browse({id_ for ids in asked.values() for id_ in ids})
        waiting = every.exists().filtered(lambda mirror: mirror.state == "waiting")
        left = set(waiting.ids)
        own = {each: [id_ for id_ in ids if id_ in left] for each, ids in asked.items()}
        return {
            each: waiting.browse(ids).with_prefetch(waiting.ids) for each, ids in own.items() if ids
        }

    def _settle_entries(self, connection, found):
        """`found` are what was found of each list entry, as rows."""
        handled = self.env["connex.mirror"]
        documents = self._looked_for(connection, handled.union(*found))
        known = self._compared_with(connection, documents.values(), found.values())
        for mirror, rows in found.items():
            if self._match(mirror, rows, documents[mirror], known):
                handled |= mirror
            else:
                mirror.looked_up_at = fields.Datetime.now()
        self.env["connex.settler"].release_blocked(handled)

    def _is_told(self, outcome):
        """Whether QuickBooks has said what it has of the kind, be it nothing."""
        return outcome.kind == "done" or statuses.is_not_found(outcome.fault)

    def _not_told(self, mirrors, fault):
        """QuickBooks did not say whether these are there, so they must not be made: they are looked for
        later; or each alone, where one of them may be the reason."""
        mirrors.looked_up_at = False
        sender = self.env["connex.desktop.sender"]
        if sender._resolution(fault).action != statuses.RETRY:
            mirrors = sender._to_blame(mirrors)
        for mirror in mirrors:
            sender._refused(mirror, fault)

    def _note_revision(self, mirror, outcome):
        fault = outcome.fault or Fault("")
        if outcome.rows:
            mirror.write({"qb_revision": outcome.revision, "revision_stale": False})
            if mirror.document not in LISTS:
                mirror._note_lines(outcome.lines)
            mirror._note_applied(outcome.row)
            mirror.qb_type = outcome.row.entity
            mirror._note_entry(outcome.row)
        elif not self._is_told(outcome):
            self.env["connex.desktop.sender"]._refused(mirror, fault)
        elif mirror.action == "save":
            mirror._set_problem(Problem("deleted_in_quickbooks", {"document": mirror.name or ""}))
        else:
            self._note_removed(mirror)

    def _note_removed(self, mirror):
        """It is not there, as was wanted."""
        mirror.sent_action = "delete"
        self.env["connex.settler"].done({mirror: answer.Outcome("done")})

    def _match(self, mirror, rows, document, known):
        """Bind what is certainly the same, hold what several may be or what is not to be created; returns
        whether it is dealt with."""
        connection = mirror.connection_id
        match = self._found(document, rows, known)
        if match.row:
            self._bind(mirror, match.row, match.by)
            if mirror.document == "item":
                mirror.qb_type = match.row["Type"]
            elif mirror.document == "customer":
                known.holders[match.row["Id"]] = mirror.key()
        elif match.candidates:
            self._hold_ambiguous(mirror, match.candidates)
        elif self._without_counterpart(connection, mirror):
            return True
        else:
            if match.free_name and match.free_name != document.name:
                mirror._rename(match.free_name)
            return False
        return True

    def _compared_with(self, connection, documents, found):
        """What customers are compared with beside the rows that were `found` for each: see `Compared`."""
        emails = [
            text.email(document.email).lower()
            for document in documents
            if isinstance(document, docs.Customer) and document.email
        ]
        mailed = self.env["connex.reference"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "customer"),
                ("email", "in", emails),
            ]
        )
        rows = {
            email: [entry._as_row() for entry in entries]
            for email, entries in mailed.grouped("email").items()
        }
        ids = {row["Id"] for own in (*found, *rows.values()) for row in own}
        return Compared(connection._matching_ways(), rows, self._holders(connection, list(ids)))

    def _found(self, document, rows, known):
        if document.key.document != "customer":
            return lookup.match_entry(document, rows, known.ways)
        mailed = known.mailed.get(text.email(document.email).lower(), [])
        return lookup.match_customer(document, rows, mailed, known.ways, known.holders)

    def _match_now(self, connection, kind, documents):
        """In the copy of QuickBooks' lists, as of the last session."""
        ways = connection._matching_ways()
        entries = self.env["connex.reference"].search(
            [("connection_id", "=", connection.id), ("kind", "=", kind)]
        )
        by_name = entries.grouped(lambda entry: text.same(entry.full_name))
        documents = self._identifying(connection, kind, documents)
        found = {}
        for document in documents:
            names = map(text.same, lookup.names(document, ways))
            named = entries.browse().union(*(by_name[name] for name in names if name in by_name))
            found[document.key] = [entry._as_row() for entry in named]
        known = self._compared_with(connection, documents, found.values())
        return {each.key: self._found(each, found[each.key], known) for each in documents}
