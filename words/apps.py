from importlib import import_module

from django.apps import AppConfig

from search.storage import kinds
from web import speaker, versions


class PagesConfig(AppConfig):
    name = "words"
    verbose_name = "Lời của trang"

    def ready(self):
        reading = import_module("words.reading")
        for model in self.get_models():
            versions.follow(model, reading.TOPIC)
        speaker.register(reading.speaker)
        import_module("words.guarded").register()
        entries = self.get_model("Page").objects.search_entries
        kinds.register(kinds.Kind("trang", "Trang giới thiệu", "Trang giới thiệu", "Cập nhật", lambda: entries()))
