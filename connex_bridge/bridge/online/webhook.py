"""Intuit's webhooks: whether one is genuine, and what it says has changed. In both of Intuit's formats.

A webhook names documents, never their content, and may come late, twice, in any order or not at all: it is
a hint of what to read, nothing else.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from .moments import moment

#: `qbo.invoice.updated.v1`: entity and verb.
_TYPE = re.compile(r"qbo\.(\w+)\.(\w+)\.v\d+")
#: Signs nothing: where there is no verifier the same work is done, so that nobody can tell by the time.
_NOBODY = secrets.token_hex(32)


class Event(NamedTuple):
    """One changed object. `entity` is in lower case (`salesreceipt`), `operation` as Intuit names it, in
    lower case; `happened_at` is UTC without a zone, None if it cannot be read."""

    realm: str
    entity: str
    qb_id: str
    operation: str
    happened_at: datetime | None


def is_genuine(body: bytes, signature: str, verifier: str) -> bool:
    """Whether `signature` is Intuit's over exactly these bytes: base64 of their HMAC-SHA256 under the
    app's verifier token. Takes as long without a verifier, and however much of the signature fits."""
    digest = hmac.new((verifier or _NOBODY).encode(), body, hashlib.sha256).digest()
    expected = base64.b64encode(digest)
    return hmac.compare_digest(expected, signature.encode("utf-8", "replace")) and bool(verifier)


def events(body: bytes) -> list[Event]:
    """What a webhook says, in either format; events that name no object are left out.
    Raises ValueError when it is not a webhook's JSON."""
    try:
        data = json.loads(body)
        found = _cloud_events(data) if isinstance(data, list) else _notifications(data)
        return [event for event in found if event.realm and event.entity and event.qb_id]
    except (AttributeError, KeyError, TypeError, RecursionError) as failure:
        raise ValueError("not a webhook") from failure


def _notifications(data) -> Iterator[Event]:
    for notification in data["eventNotifications"]:
        for each in (notification.get("dataChangeEvent") or {}).get("entities") or ():
            yield Event(
                str(notification["realmId"]),
                str(each["name"]).lower(),
                str(each["id"]),
                str(each.get("operation", "")).lower(),
                moment(each.get("lastUpdated")),
            )


def _cloud_events(data) -> Iterator[Event]:
    for each in data:
        if not (kind := _TYPE.fullmatch(str(each["type"]))):
            continue
        yield Event(
            str(each["intuitaccountid"]),
            kind[1].lower(),
            str(each["intuitentityid"]),
            kind[2].lower(),
            moment(each.get("time")),
        )
