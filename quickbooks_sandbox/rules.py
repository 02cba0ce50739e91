"""What every entity's rules have in common, and small checks that several of them use.

An entity's rules turn what a client sent into what is stored (``prepare``) and carry out what that
does to other objects (``settle``, ``released``). They raise ``QuickBooksFault`` to refuse.
"""

from .catalogue import ENTITIES
from .faults import CLOSED_PERIOD, MESSAGES, QuickBooksFault, bad_reference, business, not_found


class Rules:
    """Rules of one entity; the methods here do nothing and are overridden where needed."""

    #: Properties the server alone sets: taken from the stored object, never from the client.
    read_only = frozenset()

    def __init__(self, name):
        self.name = name
        self.traits = ENTITIES[name]

    def prepare(self, company, new, old, sent):
        """Check and complete ``new`` in place. ``old`` is ``None`` on create.

        ``sent`` is what the client sent, cleaned, to tell a given value from a kept one.
        """

    def settle(self, company, new, old):
        """Carry out side effects after ``new`` is stored."""

    def before_delete(self, company, old):
        """Refuse a deletion, or prepare it."""

    def released(self, company, old):
        """Carry out side effects after ``old`` was deleted."""

    def voided(self, company, old):
        """The object as it is after a void."""
        raise QuickBooksFault("500", f"Operation void for {self.name} is not supported.", None)

    def render(self, company, stored):
        """The object as an answer carries it."""
        return {key: value for key, value in stored.items() if key[0] != "_"}


def referred(company, entity, reference, *, active=True):
    """The object that a reference leads to.

    Raises 2500 when there is none, or when it is inactive and ``active`` is asked for.
    """
    found = company.get(entity, reference["value"])
    if found is None or (active and found.get("Active") is False):
        raise bad_reference(ENTITIES[entity].element, reference["value"])
    return found


def check_currency(company, new, party=None):
    """The document's currency is that of its party, or the home currency. Fills the currency in."""
    home = company.home_currency
    expected = (party or {}).get("CurrencyRef", {}).get("value", home)
    given = new.get("CurrencyRef", {}).get("value")
    if given and given != expected:
        if not company.settings["MultiCurrencyEnabled"]:
            raise business("You can only use one foreign currency per transaction.", "CurrencyRef")
        raise business("Transaction currency does not match the currency of the name.")
    new["CurrencyRef"] = company.currency_reference(expected)


def check_open_period(company, *dates):
    """Refuse (6210 or 6200) when a date lies in the closed period."""
    closing = company.settings["BookCloseDate"]
    if closing and any(date and date <= closing for date in dates):
        raise QuickBooksFault(
            company.settings["closed_period_code"], CLOSED_PERIOD, message=MESSAGES["6210"]
        )


def stored_or_missing(company, entity, identifier):
    """The stored object; raises 610 when it was never there or is deleted."""
    found = company.get(entity, identifier)
    if found is not None:
        return found
    if ENTITIES[entity].kind == "transaction":
        if identifier in company.deleted[entity]:
            raise not_found("Object Not Found : Another user has deleted this transaction.")
        for other, objects in company.objects.items():
            if ENTITIES[other].kind == "transaction" and identifier in objects:
                raise not_found(
                    f"Object Not Found : TxnType does not match read: {other} expected: {entity}"
                )
    raise not_found()


def with_address_ids(company, new, old, fields=("BillAddr", "ShipAddr")):
    """Give each stored address its id; an address that stays keeps the one it has."""
    for field in fields:
        address = new.get(field)
        if not address:
            continue
        before = (old or {}).get(field, {})
        address = {**address, "Lat": "INVALID", "Long": "INVALID"}
        same = {**before, "Id": None} == {**address, "Id": None}
        if before and (same or address.get("Id") == before.get("Id")):
            new[field] = {**address, "Id": before["Id"]}
        elif address.get("Id") and not before:
            new[field] = address
        else:
            company.last_address_id += 1
            new[field] = {**address, "Id": str(company.last_address_id)}
