"""Members under 42 CFR Part 2: marked, left out of what is written, or written with the notice and told one by one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tcm_tui.desk import exporting, forms, handover, lookup, member, minimal, papers, part2, report, undo, week
from tcm_tui.desk.disclosure import To
from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.office import Desk
from tcm_tui.desk.report import files
from tcm_tui.records.csvfiles.formats import BY_NAME
from tests.desk.reports import LATER, OCTOBER, small
from tests.records.agency_files import FILES, ON, desk_at, load, write

NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
COURT = To("County court", "commitment hearing", "C-17", part2.WITH_NOTICE)
OWN = To(part2=part2.OWN_USE)
HEAD, FIRST, SECOND = FILES["members.csv"].splitlines()
MARKED = f"{HEAD},part2\n{FIRST},\n{SECOND},true\n"
OF_M2 = sum(
    f",{line},".count(",M2,") for name, text in FILES.items() if name != "settings.toml" for line in text.split()
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The small agency; Leo Marsh, M2, is marked, of Ana Paredes, M1, nobody has said."""
    with desk_at(tmp_path / "agency.db") as opened:
        assert load(opened, write(tmp_path / "files", members=MARKED)).stored
        yield opened


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def told(desk: Desk, member: str | None = None) -> list[dict[str, Any]]:
    """What the log says of exports as a whole, or of those a member was in."""
    whose = "member_id IS NULL" if member is None else "member_id = :member"
    sql = f"SELECT after FROM audit WHERE action = 'export' AND {whose} ORDER BY id"
    return [json.loads(row[0]) for row in desk.store.rows(sql, {} if member is None else {"member": member})]


# ── the mark ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_file_marks_and_the_same_file_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    assert desk.store.rows("SELECT member_id, part2 FROM members ORDER BY 1") == [("M1", None), ("M2", 1)]
    [count] = load(desk, tmp_path / "files/members.csv").files
    assert (count.added, count.changed, count.unchanged) == (0, 0, 2)
    [count] = load(desk, write(tmp_path / "old") / "members.csv").files  # without the column
    assert (count.changed, part2.marked(desk)) == (0, {"M2"})
    [count] = load(
        desk, write(tmp_path / "no", members=MARKED.replace("true,true", "true,false")) / "members.csv"
    ).files
    assert (count.changed, part2.of(desk, "M2"), part2.marked(desk)) == (1, False, set())
    changed = "SELECT before, after FROM audit WHERE entity = 'members' AND member_id = 'M2' ORDER BY id DESC"
    assert [json.loads(side) for side in desk.store.rows(changed)[0]] == [{"part2": 1}, {"part2": False}]


def test_the_form_marks_the_page_says_so_and_undo_takes_it_back(desk: Desk) -> None:
    about = {"member": "M1"}
    assert forms.begin(desk, "member", about, ON)["part2"] == ""
    assert forms.begin(desk, "member", {"member": "M2"}, ON)["part2"] == "yes"
    assert (member.page(desk, "M1", ON).part2, member.page(desk, "M2", ON).part2) == (None, True)
    began = forms.begin(desk, "member", about, ON)
    saved = forms.save(desk, "member", began | {"part2": "yes"}, ON, about, began=began)
    assert saved.result is not None and saved.result.batch is not None
    assert member.page(desk, "M1", ON).part2 is True
    taken = undo.undo(desk, saved.result.batch, ON)
    assert "member M1 has 42 CFR Part 2 yes → none" in taken.reasons[0].text
    assert part2.marked(desk) == {"M2"}


# ── exports ───────────────────────────────────────────────────────────────────────────────────────────


def test_an_export_leaves_marked_members_out_with_every_row(desk: Desk, tmp_path: Path) -> None:
    assert OF_M2 == 10
    result = exporting.export_folder(desk, tmp_path / "out")
    assert (result.part2, result.members, result.rows, result.notice) == ("leave-out", 1, OF_M2, False)
    assert result.told == "Left out: 1 Part 2 member with 10 rows. Other ways: --part2 with-notice, --part2 own-use."
    there = texts(tmp_path / "out")
    for name, text in there.items():
        assert not any(word in text for word in ("M2", "Leo", "Marsh")), name
        assert name == "export.toml" or "part2" not in text, name
    assert "[left_out]\nmembers = 1\nrows = 10\n" in there["export.toml"] and "NOTICE.txt" not in there
    [said] = told(desk)
    assert (said["part2"], said["part2_members"], said["part2_rows"], said["members"]) == ("leave-out", 1, 10, 1)
    assert told(desk, "M2") == []
    with desk_at(tmp_path / "second.db") as second:
        assert load(second, tmp_path / "out").stored
        assert lookup.units(second, "M1", ON) == lookup.units(desk, "M1", ON)
    tables = exporting.export_folder(desk, tmp_path / "sites", ["sites", "external_units"])
    assert (tables.part2, tables.members, tables.told) == (None, 0, None)


def test_a_row_of_another_member_that_names_their_visit_stays_without_it(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text(
        "service_id,member_id,cm_id,date,start,stop,activity,appointment_id\n"
        "V9,M1,C1,2026-03-10,13:00,14:00,plan-monitoring,A2\n"
    )
    assert load(desk, tmp_path / "services.csv").stored
    exporting.export_folder(desk, tmp_path / "out")
    rows = list(csv.DictReader(io.StringIO(texts(tmp_path / "out")["services.csv"])))
    assert [row["appointment_id"] for row in rows if row["service_id"] == "V9"] == [""]
    with desk_at(tmp_path / "second.db") as second:
        assert load(second, tmp_path / "out").stored


def test_with_the_notice_everything_goes_and_each_member_has_an_entry(desk: Desk, tmp_path: Path) -> None:
    result = exporting.export_folder(desk, tmp_path / "out", to=COURT)
    assert (result.part2, result.members, result.rows, result.notice) == ("with-notice", 1, OF_M2, True)
    notice = texts(tmp_path / "out")["NOTICE.txt"]
    assert notice.splitlines()[0] == NOTICE and "Consent: C-17" in notice and "Recipient: County court" in notice
    assert "1 member of Plains Care in these files is marked" in notice
    [whole], [hers] = told(desk), told(desk, "M2")
    assert hers == {"recipient": "County court", "purpose": "commitment hearing", "consent": "C-17"}
    assert (whole["part2"], whole["part2_members"], whole["consent"]) == ("with-notice", 1, "C-17")
    assert told(desk, "M1") == []


@pytest.mark.parametrize("to", [COURT, OWN], ids=lambda to: to.part2)
def test_written_whole_it_gives_the_same_answers_and_the_same_export(desk: Desk, to: To, tmp_path: Path) -> None:
    exporting.export_folder(desk, tmp_path / "out", to=to)
    with desk_at(tmp_path / "second.db") as second:
        result = load(second, tmp_path / "out")
        assert result.stored and not result.errors
        assert [lookup.units(second, each, ON) for each in ("M1", "M2")] == [
            lookup.units(desk, each, ON) for each in ("M1", "M2")
        ]
        assert part2.marked(second) == {"M2"}
        exporting.export_folder(second, tmp_path / "again", to=to)
    assert texts(tmp_path / "again") == texts(tmp_path / "out")
    assert {(f.added, f.changed, f.rejected) for f in load(desk, tmp_path / "out").files} == {(0, 0, 0)}


def test_own_use_is_no_disclosure_but_carries_the_notice(desk: Desk, tmp_path: Path) -> None:
    result = exporting.export_folder(desk, tmp_path / "out", to=OWN)
    assert result.notice and result.told == "Written too: 1 Part 2 member with 10 rows; the notice is in NOTICE.txt."
    assert told(desk)[0]["part2"] == "own-use" and told(desk, "M2") == []


def test_a_notice_that_is_no_longer_due_goes_one_still_due_stays(desk: Desk, tmp_path: Path) -> None:
    exporting.export_folder(desk, tmp_path / "out", to=OWN)
    exporting.export_folder(desk, tmp_path / "out", ["members"])  # the other files hold M2 still
    assert "NOTICE.txt" in texts(tmp_path / "out")
    exporting.export_folder(desk, tmp_path / "out")
    there = texts(tmp_path / "out")
    assert "NOTICE.txt" not in there and "NOTICE.txt" not in there["export.toml"]
    (tmp_path / "out/NOTICE.txt").write_text("somebody's own")
    exporting.export_folder(desk, tmp_path / "out")
    assert texts(tmp_path / "out")["NOTICE.txt"] == "somebody's own"


def test_where_nobody_is_marked_nothing_is_asked_or_said(tmp_path: Path) -> None:
    with desk_at(tmp_path / "agency.db") as desk:
        assert load(desk, write(tmp_path / "files")).stored
        result = exporting.export_folder(desk, tmp_path / "out")
        own = exporting.export_folder(desk, tmp_path / "own", to=OWN)
    assert (result.part2, result.told, result.notice) == (own.part2, own.told, own.notice) == (None, None, False)
    assert texts(tmp_path / "out") == texts(tmp_path / "own")
    assert set(texts(tmp_path / "out")) == {*FILES, "export.toml"}
    assert not any("part2" in text or "left_out" in text for text in texts(tmp_path / "out").values())


def test_the_notice_can_be_had_where_nobody_is_marked(tmp_path: Path) -> None:
    with desk_at(tmp_path / "agency.db") as desk:
        assert load(desk, write(tmp_path / "files")).stored
        result = exporting.export_folder(desk, tmp_path / "out", to=COURT._replace(recipient="A \x1b[31m judge"))
        assert (result.members, result.told) == (0, "The notice is in NOTICE.txt; no member of these tables is marked.")
        assert told(desk)[0]["part2"] == "with-notice"
    notice = texts(tmp_path / "out")["NOTICE.txt"].splitlines()
    assert notice == [NOTICE, "", "Recipient: A �[31m judge", "Purpose: commitment hearing", "Consent: C-17"]


def test_said_not_to_be_marked_is_kept_too(tmp_path: Path) -> None:
    with desk_at(tmp_path / "agency.db") as desk:
        assert load(desk, write(tmp_path / "files", members=MARKED.replace("true,true", "true,false"))).stored
        assert exporting.export_folder(desk, tmp_path / "out").told is None
    rows = list(csv.DictReader(io.StringIO(texts(tmp_path / "out")["members.csv"])))
    assert [row["part2"] for row in rows] == ["", "false"]


@pytest.mark.parametrize(
    ("to", "why"),
    [
        (COURT._replace(consent=" "), "needs --consent"),
        (COURT._replace(recipient=None, purpose=None), "needs --recipient and --purpose"),
        (To("County court", "hearing", "C-17"), "say --part2 with-notice with it"),
        (To("County court", part2="own-use"), "for a recipient say --part2 with-notice"),
        (To(part2="all"), "say leave-out, with-notice or own-use"),
    ],
)
def test_what_doesnt_go_together_writes_nothing(desk: Desk, to: To, why: str, tmp_path: Path) -> None:
    for internal in (False, True):
        with pytest.raises(WrongUsage, match=why):
            part2.way(to, internal)
    with pytest.raises(WrongUsage, match=why):
        exporting.export_folder(desk, tmp_path / "out", to=to)
    assert not (tmp_path / "out").exists() and told(desk) == []


# ── as much as a purpose needs ────────────────────────────────────────────────────────────────────────


def test_a_purpose_writes_what_it_needs_and_no_name_of_a_member(desk: Desk, tmp_path: Path) -> None:
    for purpose, needed in minimal.PURPOSES.items():
        for name, columns in needed.items():
            assert columns == minimal.ALL or set(columns.split()) <= {c.name for c in BY_NAME[name].columns}, name
        exporting.export_folder(desk, tmp_path / purpose, purpose=purpose, to=OWN)
        there = texts(tmp_path / purpose)
        assert {*there} - {"NOTICE.txt"} == {"export.toml", *(f"{name}.csv" for name in needed)}
        assert not any(word in text for text in there.values() for word in ("Paredes", "Leo", "555 0101"))
        assert told(desk)[-1]["purpose"] == purpose
    assert texts(tmp_path / "billing")["members.csv"].splitlines() == [
        "member_id,dob,program,focus",
        "M1,1990-02-03,standard,HE",
        "M2,2008-07-09,standard,HF",
    ]
    assert not any("M1" in text for text in texts(tmp_path / "staffing").values())


def test_a_purpose_that_isnt_and_a_table_it_doesnt_need(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"no purpose “gossip”; the purposes are billing, audit, staffing\."):
        exporting.export_folder(desk, tmp_path / "out", purpose="gossip")
    with pytest.raises(WrongUsage, match="--for billing needs no plans"):
        exporting.export_folder(desk, tmp_path / "out", ["plans"], purpose="billing")
    result = exporting.export_folder(desk, tmp_path / "out", ["services"], purpose="billing")
    assert [file.name for file in result.files] == ["services.csv"] and result.members == 1


# ── reports ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, report.Report]]:
    """October with Tess Lake, M9, and Ned Hill, M5, marked."""
    from tcm_tui.records.plain import plain_work

    made = small(tmp_path_factory.mktemp("marked"))
    with plain_work(made.store, "test", "test") as uow:
        uow.driver.execute("UPDATE members SET part2 = (member_id IN ('M5', 'M9'))")
        uow.audit("members", "all")
    yield made, report.view(made, OCTOBER, LATER)
    made.close()


def content(file: Path) -> str:
    """A file's text, of a workbook the cells' and the printed feet's."""
    if file.suffix != ".xlsx":
        return file.read_text(encoding="utf-8")
    book = load_workbook(file)
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    return "\n".join(cells)


@pytest.mark.parametrize("form", files.FORMS)
def test_a_report_counts_everybody_and_names_no_marked_member(
    month: tuple[Desk, report.Report], form: str, tmp_path: Path
) -> None:
    desk, found = month
    everybody = len(files.named(found, form))
    written = files.write(desk, found, tmp_path / f"m{form}", form)
    text = content(tmp_path / f"m{form}")
    assert not any(word in text for word in ("Tess Lake", "Ned Hill", "M9", "M5", NOTICE))
    if form == ".csv":
        assert written == part2.Written(0) and "contacts.missed,Members with contacts missed,3," in text
        return
    assert written == part2.Written(everybody - 2, 2) and "1 Part 2 member, not named" in text
    assert "2 Part 2 members are not named" in written.told
    assert (told(desk)[-1]["part2"], told(desk)[-1]["part2_members"]) == ("leave-out", 2)
    before = told(desk, "M9")
    own = files.write(desk, found, tmp_path / f"own{form}", form, to=OWN)
    assert own == part2.Written(everybody, 0, True) and told(desk, "M9") == before
    text = content(tmp_path / f"own{form}")
    assert NOTICE in text and "Tess Lake" in text and "not named" not in text
    given = files.write(desk, found, tmp_path / f"given{form}", form, to=COURT)
    assert given.noticed and [told(desk, each)[-1]["consent"] for each in ("M5", "M9")] == ["C-17", "C-17"]
    assert told(desk, "M1") == []


def test_the_workbook_prints_the_notice_on_each_sheet_that_names(
    month: tuple[Desk, report.Report], tmp_path: Path
) -> None:
    files.write(month[0], month[1], tmp_path / "own.xlsx", ".xlsx", to=OWN)
    for sheet in load_workbook(tmp_path / "own.xlsx"):
        assert (sheet.oddFooter.left.text == NOTICE) == sheet.title.endswith(" members"), sheet.title


# ── papers for the worker ─────────────────────────────────────────────────────────────────────────────

VISITS = f"{FILES['appointments.csv']}A3,M2,C1,2026-03-18,10:00,11:00,community-contact,scheduled,,\n"


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path / "planned.db") as opened:
        assert load(opened, write(tmp_path / "planned", members=MARKED, appointments=VISITS)).stored
        yield opened


@pytest.mark.parametrize("ending", [".txt", ".html"])
def test_a_week_names_them_with_the_notice_and_not_for_others(planned: Desk, ending: str, tmp_path: Path) -> None:
    view = week.view(planned, "C1", ON, date(2026, 3, 16))
    assert papers.write_week(view, tmp_path / f"own{ending}", desk=planned) == part2.Written(2, 0, True)
    text = content(tmp_path / f"own{ending}")
    assert "Leo Marsh" in text and NOTICE in text and told(planned)[-1]["part2"] == "own-use"
    other = papers.write_week(view, tmp_path / f"other{ending}", desk=planned, to=To("The county"))
    assert other == part2.Written(1, 1, False)
    text = content(tmp_path / f"other{ending}")
    assert not any(word in text for word in ("Leo", "Marsh", "M2", NOTICE))
    assert "Ana Paredes" in text and "10:00-11:00" in text and "not named" in text
    assert papers.write_week(view, tmp_path / f"court{ending}", desk=planned, to=COURT).noticed
    assert "Leo Marsh" in content(tmp_path / f"court{ending}") and told(planned, "M2")[-1]["consent"] == "C-17"
    plain = papers.week(view._replace(visits=view.visits[:1], due=()), ending)
    assert NOTICE not in plain.decode()


def test_a_calendar_never_names_them(planned: Desk, tmp_path: Path) -> None:
    view = week.view(planned, "C1", ON, date(2026, 3, 16))
    for to in (None, OWN, COURT):
        assert papers.write_week(view, tmp_path / "week.ics", desk=planned, to=to) == part2.Written(1, 1, False)
        text = content(tmp_path / "week.ics")
        assert not any(word in text for word in ("Leo", "Marsh", "M2"))
        assert "SUMMARY:Visit: community contact" in text and "SUMMARY:Ana Paredes: community contact" in text
    assert told(planned, "M2") == []


class Move:
    origin, to, back = "C1", "C2", None

    def __init__(self, member: str) -> None:
        self.member = member


@pytest.mark.parametrize("ending", [".txt", ".html"])
def test_a_hand_over_sheet_carries_the_notice_or_leaves_them_out(desk: Desk, ending: str, tmp_path: Path) -> None:
    both = handover.sheets(desk, [Move("M1"), Move("M2")], ON, ON)
    for path in handover.write(both, tmp_path / "own", ending, desk):
        assert NOTICE in content(path) and "Leo Marsh" in content(path)
    assert handover.of_part2(both, desk) == "1 Part 2 member is on the sheets, with the notice of 42 CFR part 2."
    assert handover.of_part2(both, desk, To("The county")) == "1 Part 2 member is not on the sheets."
    for path in handover.write(both, tmp_path / "other", ending, desk, To("The county")):
        text = content(path)
        assert "Leo" not in text and NOTICE not in text and "1 Part 2 member not on this sheet" in text
        assert "Ana Paredes" in text
    assert [(each["part2"], each["members"]) for each in told(desk)] == [("own-use", 2), ("leave-out", 1)]
    one = handover.sheets(desk, [Move("M1")], ON, ON)
    assert handover.of_part2(one, desk) == ""
    assert not any(NOTICE in content(path) for path in handover.write(one, tmp_path / "one", ending, desk))
    handover.write(both, tmp_path / "court", ending, desk, COURT)
    assert told(desk, "M2") == [{"recipient": "County court", "purpose": "commitment hearing", "consent": "C-17"}]
