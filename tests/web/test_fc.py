import sys; sys.path.insert(0,'/work/main')
from tests.web.test_axe import *
from tests.web.states import *
def test_fc(chromium, address, bot, practitioner):
    page = chromium.new_context(**LOOKS["desktop"]).new_page()
    begun(page,address,bot)
    dress(page, LOOKS["forced colours"])
    for v in violations(page): print(v["id"], v["nodes"][0]["failureSummary"], v["nodes"][0]["html"])
    print(page.evaluate("() => [...document.querySelectorAll('.govuk-button')].slice(0,3).map(e=>[getComputedStyle(e).color,getComputedStyle(e).backgroundColor,e.innerText])"))
    print(page.evaluate("() => [...document.querySelectorAll('.app-exit, .app-header')].map(e=>[getComputedStyle(e).color,getComputedStyle(e).backgroundColor])"))
    assert 0
