"""A piece of work in a transaction of its own, committed before the caller goes on.

Needed wherever something must survive a rollback of the caller (a new refresh token, a used approval).
The caller must not have locked or written the rows that the work touches: both would wait for ever.
"""

from psycopg2.errors import SerializationFailure

from odoo.tools import SQL

ATTEMPTS = 5


def in_own_transaction(records, work, attempts=ATTEMPTS):
    """Call `work(records)` in a new transaction and return its result once that is committed.

    `records` arrive with the new transaction's environment; what `work` returns must be plain values.
    Another transaction that was faster is no error: the work is done again on what it left.
    """
    for attempt in range(1, attempts + 1):
        try:
            with records.env.registry.cursor() as cursor:
                return work(records.with_env(records.env(cr=cursor)))
        except SerializationFailure:
            if attempt == attempts:
                raise


def lock_rows(records):
    """Wait until nobody else holds these rows, then hold them until the transaction ends.

    To be the first statement of a transaction. Unlike `lock_for_update` it waits: whoever refreshes a
    token now leaves a fresh one behind. Raises SerializationFailure when the rows changed meanwhile
    (`in_own_transaction` then starts again and sees the change).
    """
    records.env.cr.execute(
        SQL(
            "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR UPDATE",
            SQL.identifier(records._table),
            tuple(records.ids),
        ),
        log_exceptions=False,
    )
