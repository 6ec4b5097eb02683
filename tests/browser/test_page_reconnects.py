"""The playground's page when its server goes away and comes back."""

import pytest
from playwright.async_api import Page, expect

from bot.playground.server import BotConnection, create_app
from tests.browser.double import BOT_TOKEN, MANIFEST
from tests.browser.serving import address, free_socket, serving

pytestmark = pytest.mark.browser


async def test_the_page_waits_for_its_server_and_keeps_what_was_typed(page: Page) -> None:
    connection = BotConnection("secret", BOT_TOKEN, "xapp-page-tests", None)
    listener = free_socket()
    url, port = address(listener), listener.getsockname()[1]
    app = create_app(connection, manifest=MANIFEST)
    with serving(app, listener, app.state.end_streams):
        await page.goto(f"{url}/#/U0M01/C0COHORT")
        await page.get_by_test_id("composer").fill("not lost")
    line = page.get_by_text("The playground's server does not answer.")
    await expect(line).to_be_visible()
    await page.get_by_test_id("send").click()
    await expect(page.get_by_role("alert")).to_contain_text("We had some trouble connecting. Try again?")
    again = create_app(connection, manifest=MANIFEST)
    with serving(again, free_socket(port), again.state.end_streams):
        await expect(line).to_be_hidden(timeout=10_000)
        await page.get_by_test_id("send").click()
        await expect(page.get_by_test_id("message")).to_contain_text("not lost")
