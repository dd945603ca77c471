"""`python -m cli` is `ownwords`."""

from cli.main import main

main()
