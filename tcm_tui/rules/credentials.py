"""What a worker must have: certification, level, wraparound and intensive qualifications. R42-R47

Everything is asked for one day. A credential dated after that day is not seen; one that expires on that
day still holds. Document B names none of this, so workers for first-time mothers are not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.rules.facts import CaseManager, Credential
from tcm_tui.rules.verdict import Reason, Verdict

if TYPE_CHECKING:
    from tcm_tui.rules.pack import Packs

# Begun is not yet done for these; the others (a licence, a diploma) hold from the day they are known by.
FINISHED_BY_COMPLETION = frozenset(
    {
        "competency-exam",
        "training-cm",
        "training-wraparound",
        "training-intensive",
        "wraparound-credential",
        "consultation",
    }
)
UPPER_LEVELS = ("II", "III")
ByKind = Mapping[str, Sequence[Credential]]


class Needs(NamedTuple):
    """The figures of R43-R46 in force on a day: hours, months and minutes as the names say."""

    cadc_training_hours: int
    cm_i_college_hours: int
    cm_i_experience_months: int
    cm_i_training_hours: int
    wraparound_training_months: int
    wraparound_credential_months: int
    consultation_minutes: int
    intensive_experience_months: int
    intensive_training_hours: int


def needs(packs: Packs, on: date) -> Needs:
    """The figures of R43-R46 from the packs."""
    number = packs.number
    return Needs(
        number("credentials.cm2.cadc_training_hours", on),
        number("credentials.cm1.college_hours", on),
        number("credentials.cm1.experience_months", on),
        number("credentials.cm1.training_hours", on),
        number("credentials.wraparound.training_months", on),
        number("credentials.wraparound.credential_months", on),
        number("credentials.wraparound.consultation_minutes", on),
        number("credentials.intensive.experience_months", on),
        number("credentials.intensive.training_hours", on),
    )


class Requirement(NamedTuple):
    """One thing asked of a worker: whether the records show it, and how, with the figures.

    lapsed: not met, and the records prove it (expired, too little, past its day) rather than being silent.
    """

    rule: str
    what: str
    met: bool
    text: str
    lapsed: bool = False


class Objection(NamedTuple):
    """Why a worker should not bill a level modifier; severity is refuse or warn (planning's words)."""

    rule: str
    severity: str
    text: str


def by_kind(credentials: Iterable[Credential]) -> dict[str, list[Credential]]:
    """Credentials of one worker, grouped once for the questions below."""
    groups: dict[str, list[Credential]] = {}
    for credential in credentials:
        groups.setdefault(credential.kind, []).append(credential)
    return groups


def holds(credential: Credential, on: date) -> bool:
    """True when the credential is finished and not expired on a day. R42"""
    since = credential.completed_on
    if since is None:
        if credential.began_on is not None and credential.kind in FINISHED_BY_COMPLETION:
            return False
        since = credential.began_on
    return (since is None or since <= on) and (credential.expires_on is None or on <= credential.expires_on)


def current(have: ByKind, kind: str, on: date) -> bool:
    """True when the worker holds at least one credential of a kind on a day."""
    return any(holds(credential, on) for credential in have.get(kind, ()))


def amount(have: ByKind, kind: str, on: date) -> float:
    """Hours or months of a kind held on a day, added up.

    Experience without an amount counts its whole months from its beginning to its end or to the day.
    """
    total = 0.0
    for credential in have.get(kind, ()):
        if not holds(credential, on):
            continue
        if credential.amount is not None:
            total += credential.amount
        elif kind == "experience" and credential.began_on is not None:
            total += whole_months(credential.began_on, credential.completed_on or on)
    return total


def whole_months(start: date, end: date) -> int:
    """Full months between two days: 1 Jan to 31 Jan is 0, to 1 Feb is 1; never negative."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (end.day < start.day))


def add_months(day: date, months: int) -> date:
    """The same day some months on; month ends clamp (31 Aug + 6 months is 28 or 29 Feb). R45"""
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(months=months)


def _upper_level(have: ByKind, on: date, need: Needs) -> Requirement:
    degree = current(have, "degree", on)
    nurse = current(have, "rn", on) and (current(have, "experience", on))
    hours = amount(have, "training-cm", on)
    counsellor = current(have, "cadc", on) and hours >= need.cadc_training_hours
    text = (
        f"degree: {_yes(degree)}; or licensed nurse with experience: {_yes(nurse)}; or counsellor with "
        f"{hours:g} of {need.cadc_training_hours} training hours: {_yes(counsellor)}"
    )
    return Requirement("R43", "cm-ii", degree or nurse or counsellor, text)


def _first_level(have: ByKind, on: date, need: Needs) -> Requirement:
    diploma = current(have, "diploma", on)
    college, months = amount(have, "college-hours", on), amount(have, "experience", on)
    hours = amount(have, "training-cm", on)
    either = college >= need.cm_i_college_hours or months >= need.cm_i_experience_months
    text = (
        f"diploma: {_yes(diploma)}; {college:g} of {need.cm_i_college_hours} college hours or {months:g} of "
        f"{need.cm_i_experience_months} months' experience: {_yes(either)}; {hours:g} of "
        f"{need.cm_i_training_hours} training hours"
    )
    return Requirement("R44", "cm-i", diploma and either and hours >= need.cm_i_training_hours, text)


def base_requirements(level: str, have: ByKind, on: date, need: Needs) -> list[Requirement]:
    """Certification and exam (R42) and what the worker's level asks for (R43, R44; CM III as CM II, R47)."""
    certified, exam = current(have, "certification", on), current(have, "competency-exam", on)
    found = [
        _asked(have, "R42", "certification", certified, f"current certification: {_yes(certified)}"),
        _asked(have, "R42", "competency-exam", exam, f"competency exam passed: {_yes(exam)}"),
    ]
    if level == "I":
        return [*found, _first_level(have, on, need)]
    return [*found, _upper_level(have, on, need)]


def intensive_requirements(level: str, have: ByKind, on: date, need: Needs) -> list[Requirement]:
    """What intensive case management asks for beyond the level. R46"""
    months = amount(have, "experience", on)
    crisis = current(have, "crisis-experience", on)
    trained = any(
        holds(c, on) and (c.amount is None or c.amount >= need.intensive_training_hours)
        for c in have.get("training-intensive", ())
    )
    months_text = f"{months:g} of {need.intensive_experience_months} months' case-management experience"
    training_text = f"{need.intensive_training_hours}-hour intensive training: {_yes(trained)}"
    return [
        _level("R46", level),
        _asked(have, "R46", "experience", months >= need.intensive_experience_months, months_text),
        _asked(have, "R46", "crisis-experience", crisis, f"crisis diversion experience: {_yes(crisis)}"),
        _asked(have, "R46", "training-intensive", trained, training_text),
    ]


def wraparound_requirements(cm: CaseManager, have: ByKind, on: date, need: Needs) -> list[Requirement]:
    """What a wraparound facilitator must have besides the weekly consultation. R45

    Training and credentialing still inside their time count as met; ``credential_clocks`` dates them.
    """
    trained = current(have, "training-wraparound", on)
    due = add_months(cm.hired_on, need.wraparound_training_months) if cm.hired_on else None
    begun = [c.began_on for c in have.get("wraparound-credential", ()) if c.began_on and c.began_on <= on]
    credentialed = current(have, "wraparound-credential", on)
    ends = add_months(max(begun), need.wraparound_credential_months) if begun else None
    coached = current(have, "coaching", on)
    return [
        _level("R45", cm.level),
        _timed("training-wraparound", trained, due, on),
        _timed("wraparound-credential", credentialed, ends, on)
        if credentialed or begun
        # nothing says when credentialing must begin, so it is asked only once it has
        else Requirement("R45", "wraparound-credential", True, "wraparound-credential: not begun, no clock"),
        _asked(have, "R45", "coaching", coached, f"ongoing coaching: {_yes(coached)}"),
    ]


def _asked(have: ByKind, rule: str, what: str, met: bool, text: str) -> Requirement:
    return Requirement(rule, what, met, text, lapsed=not met and bool(have.get(what)))


def _level(rule: str, level: str) -> Requirement:
    fits = level in UPPER_LEVELS
    return Requirement(rule, "level", fits, f"CM II or III: the worker is CM {level}", lapsed=not fits)


def _timed(what: str, done: bool, due: date | None, on: date) -> Requirement:
    """Something with a day: met while that is ahead, lapsed once it is past. R45"""
    if done or due is None:
        return Requirement("R45", what, done, f"{what}: {_yes(done)}")
    late = on > due
    return Requirement("R45", what, not late, f"{what}: not done, {'was ' if late else ''}due {due}", lapsed=late)


def requirements(cm: CaseManager, have: ByKind, on: date, need: Needs) -> list[Requirement]:
    """Everything asked of a worker on a day, met or not; empty for document B's workers."""
    if cm.type == "first-time-mothers":
        return []
    found = base_requirements(cm.level, have, on, need)
    if cm.type == "intensive":
        found += intensive_requirements(cm.level, have, on, need)
    elif cm.type == "wraparound":
        found += wraparound_requirements(cm, have, on, need)
    return found


def intensive_qualified(level: str, have: ByKind, on: date, need: Needs) -> bool:
    """True when a worker, of whatever type, meets R46: the fit that R13 asks for."""
    return all(item.met for item in intensive_requirements(level, have, on, need))


def is_facilitator(level: str, kind: str) -> bool:
    """R13's facilitator: a wraparound worker of level II or III; lapses of R45 are told apart."""
    return kind == "wraparound" and level in UPPER_LEVELS


def objections(modifier: str | None, level: str, have: ByKind, on: date, need: Needs) -> list[Objection]:
    """What speaks against a worker billing a level modifier on a day: refuse or warn. R42-R47

    HN, TF and TG are CM II's; TG also needs the intensive training. The rest of R46 and a certification
    that is known but not current only warn: it may be put right before the day comes.
    """
    found: list[Objection] = []
    if modifier in ("HN", "TF", "TG") and level == "I":
        found.append(Objection("R43", "refuse", f"{modifier} is for CM II; the worker is CM I (HM)"))
    if modifier == "HM" and level in UPPER_LEVELS:
        found.append(Objection("R44", "warn", f"HM is for CM I; the worker is CM {level}"))
    if modifier == "TG":
        for item in intensive_requirements(level, have, on, need)[1:]:
            if not item.met:
                severity = "refuse" if item.what == "training-intensive" else "warn"
                found.append(Objection("R46", severity, f"TG: {item.text}"))
    if have.get("certification") and not current(have, "certification", on):
        found.append(Objection("R42", "warn", f"no current certification on {on}"))
    return found


def qualify(cm: CaseManager, credentials: Iterable[Credential], on: date, need: Needs) -> Verdict[bool]:
    """Whether the records show all a worker must have on a day: qualified or not-shown, with each step."""
    from tcm_tui.rules.book import source

    items = requirements(cm, by_kind(credentials), on, need)
    reasons = [Reason(item.rule, item.text, source(item.rule)) for item in items]
    if cm.level == "III" and items:
        reasons.append(Reason("R47", "CM III is named but not defined: treated as CM II", source("R47")))
    met = all(item.met for item in items)
    rule = next((item.rule for item in items if not item.met), "R42")
    return Verdict(met, "qualified" if met else "not-shown", rule, tuple(reasons))


def _yes(value: bool) -> str:
    return "yes" if value else "no"
