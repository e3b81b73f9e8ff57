from django.apps import AppConfig

from search.storage import kinds
from web import versions


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Bài viết"

    def ready(self):
        versions.follow(self.get_model("Section"), "sections")
        versions.follow(self.get_model("Article"), "articles")
        kinds.register(
            kinds.Kind(
                code="bai-viet",
                name="Bài viết",
                plural="Bài viết",
                date_name="Đăng ngày",
                entries=lambda: self.get_model("Article").objects.search_entries(),
                sections=lambda: dict(self.get_model("Section").objects.values_list("slug", "name")),
            )
        )
