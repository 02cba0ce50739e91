"""The entities that the sandbox serves and their traits: one table, used by routes, query and CDC."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entity:
    """Traits of one entity.

    ``kind``: ``list`` (deactivated, never deleted), ``transaction`` (deleted), ``attachment`` or
    ``single``.
    ``namespace``: lists that share it may not share names. ``element``: QuickBooks' word for the
    list in "invalid reference" texts. ``first_id``: where its ids start; lists start far apart so
    that an id taken from the wrong list leads nowhere.
    """

    name: str
    kind: str
    namespace: str = ""
    element: str = ""
    first_id: int = 1
    name_field: str = "Name"
    operations: frozenset = frozenset({"create", "update", "read", "query"})
    voidable: str = ""
    in_changes: bool = True


_READ = frozenset({"read", "query"})
_DELETABLE = frozenset({"create", "update", "delete", "read", "query"})


def _list(name, element, first_id, namespace="", name_field="Name", **traits):
    return Entity(name, "list", namespace or name, element, first_id, name_field, **traits)


def _transaction(name, voidable=""):
    return Entity(name, "transaction", operations=_DELETABLE, voidable=voidable)


_ENTITIES = (
    _list("Customer", "Names", 1, "names", "DisplayName"),
    _list("Vendor", "Names", 10_001, "names", "DisplayName"),
    _list("Employee", "Names", 20_001, "names", "DisplayName"),
    _list("Item", "Items", 1),
    _list("Account", "Accounts", 1),
    _list("Class", "Klasses", 5_000_000_000_000_000_001),
    _list("Department", "Departments", 301),
    _list("Term", "Terms", 1),
    _list("PaymentMethod", "PaymentMethods", 1),
    _list("TaxCode", "TaxCodes", 1, operations=_READ, in_changes=False),
    _list("TaxRate", "TaxRates", 1, operations=_READ, in_changes=False),
    _list(
        "TaxAgency",
        "TaxAgencies",
        1,
        name_field="DisplayName",
        operations=_READ | {"create"},
        in_changes=False,
    ),
    _list("CompanyCurrency", "Currencies", 1, name_field="Code"),
    _transaction("Estimate"),
    _transaction("Invoice", voidable="operation"),
    _transaction("SalesReceipt", voidable="include"),
    _transaction("Payment", voidable="include"),
    _transaction("CreditMemo"),
    _transaction("RefundReceipt"),
    _transaction("PurchaseOrder"),
    _transaction("Bill"),
    _transaction("VendorCredit"),
    _transaction("BillPayment", voidable="include"),
    _transaction("Deposit"),
    _transaction("JournalEntry"),
    _transaction("Purchase"),
    Entity(
        "Attachable",
        "attachment",
        first_id=5_000_000_000_000_503_624,
        operations=_DELETABLE,
        in_changes=False,
    ),
    Entity("CompanyInfo", "single", operations=_READ, in_changes=False),
    Entity("Preferences", "single", operations=_READ, in_changes=False),
    Entity("ExchangeRate", "single", operations=frozenset({"query"}), in_changes=False),
)

ENTITIES = {entity.name: entity for entity in _ENTITIES}
BY_LOWER_NAME = {entity.name.lower(): entity for entity in _ENTITIES}
TRANSACTIONS = frozenset(entity.name for entity in _ENTITIES if entity.kind == "transaction")
LISTS = frozenset(entity.name for entity in _ENTITIES if entity.kind == "list")
