"""Loads code ahead of its first use, so that the window never waits for it."""

from pathlib import Path


def load_services(log_folder: Path | None) -> None:
    """Load what signing in needs, and begin the log. Meant for the records' thread."""
    from ir_desktop import log
    from ir_desktop.services import reference, sign_in
    from ir_desktop.ui import shell

    log.start(log_folder)
    del shell, sign_in
    reference.instrument()
    reference.default_profile()


def load_screens() -> None:
    """Import what the places' screens are made of. Meant for a thread beside the window's."""
    from ir_desktop.ui.children import child_page, forms, list_page
    from ir_desktop.ui.help import page as help_page
    from ir_desktop.ui.importing import page as import_page
    from ir_desktop.ui.letters import page as letters_page
    from ir_desktop.ui.review import pages, workspace
    from ir_desktop.ui.settings import forms as settings_forms
    from ir_desktop.ui.settings import page as settings_page
    from ir_desktop.ui.sharing import add_page, agreements_page, contents_page, introduce_page
    from ir_desktop.ui.sharing import page as sharing_page
    from ir_desktop.ui.today import list_page as today_list
    from ir_desktop.ui.today import page as today_page

    del child_page, forms, list_page, help_page, import_page, letters_page, pages, workspace
    del settings_forms, settings_page, add_page, agreements_page, contents_page, introduce_page
    del sharing_page, today_list, today_page
