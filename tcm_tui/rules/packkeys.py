"""Which keys a rule pack has, and what kind of amount each takes.

The figures themselves are data (``data/rules/*.toml``); this is the list that code and data agree on,
so that a mistyped key in an agency's own pack is refused instead of silently doing nothing. The first
word of a key is its topic, and the topic is the file.
"""

from __future__ import annotations

KEYS: dict[str, dict[str, str]] = {
    "units": {"minutes": "integer", "eight_minute_least": "integer"},
    "modifiers": {
        "focus": "words",
        "type.intensive": "word",
        "type.wraparound": "word",
        "level.I": "word",
        "level.II": "word",
        "level.III": "word",
        "without_modifier": "words",
    },
    "ages": {"adult_from": "integer"},
    "caseload": {
        "standard.low": "integer",
        "standard.high": "integer",
        "intensive.low": "integer",
        "intensive.high": "integer",
        "wraparound.low": "integer",
        "wraparound.high": "integer",
        "counted_by_family": "words",
    },
    "contacts": {
        "least_per_month": "integer",
        "places": "words",
        "modes": "words",
        "community_percent": "integer",
    },
    "outreach": {"business_days": "integer"},
    "activities": {
        "billable": "words",
        "if_present": "words",
        "never": "words",
        "never_first_time_mothers": "words",
        "not_listed": "words",
    },
    "transition": {
        "long_stay_nights": "integer",
        "long_window_days": "integer",
        "short_window_days": "integer",
        "imd_age_low": "integer",
        "imd_age_high": "integer",
        "imd_kinds": "words",
        "inmate_kinds": "words",
    },
    "residence": {"barred_kinds": "words"},
    "documentation": {"elements": "integer", "fax_days": "integer"},
    "credentials": {
        "cm2.cadc_training_hours": "integer",
        "cm1.college_hours": "integer",
        "cm1.experience_months": "integer",
        "cm1.training_hours": "integer",
        "wraparound.training_months": "integer",
        "wraparound.credential_months": "integer",
        "wraparound.consultation_minutes": "integer",
        "intensive.experience_months": "integer",
        "intensive.training_hours": "integer",
    },
    "hours": {
        "annual.wraparound": "integer",
        "annual.intensive": "integer",
        "annual.II": "integer",
        "annual.I": "integer",
        "fiscal_year_month": "integer",
    },
    "coverage": {"programs": "words", "hours_per_day": "integer", "days_per_week": "integer"},
}
