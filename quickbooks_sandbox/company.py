"""One company's books: objects by entity, id sequences, indexes, and undo of what a request did.

Objects are dictionaries in QuickBooks' wire vocabulary with ``Decimal`` numbers; they are never
changed once stored, only replaced through ``put``, which keeps the indexes and notes how to undo.
Keys that begin with an underscore are the sandbox's own and never leave it.
"""

from collections import defaultdict
from decimal import Decimal

from .catalogue import ENTITIES, TRANSACTIONS
from .settings import CURRENCY_NAMES, settings_for
from .wire import ZERO

_OPEN_AMOUNTS = {
    "Invoice": ("CustomerRef", "Balance", 1),
    "CreditMemo": ("CustomerRef", "RemainingCredit", -1),
    "Payment": ("CustomerRef", "UnappliedAmt", -1),
    "Purchase": ("_customer", "_open", 1),
    "Bill": ("VendorRef", "Balance", 1),
    "VendorCredit": ("VendorRef", "Balance", -1),
}


class Company:
    """The books of one realm."""

    def __init__(self, realm, profile, clock, name=None, overrides=None):
        self.realm = realm
        self.profile = profile
        self.clock = clock
        self.name = name or f"Sandbox Company {profile.upper()} {realm[-4:]}"
        self.settings = settings_for(profile, overrides)
        self.created = clock.stamp()
        self.objects = {name: {} for name in ENTITIES}
        self.deleted = {name: {} for name in ENTITIES}
        self.last_ids = {name: entity.first_id - 1 for name, entity in ENTITIES.items()}
        self.last_transaction_id = 0
        self.last_address_id = 1
        self.last_numbers = {}
        self.names = defaultdict(dict)
        self.numbers = defaultdict(dict)
        self.children = defaultdict(dict)
        self.open_amounts = defaultdict(Decimal)
        self.exchange_rates = {}
        self.replies = {}
        self.preferences_revision = 0
        self.tell = None
        self._undo = []
        self._announced = {}

    # -- what the company is ---------------------------------------------------------------

    @property
    def is_us(self):
        """US companies tax with TAX and NON; all others have a code on every line."""
        return self.settings["Country"] == "US"

    @property
    def home_currency(self):
        """The code of the home currency."""
        return self.settings["HomeCurrency"]

    def currency_reference(self, code=None):
        """A currency as the API writes it."""
        code = code or self.home_currency
        return {"value": code, "name": CURRENCY_NAMES.get(code, code)}

    # -- undo ------------------------------------------------------------------------------

    def begin(self):
        """Start a unit of work: what follows is kept by ``keep`` or undone by ``undo``."""
        self._undo = []
        self._announced = {}

    def undo(self):
        """Take back everything since ``begin``."""
        for step in reversed(self._undo):
            step()
        self._undo = []
        self._announced = {}

    def keep(self):
        """Everything since ``begin`` stays; whoever wants to be told (``tell``) is."""
        self._undo = []
        announced, self._announced = self._announced, {}
        if self.tell and announced:
            self.tell(self.realm, announced)

    def announce(self, entity, identifier, operation):
        """This is how the change will be told: as ``Create``, ``Update``, ``Void`` or ``Delete``."""
        before = self._announced.get((entity, identifier))
        if operation == "Update" and before:
            return
        self._announced[entity, identifier] = operation

    # -- objects ---------------------------------------------------------------------------

    def next_id(self, entity):
        """A fresh id: one sequence for all transactions, one per list."""
        if entity in TRANSACTIONS:
            self.last_transaction_id += 1
            return str(self.last_transaction_id)
        self.last_ids[entity] += 1
        return str(self.last_ids[entity])

    def get(self, entity, identifier):
        """The stored object, or ``None``."""
        return self.objects[entity].get(identifier)

    def put(self, entity, new, touch=True):
        """Store an object in place of the one with its id; ``touch`` renews its time stamp."""
        identifier = new["Id"]
        old = self.objects[entity].get(identifier)
        if touch:
            created = old["MetaData"]["CreateTime"] if old else self.clock.stamp()
            new["MetaData"] = {"CreateTime": created, "LastUpdatedTime": self.clock.stamp()}
            self.announce(entity, identifier, "Update" if old else "Create")
        self._replace(entity, identifier, old, new)
        self._undo.append(lambda: self._replace(entity, identifier, new, old))

    def remove(self, entity, identifier):
        """Delete an object; CDC will tell."""
        old = self.objects[entity][identifier]
        self._replace(entity, identifier, old, None)
        self.deleted[entity][identifier] = self.clock.stamp()
        self.announce(entity, identifier, "Delete")

        def restore():
            self.deleted[entity].pop(identifier, None)
            self._replace(entity, identifier, None, old)

        self._undo.append(restore)

    def raised(self, entity, identifier, **changes):
        """Change an object as a side effect that raises its SyncToken."""
        old = self.objects[entity][identifier]
        self.put(entity, {**old, **changes, "SyncToken": str(int(old["SyncToken"]) + 1)})

    def changed(self, entity, identifier, **changes):
        """Change an object as a side effect that leaves its SyncToken alone."""
        self.put(entity, {**self.objects[entity][identifier], **changes})

    def _replace(self, entity, identifier, old, new):
        if old is not None:
            self._index(entity, old, adding=False)
        if new is None:
            self.objects[entity].pop(identifier, None)
            return
        self.objects[entity][identifier] = new
        self._index(entity, new, adding=True)

    def _index(self, entity, obj, adding):
        traits = ENTITIES[entity]
        if traits.kind == "list":
            self._index_name(traits, obj, adding)
            if obj.get("ParentRef"):
                _mark(self.children[(entity, obj["ParentRef"]["value"])], obj["Id"], adding)
            return
        number = obj.get("DocNumber")
        if number is not None:
            _mark(self.numbers[(entity, number)], obj["Id"], adding)
        counted = _OPEN_AMOUNTS.get(entity)
        if counted and counted[0] in obj:
            reference, field, sign = counted
            amount = obj.get(field, ZERO) * (sign if adding else -sign)
            if amount:
                party = "Vendor" if reference == "VendorRef" else "Customer"
                self.open_amounts[(party, obj[reference]["value"])] += amount
                self._touch_party(party, obj[reference]["value"])

    def _index_name(self, traits, obj, adding):
        key = name_key(traits, obj)
        holder = (traits.name, obj["Id"])
        names = self.names[traits.namespace]
        if adding:
            names[key] = holder
        elif names.get(key) == holder:
            del names[key]

    def _touch_party(self, party, identifier):
        person = self.objects[party].get(identifier)
        if person is not None:
            stamps = {**person["MetaData"], "LastUpdatedTime": self.clock.stamp()}
            self.objects[party][identifier] = {**person, "MetaData": stamps}

    def exchange_rate(self, code, day):
        """Home units per unit of a currency: the latest rate known on that day, else 1."""
        known = [each for each in self.exchange_rates.get(code, ()) if each <= day]
        return self.exchange_rates[code][max(known)] if known else Decimal(1)

    def next_number(self, sequence):
        """The next automatic document number of a sequence."""
        before = self.last_numbers.get(sequence, 1000)
        self.last_numbers[sequence] = before + 1
        self._undo.append(lambda: self.last_numbers.update({sequence: before}))
        return str(before + 1)

    # -- finding ---------------------------------------------------------------------------

    def holder_of_name(self, namespace, key):
        """Who has this name: ``(entity, id)`` or ``None``."""
        return self.names[namespace].get(key)

    def holders_of_number(self, entity, number):
        """The ids of the documents of this kind that carry this number."""
        return self.numbers[(entity, number)].keys()

    def children_of(self, entity, identifier):
        """The rows of a list that lie directly below one of them."""
        known = self.children.get((entity, identifier), ())
        return [self.objects[entity][each] for each in known]

    def open_amount(self, party, identifier):
        """What a customer owes or what is owed to a vendor, in cents."""
        return self.open_amounts[(party, identifier)]


def _mark(holders, identifier, adding):
    if adding:
        holders[identifier] = True
    else:
        holders.pop(identifier, None)


def name_key(traits, obj):
    """What must be unique: the full name (parents included), without regard to case."""
    return (obj.get("FullyQualifiedName") or obj.get(traits.name_field) or "").casefold()
