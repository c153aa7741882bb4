"""Nothing of the records gets out unseen: the log of what was seen, hostile text, crashes, signals, files.

``python -m tests.leaks`` tries the tamperings with the log in full and prints what was found.
"""
