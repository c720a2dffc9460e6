"""Which page each step has."""

from ir_desktop.domain.progress import Step
from ir_desktop.ui.review.asq3_page import Asq3Page
from ir_desktop.ui.review.check_page import CheckPage
from ir_desktop.ui.review.conclusions_page import ConclusionsPage
from ir_desktop.ui.review.health_page import HealthPage
from ir_desktop.ui.review.invite_page import InvitePage
from ir_desktop.ui.review.page import Desk, StepPage
from ir_desktop.ui.review.plan_page import PlanPage
from ir_desktop.ui.review.share_page import SharePage
from ir_desktop.ui.review.sign_page import SignPage

_PAGES: dict[Step, type[StepPage]] = {
    Step.INVITE: InvitePage,
    Step.ASQ3: Asq3Page,
    Step.PROGRESS_CHECK: CheckPage,
    Step.HEALTH: HealthPage,
    Step.CONCLUSIONS: ConclusionsPage,
    Step.PLAN: PlanPage,
    Step.SIGN_OFF: SignPage,
    Step.SHARE: SharePage,
}


def make_page(step: Step, desk: Desk) -> StepPage:
    """Return the page of a step."""
    return _PAGES[step](step, desk)
