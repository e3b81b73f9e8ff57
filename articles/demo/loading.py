"""Puts the demo in place: sample names, sections, pictures and articles. Running it twice changes nothing."""

import datetime as dt
from functools import cached_property
from pathlib import Path

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Q

import vietnamese
from accounts.models import User
from articles import services
from articles.demo import pictures
from articles.models import Article, Section
from library import services as library
from library.models import Picture
from notices.models import Notice
from resolutions import services as resolutions
from resolutions.models import Breakthrough, Target, TaskGroup

FOLDER = Path(__file__).parent
BYLINE = "Ban biên tập (bài minh họa)"
CREDIT = "Tranh minh họa của trang"


@transaction.atomic
def load_structure(*, at: dt.datetime) -> int:
    """Sample names where the official one is unknown, and sample links of targets. Returns how many rows changed."""
    structure = _read("structure.yaml")
    code = structure["congress"]
    if _has_samples(code):
        # Loaded before. What people emptied or unlinked since is meant to be so.
        return 0
    changed = _name_samples(Breakthrough, code, structure["breakthroughs"], at)
    changed += _name_samples(TaskGroup, code, structure["task_groups"], at)
    return changed + sum(_link(code, target_code, link) for target_code, link in structure["links"].items())


def _has_samples(code):
    parts = (model.objects.filter(congress__code=code, is_sample=True) for model in (Breakthrough, TaskGroup))
    links = Target.objects.filter(congress__code=code, links_are_sample=True)
    return any(rows.exists() for rows in (*parts, links))


def _name_samples(model, congress_code, names, at):
    nameless = model.objects.filter(congress__code=congress_code, number__in=names, name="")
    parts = list(nameless.select_related("congress__resolution"))
    for part in parts:
        part.name, part.is_sample = names[part.number], True
        resolutions.save(part, at=at)
    return len(parts)


def _link(congress_code, code, link):
    target = Target.objects.filter(congress__code=congress_code, code=code, task_group=None).first()
    group = target and TaskGroup.objects.filter(congress=target.congress_id, number=link["task_group"]).first()
    if group is None:
        return 0
    target.task_group, target.links_are_sample = group, True
    target.save(update_fields=["task_group", "links_are_sample"])
    target.breakthroughs.set(
        Breakthrough.objects.filter(congress=target.congress_id, number__in=link.get("breakthroughs", []))
    )
    return 1


def articles() -> list[dict]:
    """Every demo article as written in the YAML files, oldest first."""
    return [facts for path in sorted(FOLDER.glob("articles-*.yaml")) for facts in _read(path.name)["articles"]]


LATELY = dt.timedelta(days=7)


class ArticleLoader:
    """Takes each demo article the way staff take it: written, submitted, approved by a second person.

    Sections and pictures come with the first article that needs them.
    """

    def __init__(self, *, at: dt.datetime):
        self.at = at
        self._pictures: dict[str, Picture] = {}
        self._sections: dict[str, Section] = {}

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
        publish_at = self._publish_at(facts)
        written_at = min(self.at, publish_at or self.at) - dt.timedelta(hours=3)
        article = self._draft(facts, imported_id, publish_at, written_at)
        self._take_steps(article, facts.get("state", "approved"), written_at)
        return True

    def read_old_notices(self):
        """What the sample people were told of years ago does not greet a newcomer as news."""
        old = Notice.objects.filter(user__in=[self.writer, self.approver], read_at=None, at__lt=self.at - LATELY)
        old.update(read_at=self.at)

    def _publish_at(self, facts):
        """ "2020-09-25 08:30", on the clock of Việt Nam; or so many days from now, for what must still be to come."""
        if "publish_in_days" in facts:
            return vietnamese.day_start(vietnamese.local(self.at).date() + dt.timedelta(days=facts["publish_in_days"]))
        text = facts.get("publish_at")
        return text and dt.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=vietnamese.TIME_ZONE)

    def _draft(self, facts, imported_id, publish_at, written_at):
        article = Article(
            title=facts["title"],
            lead=facts["lead"],
            body=facts["body"],
            byline=BYLINE,
            sources="\n".join(facts.get("sources", [])),
            section=self._section(facts["section"]),
            cover=self._picture(facts["picture"]),
            is_featured=facts.get("featured", False),
            publish_at=publish_at,
            imported_id=imported_id,
        )
        services.save_draft(article, by=self.writer, at=written_at, links=_links(facts))
        return article

    def _take_steps(self, article, state, written_at):
        if state in {"submitted", "approved"}:
            services.submit(article, by=self.writer, at=written_at + dt.timedelta(hours=1))
        if state == "approved":
            services.approve(article, by=self.approver, at=written_at + dt.timedelta(hours=2))

    def _section(self, slug):
        if slug not in self._sections:
            self._sections[slug] = _section(slug)
        return self._sections[slug]

    def _picture(self, name):
        if name not in self._pictures:
            self._pictures[name] = self._store(name)
        return self._pictures[name]

    def _store(self, name):
        upload = SimpleUploadedFile(f"{name}.jpg", pictures.paint(name), content_type="image/jpeg")
        words = {"alt": pictures.SCENES[name].alt, "credit": CREDIT}
        try:
            return library.store_picture(upload, by=self.writer, at=self.at, **words)
        except library.AlreadyStored as refusal:
            # A run that was cut short left it there.
            return refusal.existing


def _section(slug):
    """Where editors gave the section another address, its name still tells it."""
    order, facts = next(row for row in enumerate(_read("sections.yaml"), start=1) if row[1]["slug"] == slug)
    there = Section.objects.filter(Q(slug=slug) | Q(name=facts["name"])).first()
    return there or Section.objects.create(order=order, **facts)


def _links(facts):
    """What the article is about, by its codes and numbers of congress XV."""
    wanted = (
        ("targets", Target, "code"), ("breakthroughs", Breakthrough, "number"), ("task_groups", TaskGroup, "number"),
    )  # fmt: skip
    return {
        name: model.objects.filter(congress__code="xv", **{f"{key}__in": facts.get(name, [])})
        for name, model, key in wanted
    }


def _read(name):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
