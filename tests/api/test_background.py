"""Work in the background goes on, whatever goes wrong, until it is stopped."""

import threading

from api.background import Repeating


def test_an_error_does_not_end_it_and_a_stop_does() -> None:
    done = threading.Semaphore(0)

    def fails() -> None:
        done.release()
        raise ZeroDivisionError

    work = Repeating("worker", fails, seconds=0.001, patience=5)
    work.start()
    for _ in range(3):
        assert done.acquire(timeout=5)

    work.stop()

    assert not work._thread.is_alive()
