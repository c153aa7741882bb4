"""The words that columns may hold, for forms and options; ``records.words`` has them."""

from tcm_tui.records.words import (
    ACTIVITIES,
    APPOINTMENT_KINDS,
    CONTRACTS,
    FOCUSES,
    LEVEL_MODIFIERS,
    OUTREACH_MODES,
    OUTREACH_RESULTS,
    PLACES,
    SERVICE_MODES,
    SIGNATURES,
)

__all__ = [
    "ACTIVITIES",
    "APPOINTMENT_KINDS",
    "CONTRACTS",
    "FOCUSES",
    "LEVEL_MODIFIERS",
    "OUTREACH_MODES",
    "OUTREACH_RESULTS",
    "PLACES",
    "SERVICE_MODES",
    "SIGNATURES",
]
