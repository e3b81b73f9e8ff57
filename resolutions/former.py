"""Where something stands whose address changed with its code."""

import datetime as dt
from functools import wraps

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from resolutions.models import Congress, FormerCode, Target, TargetGroup
from resolutions.models.former import Coded


def keep(thing: models.Model, before: models.Model | None, at: dt.datetime) -> None:
    """`thing` is saved with its new code; `before`: as it was. Raises ValidationError for a code that was another's."""
    # Asked once the new code is written: whoever leaves it at this moment was waited for.
    if thing.others_former_codes().exists():
        raise ValidationError({"code": FormerCode.TAKEN})
    here = {**thing.place_of_code(), "code": thing.code}
    there = {**before.place_of_code(), "code": before.code} if before else here
    if here != there:
        FormerCode.objects.filter(**here, object_id=thing.pk).delete()
        leave(before, at)


def leave(thing: models.Model, at: dt.datetime) -> None:
    FormerCode.objects.get_or_create(
        **thing.place_of_code(), code=thing.code, defaults={"object_id": thing.pk, "left_at": at}
    )


def stored(thing: models.Model) -> models.Model | None:
    """As it lies in the database, locked; None for what has no code in its address, or is new."""
    if not isinstance(thing, Coded) or thing.pk is None:
        return None
    return type(thing)._base_manager.select_for_update(no_key=True).filter(pk=thing.pk).first()


def leads_on(view):
    """Around a view whose address holds codes: what is not there under these may stand elsewhere today."""

    @wraps(view)
    def led(request, **codes):
        try:
            return view(request, **codes)
        except Http404:
            today = _today(codes)
            if today is None or today == codes:
                raise
        match, query = request.resolver_match, request.META.get("QUERY_STRING", "")
        address = reverse(match.view_name, kwargs=today)
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)

    return led


def _today(codes: dict) -> dict | None:
    """The same with the codes of today; None where something never was there."""
    if "congress_code" in codes:
        return _target_today(codes)
    congress = _standing(Congress, codes["code"])
    if congress is None:
        return None
    today = {**codes, "code": congress.code}
    if "group_code" in codes:
        group = _standing(TargetGroup, codes["group_code"])
        return group and {**today, "group_code": group.code}
    return today


def _target_today(codes: dict) -> dict | None:
    congress = _standing(Congress, codes["congress_code"])
    target = congress and _standing(Target, codes["code"], congress)
    return target and {"congress_code": target.congress.code, "code": target.code}


def _standing(model: type[models.Model], code: str, congress: Congress | None = None) -> models.Model | None:
    """What has that code today, or had it."""
    rows = model.objects.filter(congress=congress) if congress else model.objects.all()
    found = rows.filter(code=code).first()
    former = FormerCode.objects.filter(model=model._meta.model_name, within=congress.pk if congress else 0, code=code)
    return found or model.objects.filter(pk__in=former.values("object_id")).first()
