"""What a command is looked for by, beside its title and help: the words of the field and a newcomer's own.

Beside the commands the palette finds every form, every setting, and what only the command line does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tcm_tui.ui import commands
from tcm_tui.ui.commands import Command

ALSO: dict[str, str] = {
    "area.week": "contacts appointments visits calendar schedule agenda diary my day due now hours limits",
    "area.caseload": "members clients patients people list contacts units left cap",
    "area.clocks": "overdue late deadlines due contacts outreach notes signatures reminders tasks to do missing",
    "area.member": "client patient chart record services ledger balance notes history contacts signatures phone",
    "area.agency": "supervisor team staff workers everybody hours pace limits",
    "area.rebalance": "even out move members what if leave transfer caseloads",
    "area.rules": "limits regulation law policy manual sources contacts units caps hours",
    "lookup": "balance remaining limit how many left find search member client",
    "explain": "why reason rule source arithmetic calculation",
    "help": "keys keyboard shortcuts",
    "first": "tutorial guide introduction training how to begin",
    "reload": "refresh update",
    "settings": "options preferences configuration policy limits hours rounding",
    "colours": "theme dark light contrast appearance color",
    "back": "close escape cancel",
    "record.add": "new enter forms everything note signature leave hospital address phone plan holiday",
    "drafts": "unsaved unfinished resume",
    "copy": "clipboard paste",
    "undo": "revert take back mistake wrong delete cancel",
    "redo": "again repeat",
    "quit": "exit leave close stop",
    "day.today": "now date",
    "rebalance.out": "absence vacation sick ill maternity quits resigns away hole",
    "rebalance.join": "hire new worker intake",
    "rebalance.stays": "pin keep continuity",
    "rebalance.reject": "forbid exclude never",
    "rebalance.extra": "balance weighted acuity fair",
    "rebalance.most": "bound limit few",
    "rebalance.hand": "bulk transfer reassign return several",
    "rebalance.sheets": "print handover paper",
    "worker.choose": "staff colleague switch somebody else supervisor user",
    "list.filter": "search find narrow",
    "list.sort": "order",
    "week.plan": "propose schedule suggest fill automatic optimise contacts appointments",
    "week.accept": "confirm yes take",
    "week.accept-all": "confirm yes take everything",
    "week.drop": "reject no refuse",
    "week.drop-all": "reject no refuse",
    "week.book": "appointment contact schedule new phone call home add",
    "week.log": "note progress documentation session service signature fax contact done billed units phone call hours",
    "week.missed": "no-show no show absent appointment contact",
    "week.outreach": "phone call attempt letter contact follow up no-show",
    "week.cancel": "appointment contact call off delete remove",
    "week.print": "calendar ics html file paper appointments",
    "week.weekend": "sunday",
    "grid.hold": "move reschedule appointment change time",
    "grid.later-day": "reschedule appointment change day",
    "grid.later": "reschedule appointment change time",
    "clocks.meet": "fix answer contact note signature overdue",
    "member.plan": "goals signatures licensed professional frequency contacts",
    "member.stay": "hospital inpatient institution admitted discharge nursing jail inmate imd transition",
    "member.residence": "group home foster living address",
    "member.authorization": "prior approval more units limit raise extension",
    "member.external": "other agencies limit",
    "member.hold": "pause suspend",
    "member.refusal": "decline no services",
    "member.details": "phone address e-mail name area demographics language telephone",
    "member.availability": "hours times contact",
    "member.discharge": "hospital leave transition window",
    "member.remove": "delete mistake void",
    "agency.caseload": "members contacts",
    "book": "appointment contact schedule new phone call home add",
    "log": "note progress documentation session service signature fax contact done billed units phone call hours",
    "outreach": "phone call attempt letter contact follow up no-show",
    "miss": "no-show no show absent appointment contact",
    "cancel": "appointment contact call off delete remove",
    "transfer": "reassign hand over another worker",
    "void": "delete remove mistake wrong erase cancel",
}
"""By the command's id."""


class Elsewhere(NamedTuple):
    """What is found and is no command: a form, or a command of the command line."""

    title: str
    also: str


FORMS: dict[str, Elsewhere] = {
    "plan": Elsewhere("Service plan", "goals signature signed licensed professional contacts a month frequency"),
    "stay": Elsewhere("Institutional stay", "hospital inpatient admitted discharge nursing jail imd transition"),
    "residence": Elsewhere("Residence", "group home foster nursing living where"),
    "hold": Elsewhere("On hold", "pause suspend"),
    "refusal": Elsewhere("Refusal of case management", "decline refuses services"),
    "member": Elsewhere("Member", "phone address e-mail name demographics client patient new intake language born"),
    "authorization": Elsewhere("Authorization", "prior approval more units limit raise extension"),
    "external": Elsewhere("Units billed elsewhere", "other agency limit known"),
    "case-manager": Elsewhere("Case manager", "worker staff new hire joins hired leaves left quits site supervisor"),
    "working-hours": Elsewhere("Working hours", "schedule availability time"),
    "leave": Elsewhere("Leave", "vacation holiday sick absence days off time off"),
    "availability": Elsewhere("When a member can be met", "hours times contact"),
    "fixed-appointment": Elsewhere("Fixed appointment", "meeting training court busy block supervision"),
    "credential": Elsewhere("Credential", "training certification licence exam consultation qualification staff"),
    "on-call": Elsewhere("On-call duty", "roster 24 hours crisis night"),
    "closure": Elsewhere("Closed day", "holiday vacation office closed business"),
    "travel": Elsewhere("Way between two areas", "drive travel minutes distance"),
    "remove": Elsewhere("Remove a mistaken record", "delete wrong erase"),
}
"""By the form's id: those that no command of their own opens everywhere."""

BY_COMMAND_LINE: dict[str, Elsewhere] = {
    "export": Elsewhere("Export the agency's files", "csv folder save download data spreadsheet excel"),
    "import": Elsewhere("Import the agency's files", "csv folder load upload data"),
    "backup": Elsewhere("Backup of the database", "back up save safe copy security"),
    "restore": Elsewhere("Bring a backup back", "restore recover"),
    "audit": Elsewhere("The log of every write", "audit history who changed"),
    "check": Elsewhere("Check the records", "audit findings overlap errors compliance documentation notes"),
    "hours": Elsewhere("Hours against the year's pace", "billable productivity target"),
    "doctor": Elsewhere("Look after the database", "repair integrity problem damaged"),
}
"""By the command of the command line."""


def rank(text: str, title: str, *more: str) -> int | None:
    """How well it fits what was typed: 0 the title begins so, 1 a word of it, 2 it, 3 the rest; None: not at all."""
    typed = text.casefold().split()
    head = title.casefold()
    said = " ".join((head, *more)).casefold()
    if not all(word in said for word in typed):
        return None
    if head.startswith(" ".join(typed)):
        return 0
    starts = head.split()
    if all(any(start.startswith(word) for start in starts) for word in typed):
        return 1
    return 2 if all(word in head for word in typed) else 3


def others(here: Iterable[Command], areas: Iterable[str]) -> list[Command]:
    """The commands of areas one is not in, but those that do what one of ``here`` does."""
    titles = {command.title for command in here}
    wheres = {command.where for command in here}
    return [c for c in commands.COMMANDS if c.where in areas and c.where not in wheres and c.title not in titles]
