"""The docs name what there is, and what is made from data is not stale."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tcm_tui.cli.commands import COMMANDS, function_of
from tcm_tui.cli.marks import Opt, parameters

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_rules_is_fresh() -> None:
    from tests.docs.write_rules import PAGE, page

    assert PAGE.read_text(encoding="utf-8") == page(), "docs/rules.md is stale: run `make docs`"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_docs_name_every_command_and_option(name: str) -> None:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    found = re.search(rf"^## `tcm {name}\b.*?(?=^## |\Z)", text, re.M | re.S)
    assert found, f"docs/commands.md has no section for tcm {name}"
    common = text.partition("\n## ")[0]
    for parameter in parameters(function_of(name)):
        if isinstance(parameter.mark, Opt):
            assert f"`{parameter.mark.flag}" in found[0] or f"`{parameter.mark.flag}`" in common, parameter.mark.flag


def test_the_docs_name_no_command_that_is_not_there() -> None:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    assert [name for name in re.findall(r"^## `tcm ([a-z-]+)", text, re.M) if name not in COMMANDS] == []


def test_the_readme_starts_with_the_two_commands_and_one_picture() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"```\nmake run\nmake test\n```\n\n!\[[^]]+\]\((screenshots/[^)]+\.svg)\)", text)


def test_the_docs_show_every_picture_and_no_other() -> None:
    shown = re.findall(r"\]\(\.\./screenshots/([^)]+)\)", (ROOT / "docs/screens.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(file.name for file in (ROOT / "screenshots").glob("*.svg"))


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]), ids=lambda p: p.name)
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!#|[a-z]+:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} points to {target}, which is not there"


@pytest.mark.parametrize("path", sorted((ROOT / "docs/schema").glob("*.json")), ids=lambda p: p.stem)
def test_schemas_are_schemas(path: Path) -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))
