"""The words that columns may hold, for forms and options; ``records.words`` has them."""

from tcm_tui.records.words import (
    ACTIVITIES,
    APPOINTMENT_KINDS,
    CONTRACTS,
    CREDENTIAL_KINDS,
    FOCUSES,
    LEVEL_MODIFIERS,
    LEVELS,
    OUTREACH_MODES,
    OUTREACH_RESULTS,
    PERIODS,
    PLACES,
    PROGRAMS,
    RESIDENCE_KINDS,
    SERVICE_MODES,
    SIGNATURES,
    STAY_KINDS,
)

__all__ = [
    "ACTIVITIES",
    "APPOINTMENT_KINDS",
    "CONTRACTS",
    "CREDENTIAL_KINDS",
    "FOCUSES",
    "LEVELS",
    "LEVEL_MODIFIERS",
    "OUTREACH_MODES",
    "OUTREACH_RESULTS",
    "PERIODS",
    "PLACES",
    "PROGRAMS",
    "RESIDENCE_KINDS",
    "SERVICE_MODES",
    "SIGNATURES",
    "STAY_KINDS",
]
