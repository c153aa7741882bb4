"""The command line: one thin function a command, and renderers for text and JSON."""
