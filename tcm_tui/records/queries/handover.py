"""What a hand-over sheet needs beside the member's page. Parameters: member; first and last entry of a write."""

REACHED = """
SELECT phone, email, address, city, zip, language, area, acuity, pinned FROM members WHERE member_id = :member"""

# Who was given to whom by a write, and what it took to be so before.
GIVEN = """
SELECT key, member_id, before, after FROM audit
WHERE id BETWEEN :first AND :last AND entity = 'assignments' AND member_id IS NOT NULL ORDER BY id"""
