"""How new records are kept: encrypted, with a first person and a recovery code, or plain. Asked at the first start."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from tcm_tui.ui.widgets.askbox import AskBox, Line, Question

CHOICES = (
    (
        "Encrypted (recommended)",
        "Only a log-in name and its passphrase open it: for real records, which by law must be kept from others.",
    ),
    (
        "Not encrypted",
        "Whoever can read the disk reads the records, with any program. Only for trying out.",
    ),
)


class Secret(NamedTuple):
    """What opens new records."""

    person: str
    passphrase: str
    code: str

    def __repr__(self) -> str:
        return f"Secret({self.person!r})"


class Rules(Protocol):
    """What is asked of names, passphrases and codes; a sentence for what is wrong, None for what is well."""

    def not_installed(self) -> str | None: ...
    def usual_name(self) -> str: ...
    def wrong_name(self, person: str) -> str | None: ...
    def wrong_passphrase(self, passphrase: str) -> str | None: ...
    def new_code(self) -> str: ...
    def part_asked(self, code: str) -> tuple[int, int]: ...
    def is_part(self, code: str, typed: str) -> bool: ...


class Securing:
    """Asks on a box; done is called with what opens the records, or None for plain ones, left when given up."""

    def __init__(
        self, box: AskBox, rules: Rules, done: Callable[[Secret | None], None], left: Callable[[], None]
    ) -> None:
        self.box, self.rules, self.done, self.leave = box, rules, done, left
        self.code = ""

    def ask_how(self) -> None:
        self.box.left = self.leave
        self.box.ask(
            Question(
                "How the records are kept", [], choices=CHOICES, keys=(("escape", "back", self.leave),), does="choose"
            ),
            self._how,
        )

    def _how(self, texts: list[str]) -> None:
        if texts == ["1"]:
            self.done(None)
            return
        missing = self.rules.not_installed()
        if missing:
            self.box.say(missing)
        else:
            self._ask_person()

    def _ask_person(self, *said: str, person: str = "") -> None:
        self.box.ask(
            Question(
                "Who opens the records",
                ["At least 12 characters, of any kind: four or five words that nobody else would put together."],
                (
                    Line("Log-in name", person or self.rules.usual_name()),
                    Line("Passphrase", secret=True),
                    Line("Again", secret=True),
                ),
                keys=(("escape", "back", self.ask_how),),
            ),
            self._person,
            *said,
        )

    def _person(self, texts: list[str]) -> None:
        person, passphrase, again = texts
        person = person.strip()
        wrong = self.rules.wrong_name(person) or self.rules.wrong_passphrase(passphrase)
        if wrong is None and passphrase != again:
            wrong = "The two passphrases were not the same."
        if wrong:
            self._ask_person(wrong, person=person)
        else:
            self.code = self.rules.new_code()
            self._ask_code(person, passphrase)

    def _ask_code(self, person: str, passphrase: str, *said: str) -> None:
        first, second = self.rules.part_asked(self.code)

        def answered(texts: list[str]) -> None:
            if self.rules.is_part(self.code, texts[0]):
                secret = Secret(person, passphrase, self.code)
                self.box.forget()
                self.code = ""
                self.done(secret)
            else:
                self._ask_code(person, passphrase, "That is not what stands there.")

        self.box.ask(
            Question(
                "The recovery code",
                [
                    "It opens the records when a passphrase is forgotten. It is shown only now: write it down, and "
                    "keep it where the agency keeps what must not be lost.",
                    "",
                    [("   ", "text"), (self.code, "strong")],
                ],
                (Line(f"Its groups {first} and {second}", hint="typed back, to be sure"),),
                keys=(("escape", "back", self._ask_person),),
            ),
            answered,
            *said,
        )
