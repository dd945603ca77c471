"""How the pages look to one person: a small cookie of choices, and nothing about who they are."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import ClassVar

from fastapi import Request, Response

from api.language.current import installed
from api.language.shelf import Language
from api.settings import get_settings

COMFORT_COOKIE = "ow_comfort"
JUST_CHOSEN = "comfort"  # in the address of a kiosk's first screen, which else forgets the choices


@dataclass(frozen=True)
class Comfort:
    """Each field has a name in the words' catalogue, and so has each of its choices."""

    text: str = "1"
    contrast: str = "usual"
    calm: str = "off"
    easy: str = "off"
    speed: str = "usual"
    dictation: str = "off"
    language: str = ""  # none chosen: what the browser asks for

    CHOICES: ClassVar[dict[str, tuple[str, ...]]] = {
        "text": ("1", "2", "3", "4"),
        "contrast": ("usual", "high", "low", "dark"),
        "calm": ("off", "on"),
        "easy": ("off", "on"),
        "speed": ("slow", "usual", "fast"),
        "dictation": ("off", "on"),
    }

    @property
    def classes(self) -> str:
        """Return the classes of the page's root."""
        calm = " app-calm" if self.calm == "on" else ""
        return f"app-text-{self.text} app-contrast-{self.contrast}{calm}"

    def with_choices(self, chosen: dict[str, str]) -> "Comfort":
        """Return these choices with those of `chosen` that exist; others are passed over."""
        known = {k: v for k, v in chosen.items() if v in self.CHOICES.get(k, ())}
        if chosen.get("language") in installed():
            known["language"] = chosen["language"]
        return replace(self, **known)

    def written(self) -> str:
        return ".".join(asdict(self).values()).rstrip(".")


def comfort_of(request: Request) -> Comfort:
    """Return the choices in the cookie; a cookie that makes no sense is the usual look."""
    return comfort_in(request.cookies)


def comfort_in(cookies: Mapping[str, str]) -> Comfort:
    parts = cookies.get(COMFORT_COOKIE, "").split(".")
    return Comfort().with_choices(dict(zip(names(), parts, strict=False)))


def keep_comfort(response: Response, comfort: Comfort) -> None:
    """Gone with the browser's session, like every cookie of the chat."""
    response.set_cookie(
        COMFORT_COOKIE,
        comfort.written(),
        path="/",
        httponly=True,
        samesite="strict",
        secure=get_settings().secure_cookies,
    )


def forget_comfort(response: Response) -> None:
    """So that leaving leaves nothing, and the next person at a kiosk finds the usual look."""
    response.delete_cookie(COMFORT_COOKIE, path="/", httponly=True, samesite="strict")


def names() -> list[str]:
    return [one.name for one in fields(Comfort)]


def offered() -> list[Language]:
    """Return the languages to choose from: none where there is only one."""
    languages = list(installed().values())
    return languages if len(languages) > 1 else []
