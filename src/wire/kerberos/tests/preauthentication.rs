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
    reads(&[17], &element(0x81, b"closed"), &["padata-value"]);
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
