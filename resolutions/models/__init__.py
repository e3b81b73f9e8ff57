"""What the congresses resolved, what was measured, and the papers around it."""

from .congress import Breakthrough, Congress, Resolution, TaskGroup
from .documents import Document
from .targets import AnnualPlan, Indicator, Observation, SeriesBreak, Target, TargetGroup, TargetRevision
from .units import Unit

__all__ = [
    "AnnualPlan",
    "Breakthrough",
    "Congress",
    "Document",
    "Indicator",
    "Observation",
    "Resolution",
    "SeriesBreak",
    "Target",
    "TargetGroup",
    "TargetRevision",
    "TaskGroup",
    "Unit",
]
