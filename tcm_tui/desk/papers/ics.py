"""The visits to come as an iCalendar file (RFC 5545), by the icalendar package, imported here only."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from tcm_tui.desk.papers import words
from tcm_tui.desk.views import Visit, WeekView
from tcm_tui.rules.units import ZONE


def planned(view: WeekView) -> list[Visit]:
    """What a calendar should hold: the visits still to come."""
    return [visit for visit in view.visits if visit.status == "scheduled"]


def calendar(view: WeekView, at: datetime) -> bytes:
    """The file. at: the moment it is made, from which a calendar program sees which of two is the later one.

    Times are those of Oklahoma's clocks, the zone's rules are in the file; a visit without a time is its whole day.
    An event keeps its UID, so that importing a week again changes what is there.
    """
    made = Calendar()
    made.add("prodid", "-//tcm-tui//week//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    zone = ZoneInfo(ZONE)
    visits = planned(view)
    if any(visit.start is not None for visit in visits):
        made.add_component(_zone())
    for visit in visits:
        made.add_component(_event(visit, at.astimezone(UTC), zone))
    return bytes(made.to_ical())


def _zone() -> Timezone:
    """The rules of the zone since 2007: on from the second Sunday of March, off on the first of November, at 02:00."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    for part, name, month, sunday, before, after in (
        (TimezoneDaylight(), "CDT", 3, "2SU", -6, -5),
        (TimezoneStandard(), "CST", 11, "1SU", -5, -6),
    ):
        part.add("dtstart", datetime(2007, month, 11 if month == 3 else 4, 2))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": sunday})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def _event(visit: Visit, at: datetime, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", f"{words.clean(visit.appointment)}@tcm-tui")
    event.add("dtstamp", at.replace(microsecond=0))
    held = f", {words.units(visit.units)}" if visit.units else ""
    event.add("summary", f"{words.clean(visit.member_name)}: {words.kind(visit)}{held}")
    event.add("class", "PRIVATE")
    if visit.start is None:
        event.add("dtstart", visit.date)
        event.add("dtend", visit.date + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return event
    event.add("dtstart", _moment(visit.date, visit.start, zone))
    if visit.stop is not None and visit.stop > visit.start:
        event.add("dtend", _moment(visit.date, visit.stop, zone))
    return event


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """A time of the local clock; minutes from midnight, from 1440 on of the next day."""
    return datetime.combine(day + timedelta(days=minutes // 1440), time(minutes // 60 % 24, minutes % 60), zone)
