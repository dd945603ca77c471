"""What a release left behind, restored by today's command line, and everything started on it: who
was waiting is answered, who broke off goes on, and practitioners find it all."""

import html
from collections.abc import Iterator

import httpx2
import pytest

from tests.conftest import MODELS
from tests.databases import ON_POSTGRES, Databases
from tests.releases.kept import KEY, Said, folder_of, releases, said
from tests.sign_in import sign_in
from tests.stack import Stack
from tests.talker import Talker, client

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(300)]

KIND = "postgresql" if ON_POSTGRES else "sqlite"
NEWEST = releases()[-1]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Stack]:
    var, folder = tmp_path_factory.mktemp("upgraded"), folder_of(NEWEST, KIND)
    extra = databases.setting() | {"OWNWORDS_KEYS": KEY}
    stack = Stack(var=var, models=MODELS, extra=extra)
    done = stack.run("restore", str(folder / "record.owb"), "--key-book", str(folder / "keys.db"))
    assert done.returncode == 0, done.stderr
    with stack.up():
        yield stack


@pytest.fixture(scope="module")
def left() -> Said:
    return said(NEWEST, KIND)


def back(stack: Stack, left: Said, who: str) -> Talker:
    """Somebody comes back with the code that the release gave them."""
    talk = left.talks[who]
    talker = Talker(client(stack.url), talk.id, "", talk.return_code, talk.asking, [], talk.said)
    talker.come_back()
    return talker


def test_who_waited_for_an_answer_is_answered_by_the_program_of_today(
    stack: Stack, left: Said
) -> None:
    words = left.talks["waiting"].said[-1]

    waiting = back(stack, left, "waiting")
    waiting.wait_until_answered()

    told = stack.record(waiting.id)["statements"]
    assert [one["kind"] for one in told if one["text"] == words] == ["matters"]
    assert waiting.go_to("outcome").asking == "outcome"


def test_who_broke_off_goes_on_where_they_were(stack: Stack, left: Said) -> None:
    halfway = back(stack, left, "halfway")

    halfway.go_to("importance").say("It matters most of all")
    halfway.go_to("topic", "none")

    wish = stack.record(halfway.id)["outcomes"][0]
    assert (wish["confirmed"], wish["importance"]) == (True, "It matters most of all")


def test_who_had_said_all_is_met_by_their_own_wish(stack: Stack, left: Said) -> None:
    ended = back(stack, left, "ended")

    wish = left.records[ended.id]["outcomes"][0]["text"]
    assert ended.asking == "still_right"
    assert wish in " ".join(line["text"] for line in ended.messages)


def test_a_practitioner_signs_in_as_before_and_reads_what_each_person_said(
    stack: Stack, left: Said
) -> None:
    with httpx2.Client(base_url=stack.url, follow_redirects=True, timeout=30) as browser:
        assert sign_in(browser, left.lead, left.passwords[left.lead]).url.path == "/review"
        for conversation_id, record in left.records.items():
            page = browser.get(f"/review/conversations/{conversation_id}")
            assert page.status_code == httpx2.codes.OK, conversation_id
            for turn in record["turns"]:
                assert turn["from"] == "bot" or html.escape(turn["text"]) in page.text
