"""The whole conversation as plain forms."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.chat.deps import CHAT_COOKIE
from api.errors import TooManyTries
from api.settings import Settings
from api.turn.service import Turns
from tests.web.conftest import field
from tests.web.script_bot import HAND_OVER, ScriptBot


def say(browser: TestClient, text: str, **more: str) -> str:
    page = browser.get("/").text
    form = {"turn_id": field(page, "turn_id"), "words": text} | more
    return browser.post("/say", data=form).text


def said_by_person(page: str) -> list[str]:
    found = re.findall(r'<p dir="auto" class="app-words">(.*?)</p>', page, re.DOTALL)
    return [unescape(text) for text in found]


@pytest.fixture
def begun(browser: TestClient) -> TestClient:
    browser.post("/start")
    return browser


def test_the_first_page_asks_nothing_and_keeps_nothing(browser: TestClient) -> None:
    answer = browser.get("/")

    assert answer.status_code == 200
    assert "Exit this page" in answer.text
    assert CHAT_COOKIE not in browser.cookies


def test_starting_leads_to_the_conversation(browser: TestClient) -> None:
    page = browser.post("/start").text

    assert "This is Own Words." in page
    assert 'value="Yes, I can talk now"' in page


def test_starting_twice_goes_on_with_the_first(begun: TestClient) -> None:
    token = begun.cookies[CHAT_COOKIE]

    begun.post("/start")

    assert begun.cookies[CHAT_COOKIE] == token


def test_a_help_that_is_always_there_is_no_choice_as_well(begun: TestClient) -> None:
    page = begun.get("/").text

    assert page.count('value="Skip this question"') == 1


def test_words_come_back_exactly_as_typed(begun: TestClient) -> None:
    words = "  I want <b>peace</b> & {{ 7*7 }} 😀 مرحبا\n\n  and quiet "

    page = say(begun, words)

    assert said_by_person(page) == [words]


def test_line_breaks_of_a_form_are_the_one_character_that_was_typed(
    begun: TestClient,
) -> None:
    page = say(begun, "one\r\ntwo")

    assert said_by_person(page) == ["one\ntwo"]


def test_a_choice_is_sent_where_nothing_is_written(begun: TestClient) -> None:
    page = say(begun, " ", choice="Yes, I can talk now")

    assert said_by_person(page) == ["Yes, I can talk now"]


def test_what_is_written_counts_more_than_a_choice(begun: TestClient) -> None:
    page = say(begun, "I think so", choice="Yes, I can talk now")

    assert said_by_person(page) == ["I think so"]


def test_the_same_form_sent_twice_is_kept_once(begun: TestClient) -> None:
    form = {"turn_id": field(begun.get("/").text, "turn_id"), "words": "yes"}

    begun.post("/say", data=form)
    page = begun.post("/say", data=form).text

    assert said_by_person(page) == ["yes"]


def test_the_same_form_with_other_words_loses_neither(begun: TestClient) -> None:
    form = {"turn_id": field(begun.get("/").text, "turn_id")}

    begun.post("/say", data=form | {"words": "yes"})
    page = begun.post("/say", data=form | {"words": "yes, and more"}).text

    assert said_by_person(page) == ["yes", "yes, and more"]


def test_after_sending_a_reload_sends_nothing(begun: TestClient) -> None:
    form = {"turn_id": field(begun.get("/").text, "turn_id"), "words": "yes"}

    answer = begun.post("/say", data=form, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/#new")


def test_an_empty_message_is_an_error_at_the_field(begun: TestClient) -> None:
    form = {"turn_id": field(begun.get("/").text, "turn_id"), "words": "  "}

    answer = begun.post("/say", data=form)

    assert answer.status_code == 422
    assert 'href="#words"' in answer.text
    assert 'id="words-error"' in answer.text
    assert "<title>Error: Own Words</title>" in answer.text


def test_words_that_are_too_long_stay_in_the_box(begun: TestClient) -> None:
    page = begun.get("/").text
    words = "\nx" * 10_001

    answer = begun.post("/say", data={"turn_id": field(page, "turn_id"), "words": words})

    assert answer.status_code == 413
    assert f">\n{words}</textarea>" in answer.text


def test_asking_for_help_leaves_what_is_written_in_the_box(begun: TestClient) -> None:
    page = say(begun, "I was going to", help="Why do you ask?")

    assert said_by_person(page) == ["Why do you ask?"]
    assert ">I was going to</textarea>" in page


def test_not_safe_to_talk_closes_the_page(begun: TestClient) -> None:
    page = say(begun, "", choice="No, not now")

    assert "This page is closed" in page
    assert "not now" not in page
    assert CHAT_COOKIE not in begun.cookies
    assert "This is Own Words." not in begun.get("/").text


def test_words_sent_after_closing_are_given_back(begun: TestClient) -> None:
    form = {"turn_id": field(begun.get("/").text, "turn_id"), "words": "wait <i>please"}
    begun.cookies.clear()

    answer = begun.post("/say", data=form)

    assert answer.status_code == 401
    assert "wait &lt;i&gt;please</textarea>" in answer.text
    assert "/come-back" in answer.text


def test_the_return_code_is_shown_and_opens_the_conversation_elsewhere(
    begun: TestClient,
) -> None:
    say(begun, "keep this")
    code = re.search(r'id="your-code"[^>]*>([^<]+)<', begun.get("/").text)
    assert code is not None
    begun.cookies.clear()

    page = begun.post("/come-back", data={"return_code": f" {code[1].upper()} "}).text

    assert said_by_person(page) == ["keep this"]


def test_coming_back_ends_the_session_that_was_open_here(begun: TestClient) -> None:
    code = re.search(r'id="your-code"[^>]*>([^<]+)<', begun.get("/").text)
    assert code is not None
    before = begun.cookies[CHAT_COOKIE]

    begun.post("/come-back", data={"return_code": code[1]})

    assert begun.cookies[CHAT_COOKIE] != before
    begun.cookies.clear()
    assert begun.get("/updates", headers={"Cookie": f"{CHAT_COOKIE}={before}"}).status_code == 401


def test_a_new_return_code_replaces_the_old(begun: TestClient) -> None:
    shown = re.compile(r'id="your-code"[^>]*>([^<]+)<')
    before = shown.search(begun.get("/").text)

    after = shown.search(begun.post("/new-code").text)

    assert before
    assert after
    assert before[1] != after[1]
    assert begun.post("/come-back", data={"return_code": before[1]}).status_code == 404


def test_new_return_codes_cannot_be_asked_for_without_end(
    begun: TestClient, settings: Settings
) -> None:
    settings.codes_in_one = "2/minute"

    answers = [begun.post("/new-code") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert TooManyTries().message in answers[-1].text
    assert begun.get("/").status_code == 200


def test_an_unknown_return_code_stays_in_the_field(browser: TestClient) -> None:
    answer = browser.post("/come-back", data={"return_code": "no <such> code"})

    assert answer.status_code == 404
    assert 'href="#return-code"' in answer.text
    assert 'value="no &lt;such&gt; code"' in answer.text


def test_return_codes_cannot_be_tried_without_end(browser: TestClient) -> None:
    answers = [browser.post("/come-back", data={"return_code": f"{n}"}) for n in range(6)]

    assert answers[-1].status_code == 429
    assert "Retry-After" in answers[-1].headers


def test_exit_ends_the_session_and_leads_away(begun: TestClient, turns: Turns) -> None:
    token = begun.cookies[CHAT_COOKIE]

    answer = begun.post("/exit")

    assert answer.headers["refresh"] == f"0; url={turns.settings.exit_url}"
    assert CHAT_COOKIE not in begun.cookies
    begun.cookies.set(CHAT_COOKIE, token)
    assert "This is Own Words." not in begun.get("/").text


def test_while_the_bot_is_away_there_is_a_way_to_look_again(
    begun: TestClient, bot: ScriptBot
) -> None:
    bot.away = True

    page = say(begun, "are you there")

    assert "See if there is an answer" in page
    assert said_by_person(page) == ["are you there"]


def test_words_can_be_erased(begun: TestClient) -> None:
    say(begun, "take this away")

    page = begun.post("/erase").text

    assert "Your words are erased" in page
    assert CHAT_COOKIE not in begun.cookies


def test_a_kiosk_shows_nothing_of_the_person_before(browser: TestClient) -> None:
    browser.post("/kiosk/start")
    token = browser.cookies[CHAT_COOKIE]

    page = browser.get("/kiosk").text

    assert "This is Own Words." not in page
    assert "http" not in re.sub(r"<svg.*?</svg>", "", page).split("<body", 1)[1]
    browser.cookies.set(CHAT_COOKIE, token)
    assert browser.get("/kiosk/chat", follow_redirects=False).status_code == 303


def test_another_site_cannot_send_a_form(begun: TestClient) -> None:
    form = {"words": "not from here"}

    for path in ("/say", "/start", "/come-back", "/new-code", "/erase", "/exit"):
        answer = begun.post(path, data=form, headers={"Origin": "https://elsewhere.example"})
        assert answer.status_code == 403, path


def test_an_old_tab_answers_no_question_that_it_did_not_show(begun: TestClient) -> None:
    old = begun.get("/").text
    say(begun, "Yes, I can talk now", after=field(old, "after"))

    form = {name: field(old, name) for name in ("turn_id", "after")}
    page = begun.post("/say", data=form | {"words": "Yes, I can talk now. Truly"}).text

    assert "I have kept that too." in page
    assert said_by_person(page)[-1] == "Yes, I can talk now. Truly"


def test_family_who_take_over_see_neither_what_was_said_nor_the_return_code(
    begun: TestClient,
) -> None:
    begun.post("/say", data={"words": "I want to hold my own purse"})

    page = begun.post("/say", data={"words": HAND_OVER}).text

    assert said_by_person(page) == [HAND_OVER]
    assert 'id="your-code"' not in page
    assert "/erase" not in page
    assert begun.post("/erase").status_code == 403
