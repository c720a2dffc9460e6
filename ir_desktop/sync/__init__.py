"""What passes between a setting and a health team, whatever carries it.

`envelope` signs and seals, `claims` says what the signed papers hold, `package` writes the FHIR
document, `gate` and `outbox` decide what may leave and when, and `transports` carry bytes.
"""
