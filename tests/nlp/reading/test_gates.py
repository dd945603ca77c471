"""The frozen test, read with the trained model: no figure may fall below its gate."""

import pytest

from nlp.reading.evaluate import gate


@pytest.mark.alone
@pytest.mark.timeout(300)  # reads both frozen tests whole, and measures how long it takes
def test_every_figure_of_the_reading_passes_its_gate() -> None:
    assert gate() == []
