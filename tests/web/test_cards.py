"""Cards to sort in place of writing, as plain forms."""

import re
from html import unescape

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from api.card.service import sorted_cards
from api.chat.register import set_easy_words
from api.chat.service import signed_in
from api.core.cards import THEMES
from api.turn.service import Turns
from tests.web.script_bot import HAND_OVER
from tests.web.test_keep import COPIES, say, text_of
from tests.web.test_review import sign_in
from web.views import HERE
from web.wording import words_in

SECURE = "https://testserver"  # the cookies of a frame need HTTPS
HERS = "My <b>own</b> front door\n  & a key"
HIT = "I am in danger, he will kill me tonight"
CONTROL = THEMES.index("control") + 1


@pytest.fixture
def begun(browser: TestClient) -> TestClient:
    browser.post("/start")
    return browser


def save(
    browser: TestClient, number: int = CONTROL, base: str = "", *, face: str = "",
    caption: str = "", go: str = "",
) -> Response:  # fmt: skip
    form = {"face": face, "caption": caption, "go": go}
    return browser.post(f"{base}/cards/{number}", data=form, follow_redirects=False)


def save_door(browser: TestClient) -> Response:
    return save(browser, face="not_happy", caption=HERS)


def picked(page: str) -> list[str]:
    return re.findall(r'name="face" type="radio" value="(\w+)" checked', page)


def caption_in(page: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def test_the_conversation_leads_to_the_cards(begun: TestClient) -> None:
    assert 'href="/cards">Sort cards instead of writing</a>' in begun.get("/").text


def test_every_theme_has_its_card_with_a_drawing_of_its_own(begun: TestClient) -> None:
    page = begun.get("/cards").text
    drawings = (HERE / "assets" / "images" / "pictures.svg").read_text("utf-8")

    assert re.findall(r'href="/cards/(\d+)"', page) == [str(n) for n in range(1, 12)]
    for theme in THEMES:
        assert f'#{theme}"' in page
        assert f'<symbol id="{theme}"' in drawings
        assert words_in().cards.titles[theme] in page


@pytest.mark.parametrize("number", range(1, 12))
def test_a_card_asks_nothing_that_must_be_answered(begun: TestClient, number: int) -> None:
    page = begun.get(f"/cards/{number}").text

    assert picked(page) == []
    assert "required" not in page
    assert save(begun, number).status_code == 303


@pytest.mark.parametrize("number", [0, 12, "safer"])
def test_there_is_no_other_card(begun: TestClient, number: object) -> None:
    assert begun.get(f"/cards/{number}").status_code == 422


def test_what_was_saved_is_shown_word_for_word_and_can_be_changed(begun: TestClient) -> None:
    saved = save_door(begun)
    page = begun.get(f"/cards/{CONTROL}").text

    assert saved.headers["location"] == "/cards?saved=yes"
    assert (picked(page), caption_in(page)) == (["not_happy"], HERS)
    assert "“My &lt;b&gt;own&lt;/b&gt; front door\n  &amp; a key”" in begun.get("/cards").text

    save(begun, face="happy", caption="I have it now")
    page = begun.get(f"/cards/{CONTROL}").text
    assert (picked(page), caption_in(page)) == (["happy"], "I have it now")


def test_a_line_break_at_the_beginning_is_not_lost(begun: TestClient) -> None:
    save(begun, caption="\nfirst")

    assert caption_in(begun.get(f"/cards/{CONTROL}").text) == "\n\nfirst"  # a browser drops one


def test_save_and_next_goes_through_all_the_cards(begun: TestClient) -> None:
    where = [save(begun, number, go="next").headers["location"] for number in range(1, 12)]

    assert where == [*(f"/cards/{n}?saved=yes" for n in range(2, 12)), "/cards?saved=yes"]


def test_an_answer_can_be_taken_away(begun: TestClient, turns: Turns) -> None:
    assert "face-away" not in begun.get(f"/cards/{CONTROL}").text
    save_door(begun)
    assert "face-away" in begun.get(f"/cards/{CONTROL}").text

    save(begun, face="away", caption="")

    assert sorted_cards(turns, signed_in(turns, begun.cookies["ow_chat"])) == {}


def test_a_caption_that_is_too_long_stays_in_the_box_with_its_face(begun: TestClient) -> None:
    answer = save(begun, face="happy", caption="a" * 20_001)

    assert answer.status_code == 413
    assert (picked(answer.text), caption_in(answer.text)) == (["happy"], "a" * 20_001)
    assert 'href="#words"' in answer.text


def test_a_caption_is_given_back_where_the_page_was_closed_meanwhile(begun: TestClient) -> None:
    begun.post("/exit")

    answer = save_door(begun)

    assert answer.status_code == 401
    assert caption_in(answer.text) == HERS


def test_danger_in_a_caption_leads_to_the_help_and_the_alert(begun: TestClient) -> None:
    answer = save(begun, caption=HIT)

    assert answer.headers["location"] == "/#new"
    page = begun.get("/").text
    assert "app-message--safety" in page
    assert HIT in page
    assert caption_in(begun.get(f"/cards/{CONTROL}").text) == HIT


def test_a_caption_that_it_is_not_safe_closes_the_page(begun: TestClient) -> None:
    answer = save(begun, caption="I can't talk, he is in the room watching me")

    assert answer.headers["location"] == "/closed"
    assert begun.get("/cards").status_code == 401


def test_easy_words_are_on_the_cards_too(begun: TestClient, turns: Turns) -> None:
    set_easy_words(turns, signed_in(turns, begun.cookies["ow_chat"]), on=True)

    assert "Pick cards" in begun.get("/cards").text
    assert "Nobody hurts me." in begun.get("/cards/1").text


@pytest.mark.parametrize("register", ["usual", "easy"])
def test_every_line_of_a_card_is_short(register: str) -> None:
    said = words_in().cards[register]
    lines = [*said.lead, *(text for _, text in said.about.pairs())]

    sentences = [part for line in lines for part in re.split(r"(?<=[.?!])\s", line)]
    assert [s for s in sentences if len(s.split()) > 15] == []
    assert [name for name, _ in said.about.pairs()] == list(THEMES)


@pytest.mark.parametrize(("method", "path"), COPIES)
def test_the_copy_to_keep_holds_the_cards(begun: TestClient, method: str, path: str) -> None:
    save(begun, face="not_happy", caption="My own door")

    text = text_of(begun.request(method, path))

    assert "Being in charge of my life: Not happy" in text
    assert "“My own door”" in text


def test_family_who_take_over_see_none_of_the_cards(begun: TestClient) -> None:
    save_door(begun)
    say(begun, HAND_OVER)

    assert "front door" not in begun.get("/cards").text
    page = begun.get(f"/cards/{CONTROL}").text
    assert (picked(page), caption_in(page)) == ([], "")


@pytest.mark.parametrize("base", ["/kiosk", "/widget"])
def test_the_cards_are_at_a_kiosk_and_in_a_frame_as_well(site: FastAPI, base: str) -> None:
    browser = TestClient(site, base_url=SECURE, headers={"Origin": SECURE})
    browser.get(base)
    browser.post(f"{base}/start")
    answer = save(browser, 1, base, go="next", caption="my door")

    assert answer.headers["location"] == f"{base}/cards/2?saved=yes"
    page = browser.get(f"{base}/cards").text
    assert "“my door”" in page
    assert f'href="{base}/cards/1"' in page
    assert 'href="/cards' not in page


def test_nothing_of_the_cards_is_at_a_kiosk_after_exit(browser: TestClient) -> None:
    browser.post("/kiosk/start")
    save(browser, 1, "/kiosk", caption="my door")
    browser.post("/kiosk/exit")

    assert browser.get("/kiosk/cards").status_code == 401
    browser.post("/kiosk/start")
    assert "my door" not in browser.get("/kiosk/cards").text


def test_a_practitioner_sees_the_cards_as_the_persons_own(
    begun: TestClient, practitioner: str, turns: Turns
) -> None:
    save_door(begun)
    conversation_id = signed_in(turns, begun.cookies["ow_chat"])
    sign_in(begun)

    page = begun.get(f"/review/conversations/{conversation_id}").text

    assert "Being in charge of my life: Not happy" in page
    assert "My &lt;b&gt;own&lt;/b&gt; front door\n  &amp; a key" in page
