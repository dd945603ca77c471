"""What is printed of a new code: the slip, and not a word beside it."""

import io

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.web.review.case_states import invite_made
from tests.web.script_bot import ScriptBot

pytestmark = pytest.mark.browser


def test_only_the_slip_is_printed_with_no_title_and_no_address_of_the_page(
    chromium: Browser, address: str, bot: ScriptBot, practitioner: str
) -> None:
    page = chromium.new_page()
    invite_made(page, address, bot)
    slip = page.locator(".app-slip").inner_text().split()

    printed = page.pdf(display_header_footer=True, prefer_css_page_size=True)

    page.close()
    (sheet,) = PdfReader(io.BytesIO(printed)).pages
    assert sheet.extract_text().split() == slip
