"""`python -m tests.bench`: Own Words beside a stock Rasa bot, in one run, over HTTP."""
