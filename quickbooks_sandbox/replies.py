"""Idempotency: an answer given under a ``requestid`` is given again, without doing it again.

Only successes are remembered, for ever. In a batch, the id of an item is the batch's id and its
``bId`` together. What the real service does with another body under a used id is not known; the
company's setting ``duplicate_request_id`` chooses.
"""

import json

from .faults import QuickBooksFault
from .wire import dumps

_MAXIMUM = 50
_MAXIMUM_IN_BATCH = 36
_MAXIMUM_ITEM = 10


def check(request_id, *, in_batch=False):
    """Refuse (2130) an id that is too long."""
    limit = _MAXIMUM_IN_BATCH if in_batch else _MAXIMUM
    if request_id and len(request_id) > limit:
        raise QuickBooksFault("2130", f"The request id is longer than {limit} characters.")


def once(company, request_id, body, run):
    """Run, or repeat the answer that was given under this id."""
    if not request_id:
        return run()
    print_of_body = _fingerprint(body)
    known = company.replies.get(request_id)
    if known is not None:
        if known[0] != print_of_body and company.settings["duplicate_request_id"] == "600":
            raise QuickBooksFault("600", f"Duplicate Request ID : {request_id}")
        return json.loads(known[1])
    answer = run()
    company.replies[request_id] = (print_of_body, dumps(answer).decode())
    return answer


def for_batch(company, request_id):
    """The ``replay`` function of a batch."""

    def replay(identifier, item, run):
        if not request_id:
            return run()
        if len(identifier) > _MAXIMUM_ITEM:
            detail = f"With a request id the bId may have {_MAXIMUM_ITEM} characters."
            raise QuickBooksFault("2130", detail)
        return once(company, request_id + identifier, item, run)

    return replay


def _fingerprint(body):
    return dumps(body).decode()
