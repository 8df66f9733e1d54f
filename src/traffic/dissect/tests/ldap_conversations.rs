//! Conversations of LDAP.

use super::conversations::{bind, bind_answer, ldap, sasl};
use super::*;

#[test]
fn ldap_binds_in_all_ways() {
    let legs = whole(&ldap());
    let both = [expected(Method::Negotiate), expected(Method::Ntlm)].concat();
    assert_eq!(tokens(&legs), both);
    assert_eq!(
        legs[0].credential,
        clear("cn=a", Some("secret"), Method::Simple)
    );
    assert_eq!(legs[7].offers, ["NTLM", "Kerberos"]);
    let codes: Vec<_> = legs.iter().filter_map(|leg| leg.status.clone()).collect();
    assert_eq!(codes, [49, 14, 0, 0, 0].map(Status::Ldap));
}

#[test]
fn ldap_may_start_tls() {
    let name = ber(0x80, &[b"1.3.6.1.4.1.1466.20037"]);
    let request = ber(0x30, &[&[2, 1, 1], &ber(0x77, &[&name])]);
    let answer = [10, 1, 0, 4, 0, 4, 0];
    let answer = ber(0x30, &[&[2, 1, 1], &ber(0x78, &[&answer])]);
    let hello = tls::tests::client_hello("dc");
    let legs = whole(&[(Client, request), (Server, answer), (Client, hello)]);
    assert_eq!(legs.len(), 1);
    assert_eq!(legs[0].target.as_deref(), Some("dc"));
}

/// Who sent what on which strand: what it is answered, or that it is asked.
fn strands(said: &[(Sender, Vec<u8>)]) -> Vec<(u64, Option<Status>)> {
    let legs = whole(said);
    legs.iter()
        .map(|leg| (leg.strand, leg.status.clone()))
        .collect()
}

/// RFC 4511 4.1.1.1.
#[test]
fn an_answer_is_for_the_bind_of_its_number() {
    let simple = |number| bind(number, ber(0x80, &[b"secret"]));
    let answer = |number, code| bind_answer(number, code, b"", b"");
    let said = [simple(1), simple(2), answer(1, 0), answer(2, 49)];
    let status = |code| Some(Status::Ldap(code));
    let (first, second) = (0, 2);
    let told = [(first, None), (second, None)];
    let right = [told.clone(), [(first, status(0)), (second, status(49))]].concat();
    assert_eq!(strands(&said), right);
    let turned = [simple(1), simple(2), answer(2, 49), answer(1, 0)];
    let right = [told, [(second, status(49)), (first, status(0))]].concat();
    assert_eq!(strands(&turned), right);
}

#[test]
fn a_sign_in_of_several_binds_goes_on_beside_one_without_an_answer() {
    let [first, second, third] = ntlm();
    let said = [
        bind(1, ber(0x80, &[b"secret"])),
        bind(2, sasl(&first)),
        bind_answer(2, 14, b"", &ber(0x87, &[&second])),
        bind(3, sasl(&third)),
        bind(4, ber(0x80, &[b"secret"])),
        bind_answer(3, 0, b"", b""),
        bind_answer(4, 49, b"", b""),
    ];
    let strands: Vec<_> = strands(&said).into_iter().map(|(it, _)| it).collect();
    assert_eq!(strands, [0, 2, 2, 2, 4, 2, 4]);
}

/// RFC 4511 4.4.1.
#[test]
fn a_sign_in_goes_on_with_its_own_strand_whatever_is_answered_in_between() {
    let [first, second, third] = ntlm();
    let asked = bind_answer(1, 14, b"", &ber(0x87, &[&second]));
    let said = [
        bind(1, sasl(&first)),
        bind(2, ber(0x80, &[b"secret"])),
        asked,
        bind_answer(2, 0, b"", b""),
        bind(3, sasl(&third)),
    ];
    let interleaved: Vec<_> = strands(&said).into_iter().map(|(it, _)| it).collect();
    assert_eq!(interleaved, [0, 2, 0, 2, 0]);
    // Only the client is seen.
    let said = [bind(1, sasl(&first)), bind(2, sasl(&third))];
    let one_sided: Vec<_> = strands(&said).into_iter().map(|(it, _)| it).collect();
    assert_eq!(one_sided, [0, 0]);
}

#[test]
fn whoever_ends_the_connection_answers_every_bind() {
    let name = ber(0x8a, &[b"1.3.6.1.4.1.1466.20036"]);
    let content = [&[10, 1, 52, 4, 0, 4, 0][..], &name].concat();
    let notice = ber(0x30, &[&[2, 1, 0], &ber(0x78, &[&content])]);
    let simple = |number| bind(number, ber(0x80, &[b"secret"]));
    let said = [simple(1), simple(2), (Server, notice)];
    let unavailable = Some(Status::Ldap(52));
    assert_eq!(
        strands(&said)[2..],
        [(0, unavailable.clone()), (2, unavailable)]
    );
}
