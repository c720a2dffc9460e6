"""Words for the profile's health prompts and kinds of need. Knows no Qt."""

from ir_desktop.domain.records import Source
from ir_desktop.domain.review import ReviewModel

PROMPTS = {
    "immunisations": ("Immunisations", "Are they up to date? Is one being put off, and why?"),
    "diet": ("Eating and drinking", "What, how much, and is mealtime easy?"),
    "teeth": ("Teeth", "Brushing, and has a dentist looked?"),
    "sleep": ("Sleep", "Nights, naps, and how the family manages."),
    "toileting": ("Toileting", "Nappies, potty, tummy trouble."),
    "hearing": ("Hearing", "Does anybody wonder about it? Colds, ears, noise."),
    "vision": ("Eyesight", "Does anybody wonder about it? A squint, sitting close."),
    "speech": ("Speech", "Which languages, and who understands?"),
    "growth": ("Growth", "As the family or the red book tells."),
}

SOURCES = {
    Source.PARENT: "A parent or carer told us",
    Source.OBSERVED: "We saw it here",
    Source.PHONE: "By phone",
    Source.PAPER: "On paper, such as the red book",
    Source.HEALTH_VISITOR: "The health visitor",
}

MODELS = {
    ReviewModel.JOINT_MEETING: (
        "One meeting together",
        "The family, you and the health visitor in one room.",
    ),
    ReviewModel.SEPARATE_SHARED: (
        "Two meetings, one picture",
        "You and the health visitor meet the family apart, and share what you found.",
    ),
    ReviewModel.PARENT_CARRIED: (
        "The family carries the papers",
        "Your summary goes with them to the health review, and comes back.",
    ),
    ReviewModel.EARLY_YEARS_ONLY: (
        "Early years alone",
        "Nobody from health takes part. You will be asked how health is heard.",
    ),
    ReviewModel.HEALTH_ONLY: ("Health alone", "The health visitor does the review."),
}


def prompt_words(topic: str) -> tuple[str, str]:
    """Return a health prompt's name and what to ask about; one unknown here has its own name."""
    return PROMPTS.get(topic, (topic.replace("_", " ").capitalize(), ""))
