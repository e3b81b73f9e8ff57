"""What one person alone may change of what readers see: a list, and nothing that is not on it.

Every column of every screen of the admin is guarded by a proposal, walks the steps, is named here with its reason, or
is seen by no reader; the last is found out by changing it and reading the whole site once more.
"""

from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models, transaction
from django.test import Client, RequestFactory, TestCase
from django.urls import reverse

from accounts.models import AccountRequest, StaffRole, User
from articles import writing
from articles.models import Article, Correction, Section, SectionLimit
from audit.models import Event
from library import services as library
from library.models import Picture
from notices.models import Letter
from proposals import guards
from proposals.models import Proposal
from resolutions import services as tracker
from resolutions.models import (
    AnnualPlan,
    Breakthrough,
    Indicator,
    Observation,
    Target,
    TargetGroup,
    TargetRevision,
    Unit,
)
from search import services as search
from tests.config.pages import make_site
from tests.factories import MORNING, make_section, make_user
from tests.factories_resolutions import make_document
from tests.library import samples
from tests.library.samples import upload
from tests.sent import untouched
from tests.words.making import make_words

pytestmark = pytest.mark.once

BY_STEPS = {
    Article: "Duyệt bài: articles/workflow.py.",
    Observation: "Duyệt số liệu: resolutions/workflow.py.",
}
NOT_TYPED = {
    Proposal: "Only shown.",
    Event: "Only shown.",
    StaffRole: "Only shown.",
    AccountRequest: "Only shown.",
    Letter: "Only shown.",
    Correction: "Only shown; written on a page of its own, which proposes: articles/corrections/.",
}
"""Screens that only show."""

ALONE = {
    (Section, "order"): "Chỉ đổi thứ tự trong thực đơn, không đổi chữ nào.",
    (Target, "order"): "Chỉ đổi thứ tự trong biểu, không đổi chữ nào.",
    (TargetGroup, "order"): "Chỉ đổi thứ tự các lĩnh vực, không đổi chữ nào.",
}
UNSEEN = {
    User: [
        "password", "last_login", "is_superuser", "username", "first_name", "last_name", "email", "is_staff",
        "date_joined", "display_name", "is_active", "groups", "user_permissions",
    ],
    Indicator: ["code", "agency", "note"],
    Unit: ["successors"],
}  # fmt: skip
"""No reader sees them; `test_what_is_said_to_be_unseen_is` looks."""


def screens():
    """(model, the names of its boxes) of every screen, and of every table of rows under another."""
    request = RequestFactory().get("/quan-tri/")
    request.user = User(username="trưởng", is_superuser=True, is_active=True)
    for model, screen in admin.site._registry.items():
        row = model._default_manager.first()
        yield model, {name for one in (None, row) for name in flatten_fieldsets(screen.get_fieldsets(request, one))}
        for inline in screen.inlines:
            yield inline.model, set(inline.fields)


def typed(model, boxes):
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [field for field in fields if field.editable and not field.primary_key and field.name in boxes]


def places(model, name):
    """Under which of the headings the column stands."""
    return [
        heading
        for heading, is_there in (
            ("guarded", guards.is_guarded(model) and name in guards.of(model).columns),
            ("steps", model in BY_STEPS),
            ("shown only", model in NOT_TYPED),
            ("alone", (model, name) in ALONE),
            ("unseen", name in UNSEEN.get(model, ())),
        )
        if is_there
    ]


class ListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_site()

    def test_every_column_stands_under_one_heading(self):
        wrong = {
            f"{model._meta.label}.{field.name}": found
            for model, boxes in screens()
            for field in typed(model, boxes)
            if len(found := places(model, field.name)) != 1
        }
        self.assertEqual(wrong, {})


class ReadingTests(TestCase):
    """The whole site is read, one column is changed in every row, and it is read again."""

    @classmethod
    def setUpTestData(cls):
        cls.addresses = make_site()
        picture = library.store_picture(upload(samples.jpeg(400, 300)), by=None, at=MORNING, alt="Bến đò")
        file = library.store_document_file(upload(samples.pdf("a"), "a.pdf"), title="Kế hoạch", by=None, at=MORNING)
        document = tracker.save(make_document(file=file), at=MORNING)
        article = Article.objects.get()
        article.cover = picture
        article.save()
        writing.index_and_show(article)
        targets = list(Target.objects.select_related("congress"))
        article.targets.set(targets[:2])
        article.breakthroughs.set(Breakthrough.objects.all()[:1])
        make_user("writer")
        SectionLimit.objects.create(user=make_user("writer")).sections.add(make_section("Kinh tế", order=2))
        TargetRevision.objects.create(target=targets[0], decided_on=MORNING.date(), value=7, source="Kết luận 12")
        unit = Unit.objects.create(name="Sở Tài chính")
        Target.objects.update(lead_unit=unit)
        make_words(article)
        fields = TargetGroup.objects.filter(targets__congress__code="xv").values_list("code", flat=True).distinct()
        cls.addresses += [
            *[target.get_absolute_url() for target in targets],
            *[target.get_absolute_url() + "so-lieu.csv" for target in targets[:1]],
            *[f"/nghi-quyet/xv/linh-vuc/{code}/" for code in fields],
            "/nghi-quyet/xv/bieu/", "/nghi-quyet/xv/so-lieu.csv", document.get_absolute_url(),
            "/api/v1/chi-tieu/", "/api/v1/tim-kiem/?q=rung", "/tim-kiem/?q=dot+pha", "/tim-kiem/?q=rung",
            "/tim-kiem/goi-y/?q=dau",
        ]  # fmt: skip
        cls.before = dict(cls.pages())

    @classmethod
    def pages(cls):
        """(address, what it says) of the whole site, one after the other."""
        tracker.reindex()
        search.put_many(Article.objects.search_entries())
        client = Client()
        for address in cls.addresses:
            response = client.get(address)
            assert response.status_code < 400, address
            yield address, b"".join(response.streaming_content) if response.streaming else response.content

    def change(self, model, name):
        """Something else in every row."""
        field = model._meta.get_field(name)
        if field.many_to_many:
            for row in model.objects.all():
                getattr(row, name).set([] if getattr(row, name).exists() else field.related_model.objects.all()[:1])
            return
        for row in model._base_manager.all():
            model._base_manager.filter(pk=row.pk).update(**{name: self.furthest(field, row)})

    def furthest(self, field, row):
        """Of several words the last: pages may tell of one of them alone."""
        value = getattr(row, field.attname)
        others = [code for code, _label in field.flatchoices if code and code != value] if field.choices else []
        return others[-1] if others else self.another(field, row)

    def another(self, field, row):
        value = getattr(row, field.attname)
        if isinstance(field, models.BooleanField):
            return not value
        if field.choices:
            return next(code for code, _label in field.flatchoices if code and code != value)
        if isinstance(field, models.ForeignKey):
            return field.related_model._default_manager.exclude(pk=value).first()
        if isinstance(field, models.DateTimeField | models.DateField):
            return MORNING
        if isinstance(field, models.IntegerField):
            return 1000 - (value or 0)
        if isinstance(field, models.DecimalField):
            return (value or 0) + Decimal(1)
        if isinstance(field, models.JSONField):
            return {"theme": {"source": "dau-hieu-rieng"}}
        return f"dau-hieu-rieng-{row.pk}"[: field.max_length]

    def test_what_is_said_to_be_unseen_is(self):
        for model, names in UNSEEN.items():
            with self.subTest(model=model.__name__), transaction.atomic():
                self.assertTrue(model.objects.exists())
                for name in names:
                    self.change(model, name)
                self.assertEqual([address for address, page in self.pages() if page != self.before[address]], [])
                transaction.set_rollback(True)

    def test_the_same_look_finds_what_is_seen(self):
        """Else it would prove nothing."""
        guarded = [(Target, "note"), (Picture, "caption"), (AnnualPlan, "confidence"), (TargetRevision, "confidence")]
        for model, name in [*ALONE, *guarded]:
            with self.subTest(model=model.__name__, name=name), transaction.atomic():
                self.change(model, name)
                self.assertTrue(any(page != self.before[address] for address, page in self.pages()))
                transaction.set_rollback(True)

    def test_no_box_of_a_guarded_screen_changes_a_row_by_itself(self):
        """Also for whoever may do everything; most of what is typed here is a sound change and waits as a proposal."""
        self.client.force_login(make_user(is_superuser=True))
        sent = set()
        for model, boxes in screens():
            if not guards.is_guarded(model) or not admin.site.is_registered(model):
                continue
            row = model._default_manager.first()
            page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
            form = untouched(self.client, page)
            for name in set(guards.of(model).columns) & boxes:
                with self.subTest(model=model.__name__, name=name), transaction.atomic():
                    before = self.guarded(row)
                    self.client.post(page, self.typed_into(form, row, name))
                    self.assertEqual(self.guarded(row), before)
                    for proposal in Proposal.objects.all():
                        sent |= {(proposal.model, column) for column in proposal.changes}
                    transaction.set_rollback(True)
        self.assertGreater(len(sent), 60)

    def guarded(self, row):
        row = type(row)._default_manager.get(pk=row.pk)
        fields = [row._meta.get_field(name) for name in guards.of(type(row)).columns]
        return {
            field.name: set(getattr(row, field.name).all()) if field.many_to_many else getattr(row, field.attname)
            for field in fields
        }

    def typed_into(self, form, row, name):
        """The form of the row's page with something else in one box."""
        typed = {**form, "proposal_reason": "Theo văn bản gốc", "is_miscopied": "on"}
        field = row._meta.get_field(name)
        if field.many_to_many:
            typed[name] = [str(pk) for pk in field.related_model.objects.values_list("pk", flat=True)[:2]]
        elif isinstance(field, models.BooleanField):
            typed.pop(name) if name in typed else typed.update({name: "on"})
        else:
            value = self.another(field, row)
            typed[name] = self.written(getattr(value, "pk", value), field)
        return typed

    def written(self, value, field):
        if isinstance(field, models.DateField):
            return value.strftime("%d/%m/%Y")
        return str(value).replace(".", ",") if isinstance(field, models.DecimalField) else str(value)
