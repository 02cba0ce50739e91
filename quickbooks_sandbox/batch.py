"""Batch requests: up to thirty independent items, each with its own answer or fault."""

import random

from . import operations, query
from .catalogue import BY_LOWER_NAME, ENTITIES
from .faults import QuickBooksFault, required

MAXIMUM_ITEMS = 30
#: Of all items together. What the service does beyond is not known: here the rest is left out silently.
MAXIMUM_OBJECTS = 1000
_OPERATIONS = ("create", "update", "delete")


class ItemSummary:
    """What one item was about, for the log of requests and for injected faults."""

    def __init__(self, identifier, operation, entity):
        self.identifier = identifier
        self.operation = operation
        self.entity = entity


def items_of(body):
    """The items of a batch body. Raises 2020 and 1040."""
    if not isinstance(body, dict) or not isinstance(body.get("BatchItemRequest"), list):
        raise required("BatchItemRequest")
    items = body["BatchItemRequest"]
    if len(items) > MAXIMUM_ITEMS:
        detail = f"The batch has {len(items)} items. The maximum is {MAXIMUM_ITEMS}."
        raise QuickBooksFault("1040", detail)
    return items


def summary_of(item):
    """What an item is about, without judging it."""
    if not isinstance(item, dict):
        return ItemSummary("", "", "")
    if "Query" in item:
        return ItemSummary(item.get("bId", ""), "query", "")
    entity = next((key for key in item if key in ENTITIES), "")
    operation = "void" if item.get("optionsData") == "void" else item.get("operation", "")
    return ItemSummary(item.get("bId", ""), operation, entity)


def execute(company, items, *, fault_for, replay, order_seed=None):
    """Run the items and return their answers.

    ``fault_for(summary)`` may return an injected fault to answer instead; ``replay(bId, do)`` runs ``do`` or
    repeats an earlier answer; ``order_seed`` shuffles the order of execution and of the answers.
    """
    positions = list(range(len(items)))
    if order_seed is not None:
        random.Random(order_seed).shuffle(positions)
    answers, room = [], MAXIMUM_OBJECTS
    for position in positions:
        item = items[position]
        try:
            injected = fault_for(summary_of(item))
            if injected is not None and not injected.comes_after():
                raise injected.refusal()
            answer = _within(room, _run(company, item, replay))
            room -= _objects(answer)
            if injected is not None:
                raise injected.refusal()
        except QuickBooksFault as fault:
            answer = {"Fault": fault.as_fault()}
        answers.append({**answer, "bId": item.get("bId") if isinstance(item, dict) else None})
    return answers


def _objects(answer):
    rows = answer.get("QueryResponse")
    return 1 if rows is None else rows.get("maxResults", 0)


def _within(room, answer):
    """The answer of an item with as many rows as there is room for."""
    rows = answer.get("QueryResponse", {})
    if rows.get("maxResults", 0) <= room:
        return answer
    if not room:
        return {"QueryResponse": {}}
    cut = {name: each[:room] if isinstance(each, list) else each for name, each in rows.items()}
    return {"QueryResponse": {**cut, "maxResults": room}}


def _run(company, item, replay):
    if not isinstance(item, dict):
        raise required("bId")
    if not item.get("bId"):
        raise required("bId")
    if "Query" in item:
        return {"QueryResponse": query.run(company, str(item["Query"]))}
    names = [key for key in item if key not in ("bId", "operation", "optionsData")]
    if not names:
        raise required("Entity")
    entity = BY_LOWER_NAME.get(names[0].lower())
    if entity is None or len(names) > 1:
        raise QuickBooksFault("2000", f"Invalid Object Name : {', '.join(names)}")
    operation = item.get("operation")
    if operation not in _OPERATIONS:
        raise QuickBooksFault("2170", f"Invalid Enumeration : {operation}", "operation")
    if item.get("optionsData") == "void":
        operation = "void"
    options = frozenset([str(item.get("optionsData", ""))])

    def run():
        return operations.execute(company, entity, operation, item[names[0]], options)

    return {entity.name: replay(item["bId"], item, run)}
