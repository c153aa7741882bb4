"""What the regulation says: dates and numbers in, verdicts out.

Pure: no I/O beyond reading the shipped packs, no clock, no SQL, no user interface.
"""
