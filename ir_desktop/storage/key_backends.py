"""Which keyrings are trusted with a key, and ten that are not and why: two tables, nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trusted:
    """A backend of the keyring library that is used, and the name to show for it."""

    module: str
    class_name: str
    name: str


@dataclass(frozen=True, slots=True)
class RefusedBackend:
    """A backend that is never used, by its full name, and why in words that follow "because"."""

    full_name: str
    why: str


# In the order of trying. Windows and macOS have one each; on Linux the Secret Service is what both
# big desktops offer now, KWallet's own interface the older.
TRUSTED = (
    Trusted("keyring.backends.Windows", "WinVaultKeyring", "Windows Credential Manager"),
    Trusted("keyring.backends.macOS", "Keyring", "macOS Keychain"),
    Trusted("keyring.backends.SecretService", "Keyring", "Secret Service"),
    Trusted("keyring.backends.kwallet", "DBusKeyring", "KWallet"),
)

REFUSED = (
    RefusedBackend("keyring.backends.null.Keyring", "it keeps nothing"),
    RefusedBackend("keyring.backends.fail.Keyring", "it keeps nothing and answers with an error"),
    RefusedBackend(
        "keyring.backends.chainer.ChainerBackend",
        "it hands keys to any other keyring that is installed",
    ),
    RefusedBackend(
        "keyring.backends.libsecret.Keyring",
        "it cannot be asked whether a key is kept after log-out",
    ),
    RefusedBackend(
        "keyring.backends.kwallet.DBusKeyringKWallet4",
        "it is for a desktop that is no longer mended",
    ),
    RefusedBackend("keyrings.alt.file.PlaintextKeyring", "it keeps keys in plain text"),
    RefusedBackend(
        "keyrings.alt.file.EncryptedKeyring",
        "it keeps keys in a file that is stolen together with the records",
    ),
    RefusedBackend("keyrings.alt.Gnome.Keyring", "its library was withdrawn"),
    RefusedBackend(
        "keyrings.alt.Windows.RegistryKeyring",
        "it keeps keys where other programs and other computers read them",
    ),
    RefusedBackend(
        "keyrings.alt.Google.DocsKeyring", "it sends keys to another company's computers"
    ),
)


def why_refused(full_name: str) -> str:
    """Return why a backend that somebody's settings name is not used, or "" if it is trusted."""
    if any(full_name == f"{each.module}.{each.class_name}" for each in TRUSTED):
        return ""
    known = {each.full_name: each.why for each in REFUSED}
    return known.get(full_name, "it is not one of the four that are known to keep keys well")
