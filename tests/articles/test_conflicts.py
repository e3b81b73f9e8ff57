"""Two people, or two tabs, at one article: both texts side by side, a choice for each part, nothing typed is lost."""

import re
from html import unescape

from django.db import transaction
from django.utils import timezone

from articles import services
from articles.conflicts import facts
from articles.forms import ArticleForm
from articles.models import Article
from tests.articles.test_admin import ADD, DeskTestCase, change_url
from tests.factories import local, make_section, make_user
from tests.factories_resolutions import make_target

BODY = "<p>Mở đầu chung của bài.</p>\n<p>Đoạn hai nói về con đường vào bản.</p>\n<p>Kết bài chung.</p>"
HERS = BODY.replace("con đường", "con đường bê tông")
MINE = BODY.replace("Kết bài chung.", "Kết bài do tôi viết lại.") + "\n<p>Thêm một đoạn mới của tôi.</p>"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
RADIO = re.compile(r'<input type="radio" name="([^"]+)" value="([^"]+)"( required)?( checked)?')


def sent_again(page):
    """The hidden fields of the page on which two texts are put together, as a browser sends them."""
    form = page.content.decode().split('class="merge"')[1]
    data = {}
    for name, value in HIDDEN.findall(form):
        data.setdefault(unescape(name), []).append(unescape(value))
    return data


def questions(page):
    """The names of the radio buttons with the sides that each offers."""
    found = {}
    for name, side, *_ in RADIO.findall(page.content.decode()):
        found.setdefault(name, []).append(side)
    return found


class ConflictCase(DeskTestCase):
    def setUp(self):
        self.article = self.own("submitted", body=BODY, title="Đường vào bản Xím Vàng", lead="Ba việc.")
        self.first = make_user("approver", display_name="Lò Thị Hoa")
        self.client.force_login(self.approver)

    def saved_meanwhile(self, **facts):
        """Somebody else's save, after the page was opened."""
        stored = Article.objects.get(pk=self.article.pk)
        for name, value in facts.items():
            setattr(stored, name, value)
        with transaction.atomic():
            services.save_draft(stored, by=self.first, at=timezone.now())

    def save(self, **facts):
        return self.client.post(change_url(self.article), self.form(self.article, **facts))

    def choose(self, page, choice, **more):
        """`choice`: one side for all questions, or sides in the order of the page."""
        names = list(questions(page))
        sides = [choice] * len(names) if isinstance(choice, str) else choice
        self.assertEqual(len(sides), len(names), names)
        return self.client.post(
            change_url(self.article), {**sent_again(page), **dict(zip(names, sides, strict=True)), **more}
        )

    def stored(self):
        return Article.objects.get(pk=self.article.pk)


class ChoosingTests(ConflictCase):
    def test_both_texts_stand_side_by_side_with_a_choice_for_each_part_that_differs(self):
        self.saved_meanwhile(body=HERS)
        page = self.save(body=MINE)
        self.assertContains(page, "Lò Thị Hoa đã sửa bài này lúc")
        self.assertContains(page, "bê tông")
        self.assertContains(page, "do tôi viết lại.")
        self.assertContains(page, "1 đoạn giống nhau")
        self.assertEqual(list(questions(page).values()), [["theirs", "mine", "both"]] * 3)
        self.assertEqual(self.stored().body, HERS)

    def test_the_merged_text_is_saved_on_top_as_a_new_revision(self):
        self.saved_meanwhile(body=HERS)
        page = self.choose(self.save(body=MINE), ["theirs", "mine", "mine"])
        self.assertRedirects(page, change_url(self.article))
        stored = self.stored()
        self.assertEqual(stored.body, MINE.replace("con đường", "con đường bê tông"))
        self.assertEqual((stored.revision, stored.edited_by), (3, self.approver))

    def test_a_source_that_somebody_named_meanwhile_is_not_lost(self):
        self.saved_meanwhile(taken_from="Báo Nhân Dân", taken_on=local(2020, 9, 25).date())
        page = self.save(body=BODY)
        self.assertEqual(self.stored().taken_from, "Báo Nhân Dân")
        self.assertContains(page, "25/09/2020")
        self.choose(page, "theirs")
        self.assertEqual(self.stored().taken_from, "Báo Nhân Dân")

    def test_every_field_that_two_people_may_fill_is_asked_about(self):
        self.assertEqual({*facts.LABELS, "body"}, {*ArticleForm.Meta.fields})

    def test_one_button_takes_all_of_one_side(self):
        for side, body, lead in (("mine", MINE, "Sapo của tôi."), ("theirs", HERS, "Sapo của Hoa.")):
            with self.subTest(side=side):
                self.article = self.own("submitted", body=BODY)
                self.saved_meanwhile(body=HERS, lead="Sapo của Hoa.")
                page = self.save(body=MINE, lead="Sapo của tôi.")
                self.client.post(change_url(self.article), {**sent_again(page), "merge_all": side})
                self.assertEqual((self.stored().body, self.stored().lead), (body, lead))

    def test_title_and_lead_section_times_and_links_are_chosen_too(self):
        other, target = make_section("Đời sống"), make_target()
        mine = make_target(code="nuoc-sach", wording="Tỷ lệ hộ dùng nước sạch")
        self.saved_meanwhile(title="Tên của Hoa", lead="Sapo của Hoa.", section=other, publish_at=local(2030, 1, 2, 8))
        stored = self.stored()
        services.set_links(
            stored, {"targets": [target], "breakthroughs": [], "task_groups": []}, by=self.first, at=timezone.now()
        )
        page = self.save(title="Tên của tôi", lead="Sapo của tôi.", targets=[mine.pk])
        asked = questions(page)
        told = dict(zip(("title", "lead", "section", "publish_at", "targets"), asked.values(), strict=True))
        self.assertEqual(told["title"], ["theirs", "mine"])
        self.assertEqual(told["lead"], ["theirs", "mine", "both"])
        self.choose(page, ["mine", "both", "theirs", "theirs", "both"])
        stored = self.stored()
        self.assertEqual((stored.title, stored.lead), ("Tên của tôi", "Sapo của Hoa.\nSapo của tôi."))
        self.assertEqual((stored.section, stored.publish_at), (other, local(2030, 1, 2, 8)))
        self.assertEqual(set(stored.targets.all()), {target, mine})

    def test_a_third_save_meanwhile_is_told_again_and_the_answers_to_what_stayed_are_kept(self):
        self.saved_meanwhile(body=HERS)
        page = self.save(body=MINE)
        self.saved_meanwhile(lead="Ba việc, và một việc nữa.")
        again = self.choose(page, "mine")
        self.assertContains(again, "Lò Thị Hoa đã sửa bài này lúc")
        self.assertEqual(self.stored().body, HERS)
        self.assertEqual(sum(bool(checked) for *_, checked in RADIO.findall(again.content.decode())), 3)
        everything = self.client.post(change_url(self.article), {**sent_again(page), "merge_all": "mine"})
        self.assertContains(everything, "Lưu bản đã ghép")
        self.choose(again, ["theirs", "mine", "mine", "mine"])
        self.assertEqual((self.stored().body, self.stored().lead), (MINE, "Ba việc, và một việc nữa."))

    def test_what_was_not_chosen_is_asked_and_nothing_is_saved(self):
        self.saved_meanwhile(body=HERS)
        page = self.save(body=MINE)
        first = next(iter(questions(page)))
        again = self.client.post(change_url(self.article), {**sent_again(page), first: "both"})
        self.assertContains(again, "Còn 2 chỗ chưa chọn")
        self.assertContains(again, "do tôi viết lại.")
        self.assertEqual(self.stored().body, HERS)

    def test_hostile_choices_choose_nothing(self):
        self.saved_meanwhile(body=HERS, title="Tên của Hoa")
        page = self.save(body=MINE, title="Tên của tôi")
        title = next(iter(questions(page)))
        for wrong in ("", "MINE", "x" * 10_000, "<script>alert(1)</script>", "both", "mine\0"):
            for name in (title, "merge_all"):
                with self.subTest(name=name, wrong=wrong[:20]):
                    if name == title or wrong != "both":
                        again = self.choose(page, "mine", **{title: "", name: wrong})
                        self.assertNotContains(again, "<script>alert")
                        self.assertEqual(self.stored().title, "Tên của Hoa")
        for name in ("merge-body-" + "0" * 16, "merge-status", "merge-author", "merge-"):
            self.client.post(change_url(self.article), {**sent_again(page), name: "mine", "status": "approved"})
        self.assertEqual((self.stored().title, self.stored().status), ("Tên của Hoa", "submitted"))

    def test_hostile_text_stays_text(self):
        hers = "<p>Của Hoa &lt;script&gt;alert(1)&lt;/script&gt;</p>"
        self.saved_meanwhile(body=hers, title='"><script>alert(2)</script>')
        page = self.save(body="<p>Của tôi</p><script>alert(3)</script>", title="<img src=x onerror=alert(4)>")
        self.assertNotContains(page, "<script>alert")
        self.assertNotContains(page, "<img src=x")
        self.choose(page, ["mine", *["both"] * (len(questions(page)) - 1)])
        self.assertNotIn("<script", self.stored().body)

    def test_who_may_no_longer_edit_gets_their_text_back_and_chooses_nothing(self):
        self.saved_meanwhile(body=HERS)
        page = self.save(body=MINE)
        services.approve(self.stored(), by=make_user("approver"), at=timezone.now())
        answer = self.choose(page, "mine")
        self.assertContains(answer, "do tôi viết lại.", status_code=409)
        self.assertEqual(self.stored().body, HERS)

    def test_other_mistakes_are_mended_first(self):
        self.saved_meanwhile(body=HERS)
        page = self.save(body=MINE, title="")
        self.assertContains(page, "trang sau sẽ cho so hai bản")
        self.assertNotContains(page, "Lưu bản đã ghép")
        self.assertContains(self.save(body=MINE), "Lưu bản đã ghép")

    def test_two_leads_that_are_too_long_together_are_refused(self):
        self.saved_meanwhile(lead="a" * 1_500)
        page = self.choose(self.save(lead="b" * 1_500), "both")
        self.assertContains(page, "Lấy cả hai thì quá dài")
        self.assertEqual(self.stored().lead, "a" * 1_500)

    def test_times_that_do_not_fit_together_are_said(self):
        self.saved_meanwhile(publish_at=local(2030, 6, 1, 8))
        page = self.save(expire_at_0="01/03/2030", expire_at_1="08:00")
        answer = self.choose(page, ["theirs", "mine"])
        self.assertContains(answer, "Giờ gỡ tự động phải sau giờ đăng")
        self.assertIsNone(self.stored().expire_at)

    def test_own_words_of_another_tab_are_no_other_persons(self):
        self.save(lead="Ở thẻ thứ nhất.")
        page = self.save(lead="Ở thẻ thứ hai.")
        self.assertContains(page, "của bản đang lưu")
        self.choose(page, "both")
        self.assertEqual(self.stored().lead, "Ở thẻ thứ nhất.\nỞ thẻ thứ hai.")


class TwiceTests(ConflictCase):
    def test_the_same_text_sent_twice_is_saved_once(self):
        for _ in range(2):
            self.assertEqual(self.save(body=MINE).status_code, 302)
        self.assertEqual(self.stored().revision, 2)

    def test_back_and_save_after_a_save_is_told_and_not_overwritten(self):
        self.save(body=HERS)
        self.assertContains(self.save(body=MINE), "Lưu bản đã ghép")
        self.assertEqual(self.stored().body, HERS)

    def test_a_new_article_changed_after_the_back_button_meets_the_draft_that_it_made(self):
        self.client.force_login(self.writer)
        key = "a" * 32
        self.client.post(ADD, self.form(opening=key, body=BODY))
        made = Article.objects.get(form_key=key)
        page = self.client.post(ADD, self.form(opening=key, body=MINE))
        self.assertContains(page, "do tôi viết lại.")
        self.assertEqual(Article.objects.filter(author=self.writer, form_key=key).count(), 1)
        self.article = made
        self.choose(page, "mine")
        self.assertEqual(self.stored().body, MINE)
