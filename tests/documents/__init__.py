"""Every command that README.md, docs/operations.md and docs/scaling.md name: it exists, and it does what they say.

A block of commands says in a comment above it how it is run: `<!-- run: in a site -->` names one of the places in
`places.py`, `<!-- not run: … -->` gives the reason why no test can.
"""
