"""The disk that is filled is never the machine's own."""

import tempfile
from pathlib import Path
from unittest import TestCase

import pytest

from script.machines.place import Place
from script.reliability.faults import FaultImpossible, disk_is_full

pytestmark = pytest.mark.once


class DiskTests(TestCase):
    def test_a_cluster_on_the_machines_own_disk_is_not_filled(self):
        with tempfile.TemporaryDirectory() as folder:
            place = Place(Path(folder) / "c")
            place.folder.mkdir()
            with self.assertRaisesRegex(FaultImpossible, "đĩa nhỏ"), disk_is_full(place):
                self.fail("đã ghi đầy đĩa của máy")
            self.assertEqual(list(place.folder.iterdir()), [])
