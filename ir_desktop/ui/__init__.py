"""The window: Qt only. Records are reached through services, always off the Qt thread."""

from ir_desktop.ui.refcounts import guard

guard()  # before anything of Qt is called; see there
