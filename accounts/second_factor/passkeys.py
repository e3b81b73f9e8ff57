"""Passkeys: what the browser is asked, and whether its answer is good. The `fido2` library does the arithmetic.

The question stands in the session and is asked once: an answer that comes twice answers nothing.
"""

import hashlib
import ipaddress
import json
from datetime import datetime

from django.conf import settings
from django.http.request import split_domain_port
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.second_factor.codes import CodeRefused
from accounts.second_factor.models import Passkey

ASKED = "passkey_asked"
LONGEST = 20_000
"""Letters of an answer; real ones have a few thousand."""
MOST = 10
BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, OverflowError, RecursionError)
"""What the library raises on an answer that nobody's browser gave."""

WRONG = "Không xác nhận được khóa truy cập. Hãy thử lại, hoặc dùng cách khác."
KNOWN = "Khóa này đã có trong tài khoản rồi."
COPIED = "Khóa truy cập này có thể đã bị sao chép nên không được dùng. Hãy dùng cách khác rồi bỏ khóa này."


def host_of(request) -> str:
    """The site's name as this browser knows it; ALLOWED_HOSTS has judged it."""
    return split_domain_port(request.get_host())[0].rstrip(".")


def can_be_used(request) -> bool:
    """Browsers give no passkey to a site without a name or, but for this machine, without HTTPS."""
    host = host_of(request)
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def of(user, request):
    return Passkey.objects.filter(user=user, host=host_of(request))


def ask_for_new(request, user) -> str:
    """The question for navigator.credentials.create, as JSON."""
    person = PublicKeyCredentialUserEntity(
        id=hashlib.sha256(f"{settings.SITE_NAME}:{user.pk}".encode()).digest(),
        name=user.get_username(),
        display_name=str(user),
    )
    options, state = _server(request).register_begin(
        person,
        _credentials(of(user, request)),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    request.session[ASKED] = state
    return json.dumps(dict(options))


def ask_for_known(request, user) -> str:
    """The question for navigator.credentials.get, as JSON; "" where this person has none for this site."""
    known = _credentials(of(user, request))
    if not known:
        return ""
    options, state = _server(request).authenticate_begin(known, UserVerificationRequirement.PREFERRED)
    request.session[ASKED] = state
    return json.dumps(dict(options))


def made(request, answer: str) -> Passkey:
    """A new key, not yet saved. Raises CodeRefused."""
    state = request.session.pop(ASKED, None)
    try:
        found = _server(request).register_complete(state, _read(answer))
        credential = found.credential_data
        key = websafe_encode(credential.credential_id)
    except BROKEN:
        raise CodeRefused(WRONG) from None
    if len(key) > Passkey._meta.get_field("credential_id").max_length:
        raise CodeRefused(WRONG)
    if Passkey.objects.filter(credential_id=key).exists():
        raise CodeRefused(KNOWN)
    return Passkey(credential_id=key, credential=bytes(credential), sign_count=found.counter, host=host_of(request))


def use(request, user, answer: str, at: datetime) -> Passkey:
    """The key that answered. Raises CodeRefused. Stands inside throttle.attempt, outside a transaction."""
    state = request.session.pop(ASKED, None)
    mine = of(user, request)
    try:
        read = _read(answer)
        used = _server(request).authenticate_complete(state, _credentials(mine), read)
        key = mine.get(credential_id=websafe_encode(used.credential_id))
        counter = AuthenticationResponse.from_dict(read).response.authenticator_data.counter
    except (*BROKEN, Passkey.DoesNotExist):
        raise CodeRefused(WRONG) from None
    _count(key, counter, at)
    return key


def _count(key, counter, at):
    """A key that counts must count up: else there are two of it. Many keys never count and say 0."""
    same = Passkey.objects.filter(pk=key.pk)
    fits = same.filter(sign_count__lt=counter) if counter or key.sign_count else same.filter(sign_count=0)
    if not fits.update(sign_count=counter, used_at=at):
        raise CodeRefused(COPIED)


def _server(request) -> Fido2Server:
    origin = f"{request.scheme}://{request.get_host()}"
    party = PublicKeyCredentialRpEntity(id=host_of(request), name=settings.SITE_NAME)
    return Fido2Server(party, verify_origin=lambda said: said == origin)


def _credentials(keys) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(key.credential)) for key in keys]


def _read(answer: str) -> dict:
    if len(answer) > LONGEST:
        raise ValueError(len(answer))
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise TypeError(type(read))
    return read
