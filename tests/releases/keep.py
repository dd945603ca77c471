"""Keep what a release leaves behind: `make keep-release KEEP="--checkout FOLDER --version 0.1.0"`.

The release's own program is started from its own checkout, people talk to it, and its own backup is
taken. Nothing here imports that program: it is asked by its command line and by the contracts that
stay (architecture 5), so that any release can be kept, also one that is long past.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2

from tests.ports import free_ports
from tests.postgres import Server
from tests.releases.kept import KEY, KINDS, Said, Talk, folder_of
from tests.talker import Talker, client
from tests.until import until

START_SECONDS = 120.0
WISH = "I want to sleep in my own bed — with the door shut, and néver 🔒 by anyone else"
WAITS = "My sister’s key. She must give it back"
LAY = """
import json
from api import db
from api.chat.deps import get_turns
from api.core.clock import utc_now
from cli.demo.cases import read_cases
from cli.demo.lay import lay
db.migrate()
laid = lay(get_turns(), today=utc_now(), cases=read_cases().cases)
members = [one.member for one in laid.sign_ins]
print(json.dumps({
    "passwords": {one.member.name: one.password for one in laid.sign_ins},
    "lead": next(one.name for one in members if one.role == "lead"),
}))
"""


@dataclass
class Release:
    """A checkout with both of its environments and its models, at work in a folder of its own."""

    checkout: Path
    python: Path
    var: Path
    database: str

    def __post_init__(self) -> None:
        self.web = free_ports(3)
        self.var.mkdir()
        (self.var / "models").symlink_to(self.checkout / "var" / "models")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.web}"

    @property
    def environment(self) -> dict[str, str]:
        names = ("WEB", "RASA", "ACTIONS")
        ports = {f"OWNWORDS_{name}_PORT": str(self.web + at) for at, name in enumerate(names)}
        return os.environ | ports | {
            "OWNWORDS_VAR": str(self.var),
            "OWNWORDS_DATABASE_URL": self.database,
            "OWNWORDS_KEYS": KEY,
            "OWNWORDS_BOT_TIMEOUT_SECONDS": "2",
            "PYTHONPATH": str(self.checkout),
        }  # fmt: skip

    def run(self, *arguments: str) -> str:
        """Run its Python and return what that printed."""
        done = subprocess.run(
            [self.python, *arguments],
            cwd=self.checkout, env=self.environment, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return done.stdout

    @contextmanager
    def up(self) -> Iterator[None]:
        """As by `ownwords up`; at the end it is cut off as by a power cut."""
        command = [str(self.python), "-m", "cli", "up", "--no-train"]
        process = subprocess.Popen(
            command, cwd=self.checkout, env=self.environment, start_new_session=True
        )
        try:
            until(self._answers, START_SECONDS)
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for name in self._running():
                self.kill(name)

    def _answers(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/healthz", timeout=5).status_code == httpx2.codes.OK
        except httpx2.HTTPError:
            return False

    def kill(self, name: str) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._running()[name]["process"]["pid"], signal.SIGKILL)

    def _running(self) -> dict[str, Any]:
        running = json.loads((self.var / "run" / "up.json").read_text())
        children: dict[str, Any] = running["children"]
        return children


def leave(release: Release) -> tuple[dict[str, Talk], dict[str, dict[str, Any]]]:
    """Three people talk: one to the end, one breaks off, one is not answered any more. Returns
    them, and each conversation's record as it is in the end."""
    ended = Talker.begin(release.url).go_to("outcome")
    ended.say(WISH)
    ended.go_to("topic", "none")
    halfway = Talker.begin(release.url).go_to("importance")
    waiting = Talker.begin(release.url).go_to("matters")
    release.kill("rasa")  # it is started again, but later than this is said and kept
    waiting.say(WAITS)
    records = exported(release)
    assert waiting.read()["waiting"]
    talks = {"ended": as_kept(ended), "halfway": as_kept(halfway), "waiting": as_kept(waiting)}
    return talks, records


def as_kept(talker: Talker) -> Talk:
    return Talk(
        id=talker.id, return_code=talker.return_code, said=talker.said, asking=talker.asking
    )


def exported(release: Release) -> dict[str, dict[str, Any]]:
    """Return each conversation's record, as the release gives it to a case system."""
    token = release.run("-m", "cli", "token", "add", "--role", "lead", "--name", "kept").strip()
    http, who = client(release.url), {"Authorization": f"Bearer {token}"}
    address, found = "/api/v1/conversations", {}
    listed = http.get(address, params={"per_page": 100}, headers=who).json()
    for one in listed["items"]:
        found[one["id"]] = http.get(f"{address}/{one['id']}", headers=who).json()
    return found


def keep(release: Release, into: Path) -> None:
    team = json.loads(release.run("-c", LAY).splitlines()[-1])
    with release.up():
        talks, records = leave(release)
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    release.run("-m", "cli", "backup", str(into / "record.owb"))
    shutil.copy(release.var / "keys" / "book.db", into / "keys.db")
    said = Said(**team, talks=talks, records=records)
    (into / "said.json").write_text(said.model_dump_json(indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser("make keep-release", description=__doc__)
    parser.add_argument("--checkout", type=Path, required=True, help="trained")
    parser.add_argument("--python", type=Path, help="default: the checkout's own")
    parser.add_argument("--version", required=True)
    told = parser.parse_args()
    python = told.python or told.checkout / ".venv" / "bin" / "python"
    for kind in KINDS:
        with ExitStack() as stack:
            var = Path(stack.enter_context(TemporaryDirectory(prefix="kept-"))) / "var"
            database = f"sqlite:///{var / 'own-words.db'}"
            if kind == "postgresql":
                server = Server()
                server.start()
                stack.callback(server.stop)
                database = f"{server.address}postgres"
            release = Release(told.checkout.resolve(), python.absolute(), var, database)
            keep(release, folder_of(told.version, kind))


if __name__ == "__main__":
    main()
