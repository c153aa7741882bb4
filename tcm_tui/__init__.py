"""tcm-tui: a workload planner for Oklahoma behavioral-health targeted case management."""

__version__ = "0.1.0"
