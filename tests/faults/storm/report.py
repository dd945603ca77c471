"""What a storm brought, in words and figures."""

from collections import defaultdict

from tests.faults.storm.run import Outcome

SHOWN = 20


def as_text(outcome: Outcome) -> str:
    storm, findings = outcome.storm, outcome.findings
    lines = [
        f"seed {storm.seed}, {storm.people} people at once, {storm.rate:.0%} of calls spoiled",
        (
            f"{outcome.acknowledged} acknowledged turns in {outcome.conversations} conversations, "
            f"{outcome.seconds:.0f} s"
        ),
        f"calls: {outcome.calls}",
        f"faults: {outcome.spoiled.total()} {dict(sorted(outcome.spoiled.items()))}",
        *_recoveries(outcome),
        (
            f"lost {len(findings.lost)}, doubled {len(findings.doubled)}, "
            f"out of order {len(findings.out_of_order)}, "
            f"facts missing {len(findings.not_recorded)}, half written {len(findings.half_written)}"
        ),
        (
            f"answers kept beside their question {findings.aside}, never acknowledged "
            f"{findings.given_up}, longest wait {outcome.slowest:.1f} s"
        ),
        *[f"BROKEN {line}" for line in outcome.broken[:SHOWN]],
    ]
    return "\n".join(lines)


def _recoveries(outcome: Outcome) -> list[str]:
    alike = defaultdict(list)
    for strike in outcome.struck:
        alike[strike.how, strike.name].append(strike)
    return [
        f"{how} {name} {len(strikes)} times: keeps words again after at most "
        f"{max(strike.keeps_after for strike in strikes):.1f} s, whole after at most "
        f"{max(strike.whole_after for strike in strikes):.1f} s"
        for (how, name), strikes in sorted(alike.items())
    ]
