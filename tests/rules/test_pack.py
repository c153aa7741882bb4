"""Rule packs: dated values, an agency's own folder, and packs that are refused."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.resources import data_path
from tcm_tui.rules.documentation import ELEMENTS
from tcm_tui.rules.pack import PackError, Packs, load_packs
from tcm_tui.rules.packfile import Entry, Value
from tcm_tui.rules.packkeys import KEYS
from tests.rules.packing import OPEN, SAID, copied, day, entry_toml, limit, overlay, row, row_toml, values

ON = date(2026, 3, 3)

# every figure that the two documents print, read off them by hand: key, amount
PRINTED = [
    ("limits.tf-111.day", 16),
    ("limits.tf-111.month", 56),
    ("limits.tg-111.day", 16),
    ("limits.tg-111.month", 25),
    ("limits.hn-110.day", 16),
    ("limits.hn-110.month", 25),
    ("limits.hm-110.day", 16),
    ("limits.hm-110.month", 25),
    ("limits.hm-111.day", 16),
    ("limits.hm-111.month", 25),
    ("limits.pact-114.day", 16),
    ("limits.pact-114.month", 56),
    ("units.minutes", 15),
    ("ages.adult_from", 21),
    ("caseload.standard.low", 30),
    ("caseload.standard.high", 35),
    ("caseload.intensive.low", 10),
    ("caseload.intensive.high", 15),
    ("caseload.wraparound.low", 8),
    ("caseload.wraparound.high", 10),
    ("contacts.least_per_month", 1),
    ("outreach.business_days", 2),
    ("transition.long_stay_nights", 180),
    ("transition.long_window_days", 60),
    ("transition.short_window_days", 14),
    ("transition.imd_age_low", 22),
    ("transition.imd_age_high", 64),
    ("documentation.elements", 11),
    ("documentation.fax_days", 30),
    ("credentials.cm2.cadc_training_hours", 7),
    ("credentials.cm1.college_hours", 60),
    ("credentials.cm1.experience_months", 36),
    ("credentials.cm1.training_hours", 14),
    ("credentials.wraparound.training_months", 6),
    ("credentials.wraparound.credential_months", 9),
    ("credentials.wraparound.consultation_minutes", 60),
    ("credentials.intensive.experience_months", 24),
    ("credentials.intensive.training_hours", 6),
    ("hours.annual.wraparound", 812),
    ("hours.annual.intensive", 812),
    ("hours.annual.II", 1141),
    ("hours.annual.I", 1141),
    ("coverage.hours_per_day", 24),
    ("coverage.days_per_week", 7),
]


@pytest.mark.parametrize(("key", "amount"), PRINTED)
@pytest.mark.parametrize("on", [date.min, ON, date.max])
def test_shipped_figures_are_those_of_the_documents(key: str, amount: int, on: date) -> None:
    if key.startswith("limits."):
        _, id, per = key.split(".")
        packs = load_packs()
        found = next(row for row in packs.rows() if row.id == id)
        assert packs.limits(found, on)[per].amount == amount
    else:
        assert load_packs().number(key, on) == amount


def test_every_value_says_its_source_and_our_reading() -> None:
    for entry in load_packs().entries():
        for value in entry.values:
            assert re.match(r"[AB], |agency policy ", value.source), entry.key
            assert value.reading.endswith("."), entry.key


def test_every_entry_names_a_rule_and_entries_can_be_asked_by_it() -> None:
    entries = load_packs().entries()
    assert all(re.fullmatch(r"R([1-9]|[1-3]\d|4[0-8])", entry.rule) for entry in entries)
    assert [entry.key for entry in load_packs().entries("R19")] == ["outreach.business_days"]
    assert {entry.rule for entry in load_packs().entries("R4")} == {"R4"}


# figures that the rule book shows and no computation needs: the elements are named one by one in the
# code, and round the clock is round the clock
SHOWN_ONLY = {"documentation.elements", "coverage.hours_per_day"}


def test_every_key_is_asked_for_somewhere_in_the_program() -> None:
    package = data_path("rules").parents[1] / "tcm_tui"
    code = "\n".join(path.read_text() for path in package.rglob("*.py") if path.name != "packkeys.py")
    built = re.compile(r"caseload\.\w+\.(low|high)|hours\.annual\.\w+|activities\..*")
    keys = {f"{topic}.{name}" for topic, names in KEYS.items() for name in names}
    assert {key for key in keys if f'"{key}"' not in code and not built.fullmatch(key)} == SHOWN_ONLY
    assert load_packs().number("documentation.elements", ON) == len(ELEMENTS)


def test_topics_are_parsed_only_when_asked_for(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "hours.toml").write_text("not toml at all")
    packs = Packs(folder)
    assert packs.number("units.minutes", ON) == 15
    with pytest.raises(PackError, match=r"^hours\.toml: hours: is not TOML"):
        packs.number("hours.annual.I", ON)


LATER = '[business_days]\nvalues = [{amount = 3, from = 2026-07-01, source = "s", reading = "r"}]'


@pytest.mark.parametrize(
    ("on", "amount"),
    [("2026-06-30", 2), ("2026-07-01", 3), ("2027-01-14", 3), ("2027-01-15", 5), ("9999-12-31", 5)],
)
def test_a_later_value_holds_from_its_day_on(tmp_path: Path, on: str, amount: int) -> None:
    text = f"[business_days]\nvalues = {values([(3, '2026-07-01'), (5, '2027-01-15')])}"
    assert (
        Packs(data_path("rules"), overlay(tmp_path, outreach=text)).number("outreach.business_days", day(on)) == amount
    )


def test_an_agency_replaces_a_value_that_begins_on_the_same_day(tmp_path: Path) -> None:
    text = f"[business_days]\nvalues = {values([(1, OPEN)])}"
    packs = Packs(data_path("rules"), overlay(tmp_path, outreach=text))
    assert packs.number("outreach.business_days", ON) == 1
    assert len(packs.entry("outreach.business_days").values) == 1
    assert packs.entry("outreach.business_days").rule == "R19"
    assert load_packs().number("outreach.business_days", ON) == 2


def test_a_repealed_value_is_none_from_its_day_on(tmp_path: Path) -> None:
    text = '[fax_days]\nvalues = [{repealed = true, from = 2026-07-01, source = "s", reading = "r"}]'
    packs = Packs(data_path("rules"), overlay(tmp_path, documentation=text))
    assert packs.number("documentation.fax_days", date(2026, 6, 30)) == 30
    assert packs.find("documentation.fax_days", date(2026, 7, 1)) is None
    with pytest.raises(PackError, match=r"documentation\.toml: fax_days: no value is in force on 2026-07-01"):
        packs.value("documentation.fax_days", date(2026, 7, 1))


def test_words_of_a_repealed_key_are_none(tmp_path: Path) -> None:
    text = '[barred_kinds]\nvalues = [{repealed = true, from = 2026-07-01, source = "s", reading = "r"}]'
    packs = Packs(data_path("rules"), overlay(tmp_path, residence=text))
    assert "icf-mr" in packs.words("residence.barred_kinds", date(2026, 6, 30))
    assert packs.words("residence.barred_kinds", date(2026, 7, 1)) == ()


def test_an_agency_adds_a_row_a_yearly_limit_and_ends_a_monthly_one(tmp_path: Path) -> None:
    text = row("zz-110", limit("day", 8, OPEN))
    text += "[rows.hn-110]\nlimits = [" + limit("year", 16, "2027-01-01", ", first = true") + ", "
    text += limit("month", None, "2027-01-01") + "]\n"
    packs = Packs(data_path("rules"), overlay(tmp_path, limits=text))
    rows = {found.id: found for found in packs.rows()}
    assert list(rows)[-1] == "zz-110" and len(rows) == 7

    def amounts(on: date) -> dict[str, object]:
        return {per: value.amount for per, value in packs.limits(rows["hn-110"], on).items()}

    assert amounts(date(2026, 12, 31)) == {"day": 16, "month": 25}
    assert amounts(date(2027, 1, 1)) == {"day": 16, "year": 16}
    assert packs.entries("R4")[-1].key == "limits.hn-110.year" or any(
        entry.key == "limits.hn-110.year" for entry in packs.entries("R4")
    )


ONE = f'[business_days]\nvalues = [{{amount = 2, from = "open", {SAID}}}]'
FAULTY = [
    ("outreach", "[bussiness_days]\nvalues = []", "bussiness_days", "unknown key"),
    (
        "outreach",
        ONE.replace("amount = 2", "amount = true"),
        "business_days.values[0].amount",
        "must be a whole number, not true",
    ),
    ("outreach", ONE.replace("amount = 2", "amount = 2.0"), "business_days.values[0].amount", "whole number"),
    ("outreach", ONE.replace("amount = 2", 'amount = "2"'), "business_days.values[0].amount", "whole number"),
    ("outreach", ONE.replace("amount = 2", "amount = -2"), "business_days.values[0].amount", "negative"),
    (
        "outreach",
        ONE.replace(f'"open", {SAID}', f'"open", {SAID}, note = 1'),
        "values[0].note",
        "unknown key",
    ),
    ("outreach", ONE.replace('from = "open", ', ""), "business_days.values[0].from", "is missing"),
    ("outreach", ONE.replace('from = "open"', 'from = "2026-01-01"'), "values[0].from", "must be a date"),
    (
        "outreach",
        ONE.replace('from = "open"', "from = 2026-01-01T00:00:00"),
        "values[0].from",
        "must be a date",
    ),
    ("outreach", ONE.replace(', reading = "r"', ""), "business_days.values[0].reading", "is missing"),
    ("outreach", ONE.replace('source = "s"', 'source = " "'), "values[0].source", "must be text"),
    ("outreach", ONE.replace("amount = 2", "amount = 2, repealed = true"), "values[0].amount", "either"),
    ("outreach", ONE.replace("amount = 2, ", ""), "business_days.values[0].amount", "either"),
    ("outreach", ONE.replace("amount = 2", "repealed = false"), "values[0].repealed", "only be true"),
    (
        "outreach",
        f"[business_days]\nvalues = {values([(2, OPEN), (3, OPEN)])}",
        "values[1]",
        "doubled: another value is from open too",
    ),
    (
        "outreach",
        f"[business_days]\nvalues = {values([(2, '2026-01-01'), (3, '2026-01-01')])}",
        "business_days.values[1]",
        "doubled: another value is from 2026-01-01 too",
    ),
    (
        "outreach",
        f'[business_days]\nvalues = [{{amount = 2, from = "open", until = 2026-01-01, {SAID}}}, '
        f"{{amount = 3, from = 2026-02-01, {SAID}}}]",
        "business_days",
        "gap: one value ends on 2026-01-01, the next begins on 2026-02-01",
    ),
    (
        "outreach",
        f'[business_days]\nvalues = [{{amount = 2, from = "open", until = 2026-03-01, {SAID}}}, '
        f"{{amount = 3, from = 2026-02-01, {SAID}}}]",
        "business_days",
        "overlap",
    ),
    (
        "outreach",
        f'[business_days]\nvalues = [{{amount = 2, from = "open", until = 2026-03-01, {SAID}}}]',
        "business_days",
        "gap: nothing holds from 2026-03-01",
    ),
    (
        "outreach",
        f"[business_days]\nvalues = [{{amount = 3, from = 2026-02-01, first = true, {SAID}}}]",
        "business_days",
        "first = true, but an earlier one holds",
    ),
    ("outreach", "[business_days]\nvalues = 2", "business_days.values", "must be a list"),
    ("outreach", "business_days = 2", "business_days", "must be a table"),
    ("outreach", ONE.replace("values", "vaules"), "business_days.vaules", "unknown key"),
    (
        "residence",
        "[barred_kinds]\nvalues = " + values([('["a", "a"]', OPEN)]),
        "amount",
        "names a word twice",
    ),
    ("residence", "[barred_kinds]\nvalues = " + values([('["a", ""]', OPEN)]), "values[0].amount", "list of words"),
    ("residence", "[barred_kinds]\nvalues = " + values([('["a", 1]', OPEN)]), "values[0].amount", "list of words"),
    (
        "residence",
        "[barred_kinds]\nvalues = " + values([('"a"', OPEN)]),
        "values[0].amount",
        "list of words",
    ),
    (
        "activities",
        "[travel]\nvalues = " + values([('["no"]', OPEN)]),
        "values[0].amount",
        "must be a word",
    ),
    (
        "limits",
        row("a", limit("week", 5, OPEN)),
        "rows.a.limits[0].per",
        "must be one of day, month, year",
    ),
    ("limits", row("a", limit("day", 5.0, OPEN)), "rows.a.limits[0].amount", "whole number"),
    ("limits", row("a", limit("day", 5, "2026-01-01")), "rows.a.limits per day", "gap: nothing holds before"),
    ("limits", row("a", limit("day", 5, OPEN), limit("day", 6, OPEN)), "rows.a.limits[1]", "per day is from open"),
    ("limits", row("a"), "rows.a.limits", "at least one limit"),
    ("limits", row("a", limit("day", 5, OPEN), low=21, high=20), "rows.a.age_high", "below age_low"),
    ("limits", row("a", limit("day", 5, OPEN)).replace("999", "true"), "rows.a.age_high", "whole number"),
    ("limits", row("a", limit("day", 5, OPEN)).replace("title", "titel"), "rows.a.titel", "unknown key"),
    ("limits", row("hn-110", limit("day", 5, OPEN)), "rows.hn-110.", "differs from our row"),
    ("limits", "[row.a]\nage_low = 1", "row", "unknown key"),
    ("limits", "rows = 3", "rows", "must be a table"),
    (
        "limits",
        row("a", limit("day", 5, OPEN)).replace('contract = "110"', "contract = 110"),
        "contract",
        "text",
    ),
]


@pytest.mark.parametrize(("topic", "text", "key", "reason"), FAULTY, ids=range(len(FAULTY)))
def test_a_faulty_pack_is_refused_with_file_key_and_reason(
    tmp_path: Path, topic: str, text: str, key: str, reason: str
) -> None:
    packs = Packs(data_path("rules"), overlay(tmp_path, **{topic: text}))
    with pytest.raises(PackError) as refused:
        packs.rows() if topic == "limits" else packs.topic(topic)
    file, where, why = str(refused.value).split(": ", 2)
    assert file == f"{topic}.toml"
    assert key in where
    assert reason in why


def test_a_topic_nobody_knows_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"^outreech\.toml: outreech: unknown topic; known are limits, units"):
        Packs(data_path("rules"), overlay(tmp_path, outreech=""))


def test_a_missing_key_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "ages.toml").unlink()
    (folder / "outreach.toml").write_text("")
    with pytest.raises(PackError, match=r"^ages\.toml: ages: the file is missing"):
        Packs(folder).number("ages.adult_from", ON)
    with pytest.raises(PackError, match=r"^outreach\.toml: business_days: is missing"):
        Packs(folder).number("outreach.business_days", ON)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    folder = overlay(tmp_path)
    (folder / "ages.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PackError, match=r"^ages\.toml: ages: cannot be read"):
        Packs(data_path("rules"), folder).topic("ages")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("outreach", r"^outreach\.toml: outreach: unknown key"),
        ("outreach.days", r"^outreach\.toml: days: unknown key"),
        ("nothing.at.all", r"^nothing\.toml: at\.all: unknown key"),
    ],
)
def test_asking_for_an_unknown_key_is_an_error_of_ours(key: str, said: str) -> None:
    with pytest.raises(PackError, match=said):
        load_packs().find(key, ON)


def test_an_overlay_may_repeat_what_a_row_is(tmp_path: Path) -> None:
    text = row("hn-110", limit("day", 5, OPEN), modifier="HN").replace('title = "t"\n', "")
    text += row("pact-114", limit("day", 6, OPEN), modifier="", contract="114", low=18).replace('title = "t"\n', "")
    packs = Packs(data_path("rules"), overlay(tmp_path, limits=text))
    found = {each.id: packs.limits(each, ON)["day"].amount for each in packs.rows()}
    assert (found["hn-110"], found["pact-114"], found["tg-111"]) == (5, 6, 16)
    assert [each.title for each in packs.rows()] == [each.title for each in load_packs().rows()]


def test_words_are_not_a_number() -> None:
    with pytest.raises(PackError, match="is not a number"):
        load_packs().number("residence.barred_kinds", ON)


def test_the_fingerprint_follows_the_figures_and_not_the_prose(tmp_path: Path) -> None:
    ours = copied(tmp_path / "ours")
    before = Packs(ours).fingerprint()
    assert Packs(ours).fingerprint() == before
    (ours / "book.toml").write_text("changed")
    assert Packs(ours).fingerprint() == before
    (ours / "hours.toml").write_text((ours / "hours.toml").read_text().replace("812", "821"))
    changed = Packs(ours).fingerprint()
    assert changed != before
    assert Packs(ours, overlay(tmp_path / "agency", outreach=LATER)).fingerprint() != changed


def test_shipped_packs_round_trip_through_toml(tmp_path: Path) -> None:
    ours = load_packs()
    (tmp_path / "limits.toml").write_text("".join(map(row_toml, ours.rows())))
    for topic in KEYS:
        (tmp_path / f"{topic}.toml").write_text("".join(map(entry_toml, ours.topic(topic).values())))
    again = Packs(tmp_path)
    assert again.rows() == ours.rows()
    assert {topic: again.topic(topic) for topic in KEYS} == {topic: ours.topic(topic) for topic in KEYS}


WORD = st.from_regex(r"[\w\"'\\#,={}\[\] ]{0,8}\w", fullmatch=True)


@st.composite
def series(draw: st.DrawFn) -> tuple[Value, ...]:
    """Values that follow one another without gaps, some with an explicit end, some repealed."""
    days = sorted(draw(st.sets(st.dates(date(1990, 1, 1), date(2090, 1, 1)), max_size=5)))
    starts: list[date | None] = [None, *days] if draw(st.booleans()) or not days else list(days)
    found = []
    for place, start in enumerate(starts):
        ends = starts[place + 1] if place + 1 < len(starts) and draw(st.booleans()) else None
        amount = draw(st.one_of(st.none(), st.integers(0, 10**6)))
        found.append(Value(amount, start, ends, draw(WORD), draw(WORD)))
    return tuple(found)


@given(found=series(), offset=st.integers(-3, 3), pick=st.integers(0, 5))
def test_any_series_round_trips_and_answers_every_day(
    tmp_path_factory: pytest.TempPathFactory, found: tuple[Value, ...], offset: int, pick: int
) -> None:
    folder = copied(tmp_path_factory.mktemp("packs"))
    entry = Entry("outreach.business_days", "R19", "business days", found)
    (folder / "outreach.toml").write_text(entry_toml(entry), encoding="utf-8")
    packs = Packs(folder)
    assert packs.entry("outreach.business_days") == entry

    near = found[min(pick, len(found) - 1)].from_ or date(1980, 1, 1)
    on = near + timedelta(days=offset)
    held = [value for value in found if value.from_ is None or value.from_ <= on]  # oracle: the last that began
    expected = held[-1].amount if held else None
    answer = packs.find("outreach.business_days", on)
    assert (answer.amount if answer else None) == expected
