"""The moving picture at the top of the README: a member's debrief, from the next step to the next nudge."""

import io
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Locator, Page

SIZE = (920, 620)
COLOURS = 64
PLACE = "U0M02/D0M02"
NEXT_STEP = "Write to the colleague they suggested"
LEARNED = "They hire through short projects first."

_POINTER = """(at) => {
  let hand = document.getElementById("hand");
  if (!hand) {
    hand = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    hand.id = "hand";
    hand.setAttribute("viewBox", "0 0 20 20");
    hand.setAttribute("popover", "manual");
    hand.innerHTML = '<path d="M3 2l5 15 2.4-6L17 9z" fill="#182226" stroke="#fff" stroke-width="1.4"/>';
    const box = document.createElement("div");
    box.id = "hand-box";
    box.setAttribute("popover", "manual");
    for (const [name, value] of Object.entries({ margin: "0", padding: "0", border: "0", background: "none",
      inset: "auto", overflow: "visible", "pointer-events": "none", width: "26px", height: "26px" }))
      box.style.setProperty(name, value);
    box.append(hand);
    document.body.append(box);
  }
  const box = document.getElementById("hand-box");
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
  box.style.setProperty("left", `${at.x}px`);
  box.style.setProperty("top", `${at.y}px`);
}"""
"""Shows where the pointer is, above everything: screenshots have none."""


class _Camera:
    """Collects frames of one page, each with the milliseconds it is shown."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.frames: list[Image.Image] = []
        self.times: list[int] = []

    async def hold(self, milliseconds: int) -> None:
        """What is seen now, for so long."""
        await self._page.wait_for_timeout(250)  # let the page settle
        shot = Image.open(io.BytesIO(await self._page.screenshot()))
        self.frames.append(shot.convert("RGB"))
        self.times.append(milliseconds)

    async def press(self, what: Locator, milliseconds: int = 900) -> None:
        """Point at something, let it be seen, and press it."""
        await what.scroll_into_view_if_needed()
        box = await what.bounding_box()
        assert box is not None, "what is pressed can be seen"
        await self._page.evaluate(
            _POINTER, {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        )
        await self.hold(milliseconds)
        await what.click()

    async def write(self, field: Locator, text: str, pieces: int = 3) -> None:
        """Type a text, seen in some pieces."""
        step = -(-len(text) // pieces)
        for end in range(step, len(text) + step, step):
            await field.fill(text[:end])
            await self.hold(220)

    def save(self, path: Path) -> None:
        """All frames as one GIF that repeats, with one palette."""
        palette = _palette(self.frames)
        flat = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in self.frames]
        flat[0].save(path, save_all=True, append_images=flat[1:], duration=self.times, loop=0, optimize=True)


def _palette(frames: list[Image.Image]) -> Image.Image:
    """The colours of all frames: those of a sheet with all of them in small."""
    width, height = SIZE[0] // 2, SIZE[1] // 2
    sheet = Image.new("RGB", (width, height * len(frames)))
    for number, frame in enumerate(frames):
        sheet.paste(frame.resize((width, height), Image.Resampling.NEAREST), (0, number * height))
    return sheet.quantize(COLOURS, dither=Image.Dither.NONE)


async def film(browser: Browser, address: str, path: Path) -> None:
    """Play the journey of one member on a running playground, and write it to ``path``."""
    page = await browser.new_page(
        viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme="light", reduced_motion="reduce"
    )
    await page.goto(f"{address}/#/{PLACE}")
    camera = _Camera(page)
    await _debrief(page, camera)
    await _nudge_and_home(page, camera)
    camera.save(path)
    await page.close()


async def _debrief(page: Page, camera: _Camera) -> None:
    composer = page.get_by_test_id("composer")
    await composer.wait_for()
    await camera.hold(700)
    await camera.write(composer, "/infoview debrief")
    await camera.press(page.get_by_test_id("send"), 500)
    modal, go_on = page.get_by_test_id("modal"), page.get_by_test_id("modal-submit")
    await modal.wait_for()
    choose = modal.get_by_role("button", name="debrief")
    if await choose.count():
        await camera.hold(1200)
        await camera.press(choose.first)
    await modal.get_by_text("What did you learn about?").wait_for()
    await camera.hold(1200)
    for goal in ("Your contact’s career path", "Job search advice for students like you"):
        await modal.get_by_label(goal).check()
        await camera.hold(450)
    await camera.write(modal.get_by_label("What was the most valuable thing"), LEARNED)
    await camera.hold(900)
    for step in (2, 3, 4):
        await camera.press(go_on, 700)
        await modal.get_by_text(f"Debrief {step} of 4").wait_for()
    await modal.get_by_label("Maybe").check()
    await camera.hold(600)
    await camera.write(modal.get_by_label("What will you do next?"), NEXT_STEP, pieces=2)
    await camera.press(go_on)
    await modal.get_by_text("is saved").wait_for()
    await camera.hold(2000)
    await camera.press(page.get_by_test_id("modal-dismiss"), 500)


async def _nudge_and_home(page: Page, camera: _Camera) -> None:
    await camera.press(page.get_by_test_id("clock-next_nudge"), 1000)
    await page.get_by_text("From your networking program").first.wait_for()
    await camera.hold(2600)
    await camera.press(page.get_by_test_id("nav-home"), 700)
    await page.get_by_text("Your next step").first.wait_for()
    await camera.hold(3000)
