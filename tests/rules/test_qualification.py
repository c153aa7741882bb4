"""How long a worker stays qualified, and what each may take and bill; dates and figures from R2, R12, R13, R42-R47."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tcm_tui.resources import data_path
from tcm_tui.rules import credentials, qualification
from tcm_tui.rules.facts import CaseManager, Credential
from tcm_tui.rules.pack import Packs, load_packs
from tests.rules.packing import limit, overlay, row

ON = date(2026, 3, 3)
DAY = timedelta(days=1)
PACKS = load_packs()
NEED = credentials.needs(PACKS, ON)
SINCE = date(2024, 1, 8)


def cm(level: str = "II", kind: str = "standard", hired: date | None = SINCE) -> CaseManager:
    return CaseManager("C1", "Dana Whitehorse", level, kind, "S1", hired)


def held(kind: str, done: date | None = SINCE, expires: date | None = None, **more: object) -> Credential:
    return Credential("C1", kind, completed_on=done, expires_on=expires)._replace(**more)


def base(certified: date | None = date(2026, 12, 31)) -> list[Credential]:
    return [held("certification", expires=certified), held("competency-exam"), held("degree")]


def test_all_there_holds_through_the_first_expiry() -> None:
    stands = qualification.standing(cm(), base(), ON, NEED)
    assert (stands.status, stands.through) == ("qualified", date(2026, 12, 31))
    assert [item.what for item in stands.ending] == ["certification"]
    # an expiry of something else that is not needed ends nothing
    more = [*base(), held("rn", expires=date(2026, 6, 1))]
    assert qualification.standing(cm(), more, ON, NEED).through == date(2026, 12, 31)
    assert qualification.standing(cm(), base(None), ON, NEED).through is None


@pytest.mark.parametrize(("expires", "status"), [(ON, "qualified"), (ON - DAY, "lapsed")])
def test_on_the_day_of_expiry_it_still_holds(expires: date, status: str) -> None:
    stands = qualification.standing(cm(), base(expires), ON, NEED)
    assert (stands.status, stands.through) == (status, ON if status == "qualified" else None)


def test_silence_of_the_records_is_no_lapse() -> None:
    stands = qualification.standing(cm(), base()[1:], ON, NEED)
    assert (stands.status, [item.what for item in stands.missing]) == ("not-shown", ["certification"])


def test_one_lapse_among_what_is_not_shown_is_a_lapse() -> None:
    stands = qualification.standing(cm(), [held("certification", expires=ON - DAY)], ON, NEED)
    assert (stands.status, len(stands.missing)) == ("lapsed", 3)


def test_document_b_s_workers_are_not_asked() -> None:
    assert qualification.standing(cm(kind="first-time-mothers"), [], ON, NEED).status == "not-asked"


def test_what_is_dated_later_is_not_seen() -> None:
    renewal = held("certification", done=ON + DAY, expires=date(2028, 1, 1))
    records = [*base(date(2026, 3, 31)), renewal]
    assert qualification.standing(cm(), records, ON, NEED).through == date(2026, 3, 31)
    assert qualification.standing(cm(), records, ON + DAY, NEED).through == date(2028, 1, 1)
    credential = Credential("C1", "wraparound-credential", began_on=date(2026, 1, 31), completed_on=ON + DAY)
    degree = Credential("C1", "degree", began_on=SINCE, completed_on=ON + DAY)
    assert qualification.known([credential, degree], ON) == [credential._replace(completed_on=None)]
    assert qualification.known([credential, degree], ON + DAY) == [credential, degree]


def test_a_facilitator_s_clocks_end_it_too() -> None:
    """Hired Aug 31 2025: training within six months is due Feb 28 2026, of a leap year Feb 29; credentialing begun
    Oct 15 2025 is due Jul 15 2026."""
    records = [*base(), held("coaching")]
    fresh = cm(kind="wraparound", hired=date(2025, 8, 31))
    assert qualification.standing(fresh, records, date(2026, 2, 28), NEED).through == date(2026, 2, 28)
    assert qualification.standing(fresh, records, date(2026, 3, 1), NEED).status == "lapsed"
    trained = [*records, held("training-wraparound", done=date(2026, 2, 1))]
    begun = [*trained, Credential("C1", "wraparound-credential", began_on=date(2025, 10, 15))]
    stands = qualification.standing(fresh, begun, ON, NEED)
    assert (stands.through, [item.what for item in stands.ending]) == (date(2026, 7, 15), ["wraparound-credential"])


INTENSIVE = [held("crisis-experience"), held("training-intensive", amount=6.0)]


@pytest.mark.parametrize(("months", "verdict"), [(24.0, "ok"), (23.0, "refused")])
def test_intensive_asks_for_24_months(months: float, verdict: str) -> None:
    have = credentials.by_kind([*base(), *INTENSIVE, held("experience", amount=months)])
    takes = {may.what: may for may in qualification.may_take(cm(kind="intensive"), have, ON, NEED)}
    assert takes["intensive"].verdict == verdict
    assert [r.rule for r in takes["intensive"].because] == ([] if verdict == "ok" else ["R46"])
    assert (takes["standard"].verdict, takes["standard"].because[0].rule) == ("warn", "R12")
    assert (takes["wraparound"].verdict, takes["wraparound"].because[0].rule) == ("refused", "R13")


@pytest.mark.parametrize(("level", "verdict"), [("II", "ok"), ("III", "ok"), ("I", "refused")])
def test_wraparound_families_need_a_facilitator_of_level_two_or_three(level: str, verdict: str) -> None:
    takes = {may.what: may.verdict for may in qualification.may_take(cm(level, "wraparound"), {}, ON, NEED)}
    assert takes["wraparound"] == verdict


def bills(level: str, contract: str | None, records: list[Credential]) -> dict[str | None, str]:
    have = credentials.by_kind(records)
    return {m.what: m.verdict for m in qualification.may_bill(cm(level), contract, have, ON, NEED, PACKS)}


def test_what_a_worker_bills_follows_site_level_and_training() -> None:
    """The limits table: HN only under 110, HM under both, TF and TG under 111, none only under 114."""
    trained = [*base(), *INTENSIVE, held("experience", amount=24.0)]
    assert bills("II", "111", trained) == {"HN": "no-row", "HM": "warn", "TF": "ok", "TG": "ok", None: "no-row"}
    assert bills("II", "111", base()) == {"HN": "no-row", "HM": "warn", "TF": "ok", "TG": "refused", None: "no-row"}
    assert bills("I", "110", base()) == {"HN": "refused", "HM": "ok", "TF": "refused", "TG": "refused", None: "no-row"}
    assert bills("II", "114", trained)[None] == "ok"
    assert set(bills("II", None, trained).values()) == {"no-row"}


def test_a_certification_that_has_lapsed_warns_of_each_modifier() -> None:
    assert bills("II", "110", base(ON - DAY))["HN"] == "warn"
    assert bills("II", "110", base(ON))["HN"] == "ok"


def test_the_reason_says_which_row_is_missing() -> None:
    have = credentials.by_kind(base())
    found = {m.what: m for m in qualification.may_bill(cm(), "111", have, ON, NEED, PACKS)}
    assert [(r.rule, r.text) for r in found["HN"].because] == [
        ("R2", "no row of the limits table for HN under contract 111")
    ]
    assert found["TF"].rows == ("tf-111",)


def test_what_is_dated_today_is_seen_and_what_has_no_date_always_was() -> None:
    undated = Credential("C1", "degree")
    begins = Credential("C1", "coaching", began_on=ON)
    begun = Credential("C1", "wraparound-credential", began_on=ON, completed_on=ON + DAY)
    later = Credential("C1", "coaching", began_on=ON + DAY)
    assert qualification.known([undated, begins, begun, later], ON) == [
        undated,
        begins,
        begun._replace(completed_on=None),
    ]


def test_a_standing_names_all_that_is_asked() -> None:
    three = ["certification", "competency-exam", "cm-ii"]
    for certified in (None, date(2026, 12, 31), ON - DAY):
        stands = qualification.standing(cm(), base(certified), ON, NEED)
        assert [item.what for item in stands.asked] == three
    endless = qualification.standing(cm(), base(None), ON, NEED)
    assert (endless.status, endless.through, endless.ending, endless.missing) == ("qualified", None, (), ())
    nobody = qualification.standing(cm(kind="first-time-mothers"), base(), ON, NEED)
    assert (nobody.status, nobody.asked, nobody.missing, nobody.through) == ("not-asked", (), (), None)


def test_of_a_facilitator_s_ends_the_first_holds() -> None:
    """Training is due Feb 28 2026; a certification that ends before it ends the standing."""
    fresh = cm(kind="wraparound", hired=date(2025, 8, 31))
    stands = qualification.standing(fresh, [*base(date(2026, 1, 31)), held("coaching")], date(2026, 1, 5), NEED)
    assert (stands.through, [item.what for item in stands.ending]) == (date(2026, 1, 31), ["certification"])


TYPES = "A, Types of Case management"


def test_the_grounds_of_what_a_worker_may_take() -> None:
    have = credentials.by_kind([*base(), held("crisis-experience"), held("experience", amount=23.0)])
    takes = {may.what: may for may in qualification.may_take(cm(), have, ON, NEED)}
    assert list(takes) == ["standard", "intensive", "wraparound", "pact", "first-time-mothers"]
    assert takes["standard"] == ("standard", "ok", (), ())
    assert takes["intensive"].because == (
        ("R46", "23 of 24 months' case-management experience", "A, Staffing Requirements, Intensive Case Manager"),
        ("R46", "6-hour intensive training: no", "A, Staffing Requirements, Intensive Case Manager"),
    )
    assert takes["wraparound"].because == (
        (
            "R13",
            "no facilitator: CM II of type standard, not a wraparound CM II or III",
            f"{TYPES}; A, Staffing Requirements",
        ),
    )
    for program in ("pact", "first-time-mothers"):
        assert (takes[program].verdict, takes[program].because) == (
            "warn",
            (("R12", "no rule forbids it; the caseload is then mixed, its worker of type standard", TYPES),),
        )


TABLE = "A, Service/Reimbursement Limitations, table"


def test_the_grounds_of_what_a_worker_may_bill() -> None:
    have = credentials.by_kind(base(ON - DAY))
    found = {m.what: m for m in qualification.may_bill(cm("I"), None, have, ON, NEED, PACKS)}
    expired = (
        "R42",
        "no current certification on 2026-03-03",
        "A, Staffing Requirements, certification and exam",
    )
    assert found["HN"] == (
        "HN",
        "refused",
        (
            ("R2", "no row of the limits table for HN under a site without a contract", TABLE),
            ("R43", "HN is for CM II; the worker is CM I (HM)", "A, Staffing Requirements, Case Manager II"),
            expired,
        ),
        (),
    )
    assert found[None].because == (
        ("R2", "no row of the limits table for no level modifier under a site without a contract", TABLE),
        expired,
    )
    assert found[None].verdict == "no-row"


def test_a_row_of_the_table_is_billed_from_its_day_on(tmp_path: Path) -> None:
    """HN under 111 has no row; with one from Mar 4 2026 there is one on the 4th and none on the 3rd."""
    text = row("own-111", limit("month", 20, "2026-03-04", ", first = true"), modifier="HN", contract="111")
    packs = Packs(data_path("rules"), overlay(tmp_path, limits=text))
    have = credentials.by_kind(base())

    def of(on: date) -> tuple[str, tuple[str, ...]]:
        (found,) = (m for m in qualification.may_bill(cm(), "111", have, on, NEED, packs) if m.what == "HN")
        return found.verdict, found.rows

    assert of(ON) == ("no-row", ())
    assert of(ON + DAY) == ("ok", ("own-111",))
