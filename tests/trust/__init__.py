"""What a careful agency would want shown: ``python -m tests.trust`` (``make trust``); short forms are tests."""
