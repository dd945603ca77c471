"""What was loaded at start stays: the collector of garbage need not look at it again and again."""

import gc


def keep_what_is_loaded() -> None:
    """Keep what is there now out of garbage collections.

    A full one over all that Rasa loads held everybody up for 150 to 240 ms, six times in half a
    minute at a hundred conversations at once (docs/decisions/0095).
    """
    gc.collect()
    gc.freeze()
