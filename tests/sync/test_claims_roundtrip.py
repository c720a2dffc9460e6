"""Every paper, written, signed, sealed, opened and read again, says what it said."""

from dataclasses import replace

from ir_desktop.sync import claims, envelope


def test_a_card_is_read_as_it_was_signed(papers, setting):
    card = papers.card()
    token = claims.sign_setting_card(card, signing_key=setting.signing)
    assert claims.read_setting_card(token) == card
    assert claims.read_setting_card(token.encode()) == card
    assert card.fingerprint == envelope.fingerprint(setting.signing, setting.encryption)


def test_a_setting_without_an_ofsted_number_has_a_card(papers, setting):
    card = replace(papers.card(), urn=None)
    token = claims.sign_setting_card(card, signing_key=setting.signing)
    assert claims.read_setting_card(token).urn is None


def test_an_agreement_is_read_as_it_was_signed(papers, team):
    agreement = papers.agreement()
    token = claims.sign_agreement(agreement, signing_key=team.signing)
    read = claims.read_agreement(token)
    assert read == agreement
    assert read.categories == tuple(agreement.consent_modes)
    assert read.signing_kid == team.kid
    assert read.encryption_kid == team.encryption["kid"]
    assert read.fingerprint == envelope.fingerprint(team.signing, team.encryption)


def test_agreements_by_mesh_and_by_hand(papers, team):
    for endpoint in (
        claims.Endpoint(claims.EndpointKind.MESH, "X26HC099"),
        claims.Endpoint(claims.EndpointKind.BY_HAND),
    ):
        agreement = replace(papers.agreement(), endpoint=endpoint)
        token = claims.sign_agreement(agreement, signing_key=team.signing)
        assert claims.read_agreement(token).endpoint == endpoint


def test_a_package_opens_to_the_exact_bytes(papers, opened):
    bundle = '{"resourceType" : "Bundle",\n "note":"Zo\\u00eb Zoë ☃ \U0001f9f8"}'.encode()
    data = papers.sealed(bundle)
    package = opened(data)
    assert package.bundle_bytes == bundle
    assert package.claims == papers.package(bundle)
    assert package.sha256 == envelope.sha256_hex(data)
    assert "resourceType" not in repr(package)
    assert "Zoë" not in repr(package)


def test_an_opened_package_can_be_verified_again_without_a_private_key(papers, setting, opened):
    package = opened(papers.sealed(b"{}"))
    again = envelope.verify(package.jws, typ=claims.TYP_PACKAGE, key=setting.signing_public)
    assert claims.parse_package(again) == package.claims


def test_a_package_that_supersedes_and_follows_another(papers, setting, team, opened):
    package = replace(
        papers.package(b"{}"), supersedes=papers.head().jti, seq=7, epoch=3, prev="ab" * 32
    )
    data = claims.build_package(
        package, b"{}", signing_key=setting.signing, recipient=team.encryption_public
    )
    assert opened(data).claims == package


def test_notice_and_withdrawal(papers, setting, team, now):
    keys = {"private_key": team.encryption, "sender_key_for": setting.known, "now": now}
    write = {"signing_key": setting.signing, "recipient": team.encryption_public}
    notice = claims.open_notice(claims.build_notice(papers.notice(), **write), **keys)
    assert notice.claims == papers.notice()
    data = claims.build_withdrawal(papers.withdrawal(), **write)
    withdrawal = claims.open_withdrawal(data, **keys)
    assert withdrawal.claims == papers.withdrawal()
    assert withdrawal.sha256 == envelope.sha256_hex(data)


def test_replies_of_every_kind(papers, setting, team, now):
    for reply in (
        papers.reply(),
        replace(papers.reply(), about_kind=claims.AboutKind.NOTICE, actions=(), outcome=""),
        replace(papers.reply(), about_kind=claims.AboutKind.WITHDRAWAL, done=True, review_on=None),
        replace(papers.reply(), actions=(claims.AgreedAction("Call", "The family"),)),
    ):
        data = claims.build_reply(
            reply, signing_key=team.signing, recipient=setting.encryption_public
        )
        read = claims.open_reply(
            data, private_key=setting.encryption, sender_key_for=team.known, now=now
        )
        assert read.claims == reply


def test_a_receipt_counts_for_its_bytes(papers, setting, team):
    receipt = papers.receipt("0f" * 32)
    rejected = replace(
        receipt,
        status=claims.ReceiptStatus.REJECTED,
        reason=claims.RejectReason.CONSENT_MISSING,
    )
    for each in (receipt, rejected):
        token = claims.sign_receipt(each, signing_key=team.signing)
        read = claims.read_receipt(
            token,
            agreement=papers.agreement(),
            own_kid=setting.kid,
            sha256="0f" * 32,
            jti=receipt.package,
        )
        assert read == each


def test_every_reject_reason_has_words():
    assert set(claims.REJECT_WORDS) == set(claims.RejectReason)


def test_a_pass_is_good_at_once(setting, team, papers, now):
    token = claims.build_bearer(
        audience=team.kid, jti=papers.head().jti, signing_key=setting.signing, now=now
    )
    bearer = claims.read_bearer(token, key_for=setting.known, own_kid=team.kid, now=now)
    assert bearer.issuer == setting.kid
    assert (bearer.expires_at - bearer.issued_at).total_seconds() == claims.BEARER_SECONDS
