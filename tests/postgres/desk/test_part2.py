"""Members under 42 CFR Part 2 with the agency on a server: marked by file and form, left out, written, told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tcm_tui.desk import office
from tcm_tui.desk.office import Desk
from tests.desk import test_part2 as here
from tests.desk.test_part2 import (  # noqa: F401
    desk,
    test_a_row_of_another_member_that_names_their_visit_stays_without_it,
    test_an_export_leaves_marked_members_out_with_every_row,
    test_the_file_marks_and_the_same_file_changes_nothing,
    test_the_form_marks_the_page_says_so_and_undo_takes_it_back,
    test_with_the_notice_everything_goes_and_each_member_has_an_entry,
    test_written_whole_it_gives_the_same_answers_and_the_same_export,
)
from tests.postgres.server import Server


@pytest.fixture(autouse=True)
def each_on_its_own(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the tests take for a file is an agency on the server."""
    made: dict[Path, str] = {}

    @contextmanager
    def desk_at(path: Path) -> Iterator[Desk]:
        made[path] = made.get(path) or server.empty_agency()
        with office.at_desk(made[path]) as opened:
            assert not isinstance(opened.store.path, Path)
            yield opened

    monkeypatch.setattr(here, "desk_at", desk_at)
    yield
    for url in made.values():
        server.drop(url)
