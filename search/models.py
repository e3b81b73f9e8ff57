"""The index: one row per thing a reader can find, keyed by its time, and what is counted from it.

The tables are made by search/storage/schema.py, which also makes the second set that a rebuild fills; Django only knows
their columns. Nothing but search/indexing/writer.py writes them.
"""

from django.db import models


class SearchEntry(models.Model):
    """`id` is local epoch seconds * 8 + slot (search/storage/keys.py), so `id // 691200` is the local day."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField("loại", max_length=20)
    object_id = models.PositiveBigIntegerField("mã")
    section = models.CharField("chuyên mục", max_length=100)
    expires = models.BigIntegerField("hết hạn", null=True)  # a key, like id: from then on it is not shown
    date_label = models.CharField("ngày như hiển thị", max_length=60)
    fold_version = models.PositiveSmallIntegerField("phiên bản tách từ")
    title = models.TextField("tiêu đề")
    summary = models.TextField("tóm tắt")
    url = models.TextField("địa chỉ")
    text = models.TextField("nội dung")

    class Meta:
        db_table = "search_entry"
        default_permissions = ()
        verbose_name = "mục tìm kiếm"
        verbose_name_plural = "mục tìm kiếm"

    def __str__(self):
        return self.title


class SearchPlace(models.Model):
    """Where an object stands in the index. A table of its own, since one split by time cannot keep this unique."""

    pk = models.CompositePrimaryKey("kind", "object_id")
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    key = models.BigIntegerField()

    class Meta:
        db_table = "search_place"
        default_permissions = ()

    def __str__(self):
        return f"{self.kind} {self.object_id}: {self.key}"


class SearchExpiry(models.Model):
    """The few entries that will go by themselves, where both engines can look them up quickly."""

    id = models.BigIntegerField(primary_key=True)
    expires = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    section = models.CharField(max_length=100)

    class Meta:
        db_table = "search_expiry"
        default_permissions = ()

    def __str__(self):
        return f"{self.id} đến {self.expires}"


class SearchDay(models.Model):
    """How many entries a day has, the hidden ones included; `day` counts from 1970-01-01."""

    pk = models.CompositePrimaryKey("day", "kind", "section")
    day = models.IntegerField()
    kind = models.CharField(max_length=20)
    section = models.CharField(max_length=100)
    n = models.IntegerField()

    class Meta:
        db_table = "search_day"
        default_permissions = ()

    def __str__(self):
        return f"{self.day} {self.kind} {self.section}: {self.n}"


class SearchMonth(models.Model):
    """The same per month (year * 12 + month - 1), so that totals over decades stay cheap."""

    pk = models.CompositePrimaryKey("month", "kind", "section")
    month = models.IntegerField()
    kind = models.CharField(max_length=20)
    section = models.CharField(max_length=100)
    n = models.IntegerField()

    class Meta:
        db_table = "search_month"
        default_permissions = ()

    def __str__(self):
        return f"{self.month} {self.kind} {self.section}: {self.n}"


class SearchYear(models.Model):
    """The same per year."""

    pk = models.CompositePrimaryKey("year", "kind", "section")
    year = models.IntegerField()
    kind = models.CharField(max_length=20)
    section = models.CharField(max_length=100)
    n = models.IntegerField()

    class Meta:
        db_table = "search_year"
        default_permissions = ()

    def __str__(self):
        return f"{self.year} {self.kind} {self.section}: {self.n}"


class SearchWord(models.Model):
    """Words that were indexed once: folded, to correct a slip of the keyboard; as "=đảng" with marks.

    `n`: in how many entries at least, if those are taken off that were removed since; the row "" counts these
    (search/retrieval/document_frequency.py). A rebuild makes it exact.
    """

    word = models.CharField(max_length=64, primary_key=True)
    n = models.IntegerField()

    class Meta:
        db_table = "search_word"
        default_permissions = ()

    def __str__(self):
        return self.word


class SearchChange(models.Model):
    """What changed while a new index is being built; it is brought over before the new one takes its place."""

    pk = models.CompositePrimaryKey("kind", "object_id")
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        db_table = "search_change"
        default_permissions = ()

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class SearchRebuild(models.Model):
    """A row while a new index is being built; `suffix` names its tables."""

    suffix = models.CharField(max_length=20, primary_key=True)

    class Meta:
        db_table = "search_rebuild"
        default_permissions = ()

    def __str__(self):
        return self.suffix
