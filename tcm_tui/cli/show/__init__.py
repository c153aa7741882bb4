"""Renderers: a view of the desk in, lines of text or the contract's JSON out."""
