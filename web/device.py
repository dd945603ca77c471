"""Whose device this is, as the person says: their own, where nothing is lost, or shared, where
nothing is kept. Shared is what holds until somebody says otherwise."""

from typing import Literal

from fastapi import Request, Response

from api.settings import get_settings
from web.place import place_of

DEVICE_COOKIE = "ow_device"
Device = Literal["shared", "own"]


def is_own(request: Request) -> bool:
    """Tell whether the person said that nobody else uses this device. A kiosk is everybody's."""
    at_kiosk = place_of(request).channel == "kiosk"
    return not at_kiosk and request.cookies.get(DEVICE_COOKIE) == "own"


def keep_device(request: Request, response: Response, device: str) -> None:
    """A shared device gets no cookie: nothing on it says that anybody was asked."""
    if device == "own" and place_of(request).channel != "kiosk":
        response.set_cookie(
            DEVICE_COOKIE,
            "own",
            path="/",
            httponly=True,
            samesite="strict",
            secure=get_settings().secure_cookies,
        )
    elif DEVICE_COOKIE in request.cookies:
        response.delete_cookie(DEVICE_COOKIE, path="/", httponly=True, samesite="strict")


def lease_minutes(request: Request) -> float:
    """Return after how many minutes without a sign of life the page's session ends."""
    settings = get_settings()
    if place_of(request).channel == "kiosk":
        return settings.kiosk_lease_minutes
    return settings.chat_lease_minutes if is_own(request) else settings.chat_shared_lease_minutes
