"""Marked values in every field: none may be read in any file but the papers asked for."""

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import canaries

CHECKOUT = Path(__file__).parents[2]
CORE = "Quokkacanarymark"

# Fills every field there is, prints, approves, tries to send, and tells when to look.
SCRIPT = """
import json, sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Decision, How
from ir_desktop.domain.people import Room, SendSupport, Sex
from ir_desktop.domain.records import Blank
from ir_desktop.domain.roles import Act
from ir_desktop.services import (agreements, backups, children, consents, exports, identity,
    importing, papers, restoring, reviews, sending, replies)
from ir_desktop.services.session import acting
from ir_desktop.storage.database import Database
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import make_nursery
folder, core = Path(sys.argv[1]), sys.argv[2]
made = 0
def canary():
    global made
    made += 1
    return f"{core}{'abcdefghij'[made // 10]}{'abcdefghij'[made % 10]}"
nursery = make_nursery(folder / "store", children=3)
session = nursery.sign_in()
with acting(session, Act.MANAGE_STAFF) as work:
    room = work.new(Room, name=canary())
child = children.add_child(session, given_name=canary(), family_name=canary(),
    date_of_birth=session.today - timedelta(days=27 * 30 + 20), known_as=canary(),
    home_languages=(canary(), canary()), address=f"{canary()}\\n{canary()}", room_id=room.id,
    other_settings=(canary(),), check_elsewhere=canary(), gp=canary(),
    named_health_visitor=canary(), sex=Sex.OTHER, send_support=SendSupport.EHC_PLAN,
    key_person_id=session.staff.id, blanks={"nhs_number": Blank.DECLINED})
for place in range(2):
    carer = children.add_carer(session, child.id, name=canary(), relationship=canary(),
        address=canary(), email=f"{canary().lower()}@x.example", preferred_language=canary(),
        preferred_format=canary(), preferred_contact=canary())
consents.record_contact(session, child.id, how=How.PHONE, about=canary(), outcome=canary(),
    occurred_on=session.today, carer_id=carer.id)
day = session.today.isoformat()
areas = ("communication_and_language", "physical_development",
    "personal_social_and_emotional_development")
content = {
    "held_on": day, "place": canary(), "attended": [canary(), canary()],
    "asq3": {"completed_on": day, "completed_by": canary(), "helped_by": canary(),
        "totals": {"communication": 45}, "overall": {}},
    "progress_check": {"observed_on": day, "parents_view": canary(),
        "parents_view_from": canary(), "childs_voice": canary(), "concern": canary(),
        "targeted_plan": canary(), "summary_given_to": canary(),
        "areas": {area: {"strengths": canary(), "next_steps": canary(),
            "support_in_setting": canary(), "support_at_home": canary(),
            "judgement": "going_well", "aspects": {canary(): canary()}} for area in areas}},
    "health": {"hearing": {"note": canary()}},
    "needs": [{"category": "communication", "level": "amber", "note": canary()}],
    "discrepancies": canary(), "questions": [{"text": canary(), "unsure": True}],
    "actions": [{"what": canary(), "owner": canary(), "goal": canary(), "measure": canary(),
        "when": canary(), "result": canary()}],
}
reviews.import_review(session, json.dumps(content).encode(), child_id=child.id)
found = reviews.check(session, child.id)
answers = {each.code: canary() for each in found.open_questions}
reviews.save_draft(session, child.id, replace(found.review.draft, moderation=answers))
reviews.sign_off(session, child.id)
reviews.save_draft(session, child.id, replace(found.review.draft, place=canary()))
found = reviews.check(session, child.id)
answers = {each.code: canary() for each in found.open_questions}
reviews.save_draft(session, child.id, replace(found.review.draft, moderation=answers))
reviews.sign_off(session, child.id, reason=canary())
consents.record_consent(session, child.id, decision=Decision.GIVEN, by_name=canary(),
    by_relationship=canary(), how=How.LETTER, occurred_on=session.today)
row = f"{canary()},{canary()},03/05/2024,{canary()},{canary()}"
importing.import_children(session, f"First name,Surname,DOB,Room,Known as\\n{row}".encode())
try:
    children.edit_child(session, child.id, postcode=canary())
except Exception as error:
    print(error, file=sys.stderr)
for paper in papers.print_all(session, child.id):
    (folder / "asked-for").mkdir(exist_ok=True)
    (folder / "asked-for" / f"{paper.kind}.pdf").write_bytes(paper.pdf)
team = HealthTeam(nursery.clock)
team.introduce(session)
export = exports.approve(session, child.id)
assert export.state.value == "queued", export.holds
sending.sync_once(session)  # nobody is there
line = Line(team)
(left,) = sending.sync_once(session, connect=line)
assert left.state.value == "received", left
team.replies = [team.reply(export.id, outcome=canary(), follow_up_by=canary(), contact=canary())]
assert len(replies.fetch_replies(session, connect=line).replies) == 1
session.store.database.copy_to(folder / "store" / "before-upgrade.db")
backed_up = backups.back_up(session, folder / "stick")
restoring.restore(backed_up.path, folder / "restored", nursery.recovery_code, clock=nursery.clock)
for page in (children.child_page(session, child.id), exports.ledger(session)):
    assert page
with session.store.reading() as records:  # all that was entered is in there, to be read back
    whole = "".join(str(each) for kind in (type(child),) for each in records.find(kind))
    assert core in whole
print(made, flush=True)
sys.stdin.readline()
if sys.argv[3] == "close":
    session.close()
else:
    import os
    os._exit(9)
"""


def hits(folders: list[Path]) -> Iterator[str]:
    return canaries.hits(CORE, folders)


def test_every_form_would_be_found(tmp_path: Path) -> None:
    text = f"before {CORE} after".encode()
    for number, data in enumerate(
        (
            text,
            text.decode().encode("utf-16-le"),
            text.decode().encode("utf-16-be"),
            base64.b64encode(text),
            base64.b64encode(b"x" + text),
            base64.b64encode(b"xx" + text),
            text.hex().encode(),
            text.upper(),
        )
    ):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "file").write_bytes(b"\0" * 5000 + data + b"\0" * 5000)
        assert list(hits([tmp_path / str(number)])), number


@pytest.mark.parametrize("ending", ["close", "kill"])
def test_no_marked_value_is_in_any_file_but_the_papers_asked_for(
    ending: str, tmp_path: Path
) -> None:
    home, temporary, work = (tmp_path / name for name in ("home", "temporary", "work"))
    for folder in (home, temporary, work):
        folder.mkdir()
    kept = {name: each for name, each in os.environ.items() if not name.startswith("XDG_")}
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(work), CORE, ending],
        env=kept
        | {"HOME": str(home), "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}
        | {"PYTHONPATH": str(CHECKOUT)},
        cwd=home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        pytest.fail(process.communicate(timeout=30)[1])
    assert int(line) >= 60
    look_in = [home, temporary, work / "store", work / "stick", work / "restored"]
    assert all(any(path.iterdir()) for path in look_in[2:])
    assert sum(path.is_file() for path in (work / "store").rglob("*")) >= 4  # with its WAL
    assert list(hits(look_in)) == []  # while it is open
    out, err = process.communicate("go on\n", timeout=60)
    assert process.returncode == (0 if ending == "close" else 9)
    assert CORE not in out + err
    assert list(hits(look_in)) == []  # and after
    assert len(list((work / "asked-for").iterdir())) == 2
