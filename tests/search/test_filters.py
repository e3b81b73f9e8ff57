"""The search as a FilterSet: its fields validate, and its queryset holds exactly what is asked for."""

from django.test import TestCase

from search import services
from search.page.filters import SearchFilter
from tests.search.corpus import make_entry


class QuerysetTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        services.put(make_entry(object_id=901, at="2020-09-25 08:30", title="Đưa Nghị quyết vào cuộc sống"))
        services.put(make_entry(object_id=902, at="2020-09-25 23:59:59", title="Hội nghị cán bộ", section="thoi-su"))
        services.put(make_entry(object_id=903, at="2021-10-02 00:00", title="Khởi công đường cao tốc"))

    def found(self, **asked):
        return set(SearchFilter(asked).qs.values_list("object_id", flat=True))

    def test_each_field_restricts_the_entries(self):
        for asked, expected in (
            ({}, {901, 902, 903}),
            ({"q": "nghi quyet"}, {901}),
            ({"q": "hội nghị"}, {902}),
            ({"tu": "26/09/2020"}, {903}),
            ({"den": "2020-09-25"}, {901, 902}),
            ({"chuyen-muc": "thoi-su"}, {902}),
            ({"q": "nghi", "tu": "2021-01-01"}, set()),
            ({"thu-tu": "cu-nhat", "trang": "2"}, {901, 902, 903}),
        ):
            with self.subTest(asked=asked):
                self.assertEqual(self.found(**asked), expected)

    def test_what_is_not_sound_finds_nothing_instead_of_everything(self):
        for asked in ({"tu": "31/02/2020"}, {"loai": "khong-co"}, {"truoc": "abc"}, {"q": "***"}):
            with self.subTest(asked=asked):
                self.assertEqual(self.found(**asked), set())
