"""What Rasa's own process loads (Python 3.10): the turn channel and the reader that sees the open
question."""
