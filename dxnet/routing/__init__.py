"""The routes of a VIF against what its router should announce: a pure function over what was read.

comparison.of(vif, settings)   by address family: accepted, missing, unexpected -> Comparison
text, data                     writers for people and for scripts
"""
