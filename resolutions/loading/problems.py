"""What is wrong with a facts file: line, key and a sentence each."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    line: int
    key: str
    sentence: str

    def __str__(self):
        return f"Dòng {self.line}, {self.key}: {self.sentence}" if self.key else f"Dòng {self.line}: {self.sentence}"


class BadFileError(Exception):
    """Nothing of the file was kept; `problems` says why, in the order of its lines."""

    def __init__(self, problems):
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))
