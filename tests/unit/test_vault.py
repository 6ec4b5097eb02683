"""Private text is sealed, bound to its place, and readable with an older key."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vault import Vault, VaultError, key_of, pack, read_or_create_key_file, unpack, version_of

OLD = "an-old-secret-of-more-than-thirty-two-characters"
NEW = "a-new-secret-of-more-than-thirty-two-characters"
PLACE = ("T1", "contact", "name_sealed", "row1")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again_and_does_not_show(text: str) -> None:
    vault = Vault([OLD])
    sealed = vault.seal(*PLACE, text)
    assert vault.open(*PLACE, sealed) == text
    assert sealed.isascii()
    assert len(text) < 8 or text not in sealed


def test_the_same_text_is_never_sealed_alike() -> None:
    vault = Vault([OLD])
    assert vault.seal(*PLACE, "Maya") != vault.seal(*PLACE, "Maya")


@pytest.mark.parametrize("place", range(4))
def test_a_value_that_was_moved_does_not_open(place: int) -> None:
    vault = Vault([OLD])
    sealed = vault.seal(*PLACE, "Maya")
    team, table, column, row = ("other" if index == place else part for index, part in enumerate(PLACE))
    with pytest.raises(VaultError, match="does not belong"):
        vault.open(team, table, column, row, sealed)


def test_a_changed_value_does_not_open() -> None:
    vault = Vault([OLD])
    sealed = vault.seal(*PLACE, "Maya")
    with pytest.raises(VaultError):
        vault.open(*PLACE, sealed[:-4] + "AAAA")


def test_keys_rotate() -> None:
    sealed = Vault([OLD]).seal(*PLACE, "Maya")
    rotated = Vault([NEW, OLD])
    assert rotated.open(*PLACE, sealed) == "Maya"
    before = Vault([OLD]).digest("T1", "name", "Maya")
    assert rotated.digests("T1", "name", "Maya") == (Vault([NEW]).digest("T1", "name", "Maya"), before)
    assert rotated.fixed_digest("T1", "name", "Maya") == before
    again = rotated.reseal(*PLACE, sealed)
    assert Vault([NEW]).open(*PLACE, again) == "Maya"
    assert rotated.reseal(*PLACE, sealed) == again == rotated.reseal(*PLACE, again)
    assert version_of(again) == version_of(sealed) != version_of(rotated.seal(*PLACE, "Maya"))
    with pytest.raises(VaultError, match="INFOVIEW_SECRET_KEY"):
        Vault([OLD]).open(*PLACE, rotated.seal(*PLACE, "Maya"))


def test_what_an_earlier_release_stored_opens_and_is_found() -> None:
    """None of this may ever change: it would make unreadable what members wrote."""
    vault = Vault([OLD])
    stored = "v1.55df99d0.uZbZe2kHQbPbGZBs8A_vERrfGAfW0a0HbuRnOtKmsv0qZtpmxMOtlx2P"
    assert vault.open(*PLACE, stored) == "Maya Lindqvist"
    assert (key_of(stored), version_of(stored)) == ("55df99d0", "uZbZe2kHQbPbGZBs")
    assert len(vault.seal(*PLACE, "Maya Lindqvist")) == len(stored)
    found_by = "fa98cfafeb8aaf22257ba46e7cc5fa53aec2b8a497d3238321bbd449961a554e"
    assert vault.digest("T1", "name", "Maya Lindqvist") == found_by
    assert vault.fixed_key == "41699b691aad5fd24bede493b49b075c5572b35781c6181111b233ac32889db0"
    marks = {mark.hex() for mark in vault.marks("T1", "preview", ["a", "b", "c"])}
    assert marks == {"4705067df0b0ac8e", "7d3750747ed576dc", "d02f265b1cd70f29"}


def test_marks_are_kept_as_one_value() -> None:
    marks = Vault([OLD]).marks("T1", "preview", map(str, range(20)))
    packed = pack(marks)
    assert unpack(packed) == marks
    assert packed == pack(sorted(marks, reverse=True)), "their order says nothing"
    assert (pack([]), unpack(b"")) == (b"", frozenset())


def test_a_value_that_nobody_sealed_has_no_key() -> None:
    for value in ("", "Maya", "v2.55df99d0.AAAA"):
        assert key_of(value) == "?"
    assert version_of(None) == ""


def test_digests_ignore_case_and_spacing_but_not_workspace_or_purpose() -> None:
    vault = Vault([OLD])
    digest = vault.digest("T1", "name", "Maya  Lindqvist")
    assert digest == vault.digest("T1", "name", " maya lindqvist ")
    assert digest != vault.digest("T2", "name", "Maya Lindqvist")
    assert digest != vault.digest("T1", "organisation", "Maya Lindqvist")


@pytest.mark.parametrize("secrets", [[], ["short"], [OLD, "short"]])
def test_missing_and_short_secrets_are_refused(secrets: list[str]) -> None:
    with pytest.raises(ValueError, match="secret"):
        Vault(secrets)


def test_thirty_two_characters_are_enough_for_a_secret_and_fewer_are_not(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.touch(0o600)
    path.write_text("x" * 32)
    assert Vault(read_or_create_key_file(path)).key_ids
    path.write_text("x" * 31)
    with pytest.raises(VaultError, match="holds no key"):
        read_or_create_key_file(path)
    with pytest.raises(ValueError, match="at least 32 characters"):
        Vault(["x" * 31])


def test_lone_surrogates_do_no_harm() -> None:
    vault = Vault([OLD])
    assert vault.open(*PLACE, vault.seal(*PLACE, "a\ud800b")) == "a?b"


def test_the_key_file_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "infoview.db.key"
    with ThreadPoolExecutor(8) as threads:
        found = {tuple(keys) for keys in threads.map(lambda _: read_or_create_key_file(path), range(16))}
    assert len(found) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == [path.name]


def test_a_key_file_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    read_or_create_key_file(path)
    path.chmod(0o644)
    with pytest.raises(VaultError, match="chmod 600"):
        read_or_create_key_file(path)


def test_a_key_file_may_hold_several_the_newest_first(tmp_path: Path) -> None:
    path = tmp_path / "key"
    (old,) = read_or_create_key_file(path)
    path.write_text(f"{NEW}\n{old}\n")
    assert read_or_create_key_file(path) == [NEW, old]


def test_an_empty_key_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.touch(0o600)
    with pytest.raises(VaultError, match="backup"):
        read_or_create_key_file(path)
