"""``tcm keys``: the published list of keys, with what a file of one's own changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcm_tui.ui.commands import COMMANDS, use_keymap
from tests.cli.conftest import Tcm, valid


def test_every_command_with_its_keys_and_id(tcm: Tcm) -> None:
    told = valid("keys", tcm("keys", "--json").json)
    assert [(one["id"], one["keys"]) for one in told["keys"]] == [(c.id, c.keys.split(",")) for c in COMMANDS]
    text = tcm("keys").out
    assert all(f"\n{c.id} " in text and c.title in text for c in COMMANDS)
    assert told["file"] in text


def test_ones_own_keys_are_marked_and_what_is_wrong_is_said(
    tcm: Tcm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('"list.down" = "z"\n"no.such" = "x"\n')
    monkeypatch.setenv("TCM_KEYS", str(file))
    try:
        told = valid("keys", tcm("keys", "--json").json)
    finally:
        use_keymap({})
    assert [(one["id"], one["keys"]) for one in told["keys"] if one["changed"]] == [("list.down", ["z"])]
    assert "no.such" in told["wrong"][0]
