"""What a deadline asks for: the form that meets it, and what the form is told."""

from __future__ import annotations

from datetime import timedelta

from tcm_tui.desk.views import ClockItem

DONE = ("met", "met-late")


def form_for(item: ClockItem) -> tuple[str, dict[str, str]] | None:
    """(form, context); None for what is met already, and for a contact whose month is over.

    contact: a visit to book; where one is booked, its service to log. outreach: the attempt. fax and
    documentation: the service. plan: the plan to sign, or the next one. credential: the new row. coverage: the duty.
    """
    if item.status in DONE or (item.kind == "contact" and item.status == "missed"):
        return None
    about = {name: text for name, text in (("member", item.member), ("cm", item.cm)) if text}
    kind, ref = item.kind, item.ref or ""
    if kind == "contact":
        return "log" if item.status == "scheduled" else "book", about
    if kind == "outreach":
        return "outreach", about | {"appointment": ref}
    if kind in ("fax", "documentation"):
        return "service", about | {"service": ref, "record": ref}
    if kind == "plan":
        if item.what == "signature" and ref:
            return "plan", about | {"record": ref}
        after = {"starts_on": (item.due_on + timedelta(days=1)).isoformat()} if item.what == "renewal" else {}
        return "plan", about | after
    if kind == "credential":
        return "credential", about | {"kind": item.what or ""}
    return ("on-call", {"program": item.what or ""}) if kind == "coverage" else None
