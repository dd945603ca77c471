"""What comes next in signing in: the one place that says so."""

from typing import Literal

from api.models import User
from api.settings import get_settings
from api.user.sessions import Step

ORDER: tuple[Step, ...] = ("code", "password", "set_up")


def step_after(done: Literal["sign_in", "code", "password"], user: User) -> Step:
    """Return the step after the name and password ("sign_in"), or after one of those between. The
    code comes first: who has found a password that was given out has no phone."""
    to_do: dict[Step, bool] = {
        "code": user.code_set_up_at is not None,
        "password": user.password_ends_at is not None,
        "set_up": user.code_set_up_at is None and get_settings().needs_second_step,
    }
    left = ORDER[0 if done == "sign_in" else ORDER.index(done) + 1 :]
    return next((step for step in left if to_do[step]), "done")
