"""What the supervisor's screens ask of the whole agency: its sites and who supervises."""

SITES = "SELECT site_id, name FROM sites ORDER BY site_id"
SITE_BY_ID = "SELECT site_id, name FROM sites WHERE site_id = :id"
SUPERVISORS = """
SELECT c.cm_id, c.name FROM case_managers c
WHERE c.cm_id IN (SELECT x.supervisor_id FROM case_managers x) ORDER BY c.cm_id"""
