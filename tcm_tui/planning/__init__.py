"""The optimisers: facts in, proposal and explanation out. Pure, like the rules."""
