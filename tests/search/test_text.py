"""Words, streams and queries, as tables and as laws. No database."""

from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

import vietnamese
from search.query import parsing, tokens
from search.query.parsing import Phrase, Query
from search.retrieval import highlighting
from search.storage import keys
from tests.search.corpus import moment

written = st.text(alphabet=st.characters(codec="utf-8"), max_size=60).map(vietnamese.nfc)


class WordTests(TestCase):
    def test_both_forms_of_a_word(self):
        for word, folded, exact in [
            ("Đảng", "dang", "đảng"),
            ("hoà", "hoa", "hòa"),
            ("hòa", "hoa", "hòa"),
            ("Thuỷ", "thuy", "thủy"),
            ("quý", "qui", "quý"),
            ("kỹ", "ki", "kỹ"),
            ("kĩ", "ki", "kĩ"),
            ("UBND", "ubnd", "ubnd"),
            ("HĐND", "hdnd", "hđnd"),
            ("007", "7", "7"),
            ("120.000", "120000", "120000"),
            ("7,5", "7,5", "7,5"),
            ("7.5", "7,5", "7,5"),
        ]:
            with self.subTest(word=word):
                self.assertEqual(tokens.forms(word), (folded, exact))

    def test_text_is_split_as_readers_see_it(self):
        for written, expected in [
            ("7,5%/năm", ["7,5", "nam"]),
            ("xã/phường", ["xa", "phuong"]),
            ("kinh tế - xã hội", ["kinh", "te", "xa", "hoi"]),
            ("ngày 25/09/2020", ["ngay", "25", "9", "2020"]),
            ("25.09.2020", ["25", "9", "2020"]),
            ("1.234.567,8 tỷ", ["1234567,8", "ti"]),
            ("01-NQ/TU", ["1", "nq", "tu"]),
            ('«…» 😀 * "', []),
        ]:
            with self.subTest(written=written):
                self.assertEqual([token.folded for token in tokens.tokens(written)], expected)

    def test_a_document_number_is_the_same_however_it_is_spaced(self):
        for written in ["22-NQ/TU", "22 - NQ/TU", "022-NQ / TU", "Nghị quyết số 22–NQ/TU, ngày"]:
            with self.subTest(written=written):
                self.assertEqual(list(tokens.document_numbers(written)), ["#22nqtu"])
        self.assertEqual(
            list(tokens.document_numbers("Số: 10/2015/NQ-HĐND và 05-CTr/TU")), ["#102015nqhdnd", "#5ctrtu"]
        )

    @settings(max_examples=50)
    @given(written)
    def test_folding_keeps_every_character_in_its_place(self, written):
        self.assertEqual(tokens.fold(written), vietnamese.fold(written))
        self.assertEqual(len(tokens.fold(written)), len(written))

    @settings(max_examples=50)
    @given(written)
    def test_tokens_stand_where_they_say(self, written):
        end = 0
        for token in tokens.tokens(written):
            self.assertLessEqual(end, token.start)
            self.assertLess(token.start, token.end)
            self.assertTrue(token.folded)
            self.assertTrue(token.exact)
            self.assertNotIn(" ", token.folded + token.exact)
            end = token.end

    @settings(max_examples=50)
    @given(st.lists(st.sampled_from(["và", "Đảng", "kỹ"]), max_size=30), st.integers(1, 3))
    def test_both_streams_have_a_token_at_every_position(self, words, times):
        streams = tokens.streams(" ".join(words * times), "", " ".join(words))
        self.assertEqual(
            len([pair for pair in streams.main if pair != (tokens.GAP, tokens.GAP)]), len(words) * (times + 1)
        )

    @settings(max_examples=50)
    @given(st.lists(written, min_size=1, max_size=3))
    def test_nearly_every_text_is_within_the_limits_as_it_is(self, parts):
        streams = tokens.streams(*parts)
        self.assertEqual(tokens.within_limits(streams.main, streams.tail), streams)

    @settings(max_examples=100)
    @given(
        st.lists(st.sampled_from(["7,5%/năm", "1.234,5", "25/09/2020", "NQ", " ", "\n", "\u00a0", ".", "-", "Kỹ", "²"]))
    )
    def test_splitting_piece_by_piece_finds_the_words_of_the_whole(self, parts):
        written = "".join(parts)
        whole = [(token.folded, token.exact) for token in tokens.tokens(written)]
        self.assertEqual([pair for pair in tokens.streams(written).main if pair != (tokens.GAP, tokens.GAP)], whole)

    def test_a_very_long_text_stays_within_what_a_vector_can_hold(self):
        words = " ".join(f"tu{number}x và" for number in range(30_000))
        streams = tokens.streams(words)
        self.assertLessEqual(len(streams.main), tokens.MAX_POSITIONS + 1)
        self.assertEqual(sum(pair[0] == "va" for pair in streams.main), tokens.MAX_OCCURRENCES)
        self.assertIn("tu20000x", [pair[0] for pair in streams.tail])


class QueryTests(TestCase):
    def spellings(self, typed):
        return [[(phrase.words, phrase.exact) for phrase in term.alternatives] for term in parsing.parse(typed).terms]

    def test_marks_that_are_typed_are_meant(self):
        self.assertEqual(self.spellings("nghị quyet"), [[(("nghị",), True)], [(("quyet",), False)]])

    def test_decomposed_letters_are_the_same_letters(self):
        self.assertEqual(parsing.parse("nghi\u0323 quye\u0302\u0301t"), parsing.parse("nghị quyết"))

    def test_quoted_words_are_a_phrase_in_one_stream(self):
        self.assertEqual(self.spellings('"dai hoi"'), [[(("dai", "hoi"), False)]])
        self.assertEqual(self.spellings("“chống tham nhũng”"), [[(("chống", "tham", "nhũng"), True)]])

    def test_an_open_quote_is_no_quote(self):
        for typed in ['"', '""', 'đại "hội', '"' * 200]:
            with self.subTest(typed=typed):
                self.assertLessEqual(len(parsing.parse(typed).terms), 2)

    def test_document_numbers_are_found_however_typed(self):
        for typed in ["22-NQ/TU", "22-nq/tu", "22nqtu", "22 nq tu", "22/NQ-TU", "022 - NQ/TU", "22NQ/TU"]:
            with self.subTest(typed=typed):
                self.assertEqual(self.spellings(typed), [[(("#22nqtu",), False)]])
        self.assertEqual(self.spellings("10/2015/NQ-HĐND"), [[(("#102015nqhdnd",), False)]])

    def test_words_around_a_document_number_stay_words(self):
        self.assertEqual(len(parsing.parse("nghị quyết số 22-NQ/TU năm 2021").terms), 5)
        self.assertEqual(len(parsing.parse("22 nq tư pháp").terms), 4)

    def test_abbreviations_meet_their_full_form(self):
        full, short = (("ủy", "ban", "nhân", "dân"), True), (("ubnd",), False)
        self.assertEqual(self.spellings("UBND"), [[short, full]])
        self.assertEqual(self.spellings("Uỷ ban nhân dân"), [[full, short]])
        self.assertEqual(self.spellings("uy ban nhan dan"), [[(("uy", "ban", "nhan", "dan"), False), short]])
        self.assertEqual(self.spellings("HĐND"), [[(("hdnd",), False), (("hội", "đồng", "nhân", "dân"), True)]])

    def test_nothing_typed_is_an_operator(self):
        words = [
            phrase.words for term in parsing.parse("NEAR(a b) OR x* AND -y f:z").terms for phrase in term.alternatives
        ]
        self.assertEqual(words, [("near",), ("a",), ("b",), ("or",), ("x",), ("and",), ("i",), ("f",), ("z",)])

    def test_a_long_question_is_cut_at_a_word_and_that_is_known(self):
        query = parsing.parse("nghị quyết " * 1_000)
        self.assertTrue(query.was_cut)
        self.assertFalse(parsing.parse("nghị quyết").was_cut)
        self.assertLessEqual(len(parsing.clip("đ" * 10_000)[0]), parsing.MAX_LENGTH)

    @settings(max_examples=100)
    @given(st.text(max_size=300))
    def test_every_string_can_be_asked(self, typed):
        for query in (parsing.parse(typed), parsing.prefix(typed)):
            for term in query.terms:
                self.assertTrue(all(phrase.words for phrase in term.alternatives))
        self.assertEqual(parsing.parse(typed).folded, parsing.parse(typed).folded.folded)

    @settings(max_examples=50)
    @given(st.text(alphabet="abcd", min_size=1, max_size=4))
    def test_an_edit_can_be_undone_by_an_edit(self, word):
        self.assertNotIn(word, parsing.edits(word))
        near = sorted(other for other in parsing.edits(word) if set(other) <= set("abcd"))
        self.assertTrue(all(word in parsing.edits(other) for other in near))


class ExtractTests(TestCase):
    def test_marks_stand_on_the_text_as_it_was_written(self):
        for original, typed, expected in [
            ("Nghị quyết Đại hội", "dai hoi", "Nghị quyết <mark>Đại</mark> <mark>hội</mark>"),
            ("Nghỉ và nghị", "nghị", "Nghỉ và <mark>nghị</mark>"),
            ("Kỹ và kĩ", "ki", "<mark>Kỹ</mark> và <mark>kĩ</mark>"),
            ("hoà bình", '"hòa bình"', "<mark>hoà bình</mark>"),
            ("Nghị quyết số 22 - NQ/TU", "22nqtu", "Nghị quyết số <mark>22 - NQ/TU</mark>"),
            ("120.000 người", "120000", "<mark>120.000</mark> người"),
            ("a < b & <script>", "script", "a &lt; b &amp; &lt;<mark>script</mark>&gt;"),
            ("đại hội", "", "đại hội"),
        ]:
            with self.subTest(original=original, typed=typed):
                self.assertEqual(highlighting.highlight(original, parsing.parse(typed)), expected)

    def test_a_snippet_is_short_and_has_the_words(self):
        long = "mở đầu " * 2_000 + "nghị quyết của tỉnh " + "kết thúc " * 500
        found = highlighting.snippet(long, parsing.parse("nghi quyet"))
        self.assertIn("<mark>nghị quyết</mark>", found)
        self.assertLess(len(found), 400)
        self.assertTrue(found.startswith("… "))
        self.assertEqual(highlighting.snippet(long, parsing.parse("khoáng sản")), "")

    @settings(max_examples=100)
    @given(st.text(max_size=200).map(vietnamese.nfc), st.text(max_size=20))
    def test_without_the_marks_it_is_the_escaped_text(self, original, typed):
        shown = highlighting.highlight(original, parsing.parse(typed))
        plain = highlighting.highlight(original, Query())
        self.assertEqual(shown.replace("<mark>", "").replace("</mark>", ""), plain)


class KeyTests(TestCase):
    def test_a_day_is_a_range_of_keys(self):
        for written in ["1930-02-03 00:00", "1969-12-31 23:59:59", "1975-04-30 11:30", "2020-09-25 06:59"]:
            with self.subTest(written=written):
                at = moment(written)
                self.assertEqual(keys.day_of(keys.base(at)), at.date())
                self.assertEqual(keys.time_of(keys.base(at)), at)

    def test_more_than_eight_things_in_a_second_move_on_but_never_to_another_day(self):
        for written in ["2020-09-25 08:30", "2020-09-25 23:59:59"]:
            taken = set()
            for _ in range(30):
                taken.add(keys.first_free(keys.base(moment(written)), taken))
            self.assertEqual(len(taken), 30)
            self.assertEqual({keys.day_of(key) for key in taken}, {moment(written).date()})

    def test_a_window_never_reaches_past_now(self):
        now = keys.last(moment("2020-09-25 08:30"))
        self.assertEqual(keys.Window(keys.FIRST, keys.LAST, now).high, now)
        self.assertTrue(keys.Window(now + 1, keys.LAST, now).is_empty)


class PhraseTests(TestCase):
    def test_a_phrase_without_marks_is_its_own_folded_form(self):
        term = parsing.parse('"dai hoi"').terms[0]
        self.assertEqual(term.folded.alternatives, (Phrase(("dai", "hoi")),))
