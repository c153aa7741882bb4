"""What people do all day, as keys: looked through, looked up, planned, booked, logged, missed, reached, undone.

A word is a key's name or a text to type; ``3*down`` is pressed up to three times, ``…`` waits until the screen rests,
``!`` gives a reason if one is asked for, ``NAME`` is the beginning of a name, ``DAY`` a day and ``TIME`` a time as
people type them.
"""

from __future__ import annotations

import random
import string
from collections.abc import Iterator

DAYS = ("today", "fri", "+2d", "eom", "tomorrow", "+1w", "20", "mon", "2026-11-20", "yesterday", "-3d", "31.2.", "soon")
TIMES = ("9", "930", "13:30", "1p", "10:15", "16", "7p", "25:00")
NAMES = ("an", "le", "ma", "ro", "whi", "so", "da", "M00", "M02", "zz", "e")

ACTS = """
1 … 6*down 4*j 3*k G g enter … 3*down back
2 10*down pagedown 3*pageup G g s s S 5*j e 3*down back ? 4*down back
2 f NAME 2*down enter 3*down esc esc
2 5*down enter … 6*down n 4*down tab 3*down e back 1
3 8*down n n 3*up a 6*down z z m + - e back d esc esc a
4 8*down n n n e back tab 4*down tab 3*down
5 … 6*down right right i 3*down back e back left z z z 2
5 5*down c … 3*down 5 p … 4*down enter 3*down back esc
5 r … 6*down { } P esc esc esc
5 o … 5*down pagedown esc 5 a … 4*down right right left esc
6 … 6*down a x z z 4*down e back A z C 1
6 … p NAME enter esc esc m 5 enter … 3*down C esc
6 … A ^s … ! DAY ^s … ! esc esc ^z … esc
7 12*down enter 4*down 3*up n n G g f units esc
/ NAME 3*down enter 45m back back back 3u … esc esc
/ NAME enter … 120m enter … e 3*down back esc esc
u NAME 2*down enter … b esc esc esc
[ [ ] 2 { } 3 t 1 [ ] t
1 > … 4*down < … w 3*down enter … 3*down
1 p … tab 4*right 6*down a … ! a … ! x x ^z … ^y … X
1 p … A … ! ^z … X
1 p … A … ! esc
1 tab 3*right 4*down space shift+down shift+right - enter … ! esc ^z …
1 tab 3*right 3*down shift+down shift+down … enter … ! shift+up … esc
1 tab 2*right 3*down b … ^s … ! esc esc esc
1 tab 2*right 2*down l … ^s … ! esc esc esc
1 tab 2*right 4*down m … ^s … ! esc esc ^z …
1 5*down o … ^s … ! esc esc esc
1 tab 3*right 3*down c … enter … ! esc esc esc
2 9*down b … DAY tab TIME tab TIME … ^s … ! esc esc esc
2 9*down l … TIME tab TIME tab member tab com tab face tab yes … ^s … ! esc esc esc
2 9*down o … enter … ! esc esc esc
2 9*down T … tab DAY … esc esc
4 P … DAY tab DAY tab 2 … ^s … ! esc esc esc
4 I … hosp tab DAY tab DAY … ^s … ! esc esc esc
4 X … tab 3 … ^s … ! esc esc esc ^z …
4 O … DAY tab DAY … ^s … ! esc esc esc ^z …
4 W … DAY … back esc esc
4 A … tab N-7 tab 30 … esc D … 2*down enter … esc esc esc
2 4*down N … 6*down enter … DAY … esc esc esc esc
^p NAME … esc ^p week … enter … ^p clocks … enter … esc
f8 … 6*down esc f9 … 2*down esc f5 … y f1 … 2*down esc esc
2 3*down y e y back y
""".strip().splitlines()

ANY = (
    *string.ascii_letters, *string.digits, *"[]{}<>?/+-*.,;: ", "up", "down", "left", "right", "enter", "tab", "esc",
    "back", "pageup", "pagedown", "home", "end", "shift+up", "shift+down", "shift+left", "shift+right", "shift+tab",
    "^s", "^z", "^y", "^n", "^t", "^d", "^u", "f2", "f3", "f5", "é", "漢",
)  # fmt: skip
"""Any key but those that leave the program, the palette, in which leaving is an entry, and the settings."""


def act(words: str, chance: random.Random) -> Iterator[str]:
    """The keys of one act."""
    for word in words.split():
        many, star, name = word.partition("*")
        if star:
            yield from [name] * chance.randint(1, int(many))
        elif word == "NAME":
            yield from chance.choice(NAMES)
        elif word in ("DAY", "TIME"):
            yield from chance.choice(DAYS if word == "DAY" else TIMES)  # in place of what the field has
        else:
            yield word


def day(seed: int, turn: int) -> Iterator[list[str]]:
    """Acts without end: first each of them once, beginning at another one for each person, then any; after some of
    them any keys at all. Each ends where the areas' keys are heard."""
    chance = random.Random(seed)
    first = ACTS[turn * 13 :] + ACTS[: turn * 13]
    while True:
        words = first.pop(0) if first else chance.choice(ACTS)
        yield [*act(words, chance), "esc", "esc"]
        if chance.random() < 0.1:
            yield [*chance.choices(ANY, k=chance.randint(5, 25)), "esc", "esc", "esc", "esc"]
