"""Fed to an Odoo shell by test_token_refresh.py: many threads of one process want a new token at once.

Prints READY, waits until it may begin, and prints what each thread got, as JSON.
"""

import fcntl
import json
import os
import threading

threads = int(os.environ["THREADS"])
connection = env["connex.connection"].browse(int(os.environ["CONNECTION"]))  # noqa: F821
token = env["connex.token"]._of(connection)  # noqa: F821
address, client = connection.oauth_token_url, connection.client_id
answers, together = [], threading.Barrier(threads)


def ask():
    together.wait()
    try:
        answers.append(token._fresh_access_token(address, client))
    except Exception as failure:  # noqa: BLE001 - whatever it is, the test shows it
        answers.append(repr(failure))


waiting = [threading.Thread(target=ask) for _number in range(threads)]
print("READY", flush=True)
with open(os.environ["GATE"]) as gate:
    fcntl.flock(gate, fcntl.LOCK_SH)
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join()
print("ANSWERS", json.dumps(answers), flush=True)
