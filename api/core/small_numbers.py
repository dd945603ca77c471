"""Figures that give nobody away. A small number may be one person whom somebody knows."""


def shown(count: int, least: int) -> int | None:
    """Return the number to show: None below `least`, nought as well; else rounded down to a
    multiple of it.

    Rounded to the nearest, two hidden fours would show a total of ten, which only two fours make.
    """
    return None if count < least else count // least * least
