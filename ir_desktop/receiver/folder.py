"""The files of a receiver's data folder: facts, private keys, TLS.

The private keys are in a file only its owner can read; where a secret store is at hand,
`IR_RECEIVER_KEYS` names the file it gives instead.
"""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, cast

from ir_desktop.errors import EnvironmentProblem, Refused
from ir_desktop.receiver.certificates import Pair, is_due, new_authority, new_server
from ir_desktop.sync import envelope

KEYS_VARIABLE: Final = "IR_RECEIVER_KEYS"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What `receiver init` was told: who the team is, and where its endpoint will be.

    `hosts` are the names and addresses in the server's certificate; settings are told the first.
    """

    name: str
    contact: str
    hosts: tuple[str, ...]
    port: int

    @property
    def url(self) -> str:
        """The endpoint's address as settings are told it."""
        return url_of(self.hosts[0], self.port)


def url_of(host: str, port: int) -> str:
    """Return the base address of an endpoint."""
    return f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"


@dataclass(frozen=True, slots=True)
class Keys:
    """The health team's two private keys, as JWKs."""

    signing: Mapping[str, str] = field(repr=False)
    encryption: Mapping[str, str] = field(repr=False)

    @property
    def signing_kid(self) -> str:
        """The thumbprint of the signing key."""
        return self.signing["kid"]

    @property
    def fingerprint(self) -> str:
        """The fingerprint to read out to a setting."""
        return envelope.fingerprint(
            envelope.public_jwk(self.signing), envelope.public_jwk(self.encryption)
        )


@dataclass(frozen=True, slots=True)
class Folder:
    """Where each file is. Nothing is read or made until asked for."""

    root: Path

    @property
    def facts_file(self) -> Path:
        """The file whose presence says that the folder is complete."""
        return self.root / "receiver.json"

    @property
    def keys_file(self) -> Path:
        """The file with the private keys."""
        return Path(os.environ.get(KEYS_VARIABLE) or self.root / "keys.json")

    @property
    def database_file(self) -> Path:
        """The SQLite database, where no other database is named."""
        return self.root / "receiver.sqlite"

    @property
    def authority_files(self) -> tuple[Path, Path]:
        """Certificate and key of the receiver's own authority."""
        return self.root / "tls" / "authority.pem", self.root / "tls" / "authority.key"

    @property
    def server_files(self) -> tuple[Path, Path]:
        """Certificate and key that the server shows."""
        return self.root / "tls" / "server.pem", self.root / "tls" / "server.key"

    def make(self, facts: Facts, now: datetime) -> Keys:
        """Make everything but the database; the facts last, since they say it is complete.

        Keys that a secret store already gives, or that a broken-off attempt left, are used.

        Raises:
            Refused: the folder is already in use.
            EnvironmentProblem: it cannot be written.
        """
        if self.facts_file.exists():
            raise Refused("This folder already holds a receiver. Choose another folder.")
        try:
            for folder in (self.root, self.root / "tls"):
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(0o700)
            if not self.keys_file.exists():
                both = [envelope.new_signing_key(), envelope.new_encryption_key()]
                write_private(self.keys_file, json.dumps({"keys": both}, indent=2).encode())
            keys = self.keys()
            self._write_pair(self.authority_files, new_authority(facts.hosts, now))
            self.renew_server(facts, now)
            whole = {
                "format": _FORMAT,
                "name": facts.name,
                "contact": facts.contact,
                "hosts": list(facts.hosts),
                "port": facts.port,
            }
            write_private(self.facts_file, json.dumps(whole, indent=2, ensure_ascii=False).encode())
        except OSError as error:
            raise EnvironmentProblem(
                "The receiver's folder cannot be written. Check the disk and who owns the folder."
            ) from error
        return keys

    def _write_pair(self, files: tuple[Path, Path], pair: Pair) -> None:
        write_private(files[1], pair.key)
        write_private(files[0], pair.certificate)

    def renew_server(self, facts: Facts, now: datetime) -> bool:
        """Make the server's certificate anew where it is missing or ends soon; say whether.

        Raises:
            EnvironmentProblem: the authority's files cannot be read, or nothing can be written.
        """
        certificate, key = self.server_files
        try:
            if certificate.exists() and key.exists() and not is_due(certificate.read_bytes(), now):
                return False
            authority = Pair(*(each.read_bytes() for each in self.authority_files))
            self._write_pair(self.server_files, new_server(authority, facts.hosts, now))
        except OSError as error:
            raise EnvironmentProblem(
                "The receiver's TLS files cannot be read or written. Check who owns the folder."
            ) from error
        return True

    def authority_pem(self) -> str:
        """Return the authority's certificate, as agreements carry it."""
        return _read(self.authority_files[0]).decode("ascii")

    def facts(self) -> Facts:
        """Return what `init` was told.

        Raises:
            EnvironmentProblem: there is no receiver here, or a newer or damaged one.
        """
        if not self.facts_file.exists():
            raise EnvironmentProblem(
                "There is no receiver in this folder. Make one with: receiver init."
            )
        try:
            read = cast(dict[str, object], json.loads(_read(self.facts_file)))
            version = read["format"]
            facts = Facts(
                name=str(read["name"]),
                contact=str(read["contact"]),
                hosts=tuple(str(each) for each in cast(list[object], read["hosts"])),
                port=int(str(read["port"])),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise EnvironmentProblem(
                "The receiver's file receiver.json is damaged. Put it back from a backup."
            ) from error
        if version != _FORMAT:
            raise EnvironmentProblem(
                "This folder was made by a newer version of the program. Install that version."
            )
        return facts

    def keys(self) -> Keys:
        """Return the private keys.

        Raises:
            EnvironmentProblem: they are missing, damaged, or others can read them.
        """
        path = self.keys_file
        if not os.environ.get(KEYS_VARIABLE) and sys.platform != "win32":
            _refuse_open_to_others(path)
        try:
            found = cast(dict[str, list[dict[str, str]]], json.loads(_read(path)))["keys"]
            by_curve = {each["crv"]: each for each in found}
            signing, encryption = by_curve["Ed25519"], by_curve["X25519"]
            keys = Keys(
                {**signing, "kid": envelope.kid(signing)},
                {**encryption, "kid": envelope.kid(encryption)},
            )
            # Used once, they prove that they are private keys and that their halves fit.
            proof = envelope.sign({}, typ="proof", key=keys.signing)
            sealed = envelope.seal(proof, recipient=envelope.public_jwk(keys.encryption))
            envelope.unseal(sealed, private_key=keys.encryption)
        except (ValueError, KeyError, TypeError, envelope.EnvelopeError) as error:
            raise EnvironmentProblem(_BAD_KEYS) from error
        return keys


_BAD_KEYS: Final = (
    "The file with the receiver's private keys is damaged or not complete. It must be a JSON Web "
    "Key Set with one Ed25519 and one X25519 private key."
)


def _refuse_open_to_others(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError:
        return  # reading it tells why
    if mode & 0o077:
        raise EnvironmentProblem(
            "Others on this machine can read the receiver's private keys. Take that right away "
            "(mode 0600), and if they may have been read, make a new receiver."
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentProblem(
            "A file of the receiver is missing or may not be read. Check who owns the folder, "
            f"and the variable {KEYS_VARIABLE} if it is set."
        ) from error


def write_private(path: Path, content: bytes) -> None:
    """Write a file only its owner can read, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
