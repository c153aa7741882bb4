"""The forms of what holds for the whole agency: closed days, ways between areas, settings. R19"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from tcm_tui.desk import recording, roles
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.forms.handling import Filled, Handler, Values
from tcm_tui.desk.forms.reading import one_line
from tcm_tui.desk.forms.records import Records, note
from tcm_tui.desk.forms.shapes import Field, FieldError, Form
from tcm_tui.records.csvfiles.wording import counted
from tcm_tui.records.queries import record as sql
from tcm_tui.rules import policies, saying
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from datetime import date

    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job, Objections


class Closures(Records):
    """The agency's own closed days, and preloaded ones on which it is open."""

    form = Form(
        "closure",
        "Closed day",
        (
            Field("date", "Day", "day", True),
            Field("name", "Name", "text", help="why it is closed"),
            Field("open", "Open after all", "yesno", True, help="yes takes a holiday of the calendar away"),
        ),
        "Save",
        "closures",
    )

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        return {"open": "no"} | found

    def value(self, field: Field, row: dict[str, Any]) -> Any:
        found = super().value(field, row)
        return bool(found) if field.name == "open" else found

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """What is planned on it; outreach clocks skip it."""
        day = values["date"]
        closed = frame.desk.calendar.closed_name(day)
        if values["open"]:
            was = f"closed otherwise: {closed}" if closed else "and no closed day of the calendar anyway"
            frame.objections.say("ok" if closed else "warn", "R19", f"{day} is open, {was}")
            return
        span = {"first": day.isoformat(), "last": day.isoformat()}
        text = f"{day} is no business day: outreach clocks go on after it"
        if not roles.shows_members(frame.desk):
            frame.objections.say("ok", "R19", f"{text}; {roles.UNSEEN}")
            return
        planned = len(frame.desk.store.rows(sql.PLANNED_ON, span))
        if planned:
            frame.objections.say("warn", "R19", f"{text}; {counted(planned, 'visit')} planned on it")
        else:
            frame.objections.say("ok", "R19", text)


class Travel(Records):
    """Minutes from one area to another."""

    form = Form(
        "travel",
        "Way between two areas",
        (
            Field("area_from", "From area", "text", True),
            Field("area_to", "To area", "text", True),
            Field("minutes", "Minutes", "minutes", True, help="the way back takes as long unless it is recorded too"),
        ),
        "Save",
        "travel",
    )

    def cross(self, values: Values) -> dict[str, str]:
        if values["area_from"] == values["area_to"]:
            return {"area_to": "The two areas are the same; stops within one area go by the setting hop_minutes."}
        return {}


class Settings(Records):
    """One of the declared settings of the agency (``rules.policies``)."""

    form = Form(
        "setting",
        "Setting of the agency",
        (
            Field("key", "Setting", "choice", True, tuple(policies.BY_KEY)),
            Field("value", "Value", "text", help="see the settings for what it can be"),
        ),
        "Save",
        "settings",
    )
    never_null: ClassVar[dict[str, Any]] = {"value": ""}

    def key_of(self, context: Mapping[str, str]) -> str | None:
        return context.get("record") or context.get("key") or None

    def begin(self, desk: Desk, context: Mapping[str, str], on: date) -> dict[str, str]:
        """The value in force: the stored one, else the default."""
        key = self.key_of(context)
        if key is None:
            return {}
        if key not in policies.BY_KEY:
            raise Refused(one_line(f"“{key}” is no setting; they are {', '.join(policies.BY_KEY)}."))
        row = recording.load(desk, "settings", key)
        return {"key": key, "value": row["value"] if row else policies.BY_KEY[key].default}

    def cross(self, values: Values) -> dict[str, str]:
        try:
            policies.read(values["key"], _stored(values["key"], values["value"]))
        except (policies.SettingError, FieldError) as error:
            return {"value": one_line(f"{error}.").replace("..", ".")}
        return {}

    def rows(self, values: Values) -> list[dict[str, Any]]:
        return [{"key": values["key"], "value": _stored(values["key"], values["value"])}]

    def check(self, desk: Desk, filled: Filled) -> Objections:
        from tcm_tui.desk import booking, writing

        found = writing.Objections()
        self.say(booking.aside(desk, found), filled.values, filled)
        return found

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """What it means, and whether it goes with the others."""
        [row] = self.rows(values)
        declared = policies.BY_KEY[row["key"]]
        against = dict(policies.together(frame.desk.settings | {row["key"]: row["value"]}))
        before = dict(policies.together(frame.desk.settings))
        for key, sentence in against.items():
            if key not in before:
                raise Refused(one_line(f"{key}: {sentence}."))
        now = frame.desk.settings.get(row["key"], declared.default)
        text = f"{declared.title}: {now or 'nothing'} becomes {row['value'] or 'nothing'}"
        if policies.policy_from(frame.desk.settings | {row["key"]: row["value"]}) != frame.desk.policy:
            text += "; every answer follows at once"
        from tcm_tui.rules.book import source

        reason = Reason(declared.rule, text, source(declared.rule)) if declared.rule else note(text)
        frame.objections.add("ok", reason)

    def store(self, frame: Job, record: str | None, filled: Filled) -> str:
        [row] = self.rows(filled.values)
        stored = recording.load(frame.desk, "settings", row["key"]) is not None
        if stored:
            ident = recording.change(frame, "settings", row["key"], row)
        else:
            ident = recording.add(frame, "settings", row)
        chosen = policies.policy_from(frame.desk.settings | {row["key"]: row["value"]})
        frame.uow.refresh(chosen, frame.desk.packs, [])  # everything, where the ledger follows from the setting
        return ident


def _stored(key: str, text: str | None) -> str:
    """A typed value as it is stored: yes and no as true and false, times as 08:00. Raises FieldError."""
    from tcm_tui.desk.forms import reading, times

    declared, text = policies.BY_KEY[key], (text or "").strip()
    if declared.kind == "yesno":
        return "true" if reading.yesno(text) else "false"
    if declared.kind == "time" and text:
        return saying.clock(times.read_time(text))
    if declared.kind == "span" and text:
        first, dash, last = text.partition("-")
        if dash:
            return f"{saying.clock(times.read_time(first))}-{saying.clock(times.read_time(last))}"
    if declared.kind == "minutes" and text:
        return str(times.read_minutes(text))
    return text


HANDLERS: dict[str, Handler] = {"closure": Closures(), "travel": Travel(), "setting": Settings()}
