"""The language of the person who is answered: every text of the interface passes through here.

English is the source: the texts stand in the code, marked by ``_``, and Babel extracts them (``make pot``).
The language is set for one interaction at a time by :func:`speaking`. Errors of services are raised in it
too, because :mod:`bot.db` hands the context to its threads.
"""

import gettext
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar

ENGLISH = "en"
DOMAIN = "infoview"

K = TypeVar("K", bound=Hashable)

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)
_sources: dict[str, gettext.NullTranslations] = {ENGLISH: gettext.NullTranslations()}


def _(text: str) -> str:
    """``text`` in the present language; fill in names afterwards: ``_("Hello {name}").format(name=…)``."""
    # An empty text is the name of a catalogue's header.
    return _sources[_language.get()].gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form that fits ``count`` in the present language."""
    return _sources[_language.get()].ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for this
    """Mark a text of a module-level table for extraction; translate it with ``_`` where it is shown."""
    return text


class Words(Mapping[K, str]):
    """A table of texts marked by ``N_``, which gives each in the language of the moment it is looked up."""

    def __init__(self, texts: Mapping[K, str]) -> None:
        self._texts = texts

    def __getitem__(self, key: K) -> str:
        return _(self._texts[key])

    def __iter__(self) -> Iterator[K]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def catalogue() -> Hashable:
    """Whose texts ``_`` gives at present: what is made of these texts alone is the same while this is."""
    return _sources[_language.get()]


def language() -> str:
    """The present language, as an IETF tag's first part (``en``)."""
    return _language.get()


class speaking:  # noqa: N801 - as a context manager is written
    """Answer in the language of an IETF tag (``es-MX``), or in English where there is no translation."""

    __slots__ = ("_language", "_token")

    def __init__(self, tag: str) -> None:
        self._language = closest_language(tag)

    def __enter__(self) -> None:
        self._token = _language.set(self._language)

    def __exit__(self, *_error: object) -> None:
        _language.reset(self._token)


def closest_language(tag: str) -> str:
    """The language we have for an IETF tag: itself, its first part, or English."""
    for candidate in (tag, tag.partition("-")[0]):
        if candidate in _sources:
            return candidate
    return ENGLISH


def languages() -> tuple[str, ...]:
    """The languages there are, English first."""
    return tuple(_sources)


def language_names() -> Mapping[str, str]:
    """Each language's tag, and its name in itself: what its catalogue has for "English"."""
    # Translators: the name of your own language, as its speakers write it.
    name = N_("English")
    own = {tag: source.gettext(name) for tag, source in _sources.items()}
    return {tag: own_name if tag == ENGLISH or own_name != name else tag for tag, own_name in own.items()}


def load_translations(folder: Path) -> None:
    """Make the compiled catalogues below ``folder`` known (``es/LC_MESSAGES/infoview.mo``)."""
    for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")):
        with path.open("rb") as file:
            register(path.parts[-3].replace("_", "-"), gettext.GNUTranslations(file))


def offer_languages(tags: Iterable[str]) -> None:
    """Make languages known whose interface nobody translated yet: it stays English in them."""
    for tag in tags:
        _sources.setdefault(tag, gettext.NullTranslations())


def register(tag: str, translations: gettext.NullTranslations) -> None:
    """Make one language known."""
    _sources[tag] = translations


def forget(tag: str) -> None:
    """Make one language unknown again; English stays."""
    if tag != ENGLISH:
        del _sources[tag]
