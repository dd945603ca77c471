"""The practitioner's pages. Filters are in the address; words never are."""

from fastapi import APIRouter

from web.review import (
    account,
    audit,
    closing,
    export,
    figures,
    flags,
    glass,
    kiosks,
    news,
    overrides,
    place,
    queue,
    record,
    reports,
    routes,
    sso,
    wishes,
)

PAGES: tuple[APIRouter, ...] = (
    routes.router,
    queue.router,
    reports.router,
    figures.router,
    record.router,
    place.router,
    flags.router,
    wishes.router,
    news.router,
    closing.router,
    overrides.router,
    export.router,
    account.router,
    audit.router,
    glass.router,
    kiosks.router,
    sso.router,
)
