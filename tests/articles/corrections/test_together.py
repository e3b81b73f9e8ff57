"""Two people at the same moment: one correction beside a live text, agreed to once."""

from articles.corrections import services
from articles.editions import keeping
from articles.models import Article, Correction
from desk.steps import StepRefused
from tests.accounts.together import Together
from tests.articles.corrections.test_services import LATER, OLD, SMALL
from tests.factories import make_article, make_user

PEOPLE = 6


class TogetherTests(Together):
    def setUp(self):
        author = make_user("writer")
        self.writers = [make_user("writer") for _ in range(PEOPLE)]
        self.approvers = [make_user("approver") for _ in range(PEOPLE)]
        self.pk = make_article(author=author, edited_by=author, body=OLD).pk
        # SQLite's threads work on a copy of what is there by now.
        super().setUp()

    def propose(self, position):
        article = Article.objects.get(pk=self.pk)
        text = keeping.copy_of(keeping.live(article))
        text.body = SMALL
        return self.answer(services.write, article, text, "small", by=self.writers[position], at=LATER, seen=1)

    def send(self, _position):
        correction = Correction.objects.get()
        services.take("submit", correction, by=correction.author, at=LATER, seen=2)

    def agree(self, position):
        correction = Correction.objects.get()
        return self.answer(services.take, "agree", correction, by=self.approvers[position], at=LATER, seen=2)

    def answer(self, work, *args, **facts):
        try:
            work(*args, **facts)
        except StepRefused as refusal:
            return str(refusal)
        return "được"

    def outcome(self, _position):
        article = Article.objects.get(pk=self.pk)
        return article.body, article.editions.count(), Correction.objects.get().state

    def test_one_writes_and_one_agrees_and_all_others_are_told(self):
        written = self.try_together(self.propose, PEOPLE)
        self.assertEqual(written.count("được"), 1, written)
        self.try_together(self.send, 1)
        agreed = self.try_together(self.agree, PEOPLE)
        self.assertEqual(agreed.count("được"), 1, agreed)
        self.assertEqual(self.try_together(self.outcome, 1), [(SMALL, 2, "agreed")])
