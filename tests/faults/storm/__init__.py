"""`make faults`: many conversations at once while calls are spoiled and processes killed -9.

What must be true afterwards is read from the database, not from logs (proof.py).
"""
