"""Pictures are the same on every run and name no place in the net."""

from __future__ import annotations

import re

from tcm_tui.ui import screenshots
from tcm_tui.ui.app import TcmApp
from tcm_tui.ui.screenshots import Shot, take
from tests.ui.fake import ON, Fake


async def test_a_picture_is_the_same_each_time_and_fetches_nothing() -> None:
    first, second = [await take(TcmApp(Fake(), ON), Shot("caseload", "caseload")) for _ in range(2)]
    assert first == second
    assert re.findall(r"https?:[^\"' ]*", first) == ["http://www.w3.org/2000/svg"]
    assert "font-face" not in first and "url(http" not in first
    assert "Max&#160;Oak" in first


def test_texts_of_a_line_keep_their_places_where_a_viewer_ignores_text_length() -> None:
    text = "a&#160;b&#160;&#160;&amp;&#160;&#160;&#160;│"
    svg = f'<text class="r1" x="12.2" y="20" textLength="122" clip-path="url(#c)">{text}</text>'
    shown = screenshots._TEXT.sub(screenshots.apart, svg)
    assert re.findall(r'x="([\d.]+)"[^>]*>([^<]+)<', shown) == [("12.2", "a&#160;b"), ("73.2", "&amp;"), ("122", "│")]


def test_every_area_has_its_picture() -> None:
    areas = {"week", "caseload", "clocks", "member", "agency", "rules", "staff", "roster", "rebalance"}
    assert {shot.area for shot in screenshots.SHOTS} >= areas
    names = [shot.name for shot in screenshots.SHOTS]
    assert len(names) == len(set(names))
