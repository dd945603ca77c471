"""What comes next in signing in."""

from typing import Literal

import pytest

from api.core.clock import utc_now
from api.models import User
from api.settings import Settings
from api.user import steps
from api.user.steps import step_after

Done = Literal["sign_in", "code", "password"]


@pytest.mark.parametrize(
    ("done", "has_codes", "given_out", "required", "then"),
    [
        ("sign_in", False, False, False, "done"),
        ("sign_in", False, False, True, "set_up"),
        ("sign_in", False, True, False, "password"),
        ("sign_in", False, True, True, "password"),
        ("sign_in", True, False, True, "code"),
        ("sign_in", True, True, True, "code"),  # who found it has no phone
        ("code", True, False, True, "done"),
        ("code", True, True, True, "password"),
        ("password", False, False, True, "set_up"),
        ("password", False, False, False, "done"),
        ("password", True, False, True, "done"),
    ],
)
def test_each_step_leads_to_the_next_that_is_still_to_do(
    monkeypatch: pytest.MonkeyPatch,
    done: Done,
    has_codes: bool,
    given_out: bool,
    required: bool,
    then: str,
) -> None:
    rule = Settings(_env_file=None, second_step="required" if required else "offered")
    monkeypatch.setattr(steps, "get_settings", lambda: rule)
    now = utc_now()
    user = User(
        code_set_up_at=now if has_codes else None, password_ends_at=now if given_out else None
    )

    assert step_after(done, user) == then
