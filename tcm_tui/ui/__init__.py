"""The terminal screens. The only package that knows Textual."""
