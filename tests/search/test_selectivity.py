"""How frequent words are, as far as one can tell without looking."""

from django.test import TestCase

from search import services
from search.backends import backend, selectivity
from search.query import parsing
from tests import factories
from tests.search.corpus import make_entry


class SharesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        titles = ["Nghị quyết", "Nghị quyết", "Nghị định", "Ban mai mùa mận hậu"]
        texts = {"summary": "", "text": ""}
        services.put_many([make_entry(title=title, **texts) for title in titles])

    def share(self, words):
        return tuple(selectivity.estimate(parsing.parse(words), backend()))

    def test_the_rarest_word_says_how_many_there_are_at_most(self):
        for words, share in {
            "nghi": (0.75, 0.75),
            "quyết nghị": (0.5, 0.375),
            '"nghị quyết"': (0.5, 0.5 / 3),
            '"mùa mận hậu"': (0.25, 0.25 / 3),
            '"nghị quyết hay"': (0, 0),
            '"mai mùa mận"': (0.25, 0.25 / 3),
            "nghị mận": (0.25, 0.1875),
            "nghị xuân": (0, 0),
            "NQ": (0.5, 0.5 / 3),
        }.items():
            with self.subTest(words=words):
                self.assertEqual(self.share(words), share)

    def test_of_several_spellings_the_most_frequent_counts(self):
        term = parsing.corrected(parsing.parse("man").terms[0], ["man", "nghi", "xuan"])
        self.assertEqual(selectivity.estimate(parsing.Query((term,)), backend()), (0.75, 0.75))

    def test_nothing_is_known_of_a_word_that_is_not_finished(self):
        self.assertEqual(selectivity.estimate(parsing.prefix("ngh"), backend()), (1, 1))
        self.assertEqual(selectivity.estimate(parsing.prefix("mận ngh"), backend()), (0.25, 0.25))
        self.assertEqual(selectivity.estimate(parsing.Query(), backend()), (1, 1))

    def test_a_word_is_looked_up_once_in_a_while(self):
        with factories.keeping():
            with self.assertNumQueries(1):
                self.share("nghị quyết")
            with self.assertNumQueries(0):
                self.share("quyết nghị")
            with self.assertNumQueries(1):
                self.assertEqual(self.share("nghị mận"), (0.25, 0.1875))
