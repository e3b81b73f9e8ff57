from importlib import import_module

from django.apps import AppConfig, apps

from search.page import periods
from search.storage import kinds
from web import versions


class ResolutionsConfig(AppConfig):
    name = "resolutions"
    verbose_name = "Nghị quyết"

    def ready(self):
        # First, so that whoever counts after a change of the tracker knows which congress it concerns. It reads models,
        # which are there only now.
        import_module("resolutions.concerned").follow()
        marks = import_module("resolutions.link_marks").of
        for model in self.get_models():
            versions.follow(model, "tracker", marks)
        # The page of a target tells what was agreed to.
        versions.follow(apps.get_model("proposals", "Proposal"), "tracker", marks)
        import_module("resolutions.guarded").register()
        versions.afterwards("tracker", "resolutions.summaries.prepare")

        def offer(code, name, plural, date_name, model):
            rows = self.get_model(model)
            kinds.register(kinds.Kind(code, name, plural, date_name, lambda: rows.objects.search_entries()))

        offer("dai-hoi", "Đại hội", "Đại hội", "Diễn ra", "Congress")
        offer("chi-tieu", "Chỉ tiêu", "Chỉ tiêu", "Thông qua", "Target")
        offer("khau-dot-pha", "Khâu đột phá", "Khâu đột phá", "Thông qua", "Breakthrough")
        offer("nhom-nhiem-vu", "Nhóm nhiệm vụ", "Nhóm nhiệm vụ, giải pháp", "Thông qua", "TaskGroup")
        offer("van-ban", "Văn bản", "Văn bản", "Ban hành", "Document")
        periods.register("terms", lambda: self.get_model("Congress").objects.terms())
