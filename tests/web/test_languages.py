"""A translator needs no code: every word of a page comes through their files, pages turn round for
a language that is read from right to left, and what stayed English says so."""

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.language.pseudo import ACCENTED, RIGHT_TO_LEFT
from api.language.shelf import english
from api.language.sources import GAP, all_entries
from api.models import Conversation, Need
from api.turn.service import Turns
from api.vault.vault import open_vault
from tests.api.language.pseudo import installing, pseudo_languages
from tests.web.conftest import field
from tests.web.real_words import WORDS, RealWords
from tests.web.script_bot import YES_NO, ScriptBot

PAGES = (
    *("/", "/comfort", "/come-back", "/safe-online", "/closed", "/kiosk", "/no-such-page"),
    *("/review/sign-in", "/widget", "/code"),
)
IN_A_CONVERSATION = (
    *("/", "/device", "/erase", "/keep", "/keep/page", "/cards", "/cards/1"),
    *("/looked", "/looked/list"),
)
STAYED_ENGLISH = re.compile(r'<(?:span|p)[^>]* lang="en"')


class Shown(HTMLParser):
    """Gather what is seen or heard: texts, labels, alternatives. Not a person's own words, nor
    what is never translated."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._own = ""

    def handle_data(self, data: str) -> None:
        if not self._own:
            self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        if given.get("translate") == "no" or "app-words" in classes:
            self._own = tag
        self.texts += [value or "" for name, value in attrs if name in ("aria-label", "alt")]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._own:
            self._own = ""


def shown_without_marks(page: str) -> list[str]:
    shown = Shown()
    shown.feed(page)
    texts = (" ".join(text.split()).strip("“”.,!: 0123456789") for text in shown.texts)
    return [text for text in texts if text and not text.startswith("[")]


@pytest.fixture
def bot() -> RealWords:
    return RealWords()


def speak(browser: TestClient, code: str) -> None:
    browser.headers["Accept-Language"] = code.replace("_", "-")


def say(browser: TestClient, words: str, choice: str = "") -> str:
    turn = field(browser.get("/").text, "turn_id")
    answer = browser.post("/say", data={"turn_id": turn, "words": words, "choice": choice})
    return answer.text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.usefixtures("_languages")
def test_no_word_of_a_page_is_outside_the_catalogue(browser: TestClient, path: str) -> None:
    speak(browser, ACCENTED)

    page = browser.get(path)

    assert shown_without_marks(page.text) == []
    assert '<html lang="en-XA" dir="ltr"' in page.text
    assert not STAYED_ENGLISH.search(page.text)


@pytest.mark.parametrize("path", IN_A_CONVERSATION)
@pytest.mark.usefixtures("_languages")
def test_nor_is_one_in_a_conversation(browser: TestClient, path: str) -> None:
    speak(browser, ACCENTED)
    browser.post("/start")
    say(browser, WORDS)
    say(browser, "", YES_NO[0]["value"])

    page = browser.get(path)

    assert page.status_code == 200
    assert shown_without_marks(page.text) == []
    assert not STAYED_ENGLISH.search(page.text)


def test_a_word_outside_the_catalogue_would_be_found() -> None:
    page = '<p>[In it]</p><p>Not in it</p><img alt="[In it]"><a aria-label="Nor this"></a>'

    assert shown_without_marks(page) == ["Not in it", "Nor this"]


@pytest.mark.usefixtures("_languages")
def test_a_persons_words_stay_and_what_is_picked_is_sent_as_the_bot_knows_it(
    browser: TestClient, bot: ScriptBot
) -> None:
    speak(browser, ACCENTED)
    browser.post("/start")

    page = say(browser, WORDS)

    assert f'class="app-words">{WORDS}</p>' in page
    assert f"[Ýöû šåîð: “{WORDS}”]" in page
    assert 'value="Yes, that is right"' in page
    assert "[Ýéš, ţĥåţ îš ŕîĝĥţ]" in page
    page = say(browser, "", "Yes, that is right")
    assert 'class="app-words">[Ýéš, ţĥåţ îš ŕîĝĥţ]</p>' in page
    browser.headers["Accept-Language"] = "en"
    assert 'class="app-words">Yes, that is right</p>' in browser.get("/").text


@pytest.mark.usefixtures("_languages")
def test_what_helps_is_sent_as_the_bot_knows_it(browser: TestClient) -> None:
    speak(browser, ACCENTED)
    page = browser.post("/start").text

    for english_words in english().words.helps.more:
        assert f'value="{english_words}"'.replace("'", "&#39;") in page
    assert "[Ĝö ƀåçķ]" in page


@pytest.mark.usefixtures("_languages")
def test_somebody_who_reads_another_language_is_told_what_the_computer_cannot(
    browser: TestClient,
) -> None:
    note = english().words.languages.note
    speak(browser, "en")
    assert note[0] not in browser.post("/start").text

    speak(browser, ACCENTED)
    page = browser.get("/").text
    assert all(str(pseudo_languages()[ACCENTED].words.languages.note[n]) in page for n in range(4))


@pytest.mark.usefixtures("_languages")
def test_a_language_is_chosen_on_the_first_page_and_kept(browser: TestClient) -> None:
    first = browser.get("/").text
    assert 'name="language" value="ar_XB" lang="ar-XB" dir="rtl"' in first
    assert first.index('value="ar_XB"') < first.index("<h1"), "it is found before all else"

    chosen = browser.post("/comfort", data={"language": RIGHT_TO_LEFT}).text
    assert '<html lang="ar-XB" dir="rtl"' in chosen
    assert '<html lang="ar-XB" dir="rtl"' in browser.post("/start").text
    comfort = browser.get("/comfort").text
    assert re.search(r'id="language-ar_XB"[^>]*checked', comfort)
    browser.post("/exit")
    assert '<html lang="en" dir="ltr"' in browser.get("/").text


@pytest.mark.usefixtures("_languages")
def test_a_worker_sees_which_language_somebody_reads(browser: TestClient, turns: Turns) -> None:
    browser.post("/start")
    browser.post("/comfort", data={"language": RIGHT_TO_LEFT})
    browser.post("/comfort", data={"language": RIGHT_TO_LEFT})

    with turns.reading() as session:
        (need,) = session.scalars(select(Need)).all()
        conversation = session.get_one(Conversation, need.conversation_id)
        vault = open_vault(turns.keys, conversation.id, conversation.wrapped_key)
        text = vault.open(need.words, f"need.words:{need.id}")
    assert text == "Reads these pages in Arabic. The computer understood only English."


@pytest.mark.usefixtures("_languages")
def test_the_next_person_at_a_kiosk_finds_no_choice_of_language(browser: TestClient) -> None:
    chosen = browser.post("/kiosk/comfort", data={"language": RIGHT_TO_LEFT}).text

    assert '<html lang="ar-XB"' in chosen
    assert '<html lang="en"' in browser.get("/kiosk").text


def test_with_one_language_there_is_nothing_to_choose(browser: TestClient) -> None:
    assert "language" not in browser.get("/").text.replace('"Accept-Language"', "")
    assert 'name="language"' not in browser.get("/comfort").text


@pytest.mark.usefixtures("_languages")
def test_an_error_is_told_in_the_language_of_whoever_asked(browser: TestClient) -> None:
    headers = {"Accept-Language": "en-XA"}

    answer = browser.post("/chat/resume", json={"return_code": "no such code"}, headers=headers)
    page = browser.post("/come-back", data={"return_code": "no such code"}, headers=headers)
    long = browser.get("/no-such-page", headers={**headers, "Accept": "application/json"})

    assert answer.json()["error"] == "not_found"
    assert answer.json()["message"].startswith("[Ţĥåţ ŕéţûŕñ çöðé îš ñöţ ķñöŵñ.")
    assert "[Ţĥåţ ŕéţûŕñ çöðé îš ñöţ ķñöŵñ." in page.text
    assert long.json()["message"].startswith("[Ţĥåţ þåĝé")


def test_what_stayed_english_says_so_in_text_and_nowhere_else(browser: TestClient) -> None:
    languages = pseudo_languages()
    known = languages[RIGHT_TO_LEFT]._known
    gone = {("start.button", "Start"), ("exit.button", "Exit this page")}
    try:
        known -= gone
        vars(languages[RIGHT_TO_LEFT]).pop("words", None)
        with installing(languages):
            speak(browser, RIGHT_TO_LEFT)
            page = browser.get("/").text
            script = browser.get("/widget.js")
    finally:
        known |= gone
        vars(languages[RIGHT_TO_LEFT]).pop("words", None)

    assert '<span lang="en" dir="ltr">Start</span>' in page.replace("\n", "").replace("  ", "")
    assert page.count('<span lang="en" dir="ltr">Exit this page</span>') == 2
    assert not re.search("[\ufdd0\ufdd1]", page + script.text)


def test_the_bots_words_are_found_again_whatever_filled_them() -> None:
    from web.chat.sayings import CHOICE, translated

    accented, filling = pseudo_languages()[ACCENTED], "1. “it”\n2. “[x] Is that right?”"
    said = [e for source, e in all_entries() if source.mount == "bot" and e.key != CHOICE]

    assert len(said) > 100
    for one in said:
        found = translated(accented, GAP.sub(filling, one.text))
        assert found == GAP.sub(filling, accented.text(one) or "no translation"), one.key


def test_a_message_of_the_bots_that_is_not_known_is_shown_as_english(browser: TestClient) -> None:
    from api.chat.schemas import ChatMessage
    from api.language.current import speaking
    from web.chat.heard import heard

    old = ChatMessage.model_validate({"seq": 1, "from": "bot", "text": "Words of long ago."})
    with speaking(pseudo_languages()[ACCENTED]):
        (line,) = heard([old])

    assert (line.text, line.lang) == ("Words of long ago.", "en")
    assert line.model_dump(by_alias=True)["lang"] == "en"
