"""The reads, as SQL text with named parameters, one module a topic.

Text, not built expressions: a look-up must not pay for importing a query builder. A test prepares every
constant of these modules against the migrated schema and refuses a plan that scans a large table.
"""
