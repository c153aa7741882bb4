"""What telling the log of a view asks first, and which members are under 42 CFR Part 2."""

# Whether this person's view of this member was told since a moment.
VIEWED = """
SELECT 1 FROM audit
WHERE member_id = :member AND action = 'view' AND entity = :entity AND who = :who AND at >= :since LIMIT 1"""

PART2_OF = "SELECT part2 FROM members WHERE member_id = :member"
PART2_MARKED = "SELECT member_id FROM members WHERE part2"
