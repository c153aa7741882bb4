"""The tables of what people record. Names and columns are those of the contract's files, except:

- Clock times are whole minutes from midnight of the row's own date (``start_min``, ``stop_min``); what ends
  on the next day stops after 1440.
- ``services.elements`` is a bit mask: bit n-1 is documentation element n (R40).
- ``voided_on`` and ``voided_because`` take a row out of every answer without deleting it.
- ``credentials.key_on`` is the first of began_on, completed_on, expires_on: it tells rows of a kind apart.
- ``external_units.month`` is the first day of the month; an unnamed source is ''.
- ``members.exact_from``, ``ledger`` and ``cm_days`` are derived, see ``refresh``.

A family has no file of its own: its row is made when a member names it (``families``). These modules must
not import annotations from the future: SQLModel needs them evaluated.
"""

from tcm_tui.records.fields import Record
from tcm_tui.records.tables.agency import Closure, OnCall, Setting
from tcm_tui.records.tables.care import Assignment, Authorization, ExternalUnits, Plan, Residence, Stay
from tcm_tui.records.tables.kept import AuditEntry, CmDay, Draft, LedgerEntry, Meta, Request
from tcm_tui.records.tables.people import CaseManager, Credential, Family, Member, Site
from tcm_tui.records.tables.triggers import TRIGGERS, attach
from tcm_tui.records.tables.visits import Appointment, Outreach, Service
from tcm_tui.records.tables.week import Availability, FixedAppointment, Leave, Travel, WorkingHours

METADATA = Record.metadata
attach()

__all__ = [
    "METADATA",
    "TRIGGERS",
    "Appointment",
    "Assignment",
    "AuditEntry",
    "Authorization",
    "Availability",
    "CaseManager",
    "Closure",
    "CmDay",
    "Credential",
    "Draft",
    "ExternalUnits",
    "Family",
    "FixedAppointment",
    "Leave",
    "LedgerEntry",
    "Member",
    "Meta",
    "OnCall",
    "Outreach",
    "Plan",
    "Record",
    "Request",
    "Residence",
    "Service",
    "Setting",
    "Site",
    "Stay",
    "Travel",
    "WorkingHours",
]
