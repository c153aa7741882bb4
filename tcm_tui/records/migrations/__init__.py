"""The history of the schema, run by ``records.engine``; a revision's number is the file's user_version."""
