"""The units name what there is, and a machine that has started again starts Own Words."""

import shutil
import subprocess
from getpass import getuser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from cli.paths import ROOT

UNITS = ROOT / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
# What only one of them needs.
ITS_OWN = {"Type", "ExecStart", "Restart", "RestartSec", "KillMode", "TimeoutStopSec"}


def part(unit: Path, name: str) -> dict[str, str]:
    text = unit.read_text(encoding="utf-8").partition(f"[{name}]")[2].partition("\n[")[0]
    lines = [line for line in text.splitlines() if "=" in line and not line.startswith("#")]
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_what_a_unit_starts_is_a_command(unit: Path) -> None:
    program, *words = part(unit, "Service")["ExecStart"].split()

    assert program == "/opt/own-words/.venv/bin/ownwords"
    assert CliRunner().invoke(app, [*words, "--help"]).exit_code == 0


def test_it_is_started_with_the_machine_and_whenever_it_ends() -> None:
    unit = UNITS / "ownwords.service"

    assert part(unit, "Service")["Restart"] == "always"
    assert part(unit, "Unit")["StartLimitIntervalSec"] == "0"
    assert "postgresql.service" in part(unit, "Unit")["After"]
    assert part(unit, "Install")["WantedBy"] == "multi-user.target"


def test_all_that_a_unit_may_touch_is_the_same_in_each() -> None:
    fences = [
        {name: value for name, value in part(unit, "Service").items() if name not in ITS_OWN}
        for unit in SERVICES
    ]

    assert len(fences) > 1
    assert all(fence == fences[0] for fence in fences)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_systemd_understands_each_line(unit: Path, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed")
    here = unit.read_text(encoding="utf-8").replace("=own-words", f"={getuser()}")
    here = here.replace("/opt/own-words/.venv/bin/ownwords", "/bin/true")
    (tmp_path / unit.name).write_text(here.replace("/opt/own-words", str(tmp_path)))

    said = subprocess.run([program, "verify", "--man=no", tmp_path / unit.name], check=False,
                          text=True, capture_output=True)  # fmt: skip

    assert unit.name not in said.stderr
