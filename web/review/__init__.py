"""The practitioner's pages. Filters are in the address; words never are."""

from fastapi import APIRouter

from web.review import (
    account,
    audit,
    capacity,
    closing,
    export,
    flags,
    glass,
    interests,
    news,
    opinions,
    overrides,
    place,
    queue,
    record,
    reports,
    routes,
    sso,
    weighing,
    wishes,
)

PAGES: tuple[APIRouter, ...] = (
    routes.router,
    queue.router,
    reports.router,
    record.router,
    place.router,
    flags.router,
    opinions.router,
    wishes.router,
    weighing.router,
    capacity.router,
    interests.router,
    news.router,
    closing.router,
    overrides.router,
    export.router,
    account.router,
    audit.router,
    glass.router,
    sso.router,
)
