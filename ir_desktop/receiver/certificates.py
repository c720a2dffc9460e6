"""A certificate authority of the receiver's own, and the certificate its server shows.

The authority goes into the agreements (`tls_ca`), so a setting trusts it for this one endpoint;
it is limited to the receiver's own host names, so that its key can vouch for nothing else.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ir_desktop.errors import EnvironmentProblem

AUTHORITY_LASTS: Final = timedelta(days=3650)
SERVER_LASTS: Final = timedelta(days=397)
RENEW_BEFORE: Final = timedelta(days=60)
_BACKDATED: Final = timedelta(days=1)  # a setting's clock may be behind
_USAGES: Final = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and its private key, both as PEM."""

    certificate: bytes
    key: bytes = field(repr=False)


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        pass
    return x509.DNSName(host)


def _permitted(host: str) -> x509.GeneralName:
    name = _general_name(host)
    if isinstance(name, x509.IPAddress):
        return x509.IPAddress(ipaddress.ip_network(host))
    return name


def _usage(*used: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{each: each in used for each in _USAGES})


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def new_authority(hosts: Sequence[str], now: datetime) -> Pair:
    """Return a new authority that can vouch for `hosts` only (ASCII names or IP addresses)."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _named("Integrated review receiver: own authority")
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.NameConstraints([_permitted(each) for each in hosts], None), critical=True
        )
        .sign(key, hashes.SHA256())
    )
    return Pair(certificate.public_bytes(serialization.Encoding.PEM), _pem(key))


def new_server(authority: Pair, hosts: Sequence[str], now: datetime) -> Pair:
    """Return a certificate for `hosts`, signed by the authority, with a new key.

    Raises:
        EnvironmentProblem: the authority's files are damaged.
    """
    try:
        signer = x509.load_pem_x509_certificate(authority.certificate)
        signing_key = serialization.load_pem_private_key(authority.key, password=None)
    except ValueError as error:
        raise EnvironmentProblem(
            "The receiver's own certificate authority is damaged. Put its files back from a backup."
        ) from error
    if not isinstance(signing_key, ec.EllipticCurvePrivateKey):
        raise EnvironmentProblem(
            "The receiver's own certificate authority has another kind of key."
        )
    key = ec.generate_private_key(ec.SECP256R1())
    ends = min(now + SERVER_LASTS, signer.not_valid_after_utc)
    certificate = (
        x509.CertificateBuilder(
            signer.subject, _named("Integrated review receiver"), key.public_key()
        )
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage("digital_signature"), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([_general_name(each) for each in hosts]), critical=False
        )
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()),
            critical=False,
        )
        .sign(signing_key, hashes.SHA256())
    )
    return Pair(certificate.public_bytes(serialization.Encoding.PEM), _pem(key))


def is_due(certificate: bytes, now: datetime) -> bool:
    """Return whether a server certificate should be made anew: it ends soon, or is unreadable."""
    try:
        return x509.load_pem_x509_certificate(certificate).not_valid_after_utc < now + RENEW_BEFORE
    except ValueError:
        return True
