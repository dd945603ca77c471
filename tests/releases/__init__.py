"""What earlier releases left behind, and whether the program of today still reads all of it.

A folder for each release, in it one for each kind of database: `record.owb` and `keys.db` as the
release's own `ownwords backup` wrote them, and `said.json` with what it answered about them. How
they are kept when a release is made: docs/releasing.md.
"""
