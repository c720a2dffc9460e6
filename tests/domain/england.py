"""England's rules and the questionnaire's cut-offs, as the program reads them."""

from pydantic import TypeAdapter

from ir_desktop import paths
from ir_desktop.domain.asq3_data import FILES, parse_instrument
from ir_desktop.domain.profile import Profile

INSTRUMENT = parse_instrument(
    {name: paths.resource("instruments", name).read_text("utf-8") for name in FILES}
)
ENGLAND = TypeAdapter(Profile).validate_json(
    paths.resource("profiles", "england-2025.json").read_bytes()
)
