import pytest

from nlp.reach import beyond_reach


@pytest.mark.parametrize(
    "wish",
    [
        "I want my mum back from the dead",
        "just turn back the clock",
        "I wish it never happened",
        "for my husband was still alive",
        "to be young again",
        "I want no dementia any more",
    ],
)
def test_a_wish_that_nobody_can_bring_about_is_noticed(wish: str) -> None:
    assert beyond_reach(wish)


@pytest.mark.parametrize(
    "wish",
    [
        "I want it never to happen again",
        "to know that this won't happen to anyone else",
        "I want my mum back in my life",
        "I want to go back home",
        "I want my money back",
        "to walk to the shop on my own again",
        "to feel like myself again",
        "",
    ],
)
def test_a_wish_that_can_happen_is_left_alone(wish: str) -> None:
    assert not beyond_reach(wish)
