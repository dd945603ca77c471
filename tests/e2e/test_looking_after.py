"""What whoever keeps the machine does, to the real thing while people talk: change the keys, back
up, restore, look at figures and logs."""

import json
import re
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.databases import Databases
from tests.stack import ROOT, Stack
from tests.talker import Talker

WORD = "quokkapuddle"


def ownwords(stack: Stack, *arguments: str, **changes: str) -> str:
    command = [sys.executable, "-m", "cli", *arguments]
    environment = stack.environment | changes
    done = subprocess.run(
        command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def told(stack: Stack) -> Talker:
    """Somebody in the middle of a conversation."""
    return Talker.begin(stack.url).go_to("outcome")


def wishes(record: dict[str, object]) -> list[str]:
    outcomes = record["outcomes"]
    assert isinstance(outcomes, list)
    return [outcome["text"] for outcome in outcomes]


def test_keys_change_while_people_talk_and_nobody_notices(stack: Stack, told: Talker) -> None:
    before = Talker.begin(stack.url)

    assert "wrapped with the newest key" in ownwords(stack, "keys", "rotate")

    told.say(f"I want {WORD} to stay with me")
    before.say("Yes, I can talk now")
    after = Talker.begin(stack.url)
    after.say("Yes, I can talk now")
    assert wishes(stack.record(told.id)) == [f"I want {WORD} to stay with me"]
    assert before.asking == after.asking == "role"


def test_a_backup_of_the_live_record_comes_back_elsewhere(
    stack: Stack, told: Talker, tmp_path: Path, databases: Databases
) -> None:
    told.say("I want my sister to visit")
    backup, other = tmp_path / "one.owb", tmp_path / "other"
    said = ownwords(stack, "backup", str(backup))
    (other / "keys").mkdir(parents=True)
    for name in ("kek", "book.db"):
        (other / "keys" / name).write_bytes((stack.var / "keys" / name).read_bytes())

    elsewhere = {"OWNWORDS_VAR": str(other)} | databases.setting()
    restored = ownwords(stack, "restore", str(backup), **elsewhere)

    count = re.match(r"\d+", said)
    assert count is not None
    assert restored.startswith(f"{count[0]} conversation(s) are back; 0 were erased")
    exported = json.loads(ownwords(stack, "export", told.id, **elsewhere))
    assert exported == json.loads(ownwords(stack, "export", told.id))
    assert wishes(exported) == ["I want my sister to visit"]


def test_every_line_of_the_web_servers_log_is_of_the_list_and_holds_no_word(
    stack: Stack, told: Talker
) -> None:
    log = stack.log_dir / "web.log"
    before = len(log.read_text().splitlines())
    told.say(f"I want {WORD} to stay with me")
    httpx2.get(f"{stack.url}/{WORD}?{WORD}={WORD}")

    text = log.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    own = lines[before:]  # others have talked to the same server, some of them badly
    turns = [line for line in own if line.get("route", "").endswith("/turns")]
    assert WORD not in text
    assert told.id not in text
    assert {(line["status"], line["event"]) for line in turns} == {(200, "answered")}


def test_the_figures_count_what_happened(stack: Stack, told: Talker) -> None:
    page = httpx2.get(f"{stack.url}/metrics").text

    found = re.search(r'requests_total\{.*conversation_id\}/turns",status="200"\} ([\d.]+)', page)
    assert found is not None
    assert float(found[1]) >= 5
    assert told.id not in page


def test_the_audit_of_a_live_site_is_whole(stack: Stack, told: Talker) -> None:
    stack.record(told.id)

    said = subprocess.run(
        [sys.executable, "-m", "cli", "check"],
        cwd=ROOT, env=stack.environment, text=True, capture_output=True, check=False,
    ).stdout  # fmt: skip

    assert "ok  audit     whole, from the first row to row" in said


def test_the_rasa_that_runs_has_not_loaded_tensorflow(stack: Stack) -> None:
    mapped = Path(f"/proc/{stack.running['rasa'].pid}/maps").read_text(encoding="utf-8")

    assert "numpy" in mapped
    assert "tensorflow" not in mapped
