"""The words that columns may hold, as the contract's files spell them.

Plain tuples without any import, so that the CSV reader can refuse a word without loading the tables;
``tables`` builds its CHECK constraints from the same tuples.
"""

CONTRACTS = ("110", "111", "114")
LEVELS = ("I", "II", "III")
PROGRAMS = ("standard", "intensive", "wraparound", "pact", "first-time-mothers")
FOCUSES = ("HE", "HF", "HV")
LEVEL_MODIFIERS = ("TF", "TG", "HN", "HM")
CREDENTIAL_KINDS = (
    "certification",
    "competency-exam",
    "diploma",
    "degree",
    "rn",
    "cadc",
    "college-hours",
    "experience",
    "crisis-experience",
    "training-cm",
    "training-wraparound",
    "training-intensive",
    "wraparound-credential",
    "consultation",
    "coaching",
)
RESIDENCE_KINDS = (
    "home",
    "nursing-facility",
    "residential-behavior-management",
    "group-home",
    "foster-home",
    "icf-mr",
)
STAY_KINDS = ("hospital", "imd", "nursing-facility", "public-institution-inmate", "other")
APPOINTMENT_KINDS = ("community-contact", "office-contact", "phone-contact", "provider")
APPOINTMENT_STATUSES = ("scheduled", "kept", "missed", "rescheduled", "cancelled")
OUTREACH_MODES = ("phone", "face-to-face", "text", "letter", "other")
OUTREACH_RESULTS = ("reached", "message", "no-answer", "refused", "other")
ACTIVITIES = (
    "plan-information",
    "member-face-to-face",
    "provider-face-to-face",
    "member-remote",
    "provider-remote",
    "family-remote",
    "plan-monitoring",
    "crisis-diversion",
    "transition",
    "plan-development",
    "forms",
    "travel",
    "escort",
    "financial-goals",
    "shopping-bills",
    "delivery",
    "therapy",
    "soonercare-forms",
    "solo-paperwork",
    "eligibility",
    "intake",
    "preadmission-screening",
    "prior-authorization",
    "soonercare-outreach",
)
SERVICE_MODES = ("face-to-face", "phone", "telehealth")
PLACES = ("home", "community", "office", "other")
SIGNATURES = ("original", "fax")
PERIODS = ("day", "month", "total")
LEDGER_STATUSES = ("payable", "pending", "not-billable", "not-compensable", "over-limit")
