"""``tcm keys``: every command of the screens with its keys and its id, for a keymap file of one's own."""

from __future__ import annotations

from tcm_tui.cli import out
from tcm_tui.cli.options import Db, Json, On, Why


def keys(db: Db = None, on: On = None, json: Json = False, why: Why = False) -> None:
    """The keys of the screens with the ids by which keys.toml changes them; needs no database."""
    from tcm_tui.cli.plain import table
    from tcm_tui.ui import commands, keymap

    path = keymap.keymap_file()
    own, wrong = keymap.load_keymap(path)
    commands.use_keymap(own)
    found = [(c, commands.keys_of(c)) for c in commands.COMMANDS]
    if json:
        out.as_json(
            {
                "file": str(path),
                "keys": [
                    {"id": c.id, "where": c.where, "keys": keys, "title": c.title, "changed": c.id in own}
                    for c, keys in found
                ],
                "wrong": wrong,
                "reasons": [],
            }
        )
        return
    rows = [(c.id, c.where, " ".join(keys), "own" if c.id in own else "", c.title) for c, keys in found]
    lines = table(("id", "where", "keys", "", "what it does"), rows)
    out.as_text([*lines, "", f'Your own keys: {path}, a line each: "list.down" = "down,j"', *wrong])
