"""The answers of a hostile line, each as often as it is drawn in a walk."""

from ir_desktop.sync import claims
from ir_desktop.sync.transports.answer import Answer
from tests.services.health_team import Exchange, HealthTeam, accept, drop_after, drop_before
from tests.services.sending_hands import CAFE, OTHER, answers, receipt_with, unsigned


class Killed(BaseException):
    """The process ended: nothing after this runs."""


def killed(team: HealthTeam, body: bytes, jti: str) -> Answer:
    raise Killed


def killed_after(team: HealthTeam, body: bytes, jti: str) -> Answer:
    team.take(body, jti)
    raise Killed


def replayed(team: HealthTeam, body: bytes, jti: str) -> Answer:
    """Another package's true receipt."""
    others = [taken.receipt for known, taken in team.taken.items() if known != jti]
    return Answer(201, (others or ["x"])[-1].encode())


def rejected(team: HealthTeam, body: bytes, jti: str) -> Answer:
    if jti in team.taken:
        return team.take(body, jti)  # what was taken is not refused afterwards
    return Answer(403, team.refusal(body, jti, claims.RejectReason.NOT_OUR_CHILD).encode())


FORGED = receipt_with(signing_key=OTHER)
OF_OTHER_BYTES = receipt_with(200, sha256="0" * 64)

ANSWERS: list[Exchange] = [
    *[accept] * 6,
    *(drop_before, drop_after, FORGED, OF_OTHER_BYTES, replayed),
    *[killed, killed_after] * 2,
    *(answers(CAFE), unsigned(403), unsigned(503, retry_after=3600), rejected),
]
