"""For every rule: the functions that compute it, where a person meets it, and the tests that hold it.

Kept by hand and checked by a test: every function must import, every test and surface exist. A function
is named below ``tcm_tui.rules``, a test below ``tests``; a surface is a command (``tcm units``) or a screen.
"""

from __future__ import annotations

from typing import NamedTuple

PACKAGE = "tcm_tui.rules"


class Carried(NamedTuple):
    """What carries a rule: dotted functions, surfaces, and tests as ``path::name``."""

    functions: tuple[str, ...]
    surfaces: tuple[str, ...]
    tests: tuple[str, ...]


def _carried(functions: str, surfaces: str, **tests: str) -> Carried:
    """Words to names: tests are given by file (``units`` is tests/rules/test_units.py, ``cli_units`` in cli)."""
    found = []
    for file, names in tests.items():
        folder, _, rest = file.partition("_") if file.startswith("cli_") else ("rules", "", file)
        found += [f"tests/{folder}/test_{rest}.py::test_{name}" for name in names.split()]
    return Carried(
        tuple(f"{PACKAGE}.{name}" for name in functions.split()),
        tuple(part.strip() for part in surfaces.split(",")),
        tuple(found),
    )


REGISTRY: dict[str, Carried] = {
    "R1": _carried(
        "units.units_for units.elapsed units.split_by_date remaining.units_by_date ledger.assess",
        "tcm units, tcm member, Look-up, Member",
        units="minutes_to_units_by_both_roundings minutes_are_those_that_pass splitting_keeps_every_minute",
        ledger="rounding_by_contact_and_by_the_members_day a_contact_over_midnight_and_month_end_is_two_entries",
        ledger_oracle="the_ledger_agrees_with_counting_unit_by_unit",
    ),
    "R2": _carried(
        "lines.find_row lines.nearest_rows lines.line_verdict lines.service_line",
        "tcm units, tcm check, tcm week, tcm ahead, Look-up, Member, Week, Ahead",
        lines="each_row_is_found_at_its_ages_and_not_beside_them every_other_combination_has_no_row "
        "a_plain_cm_ii_at_a_cmhc_has_no_row_and_is_told_the_nearest",
        ledger="status_and_line",
        cli_units="no_row_is_an_answer",
    ),
    "R3": _carried(
        "units.budget remaining.left_verdict remaining.propose checks.limits.check",
        "tcm units, tcm check, tcm week, tcm book, Look-up, Caseload, Member, Week, Form",
        units="what_is_left_and_what_is_over a_budget_is_never_negative_and_adds_up",
        remaining="left_today_is_the_least_of_day_and_month a_proposal_against_six_left",
        ledger="sixteen_units_a_day the_day_is_over_all_workers_and_earlier_services_come_first",
        checks_limits="each_side_of_the_limits the_day_is_over_all_rows_whatever_the_policy",
    ),
    "R4": _carried(
        "units.budget units.held_units units.period_of remaining.left_verdict checks.limits.check",
        "tcm units, tcm check, tcm week, tcm book, tcm report, tcm ahead, "
        "Look-up, Caseload, Member, Week, Form, Report, Ahead",
        units="what_is_left_and_what_is_over units_that_an_appointment_holds",
        remaining="each_date_of_a_contact_has_its_own_day_and_month",
        ledger="twenty_five_units_a_month the_limit_is_that_of_the_row_billed_and_shared_by_default "
        "a_yearly_limit_needs_data_only",
        checks_limits="the_month_is_the_members_over_all_rows_or_by_policy_each_rows",
    ),
    "R5": _carried(
        "units.limit_for units.budget ledger.needs_all_months",
        "tcm units, tcm check, tcm week, tcm ahead, Look-up, Member, Week, Ahead",
        units="an_authorization_lifts_a_limit_in_its_time",
        ledger="units_known_elsewhere_come_off_their_own_month an_authorization_lifts_the_limits_of_its_days "
        "a_total_is_used_up_over_the_months",
        checks_limits="units_known_elsewhere_count_in_the_month an_authorization_lifts_a_limit",
    ),
    "R6": _carried("checks.services.check", "tcm check, tcm units, Look-up", checks_services="exactly_one_focus"),
    "R7": _carried(
        "lines.service_line lines.line_verdict",
        "tcm units, Look-up, Caseload",
        lines="the_line_of_a_service a_site_without_a_contract_is_said_to_have_no_limits",
    ),
    "R8": _carried(
        "lines.age_on lines.birthday caseload.age_fits",
        "tcm units, tcm member, tcm ahead, Look-up, Member, Ahead",
        lines="age_on_both_sides_of_a_birthday age_agrees_with_a_second_way_of_counting",
        ledger="the_row_follows_the_birthday_within_a_month a_feb_29_birth_turns_18_on_mar_1",
    ),
    "R9": _carried(
        "caseload.tally caseload.caseload_status caseload.caseload_verdict caseload.range_for",
        "tcm caseload, tcm check, tcm rebalance, tcm report, tcm agency, tcm ahead, "
        "Caseload, Agency, Week, Rebalance, Report, Ahead",
        caseload="each_edge_of_the_ranges the_ranges_are_the_documents who_is_active "
        "closed_refused_and_pending_do_not_count_but_held_and_hospitalised_do the_day_of_a_transfer_is_the_new_workers",
        checks_staff="a_caseload_over_its_cap",
        cli_lists="caseload_counts_against_the_range",
    ),
    "R10": _carried(
        "caseload.tally caseload.caseload_verdict caseload.range_for",
        "tcm caseload, tcm check, tcm rebalance, tcm agency, tcm ahead, Caseload, Agency, Week, Rebalance, Ahead",
        caseload="each_edge_of_the_ranges the_ranges_are_the_documents",
        checks_staff="each_kind_has_its_own_cap",
    ),
    "R11": _carried(
        "caseload.tally caseload.caseload_verdict caseload.range_for",
        "tcm caseload, tcm check, tcm rebalance, tcm agency, tcm ahead, Caseload, Agency, Week, Rebalance, Ahead",
        caseload="each_edge_of_the_ranges siblings_take_one_wraparound_slot no_range_is_invented "
        "families_are_never_more_than_members",
    ),
    "R12": _carried(
        "caseload.load_fraction",
        "tcm caseload, tcm staff, Agency, Staff",
        caseload="mixed_members_give_a_labelled_fraction no_fraction_without_a_range",
    ),
    "R13": _carried(
        "caseload.program_fits qualification.may_take checks.people.check",
        "tcm check, tcm staff, tcm rebalance, tcm agency, Agency, Staff, Roster, Rebalance",
        caseload="program_fits_the_worker",
        qualification="wraparound_families_need_a_facilitator_of_level_two_or_three intensive_asks_for_24_months",
        checks_people="the_program_asks_for_a_worker",
    ),
    "R14": _carried(
        "coverage.holes coverage.uncovered_hours coverage.doubled checks.staff.uncovered",
        "tcm due, tcm roster, tcm check, tcm record, tcm agency, Clocks, Agency, Roster",
        coverage="holes_of_a_day every_hour_is_covered_or_in_a_hole several_on_call_at_once_are_shown",
        cli_staff="the_roster_names_its_holes_with_hours",
        checks_staff="uncovered_hours_of_the_coming_week only_programs_with_active_members_need_a_roster",
    ),
    "R15": _carried(
        "caseload.age_fits checks.people.check",
        "tcm check",
        caseload="whom_a_program_is_for",
        checks_people="whom_a_program_is_for",
    ),
    "R16": _carried(
        "caseload.age_fits checks.people.check",
        "tcm check",
        caseload="whom_a_program_is_for",
        checks_people="whom_a_program_is_for",
    ),
    "R17": _carried(
        "activities.kind_of contacts.month_of contacts.month_status contacts.contact_verdict "
        "checks.visits.missed_contacts",
        "tcm due, tcm check, tcm week, tcm report, tcm ahead, Caseload, Clocks, Member, Week, Report, Ahead",
        activities="what_is_a_contact telehealth_counts_by_policy_only",
        contacts="status a_month_is_due_on_its_last_day_and_planned_for_the_last_business_day "
        "a_hold_suspends_and_says_so a_partial_first_month_is_labelled_and_counts a_month_by_a_second_calculation",
        checks_visits="no_contact_last_month_is_an_error this_month_is_not_missed_yet_and_the_next_day_it_is",
        cli_lists="due_has_contact_and_outreach",
    ),
    "R18": _carried(
        "contacts.contact_verdict contacts.least_contacts",
        "tcm due, tcm week, tcm report, tcm ahead, Caseload, Clocks, Member, Week, Report, Ahead",
        contacts="required contacts_are_counted_by_distinct_dates_of_the_month_so_far",
        checks_visits="the_plan_may_ask_for_more_on_distinct_days",
    ),
    "R19": _carried(
        "outreach.due_on outreach.status outreach.outreach_verdict outreach.is_miss calendar.Calendar "
        "checks.visits.late_outreach",
        "tcm due, tcm check, tcm miss, tcm outreach, tcm week, tcm report, Clocks, Caseload, Week, Report",
        outreach="due_day status a_later_miss_never_has_an_earlier_deadline what_is_a_miss",
        calendar="every_day_of_2024_to_2032 christmas business_days_between",
        checks_visits="outreach_after_a_miss",
        cli_writes="a_miss_starts_the_outreach_clock_and_outreach_meets_it",
    ),
    "R20": _carried(
        "contacts.first_contact_days contacts.first_contact_verdict",
        "tcm member, Member",
        contacts="days_to_the_first_contact the_first_contact_in_words",
    ),
    "R21": _carried(
        "activities.kind_of activities.billing_verdict ledger_why.explain",
        "tcm member, tcm check, tcm log, Member, Form",
        activities="the_eight_categories_are_billable the_family_alone_by_phone_is_a_warning",
        ledger="status_and_line",
    ),
    "R22": _carried(
        "contacts.community_share contacts.community_verdict checks.staff.community",
        "tcm check, tcm report, tcm agency, Agency, Report",
        contacts="community_share",
        checks_staff="under_half_in_the_community the_share_is_each_months_and_leaves_travel_out",
    ),
    "R23": _carried("book.rule", "tcm rules, Rules", book="every_rule_is_complete"),
    "R24": _carried(
        "caseload.status_on contacts.asked_of",
        "tcm caseload, tcm due, tcm week, tcm report, Caseload, Member, Report",
        caseload="who_is_active",
        contacts="a_refusal_or_closing_ends_dues_from_its_day_on",
    ),
    "R25": _carried(
        "transition.window transition.outcome transition.window_verdict situation.not_compensable",
        "tcm member, tcm check, tcm week, tcm record, tcm ahead, Member, Discharge, Week, Ahead",
        transition="the_window_by_nights both_edges_of_the_window transition_is_payable_in_a_window_only",
        ledger="a_stay_is_compensable_in_its_window_only a_discharge_ahead_of_the_day_is_not_seen",
        checks_services="a_slipped_discharge_flags_the_units_it_left_outside",
    ),
    "R26": _carried(
        "transition.outcome transition.window",
        "tcm member, tcm check, tcm week, Member, Discharge, Week",
        transition="the_ages_of_an_imd birthdays_within_the_window_of_an_imd inmates_never",
        checks_services="never_in_transition",
    ),
    "R27": _carried(
        "residence.barred residence.residence_verdict residence.conflicts situation.not_compensable",
        "tcm units, tcm member, tcm check, tcm week, Look-up, Member, Discharge, Week",
        residence="which_places_bar from_the_first_day_to_the_day_before_the_last conflicts_with_a_window",
        ledger="days_of_a_residence_are_not_compensable residence_comes_before_a_stays_window",
        checks_people="a_residence_beats_a_window_and_both_are_named",
    ),
    "R28": _carried(
        "activities.kind_of activities.billing_verdict checks.services.check",
        "tcm member, tcm check, tcm log, Member, Form",
        activities="what_is_never_billable_stays_visible_as_work what_hangs_on_the_members_presence",
        ledger="status_and_line",
        checks_services="work_that_is_never_billable_shows_what_it_would_have_made",
    ),
    "R29": _carried(
        "activities.kind_of activities.billing_rule",
        "tcm member, tcm check, tcm log, Member, Form",
        activities="what_is_never_billable_stays_visible_as_work rules_of_the_rest",
        ledger_why="what_is_not_billable_says_so_and_no_more",
    ),
    "R30": _carried(
        "activities.billing_rule activities.billing_verdict",
        "tcm member, tcm check, tcm log, Member, Form",
        activities="the_nine_of_document_b_hold_for_first_time_mothers",
        checks_services="document_bs_exclusions_hold_in_its_own_program",
    ),
    "R31": _carried(
        "responsibility.responsible responsibility.overlaps responsibility.gaps",
        "tcm check, tcm transfer, tcm rebalance, tcm report, tcm agency, Agency, Rebalance, Report",
        responsibility="days_for_which_nobody_is_responsible two_workers_at_once "
        "responsible_on_each_side_of_a_transfer",
        checks_people="a_day_without_anybody two_responsible_at_once",
        cli_writes="a_transfer_moves_the_member_on_its_day",
    ),
    "R32": _carried("book.rule", "tcm rules, Rules", book="every_rule_is_complete"),
    "R33": _carried("book.rule", "tcm rules, Rules", book="every_rule_is_complete"),
    "R34": _carried(
        "responsibility.second_programs checks.people.check",
        "tcm check",
        responsibility="a_second_program_is_a_worker_of_another_kind",
        checks_people="a_month_served_by_another_kind_of_worker the_plan_shows_that_clinical_staff_took_part",
    ),
    "R35": _carried("book.rule", "tcm rules, Rules", book="every_rule_is_complete"),
    "R36": _carried("book.rule", "tcm rules, Rules", book="every_rule_is_complete"),
    "R37": _carried("book.rule", "tcm rules, Rules", book="every_rule_is_complete"),
    "R38": _carried(
        "documentation.plan_in_force checks.services.check",
        "tcm check, tcm due, tcm member, tcm record, tcm report, Member, Form, Report",
        documentation="a_plan_holds_on_both_its_ends of_several_plans_the_latest_beginning_holds",
        checks_services="a_plan_must_be_in_force_on_the_day",
    ),
    "R39": _carried(
        "documentation.plan_complete documentation.developed_plan documentation.pending_plan "
        "documentation.development_verdict",
        "tcm member, tcm check, tcm due, tcm record, tcm report, Member, Form, Report",
        documentation="all_three_sign plan_development_waits_for_the_plan_it_develops",
        ledger="plan_development_waits_for_three_signatures what_is_pending_keeps_its_place_under_the_limit",
        checks_services="plan_development_waits_for_three_signatures",
    ),
    "R40": _carried(
        "documentation.missing documentation.note_verdict checks.notes.check",
        "tcm check, tcm due, tcm member, tcm record, tcm report, tcm agency, Member, Agency, Week, Form, Report",
        documentation="there_are_eleven_elements each_element_counts what_is_there_and_what_is_missing_make_eleven",
        ledger="units_at_risk_are_those_that_paperwork_can_save",
        checks_services="an_incomplete_note_puts_units_at_risk",
    ),
    "R41": _carried(
        "documentation.fax_due documentation.fax_status documentation.fax_verdict",
        "tcm due, tcm check, tcm record, tcm report, Clocks, Member, Form, Report",
        documentation="the_original_of_a_fax thirty_calendar_days_roll_over_nothing",
        checks_services="the_original_of_a_fax",
    ),
    "R42": _carried(
        "credentials.base_requirements credential_clocks.expiries credentials.holds qualification.standing",
        "tcm due, tcm staff, tcm check, tcm week, tcm book, tcm ahead, Clocks, Agency, Staff, Ahead",
        credentials="when_a_credential_holds a_certification_is_due_by_its_expiry",
        qualification="all_there_holds_through_the_first_expiry on_the_day_of_expiry_it_still_holds",
        checks_services="a_certification_must_hold_on_the_day_of_service",
    ),
    "R43": _carried(
        "credentials.requirements credentials.base_requirements",
        "tcm check, tcm staff, Staff",
        credentials="what_cm_ii_needs",
        checks_staff="what_the_records_show_of_a_worker",
    ),
    "R44": _carried(
        "credentials.requirements credentials.base_requirements",
        "tcm check, tcm staff, Staff",
        credentials="what_cm_i_needs",
        checks_staff="cm_i_is_held_to_its_own_list_and_cm_iii_is_flagged",
    ),
    "R45": _carried(
        "credentials.wraparound_requirements credential_clocks.training_clock credential_clocks.credentialing_clocks "
        "credential_clocks.consultation_clocks",
        "tcm due, tcm staff, tcm check, tcm ahead, Clocks, Agency, Staff, Ahead",
        credentials="month_ends_clamp training_is_due_six_months_after_the_hire "
        "credentialing_is_due_nine_months_after_its_beginning the_week_runs_from_monday_through_sunday",
        qualification="a_facilitator_s_clocks_end_it_too",
        cli_staff="staff_shows_standing_consultation_and_what_each_may_take",
        checks_staff="training_past_its_day credentialing_past_its_day a_week_short_of_consultation",
    ),
    "R46": _carried(
        "credentials.intensive_requirements credentials.intensive_qualified credentials.objections",
        "tcm check, tcm staff, tcm book, tcm log, tcm week, Staff",
        credentials="what_intensive_needs a_credential_gates_the_modifier",
        checks_services="tg_asks_for_the_intensive_training",
    ),
    "R47": _carried(
        "credentials.requirements lines.default_modifier hours.annual_for",
        "tcm check, tcm staff, Staff",
        credentials="the_verdict_shows_each_step_and_flags_cm_iii",
        lines="the_modifier_of_a_worker",
    ),
    "R48": _carried(
        "hours.pace hours.annual_for hours.standing hours.hours_verdict hours.staff_time_sentence",
        "tcm hours, tcm week, tcm report, tcm agency, tcm ahead, Agency, Week, Report, Ahead",
        hours="the_yearly_figure the_contracts_example units_are_quarter_hours staff_time_runs_out_first",
        cli_lists="hours_are_a_pace",
    ),
}


def surfaces(id: str) -> tuple[str, ...]:
    """Where a person meets a rule: commands and screens; none for an id that does not exist."""
    found = REGISTRY.get(id)
    return found.surfaces if found else ()
