"""The plan and the questions: Goal, CarePlan, ServiceRequest and CommunicationRequest.

A ServiceRequest here is a proposal that stands in the plan. A signpost is not a referral, and
nothing in a Bundle makes a referral.
"""

from ir_desktop.domain.plain import date_words
from ir_desktop.domain.review import Action, Place, Question, ReviewContent
from ir_desktop.sync.fhir_codes import PERTAINS_TO_GOAL, Own, Part, own, words
from ir_desktop.sync.fhir_facts import Section
from ir_desktop.sync.fhir_narrative import Line, line
from ir_desktop.sync.fhir_parts import Entry, Frame, day, instant, part, string

_FOLLOW_UP = "Look again at how the child is doing and at this plan"


def questions(frame: Frame, asked: tuple[Question, ...]) -> Section:
    """Return the questions for the health visitor; what people are unsure of comes first."""
    real = [each for each in asked if string(each.text)]
    ordered = sorted(real, key=lambda each: not each.unsure)
    kinds = ["unsure" if each.unsure else "question" for each in ordered]
    entries = tuple(
        frame.entry(
            "CommunicationRequest",
            "question",
            place,
            status="active",
            category=[own(Own.QUESTION_KIND, kind)],
            subject=frame.ref("patient"),
            payload=[{"contentString": string(each.text)}],
            authoredOn=instant(frame.issued),
            requester=frame.ref("author", "role"),
            recipient=[frame.ref("team")],
        )
        for place, (each, kind) in enumerate(zip(ordered, kinds, strict=True))
    )
    lines = tuple(
        Line(each.text, words(Own.QUESTION_KIND, kind))
        for each, kind in zip(ordered, kinds, strict=True)
    )
    return Section("questions", lines, entries)


def plan(frame: Frame, content: ReviewContent) -> Section:
    """Return the plan: what, who, where and by when, with its goals and the follow-up."""
    follow_up = content.follow_up_on
    if not content.actions and follow_up is None:
        return Section("plan", ())
    goals = _goals(frame, content.actions)
    requests: list[Entry] = []
    activities: list[Part] = []
    for place, action in enumerate(content.actions):
        goal = goals.get(string(action.goal))
        if action.place is Place.HEALTH:
            requests.append(_request(frame, place, action, goal))
            activity: Part = {"reference": requests[-1].ref}
        else:
            activity = {"detail": _detail(action, goal)}
        if action.done_on is not None:
            activity["progress"] = [{"time": day(action.done_on), "text": "Done"}]
        if string(action.result):
            activity["outcomeCodeableConcept"] = [{"text": string(action.result)}]
        activities.append(activity)
    if follow_up is not None:
        activities.append({"detail": _follow_up(day(follow_up))})
    done = bool(content.actions) and all(each.done_on for each in content.actions)
    care_plan = frame.entry(
        "CarePlan",
        "plan",
        status="completed" if done else "active",
        intent="plan",
        title=words(Own.SECTION, "plan"),
        subject=frame.ref("patient"),
        created=instant(frame.issued),
        author=frame.ref("author", "role"),
        goal=[each.ref for each in goals.values()],
        activity=activities,
    )
    lines = [each for action in content.actions for each in _lines(action)]
    lines += line(date_words(follow_up), words(Own.ACTION_KIND, "follow_up")) if follow_up else ()
    beside = (*goals.values(), *requests)
    return Section("plan", tuple(lines), (care_plan,), beside)


def _goals(frame: Frame, actions: tuple[Action, ...]) -> dict[str, Entry]:
    together: dict[str, list[Action]] = {}
    for action in actions:
        if string(action.goal):
            together.setdefault(string(action.goal), []).append(action)
    return {
        goal: frame.entry(
            "Goal",
            "goal",
            place,
            lifecycleStatus="completed" if all(each.done_on for each in steps) else "active",
            description={"text": goal},
            subject=frame.ref("patient"),
            target=[
                part(measure={"text": string(each.measure)}, dueDate=day(each.due))
                for each in steps
                if string(each.measure)
            ],
        )
        for place, (goal, steps) in enumerate(together.items())
    }


def _detail(action: Action, goal: Entry | None) -> Part:
    return part(
        code=own(Own.ACTION_KIND, action.place),
        goal=[goal.ref] if goal else [],
        status="completed" if action.done_on else "not-started",
        scheduledPeriod=part(end=day(action.due)),
        scheduledString="" if action.due else string(action.when),
        performer=_owner(action),
        description=string(action.what),
    )


def _follow_up(on: str) -> Part:
    return {
        "code": own(Own.ACTION_KIND, "follow_up"),
        "status": "scheduled",
        "scheduledPeriod": {"start": on, "end": on},
        "description": _FOLLOW_UP,
    }


def _request(frame: Frame, place: int, action: Action, goal: Entry | None) -> Entry:
    timing = {"code": {"text": string(action.when)}} if string(action.when) else {}
    return frame.entry(
        "ServiceRequest",
        "request",
        place,
        status="completed" if action.done_on else "active",
        intent="proposal",
        category=[own(Own.ACTION_KIND, action.place)],
        code={"text": string(action.what) or "Not named"},
        subject=frame.ref("patient"),
        occurrencePeriod=part(end=day(action.due)),
        occurrenceTiming={} if action.due else timing,
        authoredOn=instant(frame.issued),
        requester=frame.ref("author", "role"),
        performer=_owner(action),
        extension=[{"url": PERTAINS_TO_GOAL, "valueReference": goal.ref}] if goal else [],
    )


def _owner(action: Action) -> list[Part]:
    return [{"display": string(action.owner)}] if string(action.owner) else []


def _lines(action: Action) -> tuple[Line, ...]:
    return (
        *line(action.what, words(Own.ACTION_KIND, action.place)),
        *line(action.owner, "Who"),
        *(line(date_words(action.due), "By") if action.due else ()),
        *line(action.when, "When"),
        *line(action.goal, "Goal"),
        *line(action.measure, "We will know by"),
        *(line(date_words(action.done_on), "Done on") if action.done_on else ()),
        *line(action.result, "Result"),
    )
