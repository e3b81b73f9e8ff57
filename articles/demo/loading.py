"""Puts the demo in place: people, sample names, pictures and articles. Running it twice changes nothing."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

import vietnamese
from accounts.models import User
from articles import services
from articles.demo import pictures
from articles.models import Article, Section
from library import services as library
from library.models import Picture
from resolutions.models import Breakthrough, Target, TaskGroup

FOLDER = Path(__file__).parent
BYLINE = "Ban biên tập (bài minh họa)"


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    role: str | None


PEOPLE = (
    Person("quan-tri", "Quản trị hệ thống", None),
    Person("nguoi-viet", "Lò Thị Hoa (mẫu)", "writer"),
    Person("bien-tap", "Nguyễn Văn Duyệt (mẫu)", "approver"),
    Person("theo-doi", "Cà Văn Số (mẫu)", "tracker"),
    Person("duyet-so-lieu", "Quàng Thị Liệu (mẫu)", "tracker_approver"),
    Person("quan-tri-nguoi-dung", "Hà Thị Quản (mẫu)", "user_manager"),
)


def load_structure() -> int:
    """Sample names where the official one is unknown, and sample links of targets. Returns how many rows changed."""
    structure = _read("structure.yaml")
    code = structure["congress"]
    changed = _name_samples(Breakthrough, code, structure["breakthroughs"])
    changed += _name_samples(TaskGroup, code, structure["task_groups"])
    return changed + sum(_link(code, key, link) for key, link in structure["links"].items())


def _name_samples(model, congress_code, names):
    return sum(
        model.objects.filter(congress__code=congress_code, number=number, name="").update(name=name, is_sample=True)
        for number, name in names.items()
    )


def _link(congress_code, indicator_key, link):
    target = Target.objects.filter(
        congress__code=congress_code, indicator__code=indicator_key.replace("_", "-"), task_group=None
    ).first()
    if target is None:
        return 0
    target.task_group = TaskGroup.objects.get(congress=target.congress, number=link["task_group"])
    target.links_are_sample = True
    target.save(update_fields=["task_group", "links_are_sample"])
    target.breakthroughs.set(
        Breakthrough.objects.filter(congress=target.congress, number__in=link.get("breakthroughs", []))
    )
    return 1


def load_sections() -> int:
    made = 0
    for order, facts in enumerate(_read("articles-2020-2022.yaml")["sections"], start=1):
        _, is_new = Section.objects.get_or_create(slug=facts["slug"], defaults={**facts, "order": order})
        made += is_new
    return made


def articles() -> list[dict]:
    """Every demo article as written in the YAML files, oldest first."""
    return [facts for path in sorted(FOLDER.glob("articles-*.yaml")) for facts in _read(path.name)["articles"]]


class ArticleLoader:
    """Takes each demo article the way staff take it: written, submitted, approved by a second person."""

    def __init__(self, *, at: dt.datetime):
        self.at = at
        self._pictures: dict[str, Picture] = {}

    @cached_property
    def writer(self):
        return User.objects.get(username="nguoi-viet")

    @cached_property
    def approver(self):
        return User.objects.get(username="bien-tap")

    @transaction.atomic
    def load(self, facts: dict) -> bool:
        """False when the article is there already, however it may have been changed since."""
        imported_id = f"demo:{facts['key']}"
        if Article.objects.filter(imported_id=imported_id).exists():
            return False
        publish_at = _moment(facts.get("publish_at"))
        written_at = min(self.at, publish_at or self.at) - dt.timedelta(hours=3)
        article = self._draft(facts, imported_id, publish_at, written_at)
        self._take_steps(article, facts.get("state", "approved"), written_at)
        return True

    def _draft(self, facts, imported_id, publish_at, written_at):
        article = Article(
            title=facts["title"],
            lead=facts["lead"],
            body=facts["body"],
            byline=BYLINE,
            sources="\n".join(facts.get("sources", [])),
            section=Section.objects.get(slug=facts["section"]),
            cover=self._picture(facts["picture"]),
            is_featured=facts.get("featured", False),
            publish_at=publish_at,
            imported_id=imported_id,
        )
        services.save_draft(article, by=self.writer, at=written_at)
        _refer(article, facts)
        return article

    def _take_steps(self, article, state, written_at):
        if state in {"submitted", "approved"}:
            services.submit(article, by=self.writer, at=written_at + dt.timedelta(hours=1))
        if state == "approved":
            services.approve(article, by=self.approver, at=written_at + dt.timedelta(hours=2))

    def _picture(self, name):
        if name not in self._pictures:
            self._pictures[name] = self._stored(name) or self._store(name)
        return self._pictures[name]

    def _stored(self, name):
        return Picture.objects.filter(alt=pictures.SCENES[name].alt, credit="Tranh minh họa của trang").first()

    def _store(self, name):
        upload = SimpleUploadedFile(f"{name}.jpg", pictures.paint(name), content_type="image/jpeg")
        return library.store_picture(
            upload, by=self.writer, at=self.at, alt=pictures.SCENES[name].alt, credit="Tranh minh họa của trang"
        )


def _refer(article, facts):
    codes = [key.replace("_", "-") for key in facts.get("targets", [])]
    article.targets.set(Target.objects.filter(congress__code="xv", indicator__code__in=codes))
    article.breakthroughs.set(
        Breakthrough.objects.filter(congress__code="xv", number__in=facts.get("breakthroughs", []))
    )
    article.task_groups.set(TaskGroup.objects.filter(congress__code="xv", number__in=facts.get("task_groups", [])))


def _moment(text):
    """YAML leaves "2020-09-25 08:30" a string; it is the clock of Việt Nam."""
    return text and dt.datetime.strptime(str(text), "%Y-%m-%d %H:%M").replace(tzinfo=vietnamese.TIME_ZONE)


def _read(name):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
