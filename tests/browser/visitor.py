"""A person in front of the playground's page."""

import re

from playwright.async_api import Page, expect


class Visitor:
    """What a person does on the page, in their words."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self._url = url

    async def act_as(self, user: str, place: str = "C0GENERAL") -> None:
        await self.page.goto(f"{self._url}/#/{user}/{place}")
        await expect(self.page.get_by_test_id("acting-as")).to_have_value(user)

    async def command(self, text: str) -> None:
        """Type a command whose answer is a message."""
        messages = self.page.get_by_test_id("message")
        before = await messages.count()
        await self.open_by(text)
        await expect(messages).to_have_count(before + 1)

    async def open_by(self, text: str) -> None:
        """Type a command whose answer is a form."""
        await self.page.get_by_test_id("composer").fill(text)
        await self.page.get_by_test_id("send").click()
        await expect(self.page.get_by_test_id("composer")).to_have_value("")

    async def join(self) -> None:
        """Join the one cohort there is."""
        await self.command("/infoview join")
        await self.press("See and join")
        await self.modal_says("What your lead never sees")
        await self.submit()
        await self.modal_says("You are in")
        await self.close()

    async def press(self, name: str) -> None:
        """Select a button in the newest message."""
        await self.page.get_by_test_id("message").last.get_by_role("button", name=name).click()

    async def fill(self, label: str, text: str) -> None:
        await self.page.get_by_test_id("modal").get_by_label(label, exact=True).fill(text)

    async def choose(self, label: str, option: str) -> None:
        await self.fill(label, option)
        listbox = self.page.get_by_role("listbox")
        await listbox.get_by_role("option", name=option, exact=True).click()

    async def tick(self, name: str) -> None:
        await self.page.get_by_test_id("modal").get_by_label(re.compile(name)).check()

    async def modal_press(self, name: str) -> None:
        whole = re.compile(rf"^{re.escape(name)}(: .*)?$")  # several may look alike; then it says for whom
        await self.page.get_by_test_id("modal").get_by_role("button", name=whole).click()

    async def submit(self) -> None:
        """Send the form, and wait for the answer to it."""
        await self.page.get_by_test_id("modal-submit").click()
        await expect(self.page.locator(".button--busy")).to_have_count(0)

    async def close(self) -> None:
        await self.page.get_by_test_id("modal-dismiss").click()
        await expect(self.page.get_by_test_id("modal")).to_have_count(0)

    async def sees(self, words: str) -> None:
        await expect(self.page.get_by_test_id("message").last).to_contain_text(words)

    async def modal_says(self, words: str) -> None:
        await expect(self.page.get_by_test_id("modal")).to_contain_text(words)
