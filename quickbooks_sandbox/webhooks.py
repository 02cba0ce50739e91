"""Webhooks: tells an address what changed in the books, signed, and again until it is heard.

One application has one address for all its companies. What a request changed is one notification; it is
tried at once and then by Intuit's schedule on the sandbox's clock. Switches let notifications get lost,
arrive twice or in another order, as real ones do.
"""

import base64
import hashlib
import hmac
import json
import random
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from .clock import UTC, stamp_of

#: Seconds until the next attempt, after the first, second, … one that failed; the last one repeats.
RETRIES = (10, 20, 30, 300, 1200, 7200, 14400, 21600)
SECONDS_TO_ANSWER = 3
FORMATS = ("notifications", "cloudevents")

_DOCUMENT = ("Create", "Update", "Delete", "Void")
_PERSON = ("Create", "Update", "Delete", "Merge")
_PLAIN = ("Create", "Update", "Delete")
OPERATIONS = {
    **dict.fromkeys(
        ("Invoice", "SalesReceipt", "CreditMemo", "Payment", "RefundReceipt"), _DOCUMENT
    ),
    **dict.fromkeys(("BillPayment", "Purchase", "Transfer"), _DOCUMENT),
    **dict.fromkeys(("Customer", "Vendor", "Item", "Account", "Employee", "Class"), _PERSON),
    **dict.fromkeys(("Estimate", "Bill", "PurchaseOrder", "VendorCredit", "Deposit"), _PLAIN),
    **dict.fromkeys(("JournalEntry", "TimeActivity", "Department"), _PLAIN),
    "PaymentMethod": ("Create", "Update", "Merge"),
    "Term": ("Create", "Update"),
    "TaxAgency": ("Create", "Update"),
    "Preferences": ("Update",),
}
_VERBS = {"Create": "created", "Update": "updated", "Delete": "deleted", "Void": "voided"}


class WebhookError(ValueError):
    """A setting that makes no sense."""


@dataclass
class Notification:
    """What one request changed in one company: ``events`` are (entity, id, operation, seconds)."""

    realm: str
    events: list
    next_at: float
    identifier: str = field(default_factory=lambda: str(uuid.uuid4()))
    attempts: int = 0
    statuses: list = field(default_factory=list)

    def as_dict(self):
        return {
            "id": self.identifier,
            "realm": self.realm,
            "events": [list(event[:3]) for event in self.events],
            "attempts": self.attempts,
            "statuses": self.statuses,
            "next_at": self.next_at,
        }


class Webhooks:
    """The subscription of the application, and the notifications that are still to be heard."""

    def __init__(self, clock):
        self.clock = clock
        self.url = ""
        self.verifier = ""
        self.format = "notifications"
        self.automatic = True
        self.lose = 0
        self.duplicates = 0
        self._shuffles = None
        self.waiting = []
        self.delivered = []
        self.lost = []

    def configure(self, values):
        """Change what is given. Raises ``WebhookError`` for anything unknown."""
        known = {"url", "verifier", "format", "automatic", "lose", "duplicates", "shuffle"}
        if unknown := values.keys() - known:
            raise WebhookError(f"unknown: {', '.join(sorted(unknown))}")
        if values.get("format", self.format) not in FORMATS:
            raise WebhookError(f"format is one of {', '.join(FORMATS)}")
        values = dict(values)
        if "shuffle" in values:
            seed = values.pop("shuffle")
            self._shuffles = None if seed is None else random.Random(seed)
        vars(self).update(values)

    def as_dict(self):
        """The settings (never the verifier) and where each notification stands."""
        return {
            "url": self.url,
            "format": self.format,
            "automatic": self.automatic,
            "lose": self.lose,
            "duplicates": self.duplicates,
            "waiting": [each.as_dict() for each in self.waiting],
            "delivered": [each.as_dict() for each in self.delivered],
            "lost": [each.as_dict() for each in self.lost],
        }

    def note(self, realm, announced):
        """Something was changed for good: ``announced`` maps (entity, id) to the operation."""
        now = self.clock.now()
        events = [
            (entity, identifier, operation, now)
            for (entity, identifier), operation in announced.items()
            if operation in OPERATIONS.get(entity, ())
        ]
        if not self.url or not events:
            return
        notification = Notification(realm, events, now)
        if self.lose > 0:
            self.lose -= 1
            self.lost.append(notification)
            return
        self.waiting.append(notification)
        copies = [Notification(realm, events, now) for _copy in range(self.duplicates)]
        for copy in copies:
            copy.identifier = notification.identifier
        self.waiting += copies

    def is_due(self):
        """Whether something is to be sent by itself now."""
        now = self.clock.now()
        return bool(self.url) and self.automatic and any(w.next_at <= now for w in self.waiting)

    def due(self):
        """The notifications whose time has come, in the order in which they are sent."""
        now = self.clock.now()
        due = [each for each in self.waiting if each.next_at <= now]
        if self._shuffles:
            self._shuffles.shuffle(due)
        return due

    def settle(self, notification, status):
        """Note what the address answered: 200 is heard, everything else is tried again later."""
        if notification not in self.waiting:
            return
        notification.attempts += 1
        notification.statuses.append(status)
        if status == 200:
            self.waiting.remove(notification)
            self.delivered.append(notification)
            return
        pause = RETRIES[min(notification.attempts, len(RETRIES)) - 1]
        notification.next_at = self.clock.now() + pause

    def request_for(self, notification):
        """(body, headers) of one attempt."""
        body = json.dumps(self._content(notification)).encode()
        digest = hmac.new(self.verifier.encode(), body, hashlib.sha256).digest()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "intuit_notification_server/1.0",
            "intuit-signature": base64.b64encode(digest).decode(),
            "intuit-created-time": stamp_of(self.clock.now()),
            "intuit-t-id": str(uuid.uuid4()),
            "intuit-notification-schema-version": "0.1",
        }
        return body, headers

    def _content(self, notification):
        if self.format == "cloudevents":
            return [
                {
                    "specversion": "1.0",
                    "id": str(uuid.uuid5(uuid.UUID(notification.identifier), f"{entity}/{number}")),
                    "source": "intuit.dsnBgbseACLLRZNxo2dfc4evmEJdxde58xeeYcZliOU=",
                    "type": f"qbo.{entity.lower()}.{_VERBS[operation]}.v1",
                    "datacontenttype": "application/json",
                    "time": f"{datetime.fromtimestamp(when, UTC):%Y-%m-%dT%H:%M:%S.%f}000Z",
                    "intuitentityid": number,
                    "intuitaccountid": notification.realm,
                    "data": {},
                }
                for entity, number, operation, when in notification.events
            ]
        entities = [
            {
                "name": entity,
                "id": number,
                "operation": operation,
                "lastUpdated": "".join(stamp_of(when).rsplit(":", 1)),
            }
            for entity, number, operation, when in notification.events
        ]
        change = {"realmId": notification.realm, "dataChangeEvent": {"entities": entities}}
        return {"eventNotifications": [change]}


def deliver(sandbox):
    """Send everything that is due, each once; returns how many were heard. Not to be called with the
    sandbox's lock held: whoever is told may ask the sandbox back before answering."""
    with sandbox.lock:
        hooks = sandbox.webhooks
        due = [(each, *hooks.request_for(each)) for each in hooks.due()] if hooks.url else []
        url = hooks.url
    heard = 0
    for notification, body, headers in due:
        status = _post(url, body, headers)
        heard += status == 200
        with sandbox.lock:
            hooks.settle(notification, status)
    return heard


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments):
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def _post(url, body, headers):
    """The status of the answer; 0 when there was none in time."""
    request = urllib.request.Request(url, body, headers, method="POST")
    try:
        with _OPENER.open(request, timeout=SECONDS_TO_ANSWER) as response:
            response.read()
            return response.status
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code
    except (OSError, ValueError):
        return 0
