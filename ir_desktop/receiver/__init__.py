"""The reference receiver: what a health team runs to get packages from settings and to answer.

`data` is its folder, `service` what can be done with it, `web` and `serve` the HTTPS endpoint,
`commands` the command lines. It knows nothing of a setting's own store.
"""
