"""Who works and who is served: the two kinds of people everything else is made for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tcm_tui.desk.demo.chance import Chance
from tcm_tui.desk.demo.columns import Row
from tcm_tui.desk.demo.days import iso, same_day, shift
from tcm_tui.desk.demo.shapes import Post, names, shapes

CONTRACTS: dict[str, str | None] = {"OPBH": "110", "CMHC": "111", "PACT": "114", "PHC": None}


@dataclass(slots=True, eq=False)
class Staff:
    """A worker. holds is the list of (person, from, until) for which the worker is responsible."""

    number: int
    post: Post
    cm_id: str
    name: str
    hired: date
    left: date | None
    area: str
    target: int
    supervisor: str | None
    languages: str = "English"
    holds: list[tuple[Person, date, date | None]] = field(default_factory=list)
    away: tuple[date, date] | None = None

    @property
    def contract(self) -> str | None:
        return CONTRACTS[self.post.site]


@dataclass(slots=True, eq=False)
class Plan:
    """A service plan; contacts None where the plan doesn't say."""

    starts: date
    ends: date
    contacts: int | None
    signed: list[date | None]  # member, worker, licensed professional


@dataclass(slots=True, eq=False)
class Person:
    """A member. Besides the columns: what the months are drawn from.

    blocked: stretches without drawn work (a stay, a hold), both ends included. quiet: from this day on
    nothing is drawn, because a planted case says what happens. steady: no month goes by without the visit it
    needs.
    """

    first: str
    last: str
    dob: date
    sex: str
    program: str
    focus: str
    opened: date
    family: str | None = None
    member_id: str = ""
    closed: date | None = None
    refused: date | None = None
    hold: tuple[date, date | None, str] | None = None
    language: str = "English"
    area: str = ""
    acuity: float = 1.0
    pinned: bool = False
    assigned: list[tuple[Staff, date, date | None]] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    required: int = 1
    blocked: list[tuple[date, date]] = field(default_factory=list)
    quiet: date | None = None
    steady: bool = False
    reserved: bool = False
    contact: tuple[Any, ...] = ()  # sex, phone, email, address, city, zip as the row has them

    def worker(self, on: date) -> Staff | None:
        """Who is responsible on a day."""
        for staff, start, end in self.assigned:
            if start <= on and (end is None or on < end):
                return staff
        return None


class Names:
    """Names that no two people share, as long as there are enough of them."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.taken: set[str] = set()
        self.data = names()

    def first(self, sex: str) -> str:
        picked: str = self.chance.pick(self.data[f"first_{sex.lower()}"])
        return picked

    def pair(self, sex: str, last: str | None = None) -> tuple[str, str]:
        """A first and a last name; the last one may be a family's."""
        for _ in range(30):
            first, family = self.first(sex), last or self.chance.pick(self.data["last"])
            if f"{first} {family}" not in self.taken:
                break
        self.taken.add(f"{first} {family}")
        return first, family

    def sex(self) -> str:
        draw = self.chance.random()
        return "F" if draw < 0.53 else "M" if draw < 0.985 else "X"


def hire(chance: Chance, known: Names, count: int, on: date) -> list[Staff]:
    """The workers: the first twelve posts as written, later twelves with drawn targets."""
    shape = shapes()
    found: list[Staff] = []
    width = max(2, len(str(count)))
    for number in range(count):
        post = shape.posts[number % len(shape.posts)]
        target, months = post.target, post.hired
        if number >= len(shape.posts):
            # only one of the agency's workers is in a post that has no row in the limits table
            site = "OPBH" if post.key == "no-row" else post.site
            target = 0 if post.left else chance.pick(shape.targets[post.type])
            months = post.hired if post.left else chance.whole(16, 130)
            post = post._replace(key=f"{post.key}-{number // len(shape.posts) + 1}", site=site)
        sex = known.sex()
        first, last = known.pair(sex)
        left = None if post.left is None else shift(on, -post.left)
        hired = same_day(on, -months) - timedelta(days=chance.whole(0, 25))
        if post.key == "wrap-new":
            hired = same_day(on + timedelta(days=12), -6)  # training is due six months after: R45
        town = names()["town"][{"110": 0, "111": 1}.get(CONTRACTS[post.site] or "", 2)]
        head = found[0].cm_id if found else None
        member = Staff(
            number, post, f"C{number + 1:0{width}d}", f"{first} {last}", hired, left,
            chance.pick(town["areas"]), target, head,
        )  # fmt: skip
        if chance.yes(0.2):
            member.languages = f"English;{chance.pick(('Spanish', 'Spanish', 'Vietnamese', 'Cherokee'))}"
        found.append(member)
    return found


def born(chance: Chance, program: str, on: date) -> date:
    """A birthday for an age that the program has on the day."""
    low, high = chance.pick(shapes().programs[program].ages)
    return same_day(on, -12 * chance.whole(low, high)) - timedelta(days=chance.whole(1, 364))


def contact_row(chance: Chance, person: Person, town: dict[str, Any]) -> tuple[Any, ...]:
    """sex, phone, email, address, city and zip, all of them on no map and in no directory."""
    address = names()["address"]
    phone = f"{chance.pick(address['phone_areas'])}-555-01{chance.whole(0, 99):02d}"
    plain = "".join(c for c in f"{person.first}.{person.last}".lower() if c.isascii() and (c.isalpha() or c == "."))
    email = f"{plain.strip('.') or 'member'}@example.invalid" if chance.yes(0.6) else None
    street = f"{chance.whole(1, 99)}{chance.whole(0, 9)} {chance.pick(address['streets'])}"
    return (person.sex, phone if chance.yes(0.94) else None, email, street, town["name"], town["zip"])


def staff_rows(staff: list[Staff]) -> list[Row]:
    return [
        (
            w.cm_id, w.name, w.post.level, w.post.type, w.post.site, iso(w.hired), iso(w.left),
            40.0, 1.0, w.languages, w.area, w.supervisor,
        )
        for w in staff
    ]  # fmt: skip


def member_rows(people: list[Person]) -> list[Row]:
    return [
        (
            p.member_id, p.first, p.last, iso(p.dob), *p.contact, p.family, p.program, p.focus,
            iso(p.opened), iso(p.closed), iso(p.refused),
            *((iso(p.hold[0]), iso(p.hold[1]), p.hold[2]) if p.hold else (None, None, None)),
            p.language, p.area, p.acuity, int(p.pinned),
        )
        for p in people
    ]  # fmt: skip


def assignment_rows(people: list[Person]) -> list[Row]:
    return [(p.member_id, w.cm_id, iso(start), iso(end)) for p in people for w, start, end in p.assigned]


def site_rows(staff: list[Staff]) -> list[Row]:
    used = {w.post.site for w in staff}
    return [(s["site_id"], s["name"], s.get("contract")) for s in names()["site"] if s["site_id"] in used]
