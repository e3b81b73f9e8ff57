"""The parts of script/bench that need no server. Its modules know one another by their short names."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "script" / "benchmark"))
