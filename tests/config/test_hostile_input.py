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


class HostileInputTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_site()
        cls.administrator = User.objects.create_superuser("quan-tri", password="mat-khau-dai-va-kho-doan")

    def setUp(self):
        self.client = Client(raise_request_exception=False)

    def assert_answered(self, url, **more):
        with self.subTest(url=url[:120]):
            self.assertLess(self.client.get(url, **more).status_code, 500)

    def test_paths(self):
        for signed_in in (False, True):
            if signed_in:
                self.client.force_login(self.administrator)
            for path in PATHS:
                for value in HOSTILE.values():
                    self.assert_answered(path.replace("{}", value))

    def test_queries_of_public_pages(self):
        for path, names in QUERIES.items():
            for name in names:
                for value in HOSTILE.values():
                    self.assert_answered(f"{path}?{name}={value}")

    def test_a_name_of_a_parameter_may_be_hostile_too(self):
        for value in HOSTILE.values():
            self.assert_answered(f"/tim-kiem/?{value}={value}&q=sơn&q=la")

    def test_queries_of_the_admin(self):
        self.client.force_login(self.administrator)
        for model in ("articles/article", "library/picture", "accounts/user", "resolutions/target"):
            for name in ("q", "p", "o", "e", "status__exact", "publish_at__gte", "khong_co__x"):
                for value in HOSTILE.values():
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
