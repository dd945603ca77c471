"""A short form of `make fuzz`: at a live server, the API keeps to its own description."""

from random import Random

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.token.service import add_token
from api.user.service import add_user
from tests.fuzz.api import Fuzz, report
from tests.fuzz.prepared import SignIn

COLLEAGUE = SignIn("amira", "correct horse battery")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the fuzzer's own libraries
def test_no_input_is_a_server_error_or_answered_otherwise_than_described(
    address: str, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        token = add_token(session, "fuzz", "lead")
        add_user(session, COLLEAGUE.name, COLLEAGUE.password, "lead")
    fuzz = Fuzz(address, token, COLLEAGUE, Random(8))

    fuzz.run(150)

    report(fuzz)
    assert fuzz.failures == {}
    assert fuzz.cases.total() >= 140
    assert set(fuzz.cases) == set(fuzz.known)
    assert fuzz.done.total() >= 30  # it is not all turned away at the door
