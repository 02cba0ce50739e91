"""No minute and no second ever sees more requests than QuickBooks allows, and hardly fewer."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from connex_bridge.bridge.online.limits import PATIENCE, Sent, windows

PER_MINUTE, PER_SECOND, BATCHES = 500, 10, 40
PAUSES = st.floats(0, 3) | st.floats(0, 200) | st.just(0.0)
ASKED = st.lists(st.tuples(PAUSES, st.booleans()), max_size=300)


def run(asked, most=10_000):
    """Somebody asks, waits as told, sends, and asks again after a pause: (moment, is batch) of each."""
    sent, now, gone = Sent(), 1000.0, []
    for pause, is_batch in asked:
        now += pause
        wait, sent = sent.book(now, is_batch)
        if wait > PATIENCE:
            now += wait
            wait, sent = sent.book(now, is_batch)
        now += wait
        gone.append((now, is_batch))
        if len(gone) == most:
            break
    return gone


def most_within(moments, seconds):
    """The largest number of moments in any window, whose end is open."""
    most = first = 0
    for position, moment in enumerate(moments):
        while moments[first] <= moment - seconds:
            first += 1
        most = max(most, position - first + 1)
    return most


@given(ASKED)
def test_no_window_ever_has_more_requests_than_quickbooks_allows(asked):
    gone = run(asked)
    assert most_within([moment for moment, _batch in gone], 60) <= PER_MINUTE
    assert most_within([moment for moment, _batch in gone], 1) <= PER_SECOND
    assert most_within([moment for moment, is_batch in gone if is_batch], 60) <= BATCHES


@given(st.lists(st.floats(0, 1.2), min_size=400, max_size=400))
def test_a_backlog_goes_at_95_percent_of_the_limit_and_never_waits_long(latencies):
    gone = [moment for moment, _batch in run([(seconds, True) for seconds in latencies])]
    assert (len(gone) - 1) / (gone[-1] - gone[0]) * 60 >= 0.95 * BATCHES
    assert max(later - earlier for earlier, later in pairwise(gone)) < PATIENCE


@given(st.lists(st.tuples(st.floats(0, 0.5), st.booleans()), min_size=2, max_size=80))
def test_several_who_ask_at_once_are_let_in_one_after_the_other(asked):
    sent, now, due = Sent(), 1000.0, []
    for pause, is_batch in asked:
        now += pause
        wait, sent = sent.book(now, is_batch)
        if wait <= PATIENCE:
            due.append((now + wait, is_batch))
    assert due == sorted(due, key=lambda each: each[0])
    assert most_within([moment for moment, _batch in due], 1) <= PER_SECOND
    assert most_within([moment for moment, is_batch in due if is_batch], 60) <= BATCHES


def test_a_buttons_requests_go_at_once():
    gone = run([(0.05, True)] * 12)
    assert gone[-1][0] - gone[0][0] < 2.5


def test_after_too_many_requests_nobody_goes_before_the_time_that_quickbooks_named():
    sent = Sent().close(1000.0, 60)
    wait, sent = sent.book(1010.0, True)
    assert wait == 50
    assert sent.requests == ()
    wait, sent = sent.book(1060.0, True)
    assert wait == 0


def test_moments_of_a_clock_that_was_set_back_stop_nobody():
    ahead = tuple(100_000.0 + number for number in range(40))
    wait, _sent = Sent(ahead, ahead).book(1000.0, True)
    assert wait == 0


def test_a_company_with_other_limits_is_asked_as_often_as_it_allows():
    limits = windows(batches_per_minute=120)
    sent, now, gone = Sent(), 1000.0, 0
    while now < 1120:
        wait, sent = sent.book(now, True, limits)
        now += wait
        gone += 1
    assert 0.95 * 240 <= gone <= 240 + 1
