//! What holds for all messages: they survive being written and read, every byte has one owner, no bytes panic.

use super::strategies::{
    authenticator, bytes, enc_cred, enc_reply, enc_ticket, etype_info, for_user, gss, key, message,
    number, rights, time, x509_user,
};
use super::*;
use proptest::collection::vec;
use proptest::option::of;

/// Reads what was written, and writes the same: every byte has one owner.
fn survives<T: Clone + PartialEq + std::fmt::Debug>(
    value: &T,
    encode: impl Fn(&T) -> Vec<u8>,
    decode: fn(&[u8]) -> Decoded<T>,
) -> Result<(), TestCaseError> {
    let bytes = encode(value);
    let read = decode(&bytes);
    prop_assert!(read.layout.is_claimed(), "{:?}", read.layout);
    prop_assert_eq!(read.value.as_ref(), Ok(value));
    prop_assert_eq!(encode(value), bytes.clone());
    // What pads a part stays unclaimed.
    let padded = decode(&[&bytes[..], &[0; 5]].concat());
    prop_assert_eq!(padded.value.as_ref(), Ok(value));
    let end = padded.layout.leaves().iter().map(|it| it.range.end).max();
    prop_assert_eq!(end, Some(bytes.len()));
    Ok(())
}

/// Whatever the bytes are: nothing panics, and no byte has two owners.
fn harmless(bytes: &[u8]) {
    let apart = |layout: Layout| assert!(layout.overlaps().is_empty());
    apart(KerberosMessage::decode(bytes).layout);
    apart(Ticket::decode(bytes).layout);
    apart(KdcRequestBody::decode(bytes).layout);
    apart(EncTicketPart::decode(bytes).layout);
    apart(EncKdcReplyPart::decode(bytes).layout);
    apart(EncKrbCredPart::decode(bytes).layout);
    apart(EncApRepPart::decode(bytes).layout);
    apart(Authenticator::decode(bytes).layout);
    apart(GssChecksum::decode(bytes).layout);
    apart(PaEncTimestamp::decode(bytes).layout);
    apart(PaS4uX509User::decode(bytes).layout);
    apart(MethodData::decode(bytes).layout);
    apart(KerbErrorData::decode(bytes).layout);
    apart(authorization::decode(bytes).layout);
    let _ = (
        is_kerberos(bytes),
        is_kdc_message(bytes),
        MessageKind::of(bytes),
        unwrap(bytes),
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn messages_survive(message in message()) {
        survives(&message, KerberosMessage::encode, KerberosMessage::decode)?;
        let bytes = message.encode();
        prop_assert!(is_kerberos(&bytes) && is_kdc_message(&bytes));
        let framed = with_length(&bytes);
        prop_assert!(is_kerberos(&framed) && is_kdc_message(&framed));
        prop_assert_eq!(MessageKind::of(&bytes), MessageKind::of(&framed));
        let read = KerberosMessage::decode(&framed);
        prop_assert!(read.layout.is_claimed());
        prop_assert_eq!(read.value.as_ref(), Ok(&message));
        // A length that is not exactly right is none.
        prop_assert!(!is_kdc_message(&framed[..framed.len() - 1]));
        prop_assert!(!is_kdc_message(&[&framed[..], &[0]].concat()));
        let token = wrap(AP_REQ_TOKEN, &bytes);
        prop_assert_eq!(unwrap(&token), Some((AP_REQ_TOKEN, &bytes[..])));
    }

    #[test]
    fn what_was_decrypted_survives(
        ticket in enc_ticket().boxed(), reply in enc_reply().boxed(), authenticator in authenticator().boxed(),
        cred in enc_cred().boxed(), rights in rights(),
    ) {
        survives(&ticket, EncTicketPart::encode, EncTicketPart::decode)?;
        survives(&reply, EncKdcReplyPart::encode, EncKdcReplyPart::decode)?;
        survives(&authenticator, Authenticator::encode, Authenticator::decode)?;
        survives(&cred, EncKrbCredPart::encode, EncKrbCredPart::decode)?;
        survives(&rights, |it| authorization::encode(it), authorization::decode)?;
    }

    #[test]
    fn small_values_survive(
        for_user in for_user(), x509 in x509_user(), info in etype_info(), gss in gss(),
        (ctime, cusec, subkey, sequence) in (time(), number(), of(key()), of(number())),
        (kind, value) in (number(), of(bytes())),
        (time, usec) in (time(), of(number())),
    ) {
        survives(&for_user, PaForUser::encode, PaForUser::decode)?;
        survives(&x509, PaS4uX509User::encode, PaS4uX509User::decode)?;
        survives(&info, EtypeInfo2::encode, EtypeInfo2::decode)?;
        let mut old = info;
        old.0.iter_mut().for_each(|entry| entry.s2kparams = None);
        survives(&old, EtypeInfo2::encode_old, EtypeInfo2::decode_old)?;
        let part = EncApRepPart { ctime, cusec, subkey, sequence };
        survives(&part, EncApRepPart::encode, EncApRepPart::decode)?;
        let data = KerbErrorData { kind, value };
        survives(&data, KerbErrorData::encode, KerbErrorData::decode)?;
        let stamp = PaEncTimestamp { time, usec };
        survives(&stamp, PaEncTimestamp::encode, PaEncTimestamp::decode)?;
        let read = GssChecksum::decode(&gss.encode());
        prop_assert!(read.layout.is_claimed());
        prop_assert_eq!(read.value, Ok(gss));
    }

    #[test]
    fn a_message_cut_anywhere_is_refused(message in message(), at: prop::sample::Index) {
        let bytes = message.encode();
        let cut = &bytes[..at.index(bytes.len())];
        prop_assert!(KerberosMessage::decode(cut).value.is_err());
        harmless(cut);
    }

    #[test]
    fn changed_bytes_do_not_panic(
        message in message(), ticket in enc_ticket().boxed(), authenticator in authenticator().boxed(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        for mut bytes in [message.encode(), ticket.encode(), authenticator.encode()] {
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            harmless(&bytes);
        }
    }

    #[test]
    fn arbitrary_bytes_do_not_panic(bytes: Vec<u8>, start in 0x60..0x80_u8) {
        harmless(&bytes);
        harmless(&[&[start, bytes.len() as u8 & 0x7f], &bytes[..]].concat());
    }
}

/// Lists inside each other without end take no time and no stack, and what is too deep stays bytes.
#[test]
fn lists_are_opened_only_so_deep() {
    let mut list = vec![AuthorizationElement {
        kind: authorization::PAC,
        data: b"a PAC".to_vec(),
    }];
    for _ in 0..2000 {
        list = vec![AuthorizationElement::if_relevant(&list)];
        if list[0].data.len() > 100_000 {
            break;
        }
    }
    let bytes = authorization::encode(&list);
    let read = authorization::decode(&bytes);
    assert!(read.layout.is_claimed());
    assert_eq!(read.value.as_ref(), Ok(&list));
    assert_eq!(authorization::find(&list, authorization::PAC), None);
}
