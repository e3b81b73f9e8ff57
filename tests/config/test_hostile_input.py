"""Bad input at every door: a sentence or a 404, never an error of ours and never everything."""

from django.test import Client, TestCase

from accounts.models import User
from tests.config.pages import make_site

HOSTILE = {
    "NUL": "%00",
    "NUL trong từ": "nghi%00quyet",
    "UTF-8 hỏng": "%ff%fe",
    "nửa ký tự": "%c4",
    "surrogate": "%ed%a0%80",
    "quá dài": "a" * 10_000,
    "số quá lớn": "9" * 40,
    "số âm": "-1",
    "một tỉ": "1000000000",
    "chữ số toàn khổ": "%ef%bc%91",
    "nháy": "%22%27%60%3Cscript%3E",
    "toán tử": "%22*%20NEAR%20OR%20%28",
    "chỉ có dấu": "%cc%81%cc%83",
    "biểu tượng": "%f0%9f%98%80",
    "ngày không có thật": "30/02/2021",
    "năm quá xa": "01/01/99999",
}
QUERIES = {
    "/tim-kiem/": ("q", "tu", "den", "loai", "chuyen-muc", "truoc", "sau", "trang"),
    "/chuyen-muc/xay-dung-dang/": ("trang",),
    "/": ("thang", "trang"),
    "/van-ban/": ("trang", "q"),
    "/bai-viet/2020/": ("trang",),
    "/nghi-quyet/xv/": ("nam",),
}
PATHS = (
    "/{}/",
    "/bai-viet/{}/",
    "/bai-viet/ten-bai-{}/",
    "/bai-viet/2020/{}/",
    "/bai-viet/0000/00/00/",
    "/bai-viet/9999/12/31/",
    "/bai-viet/2021/02/30/",
    "/chuyen-muc/{}/",
    "/nghi-quyet/{}/",
    "/nghi-quyet/xv/chi-tieu/{}/",
    "/van-ban/{}/",
    "/thu-vien/anh/{}-320.webp",
    "/thu-vien/tep/{}/{}",
    "/quan-tri/articles/article/{}/change/",
    "/static/{}",
)

KNOW_WHO_ASKS = ("/quan-tri/", "/thu-vien/")
"""All other pages are the same whoever asks."""
OF_THE_LIST = ("q", "status__exact", "publish_at__gte")
OF_EVERY_LIST = ("p", "o", "e", "khong_co__x")
"""Read by Django's own code, the same for every model."""


class HostileInputTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_site()
        cls.administrator = User.objects.create_superuser("quan-tri", password="mat-khau-dai-va-kho-doan")

    def setUp(self):
        self.client = Client(raise_request_exception=False)

    def assert_answered(self, url, **more):
        with self.subTest(url=url[:120]):
            response = self.client.get(url, **more)
            self.assertLess(response.status_code, 500)
            return response

    def assert_paths(self, paths):
        for path in paths:
            for value in HOSTILE.values() if "{}" in path else [""]:
                self.assert_answered(path.replace("{}", value))

    def test_paths(self):
        self.assert_paths(PATHS)
        self.client.force_login(self.administrator)
        self.assert_paths(path for path in PATHS if path.startswith(KNOW_WHO_ASKS))

    def test_queries_of_public_pages(self):
        for path, names in QUERIES.items():
            for name in names:
                for value in HOSTILE.values():
                    if (path, name) != ("/tim-kiem/", "q"):
                        self.assert_answered(f"{path}?{name}={value}")

    def test_hostile_words_find_less_than_no_words(self):
        everything = self.hits(self.client.get("/tim-kiem/?loai=chi-tieu"))
        self.assertGreater(everything, 10)
        for value in HOSTILE.values():
            self.assertLess(self.hits(self.assert_answered(f"/tim-kiem/?q={value}")), everything)

    def hits(self, response):
        return response.content.decode().count('class="card__title"')

    def test_a_name_of_a_parameter_may_be_hostile_too(self):
        for value in HOSTILE.values():
            self.assert_answered(f"/tim-kiem/?{value}={value}&q=sơn&q=la")

    def test_queries_of_the_admin(self):
        self.client.force_login(self.administrator)
        lists = ("articles/article", "library/picture", "accounts/user", "resolutions/target")
        asked = [(model, name, value) for model in lists for name in OF_THE_LIST for value in HOSTILE.values()]
        asked += [(lists[0], name, value) for name in OF_EVERY_LIST for value in HOSTILE.values()]
        asked += [(model, name, HOSTILE["số quá lớn"]) for model in lists[1:] for name in OF_EVERY_LIST]
        for model, name, value in asked:
            self.assert_answered(f"/quan-tri/{model}/?{name}={value}")

    def test_cookies(self):
        for value in ('"\\000\\000\\000\\000\\000\\000\\000\\000\\000"', "\xff" * 20, "a" * 5000, "b'"):
            for name in ("sessionid", "csrftoken", "messages"):
                for page in ("/", "/quan-tri/"):
                    self.assert_answered(page, headers={"cookie": f"{name}={value}"})

    def test_forms(self):
        for value in ("\0", "a\0b", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "x" * 100_000):
            with self.subTest(value=value[:10]):
                answer = self.client.post("/quan-tri/login/", {"username": value, "password": value})
                self.assertLess(answer.status_code, 500)

    def test_nul_is_refused_with_a_vietnamese_sentence(self):
        for url in ("/tim-kiem/?q=%00", "/bai-viet/%00/", "/tim-kiem/?%00=1"):
            with self.subTest(url=url):
                self.assertContains(self.client.get(url), "ký tự không hợp lệ", status_code=400)
        self.assertEqual(self.client.get("/tim-kiem/?q=%2500").status_code, 200)
