"""The whole state of a sandbox: companies, tokens, clock, faults, limits, log."""

import random
import threading

from . import seed
from .clock import Clock
from .company import Company
from .injection import Injector
from .oauth import AuthorizationServer
from .request_log import RequestLog
from .settings import apply_overrides
from .throttle import Throttle
from .webhooks import Webhooks

_FIRST_REALM = 9_130_350_000_000_001


class Sandbox:
    """One sandbox. ``lock`` guards everything in it."""

    def __init__(self, profiles=("us",)):
        self.lock = threading.RLock()
        self.profiles = tuple(profiles)
        self.storage = None
        self.clear()

    def clear(self):
        """Back to the state of the first start."""
        self.clock = Clock()
        self.companies = {}
        self.desktop_companies = {}
        self.desktop_connectors = {}
        self.authorization = AuthorizationServer(self.clock)
        self.throttle = Throttle(self.clock)
        self.injector = Injector()
        self.webhooks = Webhooks(self.clock)
        self.random_faults = None
        self.log = RequestLog()
        self.batch_order_seed = None
        self._shuffles = None
        for profile in self.profiles:
            self.add_company(profile)

    def add_company(self, profile, realm=None, name=None, overrides=None):
        """Open a company and fill its starting lists.

        Raises ``ValueError`` for an unknown profile or setting and for a realm that exists.
        """
        realm = str(realm) if realm else self._free_realm()
        if realm in self.companies:
            raise ValueError(f"company {realm} exists already")
        company = Company(realm, profile, self.clock, name, overrides)
        seed.fill(company)
        self.adopt(company)
        return company

    def adopt(self, company):
        """Keep a company that is complete; from now on its changes are told."""
        company.tell = self.webhooks.note
        self.companies[company.realm] = company

    def _free_realm(self):
        realm = _FIRST_REALM
        while str(realm) in self.companies:
            realm += 1
        return str(realm)

    def change_settings(self, company, changes):
        """Turn switches of a company."""
        apply_overrides(company.settings, changes)
        company.preferences_revision += 1
        self.webhooks.note(company.realm, {("Preferences", "1"): "Update"})

    def shuffle_batches(self, seed_value):
        """Run batch items in a random but repeatable order; ``None`` keeps the given order."""
        self.batch_order_seed = seed_value
        self._shuffles = None if seed_value is None else random.Random(seed_value)

    def next_batch_order(self):
        """The seed for the next batch's order, or ``None``."""
        return None if self._shuffles is None else self._shuffles.random()
