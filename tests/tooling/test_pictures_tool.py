"""The pictures: each screen has one, small, and the folder holds no others."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ir_desktop.services.session import SystemClock
from tools import pictures
from tools.tour import stops

EVERY = (*stops.BEFORE, *stops.INSIDE, *stops.FIRST_RUN)
LARGEST_FOLDER = 8_000_000


def test_every_screen_has_a_light_and_a_dark_picture_and_there_are_no_others() -> None:
    wanted = {
        f"{stop.name}-{variant.name}.png"
        for stop in EVERY
        if stop.name not in pictures.ALIKE
        for variant in pictures.COMMITTED
    }
    assert {path.name for path in pictures.FOLDER.iterdir()} == wanted


def test_the_screens_left_out_are_screens() -> None:
    assert {stop.name for stop in EVERY} >= pictures.ALIKE


def test_the_pictures_have_a_palette_and_are_small_together() -> None:
    from PIL import Image

    found = list(pictures.FOLDER.glob("*.png"))
    assert sum(path.stat().st_size for path in found) < LARGEST_FOLDER
    for path in found:
        with Image.open(path) as image:
            assert image.mode == "P", path.name
            # A question asked over the page has the size of its words.
            assert image.width <= 1366, path.name
            assert image.height <= 768, path.name


def test_a_picture_is_made_small_and_looks_the_same(tmp_path: Path) -> None:
    from PIL import Image, ImageChops

    path = tmp_path / "one.png"
    made = Image.new("RGB", (300, 200), "#F6F3EB")
    made.paste("#0E5568", (20, 20, 120, 60))
    made.save(path, compress_level=0)
    before = path.stat().st_size
    pictures.compress(path)
    assert path.stat().st_size < before / 10
    with Image.open(path) as image:
        assert ImageChops.difference(image.convert("RGB"), made).getbbox() is None


def test_the_day_stands_still_while_pictures_are_taken() -> None:
    clock = SystemClock()
    with pictures._fixed_day():
        assert clock.today() == pictures.DAY
        first, second = clock.now(), clock.now()
        assert first < second
        assert first.date() == second.date() == pictures.DAY
    assert abs(clock.now() - datetime.now(UTC)).total_seconds() < 5


def test_an_unknown_look_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        pictures.main(["--only", "purple"])
    assert "invalid choice" in capsys.readouterr().err
