"""What commands report, as values that JSON has."""

from datetime import date, datetime

from ir_desktop.receiver.service import KnownSetting, OpenedOne, Received
from ir_desktop.sync import claims, package


def moment(value: datetime | None) -> str | None:
    """Return a moment as ISO 8601 in UTC."""
    return None if value is None else value.isoformat()


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def row_of(each: Received) -> dict[str, object]:
    """Return a package as the inbox lists it, the questions for the health visitor first."""
    view = each.view
    return {
        "questions": [] if view is None else _questions(view),
        "id": each.jti,
        "setting": each.setting,
        "child": None if view is None else view.child_name or None,
        "date_of_birth": None if view is None else _day(view.date_of_birth),
        "received_at": moment(each.received_at),
        "review": each.review_id,
        "review_version": each.review_version,
        "amended": False if view is None else view.amended,
        "current": each.superseded_by is None,
        "superseded_by": each.superseded_by,
        "replies": each.replies,
        "notes": list(each.notes),
        "problem": each.problem or None,
    }


def _questions(view: package.BundleView) -> list[str]:
    return [f"Unsure: {each.text}" if each.unsure else each.text for each in view.questions]


def review_of(view: package.BundleView) -> dict[str, object]:
    """Return all that a Bundle says to a person, but for the PDF itself."""
    return {
        "child": view.child_name or None,
        "date_of_birth": _day(view.date_of_birth),
        "nhs_number": view.nhs_number or None,
        "setting": view.setting,
        "author": view.author,
        "signed_at": view.signed_at,
        "version": view.version,
        "amended": view.amended,
        "questions": _questions(view),
        "sections": [
            {"code": each.code, "title": each.title, "lines": list(each.lines)}
            for each in view.sections
        ],
        "asq3": [
            {
                "area": each.area,
                "questionnaire": each.questionnaire,
                "score": each.score,
                "cutoff": each.cutoff,
                "band": each.band,
                "zone": each.zone,
            }
            for each in view.scores
        ],
        "asq3_follow_up": list(view.flags),
        "actions": [
            {
                "what": each.what,
                "owner": each.owner,
                "place": each.place,
                "when": each.when,
                "done": each.done,
                "result": each.result,
            }
            for each in view.actions
        ],
        "follow_up_on": _day(view.follow_up_on),
        "has_summary_pdf": view.summary_pdf is not None,
    }


def full_row(one: OpenedOne) -> dict[str, object]:
    """Return one package whole: as it is listed, who consented, and all that the review says."""
    view = one.received.view
    return row_of(one.received) | {
        "agreement": one.claims.head.agreement.to_claims(),
        "categories": [each.value for each in one.claims.categories],
        "consent": [each.to_claims() for each in one.claims.consent],
        "content": None if view is None else review_of(view),
    }


def setting_row(each: KnownSetting) -> dict[str, object]:
    """Return a confirmed key of a setting."""
    return {
        "setting": each.name,
        "urn": each.urn,
        "contact": each.contact,
        "kid": each.kid,
        "fingerprint": each.fingerprint,
        "status": each.status.value,
        "confirmed_by": each.confirmed_by,
        "confirmed_at": moment(each.confirmed_at),
    }


def agreement_row(agreement: claims.Agreement, ended_at: datetime | None) -> dict[str, object]:
    """Return an agreement that was given."""
    return {
        "agreement": agreement.id,
        "version": agreement.version,
        "setting": agreement.setting.name,
        "kids": list(agreement.setting.kids),
        "categories": {each.value: mode.value for each, mode in agreement.consent_modes.items()},
        "valid_from": moment(agreement.not_before),
        "valid_until": moment(agreement.expires_at),
        "ended_at": moment(ended_at),
        "endpoint": agreement.endpoint.address or agreement.endpoint.kind.value,
    }
