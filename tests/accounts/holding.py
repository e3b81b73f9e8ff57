"""What people hold besides the password: an app and a passkey, both real, without a telephone."""

import hashlib
import json
import secrets
import struct

import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.urls import reverse
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestedCredentialData

from accounts.models import CodeApp
from accounts.second_factor import codes, sealing
from tests.clock import clock
from tests.factories import PASSWORD

HERE = {"headers": {"host": "localhost"}}
"""A host at which browsers give passkeys; addresses of numbers are none."""
STEP = reverse("accounts:second_step")


def make_app(user, at):
    """Its secret; nothing of it is used yet."""
    secret = codes.new_secret()
    CodeApp.objects.create(user=user, secret=sealing.hide(secret), last_step=0, added_at=at)
    return secret


def code(secret, at):
    return pyotp.TOTP(secret).at(at)


def sign_in(client, user, password=PASSWORD, **facts):
    form = {"username": user.username, "password": password, "next": "/quan-tri/"}
    return client.post(reverse("admin:login"), form, **facts)


def enter(client, user, secret, at):
    """Both steps at that moment."""
    with clock(at):
        sign_in(client, user)
        return client.post(STEP, {"code": code(secret, at)})


class Key:
    """A passkey that answers as a browser's does."""

    def __init__(self, host="localhost", origin="http://localhost", counter=0):
        self.host, self.origin, self.counter = host, origin, counter
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)

    def create(self, question, **changes):
        credential = AttestedCredentialData.create(
            b"\0" * 16, self.id, ES256.from_cryptography_key(self.private.public_key())
        )
        data = self._data(0x45, bytes(credential))
        statement = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client_data = self._client_data("webauthn.create", question, changes)
        return self._answer(clientDataJSON=client_data, attestationObject=statement)

    def get(self, question, **changes):
        self.counter += 1 if self.counter else 0
        data, client_data = self._data(0x05), self._client_data("webauthn.get", question, changes)
        signed = self.private.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client_data, authenticatorData=data, signature=signed)

    def _data(self, flags, rest=b""):
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.counter) + rest

    def _client_data(self, kind, question, changes):
        facts = {"type": kind, "challenge": json.loads(question)["publicKey"]["challenge"], "origin": self.origin}
        return json.dumps(facts | changes).encode()

    def _answer(self, **parts):
        key = websafe_encode(self.id)
        response = {name: websafe_encode(value) for name, value in parts.items()}
        return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": response})
