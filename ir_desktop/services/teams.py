"""Which health team a child's review is for, also before anybody knows its name."""

from dataclasses import replace

from ir_desktop.domain.people import Child, HealthTeam
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Agreement
from ir_desktop.domain.text import match_key
from ir_desktop.errors import Invalid, Problem
from ir_desktop.services.session import Session, Work, looking
from ir_desktop.storage.repository import Repository

NOT_NAMED = "The health visiting team"
"""The name of the first team of a store until its agreement comes, and tells its own."""

WHICH = Problem("team", "Say which health team this is about: there are several.")


def team_for(records: Repository, child: Child) -> HealthTeam | None:
    """Return the child's health team, or the only one in the store, or None."""
    if child.health_team_id is not None:
        return records.get(HealthTeam, child.health_team_id)
    teams = records.find(HealthTeam)
    return teams[0] if len(teams) == 1 else None


def team_to_be(work: Work, child: Child) -> HealthTeam:
    """Return the child's team, the only one there is, or, where there is none yet, a first one.

    Families are asked and reviews approved before an agreement comes: what they say is about the
    team that the agreement will name. Raises `Invalid` where there are several to choose from.
    """
    found = team_for(work.records, child)
    if found is not None:
        return found
    if work.records.find(HealthTeam):
        raise Invalid([WHICH])
    return work.new(HealthTeam, name=NOT_NAMED)


def team_of_agreement(work: Work, name: str) -> HealthTeam:
    """Return the team that an agreement is with: the one of its name, else the unnamed, else new.

    The unnamed team takes the agreement's name, and with it what was said about it before.
    """
    teams = work.records.find(HealthTeam)
    for team in teams:
        if match_key(team.name) == match_key(name):
            return team
    if len(teams) == 1 and teams[0].name == NOT_NAMED:
        return work.save(replace(teams[0], name=name))
    return work.new(HealthTeam, name=name)


def list_teams(session: Session) -> list[tuple[HealthTeam, bool]]:
    """Return the health teams, each with whether there is an agreement with it."""
    with looking(session, Act.SEE_LIST) as records:
        agreed = {each.health_team_id for each in records.find(Agreement)}
        return [(team, team.id in agreed) for team in records.find(HealthTeam)]
