"""The agency's files: CSV and settings in and out, every cell checked, nothing stored by halves."""
