"""The refresh token changes with its use: one that is lost or used twice ends the connection."""

import fcntl
import json
import subprocess
from pathlib import Path

import pytest
from checks import assert_complete_once

from development import odoo_process, paths, postgres
from development.remote import approval

PROCESSES, THREADS = 4, 50
SCRIPT = Path(__file__).with_name("refresh_together.py")


@pytest.fixture
def rotating(sandbox):
    """QuickBooks hands out another refresh token at each refresh; the former one is void at once."""
    sandbox.control("POST", "oauth", rotate="always", grace=0)
    yield
    sandbox.control("POST", "oauth", rotate="daily", grace=0)


def end_access_token(database):
    postgres.query("UPDATE connex_token SET access_expires_at = '2020-01-01'", database)


def token_calls(sandbox):
    """The status of each answer that QuickBooks has given to a request for tokens."""
    return sandbox.control("GET", "oauth")["calls"]


def start(database, connection, gate):
    configuration = (
        paths.RUN / f"{database}.conf"
    )  # the running server's own: to write it anew would move it
    environment = odoo_process.environment() | {
        "THREADS": str(THREADS),
        "CONNECTION": str(connection),
        "GATE": gate,
    }
    with open(SCRIPT) as script:
        return subprocess.Popen(
            odoo_process.command(
                "shell", "-c", configuration, "--no-http", "--shell-interface=python"
            ),
            stdin=script,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
            cwd=paths.ROOT,
        )


def said(process, word):
    """What a process says after this word; it ends without it only if something went wrong."""
    for line in process.stdout:
        if word in line:
            return line.partition(word)[2]
    raise AssertionError(f"{word} was never said")


def test_two_hundred_attempts_from_several_processes_make_one_call(
    bookkeeper, sandbox, odoo_server, rotating, tmp_path
):
    gate = tmp_path / "gate"
    gate.touch()
    end_access_token(odoo_server.database)
    before = token_calls(sandbox)
    processes = []
    try:
        with open(gate) as closed:
            fcntl.flock(closed, fcntl.LOCK_EX)
            for _number in range(PROCESSES):
                processes.append(start(odoo_server.database, bookkeeper.connection, str(gate)))
            for process in processes:
                said(process, "READY")
        answers = [each for p in processes for each in json.loads(said(p, "ANSWERS"))]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert len(answers) == PROCESSES * THREADS
    assert len(set(answers)) == 1, set(answers)
    assert answers[0].startswith("eyJ")
    assert token_calls(sandbox) == [*before, 200]


@pytest.mark.parametrize("rotate", ["daily", "always"])
def test_lost_answer_to_a_refresh_is_asked_for_again_at_once(
    bookkeeper, ledger, sandbox, odoo_server, paid_sale, rotate
):
    """With daily rotation the same token comes again; otherwise it takes the short time of grace."""
    sandbox.control("POST", "oauth", rotate=rotate, grace=60)
    sandbox.add_fault(kind="reset_after", times=1, match={"path": "*tokens/bearer"})
    end_access_token(odoo_server.database)
    try:
        bookkeeper.sync_now()
        assert bookkeeper.setting("state") == "connected"
        assert_complete_once(bookkeeper, ledger, paid_sale[0])
    finally:
        sandbox.control("POST", "oauth", rotate="daily", grace=0)


def test_rotated_token_survives_a_run_that_fails(
    bookkeeper, ledger, sandbox, odoo_server, paid_sale, rotating
):
    end_access_token(odoo_server.database)
    sandbox.add_fault(kind="reset_before", times=1, match={"path": "batch"})
    bookkeeper.sync()
    end_access_token(odoo_server.database)
    bookkeeper.sync_now()
    assert bookkeeper.setting("state") == "connected"
    assert_complete_once(bookkeeper, ledger, paid_sale[0])


def test_dead_connection_is_one_problem_and_one_activity_and_goes_on_after_reconnecting(
    bookkeeper, ledger, sandbox, company, odoo, shop, customer, chart
):
    orders = [shop.order(customer, [(chart, quantity)]) for quantity in range(1, 6)]
    sandbox.control("POST", f"companies/{company.realm}/disconnect")
    for _run in range(3):
        bookkeeper.sync()
    assert bookkeeper.setting("state") == "reconnect"
    assert bookkeeper.setting("problem_code") == "reconnect"
    assert bookkeeper.problems() == {}
    domain = [("res_model", "=", "connex.connection"), ("res_id", "=", bookkeeper.connection)]
    assert len(odoo.search("mail.activity", domain)) == 1

    approval.approve(odoo, bookkeeper.connection, company)
    bookkeeper.sync()
    ledger.sign_in_again()
    assert ledger.count() == {"Estimate": len(orders)}
    assert {bookkeeper.state(order) for order in orders} == {"synced"}
    assert odoo.search("mail.activity", domain) == []


def test_the_end_of_the_access_is_known_from_the_approval_on(bookkeeper):
    assert bookkeeper.setting("access_ends_at")
