"""Certificates of this minute, for tests that look at them."""

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def signed(*names, begins, ends, issuer="co quan chung thuc"):
    """(certificate, key) for these names; `issuer` "" for one that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _called(names[0] if names else "khong ten")
    found = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(_called(issuer) if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )
    if names:
        found = found.add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
    return found.sign(key, hashes.SHA256()), key


def write(folder, name, certificate, key):
    pem = serialization.Encoding.PEM
    (folder / f"{name}.pem").write_bytes(certificate.public_bytes(pem))
    words = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / f"{name}.key").write_bytes(words)


def valid_for(name, days):
    now = dt.datetime.now(dt.UTC)
    return signed(name, begins=now - dt.timedelta(days=60), ends=now + dt.timedelta(days=days))


def _called(name):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
