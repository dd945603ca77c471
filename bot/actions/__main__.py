"""Serve the actions: `python -m bot.actions --port 5055`. One process, loopback only."""

import argparse
import os
import warnings

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

import nlp
import traces
from between import ACTIONS, our_key
from bot.door import only_for_ours
from nlp.loading import keep_what_is_loaded
from nlp.vectors import the_encoder


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve the custom actions of Own Words.")
    parser.add_argument("--port", type=int, default=5055)
    port = parser.parse_args().port
    # Rasa 3.6.21 with rasa-sdk 3.21.1 was tried and works (docs/decisions/0001): one warning a
    # call helps nobody.
    warnings.filterwarnings("ignore", module="rasa_sdk.utils")
    # Load the model, and what looks at themes again, before the first person waits for them.
    nlp.assess("warm")
    the_encoder()

    executor = ActionExecutor()
    executor.register_package("bot.actions")
    app = create_app(executor, cors_origins=[])
    only_for_ours(app, our_key(), ACTIONS, lambda request: request.path == "/health")
    traces.start("ownwords-actions", os.environ.get("OWNWORDS_OTLP_ENDPOINT", ""))
    app.ctx.tracer_provider = traces.provider()  # rasa-sdk opens a span of its own for each call
    keep_what_is_loaded()
    # rasa_sdk's own `run` listens on every interface and starts a second process.
    app.run(host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main()
