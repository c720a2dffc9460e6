"""Adding a health visiting team by hand; `services.teams` lists them."""

from ir_desktop.domain.child_rules import Checks
from ir_desktop.domain.contact_rules import parse_email, parse_phone
from ir_desktop.domain.people import HealthTeam
from ir_desktop.domain.roles import Act
from ir_desktop.domain.text import match_key
from ir_desktop.services.session import Session, acting


def add_team(session: Session, *, name: str, phone: str = "", email: str = "") -> HealthTeam:
    """Add a health team that a child may belong to.

    Nothing can be sent to it: that takes an agreement. Whoever may add a child may add the team
    of their home address. Raises `Invalid` with every problem.
    """
    with acting(session, Act.ADD_CHILD) as work:
        checks = Checks()
        team = work.build(
            HealthTeam,
            name=checks.name(name, "team_name", "Type the name of the health team."),
            phone=checks.optional(lambda text: parse_phone(text, field="team_phone"), phone),
            email=checks.optional(lambda text: parse_email(text, field="team_email"), email),
        )
        same = match_key(team.name)
        if any(match_key(each.name) == same for each in work.records.find(HealthTeam)):
            checks.add("team_name", "There is a team with this name already. Choose it instead.")
        checks.done()
        return work.records.add(team)
