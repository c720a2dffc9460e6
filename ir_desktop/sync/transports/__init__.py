"""The ways by which sealed bytes travel: HTTPS, MESH, or a file carried by hand.

Each moves bytes and says what came back; none of them decides what an answer is worth. Only a
verified receipt does that (`claims.read_receipt`).
"""
