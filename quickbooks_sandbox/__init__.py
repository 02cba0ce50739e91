"""A stand-in for QuickBooks Online: OAuth and the Accounting API v3 over plain HTTP.

One process serves many companies from memory. It behaves like the real service wherever the real
behaviour is known, and is strict where the real one is strict. It knows nothing about the programs
that talk to it; never loosen a rule here to please one of them.
"""
