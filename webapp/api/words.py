"""Where everything is, and what filters can be set to."""

from flask import current_app
from sqlalchemy import select

from webapp.api.operations import PREFIX, operation
from webapp.api.parameters import Asked
from webapp.api.parts import site_address
from webapp.api.word_data import (
    Index,
    KindList,
    TargetGroupList,
    kind_data,
    target_group_data,
)
from webapp.core.database import db
from webapp.core.i18n import configured_languages
from webapp.events.models import Kind
from webapp.programmes.models import TargetGroup


@operation("/", "Where everything is", answers=Index)
def index(asked: Asked) -> Index:
    """The addresses of the lists, and the languages of this site."""
    return Index(
        site_name=current_app.config["VIZITE"].site_name,
        languages=list(configured_languages()),
        events=site_address(f"{PREFIX}/events"),
        projects=site_address(f"{PREFIX}/projects"),
        partners=site_address(f"{PREFIX}/partners"),
        kinds=site_address(f"{PREFIX}/kinds"),
        target_groups=site_address(f"{PREFIX}/target-groups"),
        description=site_address(f"{PREFIX}/openapi.json"),
        documentation=site_address("/api/"),
    )


@operation("/kinds", "Kinds of events", answers=KindList)
def kinds(asked: Asked) -> KindList:
    """What the filter “kind” can be set to."""
    return KindList([kind_data(kind) for kind in Kind])


@operation("/target-groups", "Target groups", answers=TargetGroupList)
def target_groups(asked: Asked) -> TargetGroupList:
    """What the filter “target_group” can be set to."""
    rows = db.session.scalars(select(TargetGroup).order_by(TargetGroup.slug))
    return TargetGroupList([target_group_data(row) for row in rows])
