"""What the congresses resolved, what was measured, and the documents around it."""

from .batches import FigureBatch
from .congress import Breakthrough, Congress, Resolution, TaskGroup
from .documents import Document
from .former import FormerCode
from .indicators import Indicator, SeriesBreak, TargetGroup
from .loaded import LoadedRow
from .observations import FigureEvent, Observation
from .plans import AnnualPlan, TargetRevision
from .targets import Target
from .units import Unit

__all__ = [
    "AnnualPlan",
    "Breakthrough",
    "Congress",
    "Document",
    "FigureBatch",
    "FigureEvent",
    "FormerCode",
    "Indicator",
    "LoadedRow",
    "Observation",
    "Resolution",
    "SeriesBreak",
    "Target",
    "TargetGroup",
    "TargetRevision",
    "TaskGroup",
    "Unit",
]
