"""Training, cached by the content of what goes in."""
