//! Pre-authentication that is read and not sent: armor, certificates, user-to-user.

use super::*;

/// What is read of that padata: all of it claimed, and the fields of these names there.
fn reads(kind: &[u8], value: &[u8], names: &[&str]) {
    let data = [explicit(1, INTEGER, kind), explicit(2, OCTET_STRING, value)];
    let bytes = element(SEQUENCE, &element(SEQUENCE, &data.concat()));
    let read = MethodData::decode(&bytes);
    assert!(read.layout.is_claimed(), "{:?}", read.layout);
    assert_eq!(read.value.map(|it| it.encode()), Ok(bytes));
    for name in names {
        assert!(read.layout.find(name).is_some(), "{name}");
    }
}

#[test]
fn armor_shows_its_ticket_and_names_what_is_closed() {
    let armor = [
        explicit(0, INTEGER, &[1]),
        explicit(1, OCTET_STRING, &request()),
    ];
    let request = [
        explicit(0, SEQUENCE, &armor.concat()),
        explicit(1, SEQUENCE, &checksum()),
        closed(2, &[18]),
    ];
    let fields = ["armor-value", "AP-REQ", "req-checksum", "enc-fast-req"];
    let armored = |inner: &[u8]| explicit(0, SEQUENCE, inner);
    reads(&[0, 136], &armored(&request.concat()), &fields);
    // The armor of a TGS-REQ is the ticket that it is asked with.
    reads(&[0, 136], &armored(&request[1..].concat()), &fields[2..]);
    reads(&[0, 136], &armored(&closed(0, &[18])), &["enc-fast-rep"]);
    reads(&[0, 136], b"", &["padata-value"]);
    let challenge = [
        explicit(0, INTEGER, &[18]),
        explicit(2, OCTET_STRING, b"closed"),
    ];
    let challenge = element(SEQUENCE, &challenge.concat());
    reads(&[0, 138], &challenge, &["EncryptedChallenge"]);
}

fn checksum() -> Vec<u8> {
    let parts = [
        explicit(0, INTEGER, &[16]),
        explicit(1, OCTET_STRING, b"sum"),
    ];
    parts.concat()
}

#[test]
fn a_certificate_is_named_and_left_as_it_is() {
    let request = [element(0x80, b"signed"), element(0x82, b"who")].concat();
    let fields = ["signedAuthPack", "kdcPkId"];
    reads(&[16], &element(SEQUENCE, &request), &fields);
    let reply = [
        element(0x80, b"signed"),
        explicit(1, OCTET_STRING, b"nonce"),
    ]
    .concat();
    let fields = ["dhSignedData", "serverDHNonce"];
    reads(&[17], &explicit(0, SEQUENCE, &reply), &fields);
    reads(&[17], &element(0x81, b"closed"), &["encKeyPack"]);
    // MIT krb5, src/tests/asn.1/reference_encode.out: pa_pk_as_rep(dhInfo), with the function of RFC 8636.
    let reply = hex!(
        "a028302680086b72623564617461a10a04086b72623564617461a20e300ca00a06086b72623564617461"
    );
    reads(&[17], &reply, &["dhInfo", "kdf", "kdf-id"]);
}

#[test]
fn spake_says_which_of_its_messages_it_is() {
    // MIT krb5, src/tests/asn.1/reference_encode.out: pa_spake.
    reads(
        &[0, 151],
        &hex!("a00c300aa0083006020101020102"),
        &["support", "SEQUENCE"],
    );
    reads(
        &[0, 151],
        &hex!(
            "a12d302ba003020101a1090407542076616c7565a21930173005a003020101300ea003020102a10704056664617461"
        ),
        &["challenge"],
    );
    reads(&[0, 151], b"a", &["padata-value"]);
}

/// The fields of a list of authorization data, all of which is claimed.
fn rights(bytes: &[u8]) -> Layout {
    let read = authorization::decode(bytes);
    assert!(read.layout.is_claimed(), "{:?}", read.layout);
    assert_eq!(
        read.value.map(|it| authorization::encode(&it)).as_deref(),
        Ok(bytes)
    );
    read.layout
}

#[test]
fn authorization_data_in_others_are_read() {
    // MIT krb5, src/tests/asn.1/reference_encode.out: ad_kdcissued and cammac, each in an element.
    let issued = rights(&hex!(
        "30723070a003020104a16904673065a00f300da003020101a106040431323334a1101b0e415448454e412e4d49542e45
         4455a21a3018a003020101a111300f1b066866747361691b056578747261a3243022300fa003020101a1080406666f6f
         626172300fa003020101a1080406666f6f626172"
    ));
    for name in ["AD-KDCIssued", "ad-checksum", "i-realm", "i-sname"] {
        assert!(issued.find(name).is_some(), "{name}");
    }
    let cammac = rights(&hex!(
        "3082010430820100a003020160a181f80481f53081f2a01e301c300ca003020101a1050403616431300ca003020102a1
         050403616432a13d303ba01a3018a003020101a111300f1b066866747361691b056578747261a103020105a203020110
         a3133011a003020101a10a0408636b73756d6b6463a23d303ba01a3018a003020101a111300f1b066866747361691b05
         6578747261a103020105a203020110a3133011a003020101a10a0408636b73756d737663a35230503013a311300fa003
         020101a1080406636b73756d313039a01a3018a003020101a111300f1b066866747361691b056578747261a103020105
         a203020110a311300fa003020101a1080406636b73756d32"
    ));
    for name in [
        "kdc-verifier",
        "svc-verifier",
        "other-verifiers",
        "enctype",
        "mac",
    ] {
        assert!(cammac.find(name).is_some(), "{name}");
    }
    let kind = cammac.find("ad-type").unwrap();
    assert_eq!(kind.value, Value::Named(96, "AD-CAMMAC".into()));
    let inner = explicit(0, INTEGER, &[2]);
    let list = element(
        SEQUENCE,
        &[inner, explicit(1, OCTET_STRING, b"of a server")].concat(),
    );
    let list = element(SEQUENCE, &list);
    let holding = |kind: &[u8], data: &[u8]| {
        let parts = [explicit(0, INTEGER, kind), explicit(1, OCTET_STRING, data)];
        element(SEQUENCE, &element(SEQUENCE, &parts.concat()))
    };
    let both = [explicit(0, INTEGER, &[1]), element(context(1), &list)].concat();
    for (bytes, name) in [
        (holding(&[8], &list), "AD-INTENDED-FOR-SERVER"),
        (
            holding(&[5], &element(SEQUENCE, &both)),
            "AD-INTENDED-FOR-SERVER",
        ),
    ] {
        let leaves = rights(&bytes);
        let said = Value::Named(2, name.into());
        assert!(leaves.leaves().iter().any(|leaf| leaf.value == said));
    }
    // A list that never ends is left at some depth.
    let mut deep = list;
    for _ in 0..20 {
        deep = long_holding(&deep);
    }
    rights(&deep);
}

/// AD-MANDATORY-FOR-KDC around a list, however long.
fn long_holding(list: &[u8]) -> Vec<u8> {
    let element = AuthorizationElement {
        kind: 8,
        data: list.to_vec(),
    };
    authorization::encode(&[element])
}

#[test]
fn user_to_user_asks_for_a_ticket_and_gets_one() {
    let head = |kind| [explicit(0, INTEGER, &[5]), explicit(1, INTEGER, &[kind])].concat();
    let ask = [
        head(16),
        name_of(2, &["alice"]),
        explicit(3, GENERAL_STRING, b"CONTOSO"),
    ];
    let ticket = [
        explicit(0, INTEGER, &[5]),
        explicit(1, GENERAL_STRING, b"CONTOSO"),
        name_of(2, &["krbtgt", "CONTOSO"]),
        closed(3, &[18]),
    ];
    let ticket = element(application(1), &element(SEQUENCE, &ticket.concat()));
    let give = [head(17), element(context(2), &ticket)];
    for (id, inner, names) in [
        ([4, 0], ask.concat(), ["server-name", "realm"]),
        ([4, 1], give.concat(), ["sname", "enc-part"]),
    ] {
        let bytes = framed(id, &element(SEQUENCE, &inner));
        let read = KerberosMessage::decode(&bytes);
        assert_eq!(read.value, Ok(KerberosMessage::Other(id)));
        assert!(read.layout.is_claimed(), "{:?}", read.layout);
        for name in names {
            assert!(read.layout.find(name).is_some(), "{name}");
        }
    }
}
