"""QuickBooks Online's batch request: writing it, and reading its answer item by item.

Pure: no network. The same operations always give the same bytes, because a request whose answer was lost
is repeated byte for byte under the same request id.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from json.encoder import encode_basestring_ascii

from .faults import Fault, fault_of
from .moments import moment

#: QuickBooks refuses larger batches (fault 1040) and longer ids.
LARGEST = 30
LONGEST_BID = 10
REQUEST_ID_LENGTH = 32
MOST_ROWS = 1000

QUERY = "query"
#: action -> (operation, optionsData). QuickBooks' batch has no void operation: it is an update's option.
WIRE = {
    "create": ("create", ""),
    "update": ("update", ""),
    "void": ("update", "void"),
    "delete": ("delete", ""),
}
#: What only a new document gets: an update would reopen an order that QuickBooks has closed.
NEW = {"Estimate": {"TxnStatus": "Accepted"}}


@dataclass(frozen=True, slots=True)
class Operation:
    """One item of a batch. `bid` comes back with its answer; `action` is create, update, void, delete or
    query; `body` is the object, for a query the statement."""

    bid: str
    action: str
    entity: str
    body: dict | str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What QuickBooks answered to one item: `done` (with `data`, the object, or for a query `rows`),
    `fault` (refused, nothing was done), or `missing` (the answer does not speak of it)."""

    kind: str
    entity: str = ""
    data: Mapping = field(default_factory=dict)
    rows: tuple[Mapping, ...] = ()
    fault: Fault | None = None

    @property
    def qb_id(self) -> str:
        return self.data.get("Id", "")

    @property
    def revision(self) -> str:
        return str(self.data.get("SyncToken", ""))

    @property
    def updated_at(self) -> datetime | None:
        """When QuickBooks last changed it, by its own clock: UTC without a zone."""
        return moment((self.data.get("MetaData") or {}).get("LastUpdatedTime"))

    @property
    def number(self) -> str:
        return self.data.get("DocNumber") or self.data.get("PaymentRefNum") or ""

    @property
    def day(self) -> str:
        """The day under which a transaction is booked, in ISO form; empty for list entries."""
        return self.data.get("TxnDate", "")

    @property
    def total(self) -> Decimal | None:
        """The document's total in its currency; None for what has none (lists, deleted documents)."""
        return _amount(self.data.get("TotalAmt"))

    @property
    def balance(self) -> Decimal | None:
        """What is still open of a document, in its currency; of a payment, what is not applied."""
        if "TotalAmt" not in self.data:
            return None
        return _amount(self.data.get("Balance", self.data.get("UnappliedAmt")))

    @property
    def status(self) -> str:
        """An estimate's or purchase order's status; `Voided` or `Deleted` for what was; otherwise empty."""
        if self.data.get("status") == "Deleted":
            return "Deleted"
        if self.data.get("PrivateNote", "").startswith("Voided"):
            return "Voided"
        return self.data.get("TxnStatus") or self.data.get("POStatus", "")

    def closes(self, order: str) -> bool:
        """Whether this invoice is linked to that estimate, which closes the estimate."""
        return order in self.linked("Estimate")

    def linked(self, kind: str) -> tuple[str, ...]:
        """The ids of the transactions of this type that it is linked to, by header or by line."""
        links = list(self.data.get("LinkedTxn", ()))
        for line in self.data.get("Line", ()):
            links += line.get("LinkedTxn", ())
        return tuple(dict.fromkeys(link["TxnId"] for link in links if link.get("TxnType") == kind))


def query_operation(bid: str, statement: str) -> Operation:
    """A query as an item of a batch: many lists are read in one request, each with its first 1,000 rows
    (QuickBooks gives 100 unless asked for more)."""
    return Operation(bid, QUERY, "", f"{statement} MAXRESULTS {MOST_ROWS}")


def build(operations: Iterable[Operation]) -> bytes:
    """The body of a batch request. Raises ValueError for too many items and for ids that are too long or
    used twice: QuickBooks would refuse the whole batch, or mix up the answers."""
    operations = list(operations)
    bids = [operation.bid for operation in operations]
    if not 0 < len(operations) <= LARGEST:
        raise ValueError(f"a batch has 1 to {LARGEST} items, not {len(operations)}")
    if len(set(bids)) < len(bids) or max(map(len, bids)) > LONGEST_BID:
        raise ValueError(f"item ids must be different and at most {LONGEST_BID} long: {bids}")
    return encode({"BatchItemRequest": [_item(operation) for operation in operations]}).encode()


def _item(operation: Operation) -> dict:
    if operation.action == QUERY:
        return {"bId": operation.bid, "Query": operation.body}
    action, option = WIRE[operation.action]
    body = operation.body
    if operation.action == "create":
        body = NEW.get(operation.entity, {}) | body
    item = {"bId": operation.bid, "operation": action, operation.entity: body}
    return item | ({"optionsData": option} if option else {})


def encode(value) -> str:
    """Canonical JSON. Decimals are written digit by digit: no way through a binary fraction.
    Raises TypeError for a float, which has no exact digits, and for anything that is not JSON."""
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        pairs = [f"{encode(name)}:{encode(value[name])}" for name in sorted(value)]
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(encode, value)) + "]"
    if value is None or isinstance(value, int):
        return json.dumps(value)
    raise TypeError(f"cannot be written exactly: {value!r}")


def request_id(parts: Iterable[str]) -> str:
    """The id under which QuickBooks remembers a request: the same for the same parts, 32 characters
    (36 is the limit for a batch). Parts are kept apart: ("ab", "c") is not ("a", "bc")."""
    digest = hashlib.blake2b(digest_size=REQUEST_ID_LENGTH // 2)
    for part in parts:
        data = str(part).encode()
        digest.update(len(data).to_bytes(4, "big") + data)
    return digest.hexdigest()


def read_answer(body: bytes, bids: Iterable[str]) -> dict[str, Outcome]:
    """The outcome of each item. Items may be answered in any order; one that is not answered is
    `missing`. Raises ValueError when the body is no answer to a batch."""
    items = decode(body).get("BatchItemResponse")
    if items is None:
        raise ValueError("not the answer to a batch")
    answered = {item.get("bId"): _outcome(item) for item in items}
    return {bid: answered.get(bid, Outcome("missing")) for bid in bids}


def decode(body: bytes) -> dict:
    """A JSON object with its numbers as Decimal. Raises ValueError for anything else."""
    data = json.loads(body, parse_float=Decimal)
    if not isinstance(data, dict):
        raise ValueError("not a JSON object")
    return data


def rows_of(answer: Mapping) -> tuple[Mapping, ...]:
    """The rows of a QueryResponse, whatever their entity; none when nothing matched."""
    return tuple(next((value for value in answer.values() if isinstance(value, list)), ()))


def _outcome(item: Mapping) -> Outcome:
    if fault := fault_of(item):
        return Outcome("fault", fault=fault)
    if "QueryResponse" in item:
        return Outcome("done", QUERY, rows=rows_of(item["QueryResponse"]))
    for entity, data in item.items():
        if isinstance(data, dict):
            return Outcome("done", entity, data)
    return Outcome("missing")


def _amount(value) -> Decimal | None:
    return None if value is None else Decimal(str(value))
