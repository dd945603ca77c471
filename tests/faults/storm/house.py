"""The house that the storm breaks over: `ownwords up` with a wire between each pair of processes.

people ─▶ web ─▶ Rasa ─▶ actions. The actions send nothing to the API: what they record goes back in
their answer, over the same wires (docs/decisions/0003).
"""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random

from api.settings import Settings
from tests.faults.storm.on_the_way import OnTheWay
from tests.faults.storm.record_wire import RecordWire
from tests.faults.storm.wire import Wire
from tests.postgres import Server
from tests.stack import NAMES, ROOT, Stack

STOP_SECONDS = 20
# Shorter than a person's, so that ten thousand turns take minutes.
PATIENCE = {
    "OWNWORDS_BOT_TIMEOUT_SECONDS": "3",
    "OWNWORDS_RETRY_SECONDS": "0.5",
    "OWNWORDS_CODE_TRIES": "1000/minute",
}


@dataclass
class House:
    var: Path
    models: Path
    dice: Random
    postgres: Server | None = None  # else SQLite, below `var`
    hangs: tuple[str, ...] = NAMES
    wires: list[OnTheWay] = field(default_factory=list)

    @cached_property
    def stack(self) -> Stack:
        return Stack(var=self.var, models=self.models, extra=PATIENCE | self._database)

    @property
    def _database(self) -> dict[str, str]:
        url = f"{self.postgres.address}postgres" if self.postgres else ""
        return {"OWNWORDS_DATABASE_URL": url}

    @property
    def targets(self) -> list[tuple[str, str]]:
        """What can be done, and to whom. PostgreSQL has nobody to notice that it hangs."""
        names = (*NAMES, "postgres") if self.postgres else NAMES
        return [("killed", name) for name in names] + [("hung", name) for name in self.hangs]

    @property
    def settings(self) -> Settings:
        """The settings of what runs here, to read its database and open what is sealed."""
        url = self._database["OWNWORDS_DATABASE_URL"]
        return Settings(_env_file=None, var=self.var, database_url=url)

    async def open(self) -> None:
        """Start everything, with nothing spoiled yet, and wait until all answer."""
        ports = self.stack.ports
        for name in ("web", "rasa", "actions"):
            self.wires.append(Wire(f"to {name}", ports[name], Random(self.dice.random())))
        places = [await wire.listen() for wire in self.wires]
        self.door = f"http://127.0.0.1:{places[0]}"
        told = {"STORM_WIRE_TO_RASA": str(places[1]), "STORM_WIRE_TO_ACTIONS": str(places[2])}
        if self.postgres:
            told["OWNWORDS_DATABASE_URL"] = await self._wire_to(self.postgres)
        await asyncio.to_thread(self._start, told)

    async def _wire_to(self, postgres: Server) -> str:
        """Return the address of PostgreSQL as web is told it."""
        wire = RecordWire("to postgres", postgres.port, Random(self.dice.random()))
        self.wires.append(wire)
        return self.settings.database.replace(f":{postgres.port}/", f":{await wire.listen()}/")

    def _start(self, told: dict[str, str]) -> None:
        self.var.mkdir(parents=True, exist_ok=True)
        (self.var / "models").symlink_to(self.models)
        self.stack.migrate()
        with (self.var / "up.log").open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.storm.up"],
                cwd=ROOT, env=self.stack.environment | told | {"PYTHONPATH": str(ROOT)},
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.stack.wait()

    def spoil(self, rate: float) -> None:
        for wire in self.wires:
            wire.rate = rate

    def kill(self, name: str) -> None:
        """Kill -9, with every child. Nobody here starts it again: that is the supervisor's work,
        and for PostgreSQL the operating system's, whose place `bring_back` takes."""
        if name == "postgres":
            assert self.postgres
            self.postgres.kill()
            return
        os.killpg(self.pid_of(name), signal.SIGKILL)

    def hang(self, name: str) -> None:
        """Stop it where it stands: it takes connections and answers nothing, until the supervisor
        ends it."""
        os.killpg(self.pid_of(name), signal.SIGSTOP)

    def bring_back(self, name: str) -> None:
        if name == "postgres":
            assert self.postgres
            self.postgres.start()

    def pid_of(self, name: str) -> int:
        state = json.loads((self.var / "run" / "up.json").read_text())
        return int(state["children"][name]["process"]["pid"])

    def pauses(self) -> list[float]:
        """Return the seconds for which the supervisor waited before each start again, so far."""
        told = re.findall(r"starting it again in ([0-9.]+) s", (self.var / "up.log").read_text())
        return [float(seconds) for seconds in told]

    async def close(self) -> None:
        for wire in self.wires:
            await wire.close()
        if hasattr(self, "supervisor"):
            self.supervisor.send_signal(signal.SIGTERM)
            await asyncio.to_thread(self.supervisor.wait, STOP_SECONDS)
