"""The encrypted store: keys, database, schema, migrations, repositories, audit chain, backup.

A store is a folder with two files, ``keys.json`` (who can open it) and ``records.db``
(SQLCipher). Nothing is imported here, so that reading the names for the sign-in window stays cheap.
"""
