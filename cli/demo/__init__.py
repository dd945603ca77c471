"""`ownwords demo`: an empty instance filled with a team, conversations and what was done."""
