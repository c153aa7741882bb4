"""What telling the log of a view asks first."""

# Whether this person's view of this member was told since a moment.
VIEWED = """
SELECT 1 FROM audit
WHERE member_id = :member AND action = 'view' AND entity = :entity AND who = :who AND at >= :since LIMIT 1"""
