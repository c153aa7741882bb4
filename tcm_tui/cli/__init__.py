"""The command line: one thin function a command, with text and JSON renderers."""
