"""What a company file holds: list elements, transactions, and the links of money between them.

Records never change: a change puts a new record in the place of the old one. Every change of a request can be
taken back, so that a request is carried out wholly or not at all.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType

from .kinds import LISTS, TRANSACTIONS

_MISSING = object()
_FIRST_LIST = 0x80000000
EMPTY = MappingProxyType({})


@dataclass(frozen=True)
class Line:
    """One line of a transaction. ``name`` is for example ``InvoiceLine``; ``link`` is the ``(order, line)``
    that it invoices or bills."""

    id: str
    name: str
    values: dict
    link: tuple | None = None


@dataclass(frozen=True)
class Record:
    """A list element or a transaction; ``values`` are its fields by element name, references as ListIDs."""

    kind: str
    id: str
    values: dict
    lines: tuple = ()
    created: str = ""
    modified: str = ""
    edit_sequence: str = ""
    number: int = 0
    void: bool = False

    def get(self, name, default=None):
        """A field's value."""
        return self.values.get(name, default)


@dataclass(frozen=True)
class Application:
    """Money of a payment or credit (``source``) that settles an invoice or debit (``target``).

    ``permanent``: a credit, which only ends with one of the two. ``via`` is the transaction that asked.
    """

    source: str
    target: str
    amount: Decimal
    discount: Decimal = Decimal(0)
    discount_account: str = ""
    permanent: bool = False
    via: str = ""
    day: str = ""


@dataclass
class Books:
    """All records of a company file."""

    clock: object
    records: dict = field(default_factory=dict)
    kinds: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)
    by_parent: dict = field(default_factory=dict)
    by_entity: dict = field(default_factory=dict)
    linked: dict = field(default_factory=dict)
    applications: dict = field(default_factory=dict)
    by_target: dict = field(default_factory=dict)
    by_source: dict = field(default_factory=dict)
    by_via: dict = field(default_factory=dict)
    deleted: dict = field(default_factory=dict)
    extensions: dict = field(default_factory=dict)
    definitions: dict = field(default_factory=dict)
    counters: dict = field(default_factory=dict)
    undo_log: list = field(default_factory=list)

    def __post_init__(self):
        self.kinds = {name: {} for name in (*LISTS, *TRANSACTIONS)}

    # Changing

    def begin(self):
        """From here on changes can be taken back."""
        self.undo_log.clear()

    def undo(self):
        """Take back everything since ``begin``."""
        for mapping, key, old in reversed(self.undo_log):
            if old is _MISSING:
                mapping.pop(key, None)
            else:
                mapping[key] = old
        self.undo_log.clear()

    def set(self, mapping, key, value):
        """Set one key of one of the mappings, so that it can be taken back; ``None`` removes it."""
        self.undo_log.append((mapping, key, mapping.get(key, _MISSING)))
        if value is None:
            mapping.pop(key, None)
        else:
            mapping[key] = value

    def _next(self, counter):
        number = self.counters.get(counter, 0) + 1
        self.set(self.counters, counter, number)
        return number

    def new_list_id(self):
        """A new ListID."""
        return f"{_FIRST_LIST + self._next('list'):X}-{int(self.clock.now())}"

    def new_transaction_id(self):
        """A new TxnID or TxnLineID: both come from one counter."""
        return f"{self._next('transaction'):X}-{int(self.clock.now())}"

    def _new_sequence(self):
        sequence = max(int(self.clock.now()), self.counters.get("sequence", 0) + 1)
        self.set(self.counters, "sequence", sequence)
        return str(sequence)

    def put(self, record):
        """Save a record: new stamps and edit sequence. Returns it as saved."""
        now = self.clock.stamp()
        number = record.number
        if record.kind in TRANSACTIONS and not number:
            number = self._next("number")
        record = replace(
            record,
            created=record.created or now,
            modified=now,
            edit_sequence=self._new_sequence(),
            number=number,
        )
        self._index(self.records.get(record.id), record)
        return record

    def touch(self, identifier):
        """Save a record again as it is: somebody else's edit sequence grows old."""
        if identifier in self.records:
            self.put(self.records[identifier])

    def remove(self, record):
        """Delete a record; the file remembers that it was."""
        self._index(record, None)
        self.set(self.deleted, record.id, (record, self.clock.stamp()))

    def load(self, records, applications):
        """Hold these records and applications (by key) as they are, with their stamps and edit sequences."""
        self.records.update({record.id: record for record in records})
        for record in records:
            self.kinds[record.kind][record.id] = True
            if record.kind in LISTS:
                self.names[self._name_key(record)] = record.id
            for group in self._groups(record):
                self._member(group, record.id, adding=True)
        for key, application in applications.items():
            self.applications[key] = application
            for mapping, identifier in self._ends(application):
                mapping[identifier] = (*mapping.get(identifier, ()), key)
        self.undo_log.clear()

    def _index(self, old, new):
        identifier = (old or new).id
        kind = (old or new).kind
        if old is not None and kind in LISTS:
            self.set(self.names, self._name_key(old), None)
        self.set(self.records, identifier, new)
        if new is None:
            self.set(self.kinds[kind], identifier, None)
        elif old is None:
            self.set(self.kinds[kind], identifier, True)
        if new is not None and kind in LISTS:
            self.set(self.names, self._name_key(new), identifier)
        before, after = self._groups(old), self._groups(new)
        for group in before:
            if group not in after:
                self._member(group, identifier, adding=False)
        for group in after:
            if group not in before:
                self._member(group, identifier, adding=True)

    def _name_key(self, record):
        return LISTS[record.kind].namespace, self.full_name(record).lower()

    def _groups(self, record):
        """The groups that a record is found in: the name of a mapping and the key there."""
        if record is None:
            return []
        if record.kind in LISTS:
            groups = [("by_parent", record.get("ParentRef"))]
        else:
            names = (TRANSACTIONS[record.kind].entity, "receivable_customer")
            groups = [("by_entity", record.get(name)) for name in names]
            groups += [("linked", line.link[0]) for line in record.lines if line.link]
        return [group for group in dict.fromkeys(groups) if group[1]]

    def _member(self, group, identifier, adding):
        name, key = group
        mapping = getattr(self, name)
        members = tuple(each for each in mapping.get(key, ()) if each != identifier)
        self.set(mapping, key, (*members, identifier) if adding else members)

    def apply(self, application):
        """Let money settle something."""
        key = self._next("application")
        self.set(self.applications, key, application)
        for mapping, identifier in self._ends(application):
            self.set(mapping, identifier, (*mapping.get(identifier, ()), key))

    def withdraw(self, key):
        """End an application of money."""
        application = self.applications[key]
        for mapping, identifier in self._ends(application):
            rest = tuple(each for each in mapping[identifier] if each != key)
            self.set(mapping, identifier, rest)
        self.set(self.applications, key, None)

    def _ends(self, application):
        return (
            (self.by_target, application.target),
            (self.by_source, application.source),
            (self.by_via, application.via),
        )

    # Looking

    def get(self, identifier, *kinds):
        """The record with that id, if it is of one of the kinds; else ``None``."""
        record = self.records.get(identifier)
        return record if record is not None and (not kinds or record.kind in kinds) else None

    def all(self, *kinds):
        """The records of some kinds, oldest first."""
        return [self.records[identifier] for kind in kinds for identifier in self.kinds[kind]]

    def by_name(self, kind, full_name):
        """The list element with that full name, or ``None``; capitals do not matter."""
        identifier = self.names.get((LISTS[kind].namespace, full_name.lower()))
        return self.records.get(identifier)

    def full_name(self, record):
        """The name with the names of the parents before it."""
        name = record.get(LISTS[record.kind].name_field)
        parent = self.records.get(record.get("ParentRef"))
        return f"{self.full_name(parent)}:{name}" if parent else name

    def name_of(self, identifier):
        """The full name of a list element; empty when there is none with that id."""
        record = self.records.get(identifier)
        return self.full_name(record) if record and record.kind in LISTS else ""

    def children(self, record):
        """The list elements right below one."""
        return [self.records[identifier] for identifier in self.by_parent.get(record.id, ())]

    def applied_to(self, identifier):
        """The applications of money that settle a transaction, by key."""
        return {key: self.applications[key] for key in self.by_target.get(identifier, ())}

    def applied_from(self, identifier):
        """The applications of a payment's or credit's money, by key."""
        return {key: self.applications[key] for key in self.by_source.get(identifier, ())}

    def applied_by(self, identifier):
        """The applications of money that a transaction asked for, by key: its own and the credits it set."""
        return {key: self.applications[key] for key in self.by_via.get(identifier, ())}
