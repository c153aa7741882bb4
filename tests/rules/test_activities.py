"""R21, R28-R30 and the contact of R17: the table is the contract's, read against the two documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tcm_tui.rules import activities as a
from tcm_tui.rules.facts import Policy, Service
from tcm_tui.rules.pack import Packs, load_packs
from tcm_tui.rules.packkeys import KEYS

DAY = date(2026, 3, 3)
HOUSE, VIDEO = Policy(), Policy(telehealth_counts=True)

CATEGORIES = {
    "plan-information": "I",
    "member-face-to-face": "II",
    "provider-face-to-face": "III",
    "member-remote": "IV",
    "provider-remote": "V",
    "plan-monitoring": "VI",
    "crisis-diversion": "VII",
    "transition": "VIII",
}
NEVER = {
    "travel": "R29",
    "escort": "R28",
    "financial-goals": "R28",
    "shopping-bills": "R28",
    "delivery": "R28",
    "therapy": "R28",
    "soonercare-forms": "R28",
    "solo-paperwork": "R28",
    "eligibility": "R21",
    "intake": "R21",
    "preadmission-screening": "R21",
    "prior-authorization": "R21",
    "soonercare-outreach": "R21",
}
MOTHERS = {
    "eligibility": 1,
    "intake": 2,
    "preadmission-screening": 3,
    "prior-authorization": 4,
    "soonercare-outreach": 5,
    "escort": 6,
    "financial-goals": 7,
    "shopping-bills": 8,
    "delivery": 9,
}


def is_billable(one: Service, packs: Packs | None = None) -> bool:
    return a.service_kind(one, HOUSE, packs).billable


def is_community_contact(one: Service, policy: Policy, packs: Packs | None = None) -> bool:
    return a.service_kind(one, policy, packs).contact


def service(activity: str, mode: str | None = None, place: str | None = None, present: bool | None = None) -> Service:
    return Service("S1", "M1", "C1", DAY, 600, 645, activity, mode, place, present)


def test_the_table_is_complete() -> None:
    named = {*CATEGORIES, *NEVER, "family-remote", "plan-development", "forms"}
    assert set(a.ACTIVITIES) == named == set(KEYS["activities"])
    assert len(named) == 24
    assert {name: known.category for name, known in a.ACTIVITIES.items() if known.category} == CATEGORIES
    assert {name: known.mothers for name, known in a.ACTIVITIES.items() if known.mothers} == MOTHERS


def test_the_words_for_people() -> None:
    assert [known.title for known in a.ACTIVITIES.values()] == [
        "gathering information for the plan",
        "face-to-face with the member or family",
        "face-to-face with providers",
        "phone or message with the member",
        "phone or message with providers",
        "phone or message with the family alone",
        "monitoring the plan",
        "crisis diversion",
        "transition from an institution",
        "developing the plan with the member",
        "filling in forms",
        "travel",
        "escorting to or staying in an appointment",
        "monitoring financial goals",
        "shopping or paying bills",
        "delivering tickets, stamps or money",
        "therapy, rehabilitation, assessment or discharge",
        "SoonerCare forms",
        "preparing assessment and plan papers alone",
        "SoonerCare eligibility",
        "SoonerCare intake",
        "preadmission screening",
        "prior authorization and utilization review",
        "SoonerCare outreach",
    ]


@pytest.mark.parametrize("name", CATEGORIES)
def test_the_eight_categories_are_billable(name: str) -> None:
    found = a.billing_verdict(service(name))
    assert (found.value, found.status, found.rule) == (True, "billable", "R21")
    assert found.reasons[0].text.endswith(f": category {CATEGORIES[name]}")
    assert found.reasons[0].source == f"A, Service Requirement, list {CATEGORIES[name]}"
    assert is_billable(service(name))
    assert is_billable(service(name, present=False)), "with the family or for the member it stays billable"


@pytest.mark.parametrize("name", NEVER)
def test_what_is_never_billable_stays_visible_as_work(name: str) -> None:
    for present in (None, True, False):
        for place in (None, "home"):
            assert not is_billable(service(name, "face-to-face", place, present))
    found = a.billing_verdict(service(name, present=True))
    assert (found.value, found.status, found.rule) == (False, "not-billable", NEVER[name])
    assert found.reasons[0].rule == NEVER[name]
    word = "not among categories I to VIII" if NEVER[name] == "R21" else "never billable"
    assert found.reasons[0].text.endswith(f": {word}; 45 min are work, 0 units")
    assert found.reasons[0].source.startswith("A, ")


@pytest.mark.parametrize("name", a.ACTIVITIES)
def test_the_nine_of_document_b_hold_for_first_time_mothers(name: str) -> None:
    rule = a.billing_rule(name, "first-time-mothers")
    found = a.billing_verdict(service(name, present=True), "first-time-mothers")
    assert found.rule == rule
    if name in MOTHERS:
        assert rule == "R30"
        assert found.value is False
        assert found.reasons[0].source == f"B, (f)({MOTHERS[name]})"
        assert "never billable" in found.reasons[0].text
    else:
        assert rule == a.billing_rule(name, "standard") != "R30"


def test_rules_of_the_rest() -> None:
    assert a.billing_rule("plan-development", None) == "R39"
    assert a.billing_rule("forms", "standard") == "R28"
    assert a.billing_rule("eligibility", "standard") == "R21"
    assert a.billing_rule("travel", "first-time-mothers") == "R29"


def test_the_family_alone_by_phone_is_a_warning() -> None:
    found = a.billing_verdict(service("family-remote"))
    assert (found.value, found.status, found.rule) == (True, "warn", "R21")
    assert found.reasons[0].text == (
        "phone or message with the family alone: not named in the list of billable services; ask before billing it"
    )


@pytest.mark.parametrize(
    ("name", "present", "billable"),
    [
        ("forms", True, True),
        ("forms", False, False),
        ("forms", None, False),
        ("plan-development", True, True),
        ("plan-development", False, False),
        ("plan-development", None, True),  # solo work has an activity of its own
        ("soonercare-forms", True, False),
    ],
)
@pytest.mark.parametrize("mode", [None, "face-to-face", "phone"])
def test_what_hangs_on_the_members_presence(name: str, present: bool | None, billable: bool, mode: str | None) -> None:
    one = service(name, mode, "home", present)
    assert is_billable(one) is billable
    assert a.billing_verdict(one).value is billable


def test_absence_in_words() -> None:
    absent = a.billing_verdict(service("forms", present=False)).reasons[0].text
    assert absent == (
        "filling in forms: billable only with the member present, and the member was not; 45 min are work, 0 units"
    )
    unsaid = a.billing_verdict(service("forms")).reasons[0].text
    assert unsaid == (
        "filling in forms: billable only with the member present, and the row does not say so; 45 min are work, 0 units"
    )
    present = a.billing_verdict(service("forms", present=True))
    assert present.reasons[0].text == "filling in forms: with the member present"
    alone = a.billing_verdict(service("plan-development", present=False))
    assert (alone.rule, alone.status) == ("R39", "not-billable")


# A visit at home, told in full; then each column made worse on its own.
@pytest.mark.parametrize(
    ("activity", "mode", "place", "present", "contact"),
    [
        ("member-face-to-face", "face-to-face", "home", True, True),
        ("member-face-to-face", "face-to-face", "community", True, True),
        ("member-face-to-face", "face-to-face", "office", True, False),
        ("member-face-to-face", "face-to-face", "other", True, False),
        ("member-face-to-face", "face-to-face", None, True, False),
        ("member-face-to-face", "phone", "home", True, False),
        ("member-face-to-face", "telehealth", "home", True, False),
        ("member-face-to-face", "face-to-face", "home", False, False),  # the family alone, or nobody there
        ("member-face-to-face", None, "home", None, True),  # empty columns: what the activity says
        ("member-face-to-face", None, None, None, False),
        ("member-remote", None, "home", None, False),
        ("member-remote", "phone", "home", True, False),
        ("member-remote", "face-to-face", "home", True, False),  # remote by its name
        ("family-remote", "face-to-face", "home", True, False),
        ("provider-remote", "face-to-face", "home", True, False),
        ("provider-face-to-face", None, "community", None, False),
        ("provider-face-to-face", None, "community", True, True),  # the member was there too
        ("plan-information", None, "home", None, True),
        ("plan-monitoring", None, "community", None, True),
        ("plan-monitoring", None, "office", None, False),
        ("plan-monitoring", None, None, None, False),
        ("plan-monitoring", "phone", "home", None, False),
        ("plan-monitoring", "face-to-face", "home", False, False),
        ("crisis-diversion", "face-to-face", "home", None, True),
        ("crisis-diversion", "phone", "home", True, False),
        ("transition", "face-to-face", "community", None, True),
        ("plan-development", None, "home", None, True),
        ("plan-development", None, "home", False, False),
        ("forms", "face-to-face", "home", True, True),
        ("forms", "face-to-face", "home", None, False),
        ("travel", "face-to-face", "home", True, False),
        ("escort", "face-to-face", "community", True, False),
        ("soonercare-outreach", "face-to-face", "home", True, False),
    ],
)
def test_what_is_a_contact(
    activity: str, mode: str | None, place: str | None, present: bool | None, contact: bool
) -> None:
    assert is_community_contact(service(activity, mode, place, present), HOUSE) is contact


@pytest.mark.parametrize(
    ("activity", "place", "present", "contact"),
    [
        ("member-remote", "home", None, True),
        ("member-remote", None, None, True),  # by video the worker's own place says nothing
        ("member-remote", "office", None, False),
        ("member-remote", "home", False, False),
        ("member-face-to-face", "community", None, True),
        ("family-remote", "home", None, False),
        ("plan-monitoring", "home", None, False),  # not told who was there
        ("plan-monitoring", "home", True, True),
        ("travel", "home", True, False),
    ],
)
def test_telehealth_counts_by_policy_only(
    activity: str, place: str | None, present: bool | None, contact: bool
) -> None:
    one = service(activity, "telehealth", place, present)
    assert is_community_contact(one, VIDEO) is contact
    assert is_community_contact(one, HOUSE) is False


def test_without_a_policy_telehealth_does_not_count() -> None:
    assert not a.kind_of("member-remote", "telehealth", "home", True).contact
    assert not a.terms_on(None, DAY).kind("member-remote", "telehealth", "home", True).contact


def test_the_policy_changes_nothing_but_telehealth() -> None:
    for mode in (None, "face-to-face", "phone"):
        for place in (None, "home", "office"):
            one = service("member-remote", mode, place)
            assert is_community_contact(one, VIDEO) is False
            two = service("member-face-to-face", mode, place)
            assert is_community_contact(two, VIDEO) is is_community_contact(two, HOUSE)


@pytest.mark.parametrize(
    ("activity", "place", "mode", "present"),
    [
        ("member-face-to-face", None, "face-to-face", True),
        ("provider-face-to-face", "office", "face-to-face", False),
        ("member-remote", "home", "phone", True),
        ("family-remote", None, "phone", False),
        ("provider-remote", None, "phone", False),
        ("plan-monitoring", "home", "face-to-face", True),
        ("plan-monitoring", "community", "face-to-face", True),
        ("plan-monitoring", "office", None, None),
        ("crisis-diversion", None, None, None),
        ("plan-development", None, None, True),
        ("forms", "home", "face-to-face", None),
        ("travel", None, None, False),
    ],
)
def test_what_empty_columns_mean(activity: str, place: str | None, mode: str | None, present: bool | None) -> None:
    one = service(activity, None, place)
    assert (a.service_kind(one, HOUSE).mode, a.member_present(one)) == (mode, present)
    assert a.service_kind(one._replace(mode="telehealth"), HOUSE).mode == "telehealth"
    assert a.member_present(one._replace(member_present=True)) is True
    assert a.member_present(one._replace(member_present=False)) is False


@pytest.mark.parametrize(
    ("activity", "mode", "place", "community", "reached"),
    [
        ("member-face-to-face", None, "home", True, True),
        ("member-face-to-face", None, "office", False, True),
        ("provider-face-to-face", None, "community", True, False),  # R22 asks where, not with whom
        ("member-remote", None, "home", False, True),
        ("provider-remote", None, "community", False, False),
        ("travel", "face-to-face", "community", False, False),
    ],
)
def test_where_it_was_and_whom_it_reached(
    activity: str, mode: str | None, place: str | None, community: bool, reached: bool
) -> None:
    found = a.service_kind(service(activity, mode, place), HOUSE)
    assert (found.community, found.reached) == (community, reached)
    assert found == a.kind_of(activity, mode, place, None)


def test_telehealth_is_never_time_in_the_community() -> None:
    found = a.service_kind(service("member-remote", "telehealth", "home"), VIDEO)
    assert (found.contact, found.community) == (True, False)


def test_an_unknown_activity_is_an_error() -> None:
    for ask in (a.activity, lambda name: is_billable(service(name))):
        with pytest.raises(KeyError, match="juggling"):
            ask("juggling")
    assert a.activity("travel").title == "travel"


def test_an_agencys_pack_changes_an_activity_from_a_day_on(tmp_path: Path) -> None:
    (tmp_path / "activities.toml").write_text(
        "[family-remote]\n"
        'values = [{amount = "no", from = 2026-07-01, source = "a letter", reading = "ours"}]\n'
        '[forms]\nvalues = [{repealed = true, from = 2027-01-01, source = "a letter", reading = "ours"}]\n'
    )
    (tmp_path / "contacts.toml").write_text(
        '[places]\nvalues = [{amount = ["home"], from = 2026-07-01, source = "a letter", reading = "ours"}]\n'
    )
    packs = load_packs(tmp_path)
    one = service("family-remote")
    assert is_billable(one._replace(date=date(2026, 6, 30)), packs)
    assert not is_billable(one._replace(date=date(2026, 7, 1)), packs)
    assert is_billable(one._replace(date=date(2026, 7, 1))), "our own packs are as before"
    assert a.billing_verdict(one._replace(date=date(2026, 7, 1)), None, packs).reasons[0].source == "a letter"
    visit = service("member-face-to-face", None, "community")
    assert is_community_contact(visit._replace(date=date(2026, 6, 30)), HOUSE, packs)
    assert not is_community_contact(visit._replace(date=date(2026, 7, 1)), HOUSE, packs)
    form = service("forms", present=True)
    assert is_billable(form._replace(date=date(2026, 12, 31)), packs)
    assert not is_billable(form._replace(date=date(2027, 1, 1)), packs)
    gone = a.billing_verdict(form._replace(date=date(2027, 1, 1)), None, packs)
    assert (gone.value, gone.rule) == (False, "R28")
    assert gone.reasons[0].text == "filling in forms: never billable; 45 min are work, 0 units"
    assert gone.reasons[0].source.startswith("A, ")
    assert a.terms_on(packs, date(2026, 7, 2)) is a.terms_on(packs, date(2026, 12, 31))


def test_every_word_of_the_pack_is_known() -> None:
    packs = load_packs()
    words = {packs.value(f"activities.{name}", DAY).amount for name in a.ACTIVITIES}
    assert words == {"yes", "warn", "with-member", "unless-absent", "no"}
