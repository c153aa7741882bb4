"""What is billable, what is a contact: R21, R28, R29, R30 and the contact of R17.

Which activity makes units is data (``data/rules/activities.toml``). What a ledger asks of one service
hangs on four short words and one policy, so each combination is decided once and kept.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tcm_tui.rules.facts import Policy, Service
from tcm_tui.rules.pack import Packs, load_packs
from tcm_tui.rules.packkeys import KEYS
from tcm_tui.rules.verdict import Reason, Verdict

MOTHERS = "first-time-mothers"
"""The program of document B, whose exclusions are R30."""

WITH_MEMBER, IN_PERSON, APART = "with the member", "with the member if in person", "apart from the member"


class Activity(NamedTuple):
    """What an activity of the service log is, whatever the figures of the day say about billing it.

    party: whom it is with, which fills an empty member_present. mode: what an empty mode means, None
    where the place decides. category: I to VIII of R21. mothers: its number among B's exclusions (R30).
    """

    title: str
    party: str
    mode: str | None = None
    category: str | None = None
    mothers: int | None = None


ACTIVITIES: dict[str, Activity] = {
    "plan-information": Activity("gathering information for the plan", IN_PERSON, None, "I"),
    "member-face-to-face": Activity("face-to-face with the member or family", WITH_MEMBER, "face-to-face", "II"),
    "provider-face-to-face": Activity("face-to-face with providers", APART, "face-to-face", "III"),
    "member-remote": Activity("phone or message with the member", WITH_MEMBER, "phone", "IV"),
    "provider-remote": Activity("phone or message with providers", APART, "phone", "V"),
    "family-remote": Activity("phone or message with the family alone", APART, "phone"),
    "plan-monitoring": Activity("monitoring the plan", IN_PERSON, None, "VI"),
    "crisis-diversion": Activity("crisis diversion", IN_PERSON, None, "VII"),
    "transition": Activity("transition from an institution", IN_PERSON, None, "VIII"),
    "plan-development": Activity("developing the plan with the member", WITH_MEMBER),
    "forms": Activity("filling in forms", APART),
    "travel": Activity("travel", APART),
    "escort": Activity("escorting to or staying in an appointment", APART, mothers=6),
    "financial-goals": Activity("monitoring financial goals", APART, mothers=7),
    "shopping-bills": Activity("shopping or paying bills", APART, mothers=8),
    "delivery": Activity("delivering tickets, stamps or money", APART, mothers=9),
    "therapy": Activity("therapy, rehabilitation, assessment or discharge", APART),
    "soonercare-forms": Activity("SoonerCare forms", APART),
    "solo-paperwork": Activity("preparing assessment and plan papers alone", APART),
    "eligibility": Activity("SoonerCare eligibility", APART, mothers=1),
    "intake": Activity("SoonerCare intake", APART, mothers=2),
    "preadmission-screening": Activity("preadmission screening", APART, mothers=3),
    "prior-authorization": Activity("prior authorization and utilization review", APART, mothers=4),
    "soonercare-outreach": Activity("SoonerCare outreach", APART, mothers=5),
}


class Kind(NamedTuple):
    """What four columns of a service say about it, whoever the member is.

    billable: R21, R28, R29. contact: a completed face-to-face contact at home or in the community (R17).
    community: billable work done there (R22). reached: the member took part, in any way (R20).
    mode and present are the columns with what an empty one means filled in.
    """

    billable: bool
    contact: bool
    community: bool
    reached: bool
    mode: str | None
    present: bool | None


class Terms:
    """What the packs say about activities and contacts on the days between two changes."""

    __slots__ = ("_kinds", "modes", "places", "words")

    def __init__(self, words: dict[str, str], places: frozenset[str], modes: frozenset[str]) -> None:
        self.words, self.places, self.modes = words, places, modes
        self._kinds: dict[tuple[str, str | None, str | None, bool | None, bool], Kind] = {}

    def kind(
        self,
        activity: str,
        mode: str | None,
        place: str | None,
        present: bool | None,
        telehealth: bool = False,
    ) -> Kind:
        """What a service with these columns is. KeyError for an unknown activity.

        telehealth is the policy ``telehealth_counts``; present the column ``member_present``.
        """
        key = (activity, mode, place, present, telehealth)
        found = self._kinds.get(key)
        if found is None:
            found = self._kinds[key] = self._decide(*key)
        return found

    def _decide(
        self, activity: str, mode: str | None, place: str | None, present: bool | None, telehealth: bool
    ) -> Kind:
        known = ACTIVITIES[activity]
        at_place = place in self.places
        if mode is None:
            mode = known.mode or ("face-to-face" if at_place else None)
        word = self.words[activity]
        if present is None:
            if known.party == WITH_MEMBER or (known.party == IN_PERSON and mode == "face-to-face"):
                present = True
            elif known.party == APART and word != "with-member":
                present = False
        billable = (
            word in ("yes", "warn")
            or (word == "with-member" and present is True)
            or (word == "unless-absent" and present is not False)
        )
        # remote by its very name is never a visit, whatever the mode column says; by video the worker's
        # own place says nothing, so an empty one does not stand in the way
        visit = mode in self.modes and at_place and not activity.endswith("-remote")
        video = telehealth and mode == "telehealth" and (at_place or place is None)
        reached = billable and present is True
        return Kind(billable, reached and (visit or video), billable and visit, reached, mode, present)


def terms_on(packs: Packs | None, day: date) -> Terms:
    """The terms of a day; without packs those that ship."""
    starts, terms = _history(packs or load_packs())
    return terms[bisect_right(starts, day)]


@lru_cache(maxsize=8)
def _history(packs: Packs) -> tuple[list[date], list[Terms]]:
    """The days on which something changes, and the terms before the first and from each of them on."""
    keys = [f"activities.{name}" for name in KEYS["activities"]]
    found = {value.from_ for key in [*keys, "contacts.places", "contacts.modes"] for value in packs.entry(key).values}
    starts = sorted(day for day in found if day is not None)
    terms = []
    for day in [date.min, *starts]:
        # before its first day and after a repeal an activity makes no units
        words = {name: (packs.words(f"activities.{name}", day) or ("no",))[0] for name in KEYS["activities"]}
        places, modes = packs.words("contacts.places", day), packs.words("contacts.modes", day)
        terms.append(Terms(words, frozenset(places), frozenset(modes)))
    return starts, terms


def activity(name: str) -> Activity:
    """The activity of that name; KeyError when there is none."""
    return ACTIVITIES[name]


def kind_of(
    activity: str,
    mode: str | None,
    place: str | None,
    present: bool | None,
    telehealth: bool = False,
    terms: Terms | None = None,
) -> Kind:
    """``Terms.kind``; without terms by those that ship and hold last."""
    return (terms or terms_on(None, date.max)).kind(activity, mode, place, present, telehealth)


def service_kind(service: Service, policy: Policy, packs: Packs | None = None) -> Kind:
    """All that ``Kind`` says, of one service on its own date."""
    return terms_on(packs, service.date).kind(
        service.activity, service.mode, service.place, service.member_present, policy.telehealth_counts
    )


def member_present(service: Service, packs: Packs | None = None) -> bool | None:
    """Whether the member took part; None where the row leaves it open."""
    return service_kind(service, Policy(), packs).present


def billing_rule(name: str, program: str | None, packs: Packs | None = None) -> str:
    """The rule that decides about an activity.

    R30 for the nine of document B in its own program; elsewhere those five that only B names are
    simply not among the eight of R21.
    """
    if program == MOTHERS and ACTIVITIES[name].mothers:
        return "R30"
    rule = (packs or load_packs()).entry(f"activities.{name}").rule
    return "R21" if rule == "R30" else rule


def billing_verdict(service: Service, program: str | None = None, packs: Packs | None = None) -> Verdict[bool]:
    """Whether the activity can be billed, with the grounds. status: billable, warn or not-billable.

    program is the member's: the exclusions of document B are those of the first-time mothers (R30).
    """
    from tcm_tui.rules import book

    packs = packs or load_packs()
    known = ACTIVITIES[service.activity]
    kind = service_kind(service, Policy(), packs)
    word = terms_on(packs, service.date).words[service.activity]
    rule = billing_rule(service.activity, program, packs)
    found = packs.find(f"activities.{service.activity}", service.date)
    source = found.source if found else book.source(rule)
    if rule == "R30":
        source = f"B, (f)({known.mothers})"
    elif source.startswith("B"):
        source = book.source("R21")
    if word == "warn":
        text = f"{known.title}: not named in the list of billable services; ask before billing it"
        return Verdict(True, "warn", rule, (Reason(rule, text, source),))
    if kind.billable:
        text = f"{known.title}: " + (f"category {known.category}" if known.category else "with the member present")
        return Verdict(True, "billable", rule, (Reason(rule, text, source),))
    if word == "no":
        text = "not among categories I to VIII" if rule == "R21" else "never billable"
    elif kind.present is None:
        text = "billable only with the member present, and the row does not say so"
    else:
        text = "billable only with the member present, and the member was not"
    text = f"{known.title}: {text}; {service.stop - service.start} min are work, 0 units"
    return Verdict(False, "not-billable", rule, (Reason(rule, text, source),))
