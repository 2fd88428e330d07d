"""The estate: raw records of every kind, kept, indexed and moved from state to state."""
