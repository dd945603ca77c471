"""Every route of the site, and who may use it. A route that is not here fails its test: the table
is where somebody decides."""

ANYONE = "anyone"  # open to all
TALKER = "talker"  # who holds the conversation's own token or cookie
HALF = "half"  # who has typed a password and has one step more to do
STAFF = "staff"  # anybody who is signed in, whatever their role

# A tuple names the roles. With THEIRS the conversation must also be theirs, or nobody's.
THEIRS = "theirs"
READERS = (THEIRS, "practitioner", "lead")
LEADS = ("lead",)
AUDIT = ("lead", "auditor")
# A colleague's conversation may be asked for by these: that is what breaking the glass is.
IN_NEED = ("practitioner", "lead")

Rule = str | tuple[str, ...]
RECORD = "/api/v1/conversations"
PAGE = "/review/conversations/{conversation_id}"

API: dict[tuple[str, str], Rule] = {
    ("POST", "/chat/conversations"): ANYONE,
    ("POST", "/chat/resume"): ANYONE,
    ("GET", "/healthz"): ANYONE,
    ("GET", "/livez"): ANYONE,
    ("GET", "/metrics"): ANYONE,  # on this machine, or with the token of its own: test_metrics
    ("GET", "/chat/conversations/{conversation_id}"): TALKER,
    ("DELETE", "/chat/conversations/{conversation_id}"): TALKER,
    ("POST", "/chat/conversations/{conversation_id}/turns"): TALKER,
    ("GET", "/chat/conversations/{conversation_id}/looked"): TALKER,
    ("POST", "/chat/conversations/{conversation_id}/return-code"): TALKER,
    ("GET", RECORD): ("practitioner", "lead"),
    ("GET", f"{RECORD}/{{conversation_id}}"): READERS,
    ("POST", f"{RECORD}/{{conversation_id}}/messages"): READERS,
    ("POST", f"{RECORD}/{{conversation_id}}/commands"): READERS,
    ("GET", f"{RECORD}/{{conversation_id}}/audit"): READERS,
    ("PUT", f"{RECORD}/{{conversation_id}}/allocations/{{username}}"): LEADS,
    ("DELETE", f"{RECORD}/{{conversation_id}}/allocations/{{username}}"): LEADS,
    ("GET", "/api/v1/audit"): AUDIT,
    ("POST", "/api/v1/assessments"): ("practitioner", "lead"),
}

REVIEW: dict[tuple[str, str], Rule] = {
    ("GET", "/review/sign-in"): ANYONE,
    ("POST", "/review/sign-in"): ANYONE,
    ("GET", "/review/sso"): ANYONE,
    ("GET", "/review/sso/back"): ANYONE,  # the provider's answer is what opens: test_sso
    ("GET", "/review/code"): HALF,
    ("POST", "/review/code"): HALF,
    ("GET", "/review/password"): HALF,
    ("POST", "/review/password"): HALF,
    ("GET", "/review/set-up"): HALF,
    ("POST", "/review/set-up"): HALF,
    ("POST", "/review/sign-out"): STAFF,
    ("POST", "/review/stay"): STAFF,
    ("GET", "/review/account"): STAFF,
    ("GET", "/review/account/codes"): STAFF,
    ("POST", "/review/account/codes"): STAFF,
    ("POST", "/review/account/recovery-codes"): STAFF,
    ("GET", "/review/account/password"): STAFF,
    ("POST", "/review/account/password"): STAFF,
    ("POST", "/review/account/others"): STAFF,
    ("GET", "/review"): ("practitioner", "lead"),
    ("GET", PAGE): READERS,
    ("GET", f"{PAGE}/audit"): READERS,
    ("GET", f"{PAGE}/break-glass"): IN_NEED,
    ("POST", f"{PAGE}/break-glass"): IN_NEED,
    ("GET", "/review/audit"): AUDIT,
    ("GET", "/review/glass"): LEADS,
    ("POST", "/review/glass/{glass_id}/seen"): LEADS,
}

RECORDS_READ = ("practitioner", "lead")
WORK: dict[tuple[str, str], Rule] = {
    ("GET", "/api/v1/queue"): RECORDS_READ,
    ("GET", "/api/v1/reports/flags"): RECORDS_READ,
    ("GET", "/api/v1/reports/examples"): LEADS,
    ("GET", f"{RECORD}/{{conversation_id}}/casework"): READERS,
    ("PATCH", f"{RECORD}/{{conversation_id}}/casework"): READERS,
    ("POST", f"{RECORD}/{{conversation_id}}/alerts/{{alert_id}}/acknowledgement"): READERS,
    ("POST", f"{RECORD}/{{conversation_id}}/closing"): READERS,
    ("DELETE", f"{RECORD}/{{conversation_id}}/closing"): READERS,
    ("POST", f"{RECORD}/{{conversation_id}}/flags"): READERS,
    ("POST", f"{RECORD}/{{conversation_id}}/flags/{{flag_id}}/decisions"): READERS,
    ("POST", f"{RECORD}/{{conversation_id}}/informed"): READERS,
    ("POST", f"{RECORD}/{{conversation_id}}/overrides"): READERS,
    ("POST", f"{RECORD}/{{conversation_id}}/overrides/{{override_id}}/signature"): LEADS,
    ("PUT", f"{RECORD}/{{conversation_id}}/outcomes/{{outcome_id}}/summary"): READERS,
    ("GET", "/review/figures"): LEADS,
    ("PUT", f"{RECORD}/{{conversation_id}}/outcomes/{{outcome_id}}/weighing"): READERS,
    ("GET", "/api/v1/opinions"): RECORDS_READ,
    ("POST", f"{RECORD}/{{conversation_id}}/capacity"): READERS,
    ("POST", f"{RECORD}/{{conversation_id}}/interests"): READERS,
    ("POST", f"{RECORD}/{{conversation_id}}/supporters"): READERS,
    ("DELETE", f"{RECORD}/{{conversation_id}}/supporters/{{supporter_id}}"): READERS,
    ("POST", f"{RECORD}/{{conversation_id}}/household"): READERS,
    ("DELETE", f"{RECORD}/{{conversation_id}}/household"): READERS,
    ("PUT", f"{RECORD}/{{conversation_id}}/case"): READERS,
    ("DELETE", f"{RECORD}/{{conversation_id}}/case"): READERS,
    ("POST", "/api/v1/cases/key"): RECORDS_READ,
    ("POST", "/review/case"): RECORDS_READ,
    ("GET", "/review/invites"): RECORDS_READ,
    ("POST", "/review/invites"): RECORDS_READ,
    ("POST", "/review/invites/{invite_id}/revoke"): RECORDS_READ,
    ("POST", "/api/v1/invites"): RECORDS_READ,
    ("GET", "/api/v1/invites"): RECORDS_READ,
    ("DELETE", "/api/v1/invites/{invite_id}"): RECORDS_READ,
    ("DELETE", f"{RECORD}/{{conversation_id}}/interests/{{username}}"): LEADS,
    ("POST", f"{PAGE}/interests/lift"): LEADS,
    ("POST", f"{RECORD}/{{conversation_id}}/opinions"): READERS,
    ("POST", f"{RECORD}/{{conversation_id}}/opinions/{{opinion_id}}/answer"): READERS,
    ("GET", "/review/flags"): RECORDS_READ,
    ("GET", "/review/flags/examples.jsonl"): LEADS,
    ("POST", f"{PAGE}/shortcuts"): READERS,
    ("GET", f"{PAGE}/allocate"): LEADS,
    ("GET", f"{PAGE}/review-day"): READERS,
    ("POST", f"{PAGE}/overrides/{{override_id}}/sign"): LEADS,
    **{
        (method, PAGE + path): READERS
        for path in (
            "/capacity/new",
            "/case",
            "/closing",
            "/export",
            "/flags/new",
            "/flags/{flag_id}/{step}",
            "/household/new",
            "/informed",
            "/interests/new",
            "/message",
            "/opinions/new/{flag_id}",
            "/opinions/{opinion_id}",
            "/overrides/new",
            "/supporters/new",
            "/wishes/{outcome_id}/summary",
            "/wishes/{outcome_id}/weighing",
        )
        for method in ("GET", "POST")
    },
    **{
        ("POST", PAGE + path): READERS
        for path in (
            *("/alerts/{alert_id}/acknowledge", "/allocate", "/release", "/read", "/reopen"),
            *("/review-day", "/supporters/{supporter_id}/end", "/household/leave"),
            "/case/unlink",
        )
    },
}

WATCHERS = ("desk", "practitioner", "lead")
KIOSKS: dict[tuple[str, str], Rule] = {
    ("GET", "/review/kiosks"): WATCHERS,
    ("GET", "/review/kiosks/calls"): WATCHERS,
    ("POST", "/review/kiosks"): LEADS,
    ("POST", "/review/kiosks/{kiosk_id}/code"): LEADS,
    ("POST", "/review/kiosks/{kiosk_id}/close"): LEADS,
    ("POST", "/review/kiosks/calls/{call_id}"): WATCHERS,
    ("GET", "/kiosk/set-up"): ANYONE,  # the code is the key; tries are counted
    ("POST", "/kiosk/set-up"): ANYONE,
    ("GET", "/kiosk/answer"): ANYONE,  # only the key in the cookie finds a page: test_answers
    ("GET", "/kiosk/still-here"): ANYONE,  # holds nothing of anybody's
    ("GET", "/kiosk/bell"): ANYONE,  # only the screen's own key finds or makes a call
    ("POST", "/kiosk/bell"): ANYONE,
}

CHAT: dict[tuple[str, str], Rule] = {
    (method, base + path): rule
    for base in ("", "/kiosk", "/widget")
    for (method, path), rule in {
        ("POST", "/start"): ANYONE,
        ("GET", "/code"): ANYONE,
        ("POST", "/code"): ANYONE,  # the code is no key: it opens nothing; tries are counted
        ("POST", "/say"): TALKER,
        ("GET", "/updates"): TALKER,
        ("POST", "/new-code"): TALKER,
        ("GET", "/safe-online"): ANYONE,
        ("GET", "/closed"): ANYONE,
        ("POST", "/exit"): ANYONE,
        ("GET", "/come-back"): ANYONE,
        ("POST", "/come-back"): ANYONE,
        ("GET", "/erase"): TALKER,
        ("POST", "/erase"): TALKER,
        ("POST", "/renew"): TALKER,
        ("GET", "/comfort"): ANYONE,
        ("POST", "/comfort"): ANYONE,
        ("GET", "/device"): TALKER,
        ("POST", "/device"): TALKER,
        ("POST", "/draft"): TALKER,
        ("GET", "/cards"): TALKER,
        ("GET", "/cards/{number}"): TALKER,
        ("POST", "/cards/{number}"): TALKER,
        ("GET", "/keep"): TALKER,
        ("GET", "/looked"): TALKER,
        ("GET", "/looked/list"): TALKER,
        ("GET", "/keep/page"): TALKER,
        ("POST", "/keep/text"): TALKER,
        ("POST", "/keep/pdf"): TALKER,
    }.items()
}

OPEN: dict[tuple[str, str], Rule] = {
    ("GET", "/"): ANYONE,  # shows the conversation only to the cookie that holds it
    ("GET", "/kiosk"): ANYONE,
    ("GET", "/widget"): ANYONE,  # as "/"
    ("GET", "/widget.js"): ANYONE,
    ("GET", "/widget-demo"): ANYONE,
    ("GET", "/kiosk/chat"): TALKER,
    ("GET", "/docs"): ANYONE,
    ("GET", "/openapi.json"): ANYONE,
    ("GET", "/static/{name}"): ANYONE,
}

TABLE = API | REVIEW | WORK | KIOSKS | CHAT | OPEN
