"""The record as it lies in the database: nobody changes it, and whoever does is found."""

import datetime as dt
import io
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import TestCase, override_settings

from audit import chain, guards, origin, refusals, services
from audit.models import Address, Event, Head, Refusals
from tests.cpu import Spent
from tests.factories import MORNING, make_article, make_section, make_user


def run(command, *words, **options):
    """(exit code, all it said)."""
    said = io.StringIO()
    try:
        call_command(command, *words, stdout=said, **options)
    except CommandError as error:
        return error.returncode, said.getvalue() + str(error)
    return 0, said.getvalue()


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


class Recorded(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa = make_user("writer", username="hoa", display_name="Lò Thị Hoa")
        cls.article = make_article(title="Mở đường vào bản Xím Vàng", author=cls.hoa)

    def record(self, number=1, address="10.0.0.7", **facts):
        for _ in range(number):
            with origin.of_request(address):
                facts = {"by": self.hoa, "at": MORNING, **facts}
                services.record("article.edit", self.article, **facts)

    def verify(self, **options):
        return run("verify_audit", **options)


class RecordTests(Recorded):
    def test_an_event_tells_who_what_before_after_from_where_and_how_it_ended(self):
        before, after = {"title": "Mo\u0323 cu\u0303"}, {"title": "Mới", "value": Decimal("7.50"), "at": MORNING}
        self.record(before=before, after=after, note="theo góp ý")
        event = Event.objects.get()
        self.assertEqual((event.actor, event.user_name, event.shown_name), (self.hoa, "hoa", "Lò Thị Hoa"))
        self.assertEqual((event.model, event.object_id), ("articles.article", str(self.article.pk)))
        self.assertEqual(event.title, "Mở đường vào bản Xím Vàng")
        self.assertEqual(event.before, {"title": "Mọ cũ"})
        self.assertEqual(event.after["value"], "7.50")
        self.assertEqual((event.outcome, event.place, len(event.request)), ("done", origin.WEB, 32))
        self.assertEqual(event.address_row.address, "10.0.0.7")

    def test_later_names_and_titles_change_nothing_in_it(self):
        self.record()
        self.hoa.display_name = "Tên khác"
        self.hoa.save()
        type(self.article).objects.update(title="Tiêu đề khác")
        event = Event.objects.get()
        self.assertEqual((event.shown_name, event.title), ("Lò Thị Hoa", "Mở đường vào bản Xím Vàng"))

    def test_what_is_deleted_leaves_its_events_and_who_did_anything_stays(self):
        section = make_section("Chuyên mục thử")
        services.record("row.add", section, by=self.hoa, at=MORNING)
        section.delete()
        self.assertEqual(Event.objects.get().title, "Chuyên mục thử")
        with self.assertRaises(ProtectedError):
            self.hoa.delete()

    def test_a_command_is_recorded_under_the_name_of_the_system_user(self):
        services.record("facts.load", by=None, at=MORNING)
        event = Event.objects.get()
        self.assertIn(origin.system_user(), event.place)
        self.assertEqual((event.actor, event.address_seal), (None, ""))

    def test_a_kind_outside_the_table_is_refused(self):
        with self.assertRaises(ValueError):
            services.record("article.burn", by=self.hoa, at=MORNING)

    def test_what_is_rolled_back_was_never_recorded(self):
        self.record()
        with self.assertRaises(RuntimeError), transaction.atomic():
            self.record()
            raise RuntimeError
        self.record()
        self.assertEqual(list(Event.objects.values_list("number", flat=True)), [2, 1])
        self.assertEqual(self.verify()[0], 0)

    def test_an_event_costs_little(self):
        self.record()
        times = 200
        with Spent() as spent:
            self.record(times, before={"title": "cũ"}, after={"title": "mới"})
        # The bar is 1 ms; twice as much on a machine that is busy with other things is no news.
        spent.expect_under(self, 0.002 * times)


class GuardTests(Recorded):
    def refused(self, statement, *values):
        with self.assertRaisesMessage(IntegrityError, guards.SENTENCE), transaction.atomic():
            sql(statement, *values)

    def test_the_database_refuses_to_change_or_delete_an_event(self):
        self.record()
        self.refused("UPDATE audit_event SET title = 'khác'")
        self.refused("DELETE FROM audit_event")
        self.refused("UPDATE audit_address SET address = '1.1.1.1'")
        with self.assertRaisesMessage(IntegrityError, guards.SENTENCE), transaction.atomic():
            Event.objects.update(title="khác")
        self.assertEqual(self.verify()[0], 0)

    @pytest.mark.postgresql_only
    def test_postgresql_refuses_to_empty_the_tables(self):
        self.record()
        connection.check_constraints()
        self.refused("TRUNCATE audit_address")
        self.refused("TRUNCATE audit_event CASCADE")

    def test_a_missing_trigger_is_told(self):
        self.record()
        code, said = self.verify()
        self.assertEqual(code, 0)
        self.assertIn("Trigger ngăn sửa, xóa: đủ.", said)
        on = " ON audit_event" if connection.vendor == "postgresql" else ""
        sql(f"DROP TRIGGER audit_event_no_delete{on}")
        code, said = self.verify()
        self.assertEqual(code, 2)
        self.assertIn("audit_event_no_delete", said)

    def test_it_says_whether_the_role_of_the_database_could_delete(self):
        expected = {"sqlite": "SQLite không có vai trò", "postgresql": "superuser"}[connection.vendor]
        self.assertIn(expected, self.verify()[1])


class VerifyTests(Recorded):
    """Each attack is made by someone who has taken the triggers away."""

    def setUp(self):
        self.record(5)
        guards.take_down(connection)

    def broken(self, sentence, **options):
        code, said = self.verify(**options)
        self.assertEqual(code, 1, said)
        self.assertIn(sentence, said)

    def digest(self, day="25/09/2020"):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        file = folder / "tom-tat.txt"
        code, said = run("audit_digest", day)
        self.assertEqual(code, 0)
        file.write_text(said, "utf-8")
        return file

    def test_a_sound_record_holds_and_agrees_with_its_digest(self):
        guards.raise_up(connection)
        code, said = self.verify(digest=self.digest())
        self.assertEqual(code, 0, said)
        self.assertIn("5 dòng", said)
        self.assertIn("Khớp bản tóm tắt ngày 25/09/2020", said)

    def test_a_changed_byte_of_every_column_is_found(self):
        texts = [
            "kind",
            "outcome",
            "user_name",
            "shown_name",
            "model",
            "object_id",
            "title",
            "note",
            "place",
            "request",
        ]
        for column in [*texts, "address_seal", "hash"]:
            with self.subTest(column=column), transaction.atomic():
                sql(f"UPDATE audit_event SET {column} = 'khac' WHERE number = 3")  # noqa: S608
                self.broken("òng 3 ")
                transaction.set_rollback(True)
        for column, value in (
            ("at", "2021-01-01 00:00:00+00:00"),
            ("before", '{"a": 1}'),
            ("after", "[]"),
            ("actor_id", None),
        ):
            with self.subTest(column=column), transaction.atomic():
                sql(f"UPDATE audit_event SET {column} = %s WHERE number = 3", value)  # noqa: S608
                self.broken("òng 3 ")
                transaction.set_rollback(True)

    def test_a_changed_row_with_its_hash_made_anew_is_found_at_the_next(self):
        event = Event.objects.get(number=3)
        event.title = "khác"
        previous = Event.objects.get(number=2).hash
        Event.objects.filter(number=3).update(title="khác", hash=chain.link(previous, services.facts(event)))
        self.broken("Dòng 4 ")

    def test_a_removed_row_is_found(self):
        sql("DELETE FROM audit_address WHERE event_id = 2")
        sql("DELETE FROM audit_event WHERE number = 2")
        self.broken("Thiếu dòng 2")

    def test_a_removed_first_row_and_a_removed_last_row_are_found(self):
        for number in (1, 5):
            with self.subTest(number=number), transaction.atomic():
                sql("DELETE FROM audit_address")
                sql("DELETE FROM audit_event WHERE number = %s", number)
                self.broken(f"dòng {number}")
                transaction.set_rollback(True)

    def test_a_removed_tail_is_found_by_the_digest_even_if_the_head_was_set_back(self):
        paper = self.digest()
        sql("DELETE FROM audit_address WHERE event_id > 3")
        sql("DELETE FROM audit_event WHERE number > 3")
        Head.objects.update(number=3, hash=Event.objects.get(number=3).hash)
        self.assertNotEqual(self.verify()[0], 1)
        self.broken("phần cuối đã bị xóa", digest=paper)

    def test_a_record_that_was_wholly_rewritten_is_found_by_the_digest(self):
        paper = self.digest()
        sql("DELETE FROM audit_address")
        sql("DELETE FROM audit_event")
        Head.objects.all().delete()
        self.record(7, note="viết lại")
        self.assertNotEqual(self.verify()[0], 1)
        self.broken("nhật ký đã bị viết lại", digest=paper)

    def test_two_swapped_rows_are_found(self):
        for step in (
            "SET number = 99 WHERE number = 2",
            "SET number = 2 WHERE number = 4",
            "SET number = 4 WHERE number = 99",
        ):
            sql("DELETE FROM audit_address")
            sql(f"UPDATE audit_event {step}")
        self.broken("Dòng 2 ")

    def test_an_inserted_row_is_found_wherever_it_stands(self):
        for number, told in ((0, "Dòng 0 "), (-3, "Dòng -3 "), (6, "Sau dòng 5 ")):
            with self.subTest(number=number), transaction.atomic():
                event = Event.objects.get(number=5)
                event.number = number
                Event.objects.bulk_create([event])
                self.broken(told)
                transaction.set_rollback(True)

    def test_an_exchanged_address_is_found_and_an_erased_one_breaks_nothing(self):
        sql("UPDATE audit_address SET address = '6.6.6.6' WHERE event_id = 4")
        self.broken("Địa chỉ của dòng 4")
        sql("DELETE FROM audit_address WHERE event_id = 4")
        guards.raise_up(connection)
        code, said = self.verify()
        self.assertEqual(code, 0)
        self.assertIn("Địa chỉ của 1 dòng đã được xóa", said)

    def test_a_digest_of_another_file_is_a_sentence(self):
        self.assertIn("không phải bản tóm tắt", self.verify(digest=Path(__file__))[1])
        self.assertIn("Không đọc được", self.verify(digest=Path("khong-co"))[1])


class DigestTests(Recorded):
    def test_a_day_counts_what_came_before_its_midnight(self):
        self.record(2, at=dt.datetime(2026, 11, 26, 16, 59, 59, tzinfo=dt.UTC))
        self.record(3, at=dt.datetime(2026, 11, 26, 17, 0, tzinfo=dt.UTC))
        self.assertIn("Số dòng: 2\n", run("audit_digest", "26/11/2026")[1])
        self.assertIn("Số dòng: 5\n", run("audit_digest", "27/11/2026")[1])
        self.assertIn("Số dòng: 0\n", run("audit_digest", "25/11/2026")[1])

    def test_a_day_that_is_none_or_has_not_come_is_a_sentence(self):
        self.assertIn("không phải một ngày", run("audit_digest", "31/02/2026")[1])
        self.assertIn("chưa tới", run("audit_digest", "01/01/2999")[1])


class ForgettingTests(Recorded):
    @override_settings(AUDIT_ADDRESS_DAYS=30)
    def test_old_addresses_go_after_a_dry_run_and_the_chain_holds(self):
        self.record(3)
        self.record(1, at=dt.datetime.now(dt.UTC))
        self.assertIn("Sẽ xóa 3 địa chỉ", run("forget_addresses")[1])
        self.assertEqual(Address.objects.count(), 4)
        self.assertIn("Đã xóa 3 địa chỉ", run("forget_addresses", erase=True)[1])
        self.assertEqual(Address.objects.get().event.number, 4)
        self.assertEqual(Event.objects.first().kind, "record.forget")
        self.assertEqual(self.verify()[0], 0)


class RefusalTests(Recorded):
    def refuse(self, times, at, by=None):
        for _ in range(times):
            refusals.refused(self.article, "Không duyệt được bài của mình.", by=by or self.hoa, at=at, step="approve")

    def test_beyond_the_bound_one_row_counts_them(self):
        self.refuse(refusals.EACH_MINUTE + 25, MORNING)
        self.assertEqual(Event.objects.count(), refusals.EACH_MINUTE)
        self.assertEqual(set(Event.objects.values_list("outcome", flat=True)), {"refused"})
        refusals.settle(at=MORNING + dt.timedelta(minutes=1))
        last = Event.objects.first()
        self.assertEqual((last.kind, last.after["count"]), ("desk.more_refused", 25))
        self.assertEqual(Refusals.objects.count(), 0)

    def test_another_account_and_another_minute_have_bounds_of_their_own(self):
        self.refuse(refusals.EACH_MINUTE, MORNING)
        self.refuse(1, MORNING, by=make_user())
        self.refuse(1, MORNING + dt.timedelta(minutes=1))
        self.assertEqual(Event.objects.count(), refusals.EACH_MINUTE + 2)
