"""The engine: runs one connection at a time, one request's worth at a time.

All work is done in a transaction of its own, never in a user's: Odoo repeats a user's request after a
serialization failure, and what QuickBooks was told cannot be taken back. A lock per connection, held by a
second transaction for the length of one step, keeps two runs (scheduled action, button, another server)
from meeting; between steps the other one gets its turn.
"""

import logging
import traceback
from contextlib import contextmanager
from datetime import timedelta

import psycopg2.errors

from odoo import SUPERUSER_ID, api, fields, models

from ..bridge.online.oauth import InvalidClient, InvalidGrant, Unreachable
from ..bridge.online.session import NotSent, Refused, Throttled, Unanswered, Unauthorized
from .connex_planner import LISTS
from .connex_token import CopiedDatabase
from .own_transaction import in_own_transaction

_logger = logging.getLogger(__name__)

#: First key of the advisory locks; the second is the connection's id.
LOCK = 0x434E58
#: How long a button waits for the scheduled action's current request.
WAIT_SECONDS = 25
SALES_PER_PLAN = 300
SALES_PER_SHORT_PLAN = 100
RECONCILE_EVERY = timedelta(hours=1)
#: Key of the context: until when (`time.monotonic`) somebody waits for an answer. What may take long is left
#: to the scheduled action then.
DEADLINE = "connex_deadline"


class Busy(Exception):
    """Another run holds the connection's lock."""


class ConnexEngine(models.AbstractModel):
    _name = "connex.engine"
    _description = "QuickBooks Sync Engine"

    @contextmanager
    def _exclusive(self, connection, wait=WAIT_SECONDS):
        """The connection in a new transaction, alone. Raises Busy when another run does not let go."""
        registry = self.env.registry
        with registry.cursor() as lock_cursor:
            lock_cursor.execute("SELECT set_config('lock_timeout', %s, true)", (f"{wait}s",))
            try:
                lock_cursor.execute(
                    "SELECT pg_advisory_xact_lock(%s, %s)",
                    (LOCK, connection.id),
                    log_exceptions=False,
                )
            except psycopg2.errors.LockNotAvailable:
                raise Busy from None
            with registry.cursor() as cursor:
                yield self._environment(cursor, connection)[connection._name].browse(connection.id)

    def _environment(self, cursor, connection):
        context = {"lang": self.env.user.lang, "active_test": True}
        env = api.Environment(cursor, SUPERUSER_ID, context)
        company = env[connection._name].browse(connection.id).company_id
        return env(context=dict(context, allowed_company_ids=company.ids))

    @api.private
    def commit(self):
        """Make what was done so far last. Only ever called on the engine's own cursor."""
        self.env.cr.commit()  # pylint: disable=invalid-commit  # own cursor, see _exclusive

    # Steps

    @api.private
    def step(self, connection):
        """One request, or one plan: returns how much was done, 0 when nothing is left to do now."""
        return self._in_turn(connection, "_step")

    def _in_turn(self, connection, work):
        """Do a piece of work (the name of a method, called with the connection) when nobody else works on
        it; returns what it returns, 0 when that cannot be now."""
        try:
            with self._exclusive(connection) as own:
                return getattr(own.env["connex.engine"], work)(own)
        except Busy:
            return 0
        except psycopg2.errors.SerializationFailure:
            _logger.info(
                "%s: another transaction was faster, the step is done again", connection.id
            )
            return 1
        except Exception:
            # Whatever it is, the other connections go on, and this one says that it does not.
            _logger.exception("%s: the step failed", connection.id)
            in_own_transaction(connection.sudo(), lambda own: own._note_failed_step())
            return 0

    def _step(self, connection):
        if connection.state != "connected" or connection._is_resting():
            return 0
        with self._told(connection):
            done = self.env["connex.manual.sync"].advance(connection)
            done = done or self._send(connection) or self._look(connection)
            done = done or self._plan(connection)
            self.commit()
            return done
        return 0

    @api.private
    def _send(self, connection, only=None):
        sender = self.env[f"connex.{connection.backend}.sender"]
        return sender.resume(connection) or sender.send_next(connection, only)

    def _look(self, connection):
        """Read what QuickBooks reported as changed."""
        return self.env["connex.webhook.event"]._check(connection)

    def _plan(self, connection):
        source = self.env["connex.source"]
        source._intake(connection)
        if self._is_to_reconcile(connection):
            source._reconcile(connection)
            connection.reconciled_at = fields.Datetime.now()
        # While the Web Connector waits, less at a time.
        at_once = SALES_PER_PLAN if connection.backend == "online" else SALES_PER_SHORT_PLAN
        sources = source._next_pending(connection, at_once)
        if sources:
            self._plan_each(connection, sources)
        return len(sources)

    def _is_to_reconcile(self, connection):
        if self.env.context.get(DEADLINE):
            return False
        last = connection.reconciled_at
        return not last or last < fields.Datetime.now() - RECONCILE_EVERY

    def _plan_each(self, connection, sources, mode=None):
        """Plan them together; if that fails, in halves, so that one bad record cannot stop the others.
        Arguments and result as those of `connex.planner.plan_sources`."""
        planner = self.env["connex.planner"]
        try:
            with self.env.cr.savepoint():
                return planner.plan_sources(connection, sources, mode)
        except psycopg2.errors.SerializationFailure:
            raise
        except Exception:
            if len(sources) == 1:
                _logger.exception("%s cannot be planned", sources[0])
                return planner.hold_unreadable(connection, sources[0], traceback.format_exc())
            middle = len(sources) // 2
            first = self._plan_each(connection, sources[:middle], mode)
            return first | self._plan_each(connection, sources[middle:], mode)

    @contextmanager
    def _told(self, connection):
        """What stops a whole connection is told once, on the connection; then the run ends quietly."""
        try:
            yield
        except Throttled as failure:
            connection._rest_throttled(failure)
        except (NotSent, Unreachable, Unanswered) as failure:
            connection._set_problem(
                failure.problem_code, host=connection._host(), reason=str(failure)
            )
            connection._rest_after_failure()
            _logger.info("%s cannot be reached: %s", connection.name, failure)
        except (Unauthorized, InvalidGrant):
            connection._set_problem("reconnect", company=connection.qb_company_name or "QuickBooks")
        except CopiedDatabase:
            connection._set_problem("copied_database")
        except InvalidClient:
            connection._set_problem("no_credentials")
            connection._rest_after_failure()
        except Refused as failure:
            connection._set_problem_of_fault(failure.fault)
            connection._rest_after_failure()
        else:
            connection._note_success()
        self.commit()

    # Whole sales at once, for the button

    @api.private
    def sync_now(self, connection, sources, delete_first=False):
        """Plan and send these records now.

        Returns the ids of the mirrors worth showing and a note about the connection, as plain values:
        the caller's transaction cannot see what was written here. What was held back is tried again, and
        what QuickBooks has is read first, so that a document deleted or changed there by hand is put
        right. With `delete_first` their documents are deleted in QuickBooks and created anew.
        Raises Busy.
        """
        with self._exclusive(connection) as own:
            return own.env["connex.engine"]._sync_now(own, sources, delete_first)

    def _sync_now(self, connection, sources, delete_first):
        planner = self.env["connex.planner"]
        mirrors = planner.plan_sources(connection, sources)
        (mirrors | mirrors.blocked_by_id)._release()
        kept = mirrors.browse()
        self.commit()
        with self._told(connection):
            verifier = self.env[f"connex.{connection.backend}.verifier"]
            if delete_first:
                kept = planner.mark_for_recreation(mirrors)
            else:
                verifier.put_right(mirrors)
            self.commit()
            # Each document is handled at most once per wave and attempt, so this ends.
            for _request in range(3 * len(mirrors) + 10):
                if not self._send(connection, mirrors):
                    break
                self.commit()
            verifier.read_back(mirrors)
        self.commit()
        shown = mirrors.filtered(lambda m: m.document not in LISTS or m.state == "problem")
        return shown.ids, kept._note_not_deleted() or connection._note_for_button()
