from django.apps import AppConfig

from search import kinds


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Bài viết"

    def ready(self):
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
