"""What the program remembers of a database, in ``meta``. Parameters: key, value."""

KEEP = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
