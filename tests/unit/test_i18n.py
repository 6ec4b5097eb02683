"""Catalogues: found by tag, read as Babel compiles them, English behind all."""

from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from bot import i18n
from bot.i18n import Words, _, ngettext, speaking

TEXTS: dict[str | tuple[str, ...], str | tuple[str, ...]] = {
    "Next": "Siguiente",
    ("{count} message", "{count} messages"): ("{count} mensaje", "{count} mensajes"),
    "English": "Español (México)",
}


@pytest.fixture
def _spanish(tmp_path: Path) -> Iterator[None]:
    catalog = Catalog(locale="es_MX")
    for text, translated in TEXTS.items():
        catalog.add(text, translated)
    folder = tmp_path / "es_MX" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "infoview.mo").open("wb") as file:
        write_mo(file, catalog)
    i18n.load_translations(tmp_path)
    yield
    i18n.forget("es-MX")


@pytest.mark.usefixtures("_spanish")
def test_a_compiled_catalogue_is_used() -> None:
    with speaking("es-MX"):
        assert i18n.language() == "es-MX"
        assert _("Next") == "Siguiente"
        assert ngettext("{count} message", "{count} messages", 1) == "{count} mensaje"
        assert ngettext("{count} message", "{count} messages", 2) == "{count} mensajes"
    assert i18n.language() == "en"
    assert _("Next") == "Next"


@pytest.mark.usefixtures("_spanish")
def test_what_is_not_translated_is_english() -> None:
    with speaking("es-MX"):
        assert _("Back") == "Back"
        assert _("") == ""


@pytest.mark.usefixtures("_spanish")
@pytest.mark.parametrize(
    ("tag", "found"), [("es-MX", "es-MX"), ("es-ES", "en"), ("en-GB", "en"), ("", "en"), ("xx", "en")]
)
def test_the_closest_language(tag: str, found: str) -> None:
    assert i18n.closest_language(tag) == found


@pytest.mark.usefixtures("_spanish")
def test_a_table_speaks_the_language_of_the_moment() -> None:
    table = Words({"next": "Next"})
    with speaking("es-MX"):
        assert dict(table) == {"next": "Siguiente"}
    assert dict(table) == {"next": "Next"}


@pytest.mark.usefixtures("_spanish")
def test_a_language_is_named_by_itself() -> None:
    assert i18n.language_names() == {"en": "English", "es-MX": "Español (México)"}


def test_a_language_that_does_not_name_itself_shows_its_tag() -> None:
    i18n.register("yy", NullTranslations())
    assert i18n.language_names()["yy"] == "yy"
    i18n.forget("yy")


@pytest.mark.usefixtures("_spanish")
def test_a_language_of_content_alone_is_offered_with_an_english_interface() -> None:
    i18n.offer_languages(["en", "es-MX", "zz"])
    with speaking("zz"):
        assert i18n.language() == "zz"
        assert _("Next") == "Next"
    with speaking("es-MX"):
        assert _("Next") == "Siguiente"
    i18n.forget("zz")
