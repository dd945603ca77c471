"""The crowd of the storm: what it takes for wrong."""

from random import Random
from uuid import uuid4

import httpx2
import pytest

from tests.faults.storm.people import Closed, Crowd, Person, Talk


async def test_a_page_that_is_signed_out_is_wrong_and_ends_the_talk() -> None:
    """A crowd that asked for ever kept the storm from ending, and from saying what was wrong."""
    refuses = httpx2.MockTransport(lambda request: httpx2.Response(401))
    crowd = Crowd("http://house", Random(1), turns=1, size=1)
    person = Person(crowd, iter(range(1)))
    person.now, person.path, person.seen = Talk(uuid4()), "/chat/conversations/1", 0

    async with httpx2.AsyncClient(base_url=crowd.url, transport=refuses) as crowd.http:
        with pytest.raises(Closed):
            await person._heard()

    assert crowd.wrong == [f"{person.now.id}: GET was answered 401"]
