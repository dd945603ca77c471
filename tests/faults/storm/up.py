"""`ownwords up` as it is, but that what it starts finds the others through the storm's wires."""

import asyncio
import os
import sys
from dataclasses import replace

from api.settings import Settings
from cli.serve.children import Child, children
from cli.serve.supervisor import Supervisor


def behind_wires(settings: Settings, to_rasa: int, to_actions: int) -> tuple[Child, ...]:
    actions, _, web = children(settings)
    # The last to be written stands in endpoints.yml, which Rasa reads when it starts.
    _, rasa, _ = children(settings.model_copy(update={"actions_port": to_actions}))
    return actions, rasa, replace(web, env=web.env | {"OWNWORDS_RASA_PORT": str(to_rasa)})


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def main() -> None:
    settings = Settings(_env_file=None)
    ports = (int(os.environ[f"STORM_WIRE_TO_{name}"]) for name in ("RASA", "ACTIONS"))
    wanted = behind_wires(settings, *ports)
    supervisor = Supervisor(wanted, address=settings.web_url, say=say)
    asyncio.run(supervisor.run(lambda: None))


if __name__ == "__main__":
    main()
