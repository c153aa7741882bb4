"""The first schema.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from tcm_tui.records.migrations import onserver
from tcm_tui.records.migrations.building import index, make

revision = "0001"
down_revision = None

_OVERLAP = (
    "ON assignments BEGIN SELECT RAISE(ABORT, 'overlapping assignments of a member') FROM assignments a "
    "WHERE a.member_id = NEW.member_id AND a.starts_on <> NEW.starts_on "
    "AND a.starts_on < coalesce(NEW.ends_on, '9999-12-32') "
    "AND coalesce(a.ends_on, '9999-12-32') > NEW.starts_on; END"
)
_TRIGGERS = (
    f"CREATE TRIGGER tr_assignments_insert BEFORE INSERT {_OVERLAP}",
    f"CREATE TRIGGER tr_assignments_update AFTER UPDATE OF member_id, starts_on, ends_on {_OVERLAP}",
    "CREATE TRIGGER tr_audit_update BEFORE UPDATE ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END",
    "CREATE TRIGGER tr_audit_delete BEFORE DELETE ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is never shortened'); END",
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        onserver.prepare()
    people()
    care()
    visits()
    agency()
    kept()
    if op.get_bind().dialect.name == "sqlite":
        for trigger in _TRIGGERS:
            op.execute(sa.text(trigger))
        expect_sizes()
    else:
        onserver.make_all(onserver.FIRST)


def people() -> None:
    make(
        "sites",
        "site_id! name! contract",
        key="site_id",
        filled="site_id name",
        words={
            "contract": "110 111 114",
        },
    )
    make(
        "case_managers",
        (
            "cm_id! name! level! type! site_id! hired_on:day left_on:day weekly_hours:real fte:real "
            "languages area supervisor_id"
        ),
        key="cm_id",
        refers={"supervisor_id": "case_managers.cm_id", "site_id": "sites.site_id"},
        deferred="supervisor_id",
        filled="cm_id name",
        words={
            "level": "I II III",
            "type": "standard intensive wraparound pact first-time-mothers",
        },
        checks={
            "left_after_hire": "left_on >= hired_on",
            "weekly_hours_of_a_week": "weekly_hours BETWEEN 0 AND 168",
            "fte_not_negative": "fte >= 0",
        },
    )
    make(
        "credentials",
        "cm_id! kind! key_on! began_on:day completed_on:day expires_on:day amount:real",
        key="cm_id kind key_on",
        refers={"cm_id": "case_managers.cm_id"},
        words={
            "kind": (
                "certification competency-exam diploma degree rn cadc college-hours experience "
                "crisis-experience training-cm training-wraparound training-intensive wraparound-credential "
                "consultation coaching"
            ),
        },
        checks={
            "completed_after_beginning": "completed_on >= began_on",
            "amount_not_negative": "amount >= 0",
        },
        sqlite_checks={
            "key_on_is_derived": "key_on = coalesce(began_on, completed_on, expires_on, '')",
        },
    )
    make(
        "members",
        (
            "member_id! first_name! last_name! dob:day! sex phone email address city zip family_id "
            "program! focus! opened_on:day closed_on:day refused_on:day hold_from:day hold_until:day "
            "hold_reason language area acuity:real!=1.0 pinned:truth!=0 exact_from:day"
        ),
        key="member_id",
        filled="member_id first_name last_name",
        words={
            "program": "standard intensive wraparound pact first-time-mothers",
            "focus": "HE HF HV",
        },
        checks={
            "closed_after_opening": "closed_on >= opened_on",
            "hold_has_a_length": "hold_until >= hold_from",
            "acuity_not_negative": "acuity >= 0",
        },
    )


def care() -> None:
    make(
        "assignments",
        "member_id! cm_id! starts_on:day! ends_on:day",
        key="member_id starts_on",
        refers={"member_id": "members.member_id", "cm_id": "case_managers.cm_id"},
        checks={
            "ends_after_start": "ends_on > starts_on",
        },
    )
    index("ix_assignments_cm_id_starts_on_ends_on", "assignments", "cm_id starts_on ends_on")
    make(
        "plans",
        (
            "member_id! starts_on:day! ends_on:day contacts_per_month:whole member_signed_on:day "
            "cm_signed_on:day lbhp_signed_on:day"
        ),
        key="member_id starts_on",
        refers={"member_id": "members.member_id"},
        checks={
            "ends_not_before_start": "ends_on >= starts_on",
            "contacts_not_negative": "contacts_per_month >= 0",
        },
    )
    make(
        "residences",
        "member_id! kind! starts_on:day! ends_on:day",
        key="member_id kind starts_on",
        refers={"member_id": "members.member_id"},
        words={
            "kind": "home nursing-facility residential-behavior-management group-home foster-home icf-mr",
        },
        checks={
            "ends_after_start": "ends_on > starts_on",
        },
    )
    make(
        "stays",
        "member_id! kind! admitted_on:day! planned_discharge_on:day discharged_on:day covered:truth!=1",
        key="member_id kind admitted_on",
        refers={"member_id": "members.member_id"},
        words={
            "kind": "hospital imd nursing-facility public-institution-inmate other",
        },
        checks={
            "planned_after_admission": "planned_discharge_on >= admitted_on",
            "discharged_after_admission": "discharged_on >= admitted_on",
        },
    )


def visits() -> None:
    make(
        "appointments",
        (
            "appointment_id! member_id! cm_id date:day! start_min:whole stop_min:whole kind! status! "
            "units:whole learned_on:day voided_on:day voided_because"
        ),
        key="appointment_id",
        refers={"member_id": "members.member_id", "cm_id": "case_managers.cm_id"},
        filled="appointment_id",
        words={
            "kind": "community-contact office-contact phone-contact provider",
            "status": "scheduled kept missed rescheduled cancelled",
        },
        checks={
            "start_on_the_clock": "start_min BETWEEN 0 AND 1439",
            "stop_after_start": "stop_min > start_min AND stop_min <= 2880",
            "stop_needs_a_start": "stop_min IS NULL OR start_min IS NOT NULL",
            "units_not_negative": "units >= 0",
            "voided_with_a_reason": "(voided_on IS NULL) = (voided_because IS NULL)",
        },
    )
    index("ix_appointments_cm_id_date", "appointments", "cm_id date")
    index("ix_appointments_member_id_date", "appointments", "member_id date")
    index(
        "ix_appointments_missed",
        "appointments",
        "member_id date learned_on status voided_on",
        "status = 'missed' AND voided_on IS NULL",
    )
    index(
        "ix_appointments_scheduled",
        "appointments",
        "member_id date kind start_min stop_min units cm_id status voided_on",
        "status = 'scheduled' AND voided_on IS NULL",
    )
    make(
        "outreach",
        "outreach_id! member_id! appointment_id date:day! mode result voided_on:day voided_because",
        key="outreach_id",
        refers={"member_id": "members.member_id", "appointment_id": "appointments.appointment_id"},
        filled="outreach_id",
        words={
            "mode": "phone face-to-face text letter other",
            "result": "reached message no-answer refused other",
        },
        checks={
            "voided_with_a_reason": "(voided_on IS NULL) = (voided_because IS NULL)",
        },
    )
    index("ix_outreach_member_id_date", "outreach", "member_id date")
    make(
        "services",
        (
            "service_id! member_id! cm_id! date:day! start_min:whole! stop_min:whole! activity! mode "
            "place member_present:truth focus level_modifier contract appointment_id signature fax_on:day "
            "original_filed_on:day elements:whole!=0 voided_on:day voided_because"
        ),
        key="service_id",
        refers={
            "member_id": "members.member_id",
            "cm_id": "case_managers.cm_id",
            "appointment_id": "appointments.appointment_id",
        },
        filled="service_id",
        words={
            "activity": (
                "plan-information member-face-to-face provider-face-to-face member-remote provider-remote "
                "family-remote plan-monitoring crisis-diversion transition plan-development forms travel "
                "escort financial-goals shopping-bills delivery therapy soonercare-forms solo-paperwork "
                "eligibility intake preadmission-screening prior-authorization soonercare-outreach"
            ),
            "mode": "face-to-face phone telehealth",
            "place": "home community office other",
            "focus": "HE HF HV",
            "level_modifier": "TF TG HN HM",
            "contract": "110 111 114",
            "signature": "original fax",
        },
        checks={
            "start_on_the_clock": "start_min BETWEEN 0 AND 1439",
            "stop_after_start": "stop_min > start_min AND stop_min <= 2880",
            "elements_are_eleven": "elements BETWEEN 0 AND 2047",
            "voided_with_a_reason": "(voided_on IS NULL) = (voided_because IS NULL)",
        },
    )
    index(
        "ix_services_appointment_id",
        "services",
        "appointment_id date voided_on",
        "appointment_id IS NOT NULL AND voided_on IS NULL",
    )
    index("ix_services_cm_id_date", "services", "cm_id date start_min stop_min voided_on", "voided_on IS NULL")
    index(
        "ix_services_faxed",
        "services",
        "fax_on original_filed_on cm_id member_id voided_on",
        "fax_on IS NOT NULL AND voided_on IS NULL",
    )
    index("ix_services_member_id_date", "services", "member_id date")


def agency() -> None:
    make(
        "authorizations",
        "member_id! number! units:whole! period! starts_on:day! ends_on:day! level_modifier",
        key="member_id number",
        refers={"member_id": "members.member_id"},
        filled="number",
        words={
            "period": "day month total",
            "level_modifier": "TF TG HN HM",
        },
        checks={
            "ends_not_before_start": "ends_on >= starts_on",
            "units_not_negative": "units >= 0",
        },
    )
    make(
        "external_units",
        "member_id! month:day! source!='' units:whole! as_of:day",
        key="member_id month source",
        refers={"member_id": "members.member_id"},
        checks={
            "units_not_negative": "units >= 0",
        },
        sqlite_checks={
            "month_is_its_first_day": "substr(month, 9) = '01'",
        },
    )
    make(
        "on_call",
        "cm_id! program! starts_at! ends_at!",
        key="cm_id program starts_at",
        refers={"cm_id": "case_managers.cm_id"},
        words={
            "program": "standard intensive wraparound pact first-time-mothers",
        },
        checks={
            "ends_after_start": "ends_at > starts_at",
        },
        sqlite_checks={
            "starts_at_is_a_minute": "starts_at IS strftime('%Y-%m-%dT%H:%M', starts_at, '+0 days')",
            "ends_at_is_a_minute": "ends_at IS strftime('%Y-%m-%dT%H:%M', ends_at, '+0 days')",
        },
    )
    make(
        "closures",
        "date:day! name open:truth!=0",
        key="date",
    )
    make(
        "settings",
        "key! value!",
        key="key",
        filled="key",
    )


def kept() -> None:
    make(
        "ledger",
        (
            "member_id! date:day! start_min:whole! service_id! cm_id! stop_min:whole! minutes:whole! "
            "billable_minutes:whole! units:whole! payable_units:whole! status! line_id is_contact:whole! "
            "community:whole! at_risk:whole!"
        ),
        key="member_id date start_min service_id",
        words={
            "status": "payable pending not-billable not-compensable over-limit",
        },
        derived=True,
    )
    index("ix_ledger_at_risk", "ledger", "cm_id date units at_risk", "at_risk = 1")
    index("ix_ledger_contacts", "ledger", "date member_id is_contact", "is_contact = 1")
    make(
        "cm_days",
        "cm_id! date:day! units:whole! billable_minutes:whole! minutes:whole! community_minutes:whole!",
        key="cm_id date",
        derived=True,
    )
    make(
        "meta",
        "key! value!",
        key="key",
    )
    make(
        "audit",
        "id:whole! at! who! action! entity! key! member_id before after prev_hash! hash!",
        key="id",
        rowid=True,
    )
    index("ix_audit_member_id", "audit", "member_id", "member_id IS NOT NULL")
    make(
        "requests",
        "key! command! answer! at!",
        key="key",
    )


# Rows, and rows to one value of the first column, of the first two ...: about 200 workers and 6,000 members.
_SIZES = """
sites                                     10 1
case_managers                             200 1
credentials                               4000 20 2 1
members                                   6000 1
assignments                               9000 2 1
assignments ix_assignments_cm_id_starts_on_ends_on 9000 45 2 1 1
plans                                     9000 2 1
residences                                6000 1 1 1
stays                                     1000 2 1 1
appointments                              300000 1
appointments ix_appointments_member_id_date    300000 50 1 1
appointments ix_appointments_cm_id_date   300000 1500 4 1
appointments ix_appointments_missed       9000 2 1 1 1 1
appointments ix_appointments_scheduled    9000 2 1 1 1 1 1 1 1 1
outreach                                  10000 1
outreach ix_outreach_member_id_date       10000 2 1 1
services                                  1000000 1
services ix_services_member_id_date       1000000 170 1 1
services ix_services_cm_id_date           1000000 5000 14 1 1 1 1
services ix_services_appointment_id       250000 1 1 1 1
services ix_services_faxed                20000 20 1 1 1 1 1
authorizations                            600 2 1
external_units                            600 2 1 1
ledger                                    1000000 170 1 1 1
ledger ix_ledger_contacts                 200000 500 2 1 1 1 1
ledger ix_ledger_at_risk                  20000 100 2 1 1 1 1 1
cm_days                                   80000 400 1
audit ix_audit_member_id                  50000 20 1
"""


def expect_sizes() -> None:
    """Tell SQLite's planner of a large agency once and for all, so that a plan never depends on the file.

    Without it a month of the whole agency would be sought by walking the whole ledger.
    """
    op.execute(sa.text("ANALYZE"))
    op.execute(sa.text("DELETE FROM sqlite_stat1"))
    insert = sa.text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:table, :index, :stat)")
    for line in _SIZES.split("\n"):
        words = line.split()
        if words:
            names = [word for word in words if not word.isdigit()]
            stat = " ".join(words[len(names) :])
            op.execute(insert.bindparams(table=names[0], index=names[-1], stat=stat))
