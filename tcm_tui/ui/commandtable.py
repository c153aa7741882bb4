"""Every command, declared once: its keys, key-bar label, palette entry, help line and keymap id.

``where`` names what must have the focus (or be on screen) for it: a widget's or screen's ``CONTEXT``, or
``everywhere``. The ids are published: a keymap file rebinds them, so they are never renamed.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """keys: as Textual names them, comma between. bar: the short word of the key bar, empty: not there."""

    id: str
    where: str
    keys: str
    title: str
    action: str
    bar: str = ""
    help: str = ""


COMMANDS: tuple[Command, ...] = (
    # Areas
    Command("area.week", "everywhere", "1", "Week", "area('week')", help="Booked visits, what is due, where you stand"),
    Command("area.caseload", "everywhere", "2", "Caseload", "area('caseload')", help="A line a member"),
    Command("area.clocks", "everywhere", "3", "Clocks", "area('clocks')", help="Every deadline, day by day"),
    Command("area.member", "everywhere", "4", "Member", "area('member')", help="Everything about one member"),
    Command("area.agency", "everywhere", "5", "Agency", "area('agency')", help="A line a case manager"),
    Command(
        "area.rebalance", "everywhere", "6", "Rebalance", "area('rebalance')", help="What if, and the fewest moves"
    ),
    Command("area.rules", "everywhere", "7", "Rules", "area('rules')", help="The rule book, with values by date"),
    # From anywhere
    Command("lookup", "everywhere", "/,u", "Unit look-up", "lookup", "units", "How many units are left? Type a name"),
    Command("explain", "everywhere", "e", "Explain", "explain", "explain", "Rule, arithmetic and source of this line"),
    Command("help", "everywhere", "?", "Help", "help", "keys", "The keys of what has the focus"),
    Command("first", "everywhere", "f1", "First five minutes", "first", help="A caseload's week step by step"),
    Command("palette", "everywhere", "ctrl+p", "Commands", "palette", "", "Find a command by its name"),
    Command(
        "day.before",
        "everywhere",
        "[",
        "The day before",
        "day(-1)",
        help="A day earlier; Week, Roster: a week; Report: a month",
    ),
    Command(
        "day.after",
        "everywhere",
        "]",
        "The day after",
        "day(1)",
        help="A day later; Week, Roster: a week; Report: a month",
    ),
    Command(
        "day.week-before",
        "everywhere",
        "{",
        "A week before",
        "day(-7)",
        help="A week earlier; Week, Roster: a day; Report: a year",
    ),
    Command(
        "day.week-after",
        "everywhere",
        "}",
        "A week after",
        "day(7)",
        help="A week later; Week, Roster: a day; Report: a year",
    ),
    Command("day.today", "everywhere", "t", "Today", "today", help="Back to today"),
    Command("reload", "everywhere", "f5", "Read again", "reload", help="Read what is shown again from the records"),
    Command("settings", "everywhere", "f8", "Settings", "settings", help="The agency's choices, and your own"),
    Command("colours", "everywhere", "f9", "Colours", "colours", help="Choose a colour theme"),
    Command(
        "back",
        "everywhere",
        "escape,backspace",
        "Back",
        "step_back",
        help="Backspace goes back at once in any terminal",
    ),
    Command(
        "record.add", "everywhere", "N", "Add a record…", "add_record", help="Every form, for whom the cursor is on"
    ),
    Command("drafts", "everywhere", "D", "Drafts", "drafts", help="Go on with what was typed and not saved"),
    Command("copy", "everywhere", "y", "Copy", "copy", help="The line or answer, as text, to the clipboard"),
    Command("undo", "everywhere", "ctrl+z", "Undo", "undo", help="Take back the last write of this session"),
    Command("redo", "everywhere", "ctrl+y", "Redo", "redo", help="Do again what was taken back"),
    Command(
        "private",
        "everywhere",
        "f12",
        "Blank the screen",
        "private",
        help="At once, over anything; any key brings it back",
    ),
    Command("lock", "everywhere", "ctrl+l", "Lock", "lock", help="Encrypted records: closed until the next log-in"),
    Command("quit", "everywhere", "f10,ctrl+q", "Quit", "quit"),
    # Whose work is shown
    Command("worker.choose", "worker", "w", "Choose a case manager", "app.choose_worker", "worker"),
    Command("worker.next", "worker", ">", "Next case manager", "app.worker(1)"),
    Command("worker.before", "worker", "<", "Case manager before", "app.worker(-1)"),
    # Lists
    Command("list.open", "list", "enter", "Open", "open", "open", "What the line is about"),
    Command("list.filter", "list", "f", "Filter", "filter", "filter", "Type to keep the lines that fit; esc shows all"),
    Command("list.sort", "list", "s", "Sort by the next column", "sort", "sort", "Or click a column's title"),
    Command("list.reverse", "list", "S", "Turn the order round", "reverse"),
    Command("list.down", "list", "down,j", "Line down", "move(1)"),
    Command("list.up", "list", "up,k", "Line up", "move(-1)"),
    Command("list.page-down", "list", "pagedown,ctrl+d", "Page down", "page(1)"),
    Command("list.page-up", "list", "pageup,ctrl+u", "Page up", "page(-1)"),
    Command("list.top", "list", "home,g", "First line", "edge(-1)"),
    Command("list.bottom", "list", "end,G", "Last line", "edge(1)"),
    Command("list.section", "list", "n", "Next section", "section(1)", "section", "In lists with headings"),
    # The week's days
    Command("grid.down", "grid", "down,j", "Visit below", "move(0, 1)"),
    Command("grid.up", "grid", "up,k", "Visit above", "move(0, -1)"),
    Command("grid.left", "grid", "left", "Day before", "move(-1, 0)"),
    Command("grid.right", "grid", "right", "Day after", "move(1, 0)"),
    Command("grid.top", "grid", "home,g", "First visit of the day", "edge(-1)"),
    Command("grid.bottom", "grid", "end,G", "Last visit of the day", "edge(1)"),
    Command("grid.open", "grid", "enter", "Open the member", "open", "open", "While a visit is moved: store it here"),
    Command(
        "grid.hold", "grid", "space", "Take the visit up", "hold", help="Then the arrows move it; esc puts it back"
    ),
    Command("grid.earlier-day", "grid", "shift+left", "Move to the day before", "shift(-1, 0)", "move"),
    Command("grid.later-day", "grid", "shift+right", "Move to the day after", "shift(1, 0)"),
    Command("grid.earlier", "grid", "shift+up", "Move 15 minutes earlier", "shift(0, -1)"),
    Command("grid.later", "grid", "shift+down", "Move 15 minutes later", "shift(0, 1)"),
    Command("grid.longer", "grid", "+", "A unit longer", "shift(0, 0, 1)"),
    Command("grid.shorter", "grid", "-", "A unit shorter", "shift(0, 0, -1)"),
    # Areas' own
    Command("week.plan", "week", "p", "Plan the week", "plan", "plan", "Proposed visits stand as ░ until accepted"),
    Command("week.accept", "week", "a", "Accept the proposed visit", "accept", "accept", "It is booked"),
    Command(
        "week.accept-all", "week", "A", "Accept all proposed visits", "accept_all", "all", "One undo takes them back"
    ),
    Command("week.drop", "week", "x", "Drop the proposed visit", "drop", "drop"),
    Command("week.drop-all", "week", "X", "Drop the whole plan", "drop_all"),
    Command("week.book", "week", "b", "Book a visit", "book", "book", "On the cursor's day, at its next free time"),
    Command("week.log", "week", "l", "Log what was done", "log", "log", "From the visit, with its times"),
    Command("week.missed", "week", "m", "Mark the visit missed", "missed", "missed", "The outreach clock starts"),
    Command(
        "week.outreach", "week", "o", "Outreach", "outreach", "outreach", "For a missed visit or a member of the queue"
    ),
    Command("week.cancel", "week", "c", "Cancel the visit", "cancel", "cancel"),
    Command(
        "week.print", "week", "P", "Print or export", "app.print_week", "print", "Page of text, HTML, calendar file"
    ),
    Command("week.weekend", "week", "W", "Saturday and Sunday", "weekend", "weekend", "Show or hide the weekend"),
    Command(
        "clocks.meet", "clocks", "d", "Do what it asks for", "meet", "do it", "Opens the form that meets the deadline"
    ),
    Command("clocks.team", "clocks", "a", "Whole team, or one", "team", "team/me", "All case managers' deadlines"),
    Command(
        "clocks.group",
        "clocks",
        "z",
        "Headings by day, case manager or kind",
        "group",
        "group",
        "And how many under each",
    ),
    Command("clocks.part", "clocks", "v", "Part of the agency", "part", help="A site, a type, a supervisor's people"),
    Command("clocks.met", "clocks", "m", "Met ones too", "met", "met too", "Also what is met already"),
    Command("clocks.longer", "clocks", "+", "Look further ahead", "ahead(31)", help="A month more"),
    Command("clocks.shorter", "clocks", "-", "Look less far ahead", "ahead(-31)"),
    Command("member.plan", "member", "P", "A new plan", "new('plan')", help="Enter on a plan's line changes that one"),
    Command("member.stay", "member", "I", "A new stay", "new('stay')", help="Hospital, nursing facility and the like"),
    Command(
        "member.residence", "member", "H", "A new residence", "new('residence')", help="Home, group home and so on"
    ),
    Command("member.authorization", "member", "A", "A new authorization", "new('authorization')"),
    Command("member.external", "member", "X", "Units known elsewhere", "new('external')", help="Of other agencies"),
    Command("member.hold", "member", "O", "Put on hold", "change('hold')", help="Or end a hold"),
    Command("member.refusal", "member", "F", "Refused services", "change('refusal')"),
    Command(
        "member.details", "member", "C", "Contact details", "change('member')", help="Name, phone, area, program …"
    ),
    Command("member.availability", "member", "K", "When the member can be seen", "new('availability')"),
    Command("member.discharge", "member", "W", "What if discharged on …", "discharge", "what if", "Nothing is stored"),
    Command(
        "member.remove", "member", "R", "Take this record back", "remove", help="Void or remove it, with the reason"
    ),
    Command("agency.behind", "agency", "i", "Behind the figure", "behind", "behind", "Its members, workers or hours"),
    Command("agency.figure", "agency", "right", "Next figure", "figure(1)", "", "Choose what i and e are about"),
    Command("agency.figure-before", "agency", "left", "Figure before", "figure(-1)"),
    Command(
        "agency.part", "agency", "v", "Part of the agency", "part", "part", "A site, a type, a supervisor's people"
    ),
    Command("agency.by", "agency", "z", "By worker, site or type", "by", "by", "A line a worker, a site or a type"),
    Command(
        "agency.report", "agency", "r", "Month report", "app.area('report')", "report", "Every figure with its rule"
    ),
    Command("agency.staff", "agency", "p", "Staff sheet", "app.area('staff')", "staff", "Who is qualified for what"),
    Command(
        "agency.roster",
        "agency",
        "o",
        "On-call roster",
        "app.area('roster')",
        "on call",
        "Who is on call, and the holes",
    ),
    Command(
        "agency.ahead",
        "agency",
        "a",
        "Looking ahead",
        "app.area('ahead')",
        "ahead",
        "The coming year: units, contacts, caseloads, hires",
    ),
    Command("ahead.next", "ahead", "right", "Next figure", "figure(1)", "figure", "Another one in the plot"),
    Command("ahead.before", "ahead", "left", "Figure before", "figure(-1)"),
    Command("ahead.part", "ahead", "v", "Part of the agency", "part", "part", "A site, a type, a supervisor's people"),
    Command(
        "staff.credential",
        "staff",
        "a",
        "A credential for this case manager",
        "credential",
        "credential",
        "Training, certification, consultation …",
    ),
    Command("staff.part", "staff", "v", "Part of the agency", "part", "part", "A site, a type, a supervisor's people"),
    Command("staff.week", "staff", "p", "That worker's week", "week"),
    Command("sheet.credential", "sheet", "a", "A new credential", "new", "new", "Of the kind the cursor is on"),
    Command("sheet.remove", "sheet", "R", "Take this credential back", "remove", help="With the reason"),
    Command("roster.part", "roster", "v", "Part of the agency", "part", help="Its program, and who may take a hole"),
    Command("roster.duty", "roster", "a", "A new duty", "duty", "duty", "Over the hole or day the cursor is on"),
    Command("roster.remove", "roster", "R", "Take this duty back", "remove", "remove", "With the reason"),
    Command("agency.caseload", "agency", "c", "That worker's caseload", "caseload", "caseload"),
    # What if, and the moves
    Command("rebalance.accept", "rebalance", "a", "Accept the move", "accept", "accept", "Again: leave it open"),
    Command("rebalance.reject", "rebalance", "x", "Reject the move", "reject", "reject", "Or take a what-if away"),
    Command("rebalance.accept-all", "rebalance", "A", "Accept all moves", "accept_all", "all"),
    Command(
        "rebalance.take-back", "rebalance", "z", "Take the last choice back", "take_back", "back", "Of the what-if"
    ),
    Command("rebalance.apply", "rebalance", "ctrl+s,f2", "Apply the moves", "apply", "apply", "From a day on"),
    Command("rebalance.out", "rebalance", "l", "What if somebody is out", "out", "out", "On leave, or gone for good"),
    Command("rebalance.join", "rebalance", "w", "What if somebody joins", "join", "joins", "A new case manager"),
    Command("rebalance.stays", "rebalance", "p", "What if a member stays", "stays", "stays", "Is not to be moved"),
    Command("rebalance.most", "rebalance", "m", "At most so many moves", "most", "most"),
    Command("rebalance.extra", "rebalance", "b", "More moves for an even load", "extra", "even", "Beyond the fewest"),
    Command("rebalance.part", "rebalance", "v", "Part of the agency", "part", "part", "Only these give and take"),
    Command("rebalance.clear", "rebalance", "C", "Ask nothing more", "clear", help="The agency as it is"),
    Command("rebalance.hand", "rebalance", "T", "Give members by hand", "hand", "by hand", "For leave and return"),
    Command("rebalance.sheets", "rebalance", "P", "Hand-over sheets", "sheets", help="Of the moves applied last"),
    Command("hand.mark", "hand", "space", "Mark", "mark", "mark", "Or take the mark away"),
    Command("hand.all", "hand", "a", "Mark all shown", "mark_all", "all", "Or none, when all are"),
    Command("hand.go", "hand", "ctrl+s,f2", "Go on with those marked", "go", "go on", "Enter does it too"),
    Command("report.about", "report", "w", "A case manager's month", "about", "whose", "Or all of them again"),
    Command("report.part", "report", "v", "Part of the agency", "part", "part", "A site, type or supervisor's people"),
    Command("report.files", "report", "P", "Print or export", "files", "print", "Page to print, workbook, CSV file"),
    Command("report.all", "report", "a", "The whole agency", "all", "agency"),
    Command("focus.next", "panes", "tab", "Next part of the screen", "app.focus_next", "next part"),
    Command("focus.before", "panes", "shift+tab", "Part before", "app.focus_previous"),
    Command("lookup.explain", "lookup", "e", "Explain the answer", "explain"),
    Command("lookup.book", "lookup", "b", "Book a visit for this member", "book"),
    Command("explain.rule", "explain", "r", "Open the rule book at this rule", "rule"),
    # For the member or visit the cursor is on
    Command("book", "acts", "b", "Book a visit", "app.form('book')", "book", "For the member the cursor is on"),
    Command("log", "acts", "l", "Log a service", "app.form('log')", "log", "Record what was done"),
    Command("outreach", "acts", "o", "Outreach", "app.form('outreach')", "outreach", "Answer a missed visit"),
    Command("miss", "acts", "M", "Missed visit", "app.form('miss')", help="Starts the outreach clock"),
    Command("cancel", "acts", "c", "Cancel a visit", "app.form('cancel')", help="Called off; its units are free again"),
    Command("transfer", "acts", "T", "Transfer", "app.form('transfer')", help="To another case manager, from a day on"),
    Command("void", "acts", "V", "Void a record", "app.form('void')", help="Instead of deleting it, with the reason"),
    # A form
    Command("form.save", "form", "ctrl+s,f2", "Save", "save"),
    Command(
        "form.reasons", "form", "f3", "Read all that the rules say", "reasons", help="With the sources; esc comes back"
    ),
    Command("form.anew", "form", "ctrl+n", "Start anew", "anew", help="Drop the draft that was taken up"),
    Command(
        "form.theirs", "form", "ctrl+t", "Take theirs", "theirs", help="Where somebody else changed the same field"
    ),
    # A text to read
    Command("read.down", "reader", "down,j", "Line down", "scroll(1)"),
    Command("read.up", "reader", "up,k", "Line up", "scroll(-1)"),
    Command("read.page-down", "reader", "pagedown,space", "Page down", "page(1)"),
    Command("read.page-up", "reader", "pageup", "Page up", "page(-1)"),
    Command("read.top", "reader", "home,g", "Top", "edge(-1)"),
    Command("read.bottom", "reader", "end,G", "Bottom", "edge(1)"),
)
