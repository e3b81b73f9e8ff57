"""Asks the checklist (articles/checklist/) of what is in the database, before a step, and keeps who ticked what."""
