import gc

from api.steady import steady


def test_what_was_there_at_the_start_is_not_looked_at_again_until_the_end() -> None:
    before = gc.get_freeze_count()

    with steady():
        assert gc.get_freeze_count() > before + 1_000
        made_since: list[object] = [[]]
        assert any(kept is made_since for kept in gc.get_objects())

    assert gc.get_freeze_count() == 0
