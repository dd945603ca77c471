"""May an enquiry be closed? Decided here; the words are the pages'."""

from collections.abc import Collection


def missing_to_close(
    *,
    review: str | None,
    declined: str,
    agreed: str | None,
    disagreement: str,
    response: str,
    unanswered: Collection[object],
) -> list[str]:
    """Return what stands in the way, in the order of the form.

    A review is done when every outcome has an answer, or declined with a reason; a disagreement is
    written down with what was done about it.
    """
    missing = []
    if review is None:
        missing.append("review")
    if review == "done" and unanswered:
        missing.append("results")
    if review == "declined" and not declined.strip():
        missing.append("declined")
    if agreed is None:
        missing.append("agreed")
    if agreed == "no":
        said = {"disagreement": disagreement, "response": response}
        missing += [name for name, text in said.items() if not text.strip()]
    return missing
