"""What a load did, in words."""

from collections import Counter
from dataclasses import dataclass, field

NOTHING = "không có gì thay đổi"


@dataclass
class Report:
    """Counts per class; `kept` says which columns a person had changed, so that loading left them alone."""

    counts: dict[str, Counter] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def count(self, model, what):
        self.counts.setdefault(str(model._meta.verbose_name), Counter())[what] += 1

    def total(self, what):
        return sum(counter[what] for counter in self.counts.values())

    @property
    def is_unchanged(self):
        return not (self.total("created") or self.total("changed") or self.total("adopted"))

    def lines(self):
        for name, counter in self.counts.items():
            told = f"{counter['created']} tạo mới, {counter['changed']} cập nhật, "
            yield f"{name.capitalize()}: {told}{counter['same'] + counter['adopted']} giữ nguyên"
        yield from self.kept
