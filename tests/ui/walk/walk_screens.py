"""Every class of screens, and a stop of the tour that shows it."""

STOP_OF = {
    "TodayPage": "today",
    "ListPage": "today-due",
    "ChildrenPage": "children",
    "ChildPage": "child-zofia-overview",
    "ChildFormPage": "child-form",
    "CarerFormPage": "family-form",
    "SiblingFormPage": "family-from-another",
    "ConsentFormPage": "consent-form",
    "ContactFormPage": "contact-form",
    "ImportPage": "import-start",
    "LettersPage": "letters",
    "ReviewWorkspace": "review-asq3",
    "SharingPage": "sharing-zofia",
    "ContentsPage": "sharing-contents",
    "AgreementsPage": "sharing-agreements",
    "IntroducePage": "agreement-introduce",
    "AddPage": "agreement-add",
    "SettingsPage": "settings-setting",
    "SettingFormPage": "setting-form",
    "RoomFormPage": "room-form",
    "MemberFormPage": "staff-form",
    "PersonPage": "staff-person",
    "CoverFormPage": "staff-cover",
    "FirstPasswordPage": "staff-password",
    "StopFormPage": "staff-stop",
    "HelpPage": "help",
}
BASES = {"FormScreen", "FamilyFormPage", "StaffFormPage"}
"""Classes that are never shown themselves."""
