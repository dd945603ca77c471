"""`make fuzz`: input that nobody would send, at the whole of the API and at the parsers."""
