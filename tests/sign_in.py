"""Sign in at a running site as a browser does without scripts."""

import re

import httpx2

# Without it a form counts as sent from another site.
OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}


def sign_in(browser: httpx2.Client, name: str, password: str) -> httpx2.Response:
    """Return the answer to the form; the session is in the browser's cookies."""
    key = re.search(r'name="form_key" value="([^"]+)"', browser.get("/review/sign-in").text)
    form = {"form_key": key[1] if key else "", "username": name, "password": password}
    return browser.post("/review/sign-in", data=form, headers=OUR_PAGE)
