"""``tcm record``: every form of the screens, by plain words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from tcm_tui.cli import out
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.options import Db, Json, Key, On, Override, Why

if TYPE_CHECKING:
    from tcm_tui.desk.forms import Form
    from tcm_tui.desk.office import Desk


def _words(given: dict[str, Any]) -> list[str]:
    """What may come next on the command line: a form's name, then its fields."""
    from tcm_tui.desk import forms
    from tcm_tui.desk.forms.catalog import MODULES

    name = given.get("form")
    if name not in MODULES:
        return list(MODULES)
    taken = {text.partition("=")[0] for text in given.get("fields") or ()}
    return [f"{field.name}=" for field in forms.form(name).fields if field.name not in taken]


def record(
    form: Annotated[str | None, Arg("[FORM]", "Which form; without it they are listed.", _words)] = None,
    fields: Annotated[list[str] | None, Arg("[FIELD=TEXT]", "What to fill in, as on the screen.", _words)] = None,
    about: Annotated[bool, Opt("--fields", "List the form's fields instead.")] = False,
    edit: Annotated[str | None, Opt("--edit", "The key of the record to change; without it a new one.", "KEY")] = None,
    dry: Annotated[bool, Opt("--check", "Say what it would do and store nothing.")] = False,
    key: Key = None,
    override: Override = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """Fill in a form: every record can be added, changed and removed here."""
    from tcm_tui.cli.show import record as show
    from tcm_tui.desk import errors, forms, office

    if form is None:
        out.as_json(show.forms_json(forms.all())) if json else out.as_text(show.forms_text(forms.all()))
        return 0
    try:
        asked = forms.form(form)
    except errors.NotOne as error:
        raise errors.WrongUsage(str(error)) from None
    if about:
        out.as_json(show.fields_json(asked)) if json else out.as_text(show.fields_text(asked))
        return 0
    given = _given(asked, fields or [])
    day = office.today(on)
    with office.at_desk(db) as desk:
        context = _context(desk, asked, given, edit, day)
        began = forms.begin(desk, form, context, day)
        texts = began | given
        if dry:
            checked = forms.check(desk, form, texts, day, context)
            saved = forms.Saved(checked.errors, show.as_result(checked), {}, ())
        else:
            saved = forms.save(desk, form, texts, day, context, began=began, override=override, key=key)
        echoed = [(field, forms.echo(desk, field, texts.get(field.name, ""), day)) for field in asked.fields]
    if json:
        out.as_json(show.to_json(saved, texts))
    stopped = bool(saved.errors or saved.conflict) or saved.result is None
    refused = not stopped and saved.result is not None and saved.result.id is None
    if dry and saved.result is not None:
        refused = saved.result.verdict == "refused"
    lines = show.to_text(asked, saved, echoed, why, dry)
    if stopped or refused:
        out.note("\n".join(lines))
    elif not json:
        out.as_text(lines)
    return 2 if saved.errors else int(stopped or refused)


def _given(form: Form, fields: list[str]) -> dict[str, str]:
    """The texts by field. Raises WrongUsage for what is no ``FIELD=TEXT`` of the form."""
    from tcm_tui.desk.errors import WrongUsage
    from tcm_tui.desk.forms.reading import unstorable

    known = [field.name for field in form.fields]
    found: dict[str, str] = {}
    for text in fields:
        name, equals, value = text.partition("=")
        if unstorable(text):
            raise WrongUsage(f"{name}: it holds a character that can't be stored; type it again.")
        if not equals or name not in known:
            raise WrongUsage(f"“{text}” is no field of {form.id}; write FIELD=TEXT with one of {', '.join(known)}.")
        if name in found:
            raise WrongUsage(f"{name} is given twice; give it once.")
        found[name] = value
    return found


def _context(desk: Desk, form: Form, given: dict[str, str], edit: str | None, day: date) -> dict[str, str]:
    """What the form starts from: the texts given, names as ids, and the record to edit."""
    from tcm_tui.desk import names
    from tcm_tui.desk.errors import DeskError

    found = {name: text for name, text in given.items() if text.strip()}
    for field in form.fields:
        if field.kind in ("member", "worker") and field.name in found:
            try:
                read = names.member_id if field.kind == "member" else names.cm_id
                found[field.name] = read(desk, found[field.name])
            except DeskError:
                del found[field.name]  # the form itself says what is wrong with it
    if edit is not None:
        whose = {"members": names.member_id, "case_managers": names.cm_id}.get(form.entity)
        found["record"] = whose(desk, edit) if whose is not None else edit
        if form.id == "move":
            found["appointment"] = edit
    return found
