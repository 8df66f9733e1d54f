//! What conversations of each protocol give.

mod any_bytes;
mod conversations;
mod gaps;
mod http_conversations;
mod ldap_conversations;
mod mail_conversations;

use super::*;
use crate::traffic::leg::{AdmittedAs, LegKind, Method, SentCredential, Status};
use crate::wire::tds::{Login7, TdsMessage};
use Sender::{Client, Server};
use conversations::{
    Said, ber, http_ntlm, mail, ntlm, packet, pipe, rpc_ntlm, smb2, smb2_ntlm, tds, text, tkey,
    tunnel,
};

/// What a conversation gives, each part in pieces of the sizes given in turn.
fn legs(said: &[(Sender, Vec<u8>)], pieces: &[usize]) -> Vec<Leg> {
    let mut dissector = ConnectionDissector::new(0, 50000, 4000);
    let mut out = Vec::new();
    let mut sizes = pieces.iter().cycle();
    for (number, (from, bytes)) in said.iter().enumerate() {
        let stamp = Stamp {
            at: None,
            packet: number as u32 + 1,
        };
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let size = sizes.next().copied().unwrap_or(usize::MAX).max(1);
            let (piece, behind) = rest.split_at(size.min(rest.len()));
            dissector.data(*from, piece, stamp, &mut out);
            rest = behind;
        }
    }
    dissector.end(&mut out);
    out
}

/// The tokens in TKEY records over TCP, after a query for something else; and the same in datagrams.
#[test]
fn dns_tells_the_tokens_of_tkey_records() {
    let [first, second, third] = ntlm();
    let tcp = |message: &[u8]| [&(message.len() as u16).to_be_bytes(), message].concat();
    let query = b"\0\x01\x01\0\0\x01\0\0\0\0\0\0\x01a\0\0\x06\0\x01";
    let said = [
        (Client, query.to_vec()),
        (Client, tkey(0, false, 0, &first)),
        (Server, tkey(0x8000, true, 0, &second)),
        (Client, tkey(0, true, 0, &third)),
        (Server, tkey(0x8000, true, 17, &[])),
    ];
    let mut out = Vec::new();
    let mut recogniser = ConnectionDissector::new(0, 50_000, 53);
    for (number, (from, message)) in said.iter().enumerate() {
        let packet = number as u32 + 1;
        for piece in tcp(message).chunks(7) {
            recogniser.data(*from, piece, Stamp { at: None, packet }, &mut out);
        }
    }
    assert_eq!(tokens(&out), expected(Method::Ntlm));
    assert_eq!(out[0].request.as_deref(), Some("TKEY 7.ms"));
    assert_eq!(out[3].status, Some(Status::Dns(17)));
    let mut datagrams = Vec::new();
    for (number, (from, message)) in said.iter().enumerate() {
        let packet = number as u32 + 1;
        let stamp = Stamp { at: None, packet };
        let found = dns::datagram(0, *from, message, stamp, &mut datagrams);
        assert_eq!(found, number > 0);
    }
    assert_eq!(datagrams, out);
}

fn whole(said: &[(Sender, Vec<u8>)]) -> Vec<Leg> {
    let whole = legs(said, &[usize::MAX]);
    assert_eq!(legs(said, &[1]), whole);
    whole
}

fn tokens(legs: &[Leg]) -> Vec<(Sender, Method, Vec<u8>)> {
    let token = |leg: &Leg| match &leg.credential {
        Some(SentCredential::Token(method, bytes)) => Some((leg.sender, *method, bytes.to_vec())),
        _ => None,
    };
    legs.iter().filter_map(token).collect()
}

fn clear(user: &str, password: Option<&str>, method: Method) -> Option<SentCredential> {
    Some(SentCredential::Clear(
        method,
        user.to_owned(),
        password.map(str::to_owned),
    ))
}

/// The tokens of NTLM as the legs should have them.
fn expected(method: Method) -> Vec<(Sender, Method, Vec<u8>)> {
    let [first, second, third] = ntlm();
    vec![
        (Client, method, first),
        (Server, method, second),
        (Client, method, third),
    ]
}

#[test]
fn what_a_proxy_sends_before_what_it_hands_on_hides_nothing() {
    let header = b"PROXY TCP4 192.0.2.7 10.0.0.9 50000 80\r\n".to_vec();
    let mut http = http_ntlm();
    let bare = whole(&http);
    http[0].1.splice(..0, header.clone());
    assert_eq!(whole(&http), bare);
    // A server of mail speaks first, and has waited for the header.
    for mail in mail() {
        let headed = [&[(Client, header.clone())], &mail[..]].concat();
        assert_eq!(tokens(&whole(&headed)), tokens(&whole(&mail)));
    }
    let mut dissector = ConnectionDissector::new(0, 50_000, 80);
    let stamp = Stamp {
        at: None,
        packet: 1,
    };
    dissector.data(Client, &http[0].1, stamp, &mut Vec::new());
    assert_eq!(dissector.caller(), "192.0.2.7".parse().ok());
}

#[test]
fn who_is_who_is_told_by_what_they_say() {
    let mut dissector = ConnectionDissector::new(0, 80, 50000);
    let mut out = Vec::new();
    let stamp = Stamp {
        at: None,
        packet: 1,
    };
    dissector.data(Client, b"the end of a body", stamp, &mut out);
    dissector.data(
        Server,
        b"GET / HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n",
        stamp,
        &mut out,
    );
    dissector.data(Client, b"HTTP/1.1 200 OK\r\n\r\n", stamp, &mut out);
    assert!(dissector.reversed());
    let senders: Vec<_> = out.iter().map(|leg| leg.sender).collect();
    assert_eq!(senders, [Client, Server]);
}

#[test]
fn smb2_joins_a_session_by_message_and_number() {
    let legs = whole(&smb2_ntlm());
    assert_eq!(tokens(&legs), expected(Method::Ntlm));
    assert!(legs.iter().all(|leg| leg.strand == legs[0].strand));
    assert_eq!(legs[3].status, Some(Status::Nt(0xC000_006D)));
}

/// [MS-SMB2] 2.2.6: SessionFlags.
#[test]
fn smb2_tells_whom_the_server_lets_in() {
    for (flags, status, admitted) in [
        (0, 0, None),
        (1, 0, Some(AdmittedAs::Guest)),
        (2, 0, Some(AdmittedAs::Nobody)),
        (1, 0xC000_006D, None),
    ] {
        let mut said = smb2_ntlm();
        let answer = [&[9, 0, flags, 0][..], &[72, 0, 0, 0]].concat();
        said[3].1 = smb2(1, status, true, 2, 0x70, &answer);
        let legs = whole(&said);
        assert_eq!(legs[3].admitted_as, admitted);
    }
}

#[test]
fn rpc_is_answered_by_the_first_call() {
    let legs = whole(&rpc_ntlm());
    assert_eq!(tokens(&legs), expected(Method::Ntlm));
    assert_eq!(legs[3].status, Some(Status::Rpc(5)));
}

#[test]
fn rpc_is_found_in_pipes() {
    let legs = whole(&pipe());
    assert_eq!(tokens(&legs), expected(Method::Ntlm));
    assert_eq!(legs[3].status, Some(Status::Rpc(5)));
}

/// A server without the interface answers the bind with a CHALLENGE all the same; nobody goes on from there.
#[test]
fn a_bind_of_which_no_interface_is_taken_is_refused() {
    let mut said = rpc_ntlm();
    said.truncate(2);
    let rejected = |reason: u16| {
        let mut ack = said[1].1.clone();
        // Behind the sizes, the group and an empty address: one result, a provider rejection.
        let result = [&[1, 0, 0, 0, 2, 0][..], &reason.to_le_bytes(), &[0; 20]].concat();
        ack.splice(28..32, result);
        let length = u16::try_from(ack.len()).unwrap();
        ack[8..10].copy_from_slice(&length.to_le_bytes());
        whole(&[said[0].clone(), (Server, ack)])
    };
    for (reason, code) in [(1, 1717), (2, 1730), (0, 1)] {
        let legs = rejected(reason);
        assert_eq!(legs.len(), 3, "{legs:#?}");
        assert_eq!(legs[2].status, Some(Status::Rpc(code)));
    }
    assert_eq!(whole(&said).len(), 2);
}

#[test]
fn a_bind_that_is_not_acknowledged_is_refused_in_its_own_context() {
    let mut said = rpc_ntlm();
    said.truncate(1);
    let bind = &mut said[0].1;
    // Windows numbers security contexts from where it likes.
    let trailer = bind.len() - usize::from(bind[10]) - 8;
    bind[trailer + 4..trailer + 8].copy_from_slice(&[7, 0, 0, 0]);
    let nak = [
        &[5, 0, 13, 3, 16, 0, 0, 0, 21, 0, 0, 0, 1, 0, 0, 0][..],
        &[8, 0, 1, 5, 0],
    ]
    .concat();
    said.push((Server, nak));
    let legs = whole(&said);
    assert_eq!(legs[1].status, Some(Status::Rpc(8)));
    assert_eq!(legs[0].strand, legs[1].strand);
}

#[test]
fn tds_signs_in_with_sspi_or_a_password() {
    let legs = whole(&tds());
    assert_eq!(tokens(&legs), expected(Method::Ntlm));
    assert_eq!(legs[3].status, Some(Status::Sql(18456)));
    let login = Login7 {
        user_name: "sa".to_owned(),
        password: "pä55".to_owned(),
        server_name: "sql".to_owned(),
        ..Login7::integrated(Vec::new())
    };
    let legs = whole(&[(Client, packet(TdsMessage::Login7(Box::new(login))))]);
    assert_eq!(
        legs[0].credential,
        clear("sa", Some("pä55"), Method::Native)
    );
    assert_eq!(legs[0].target.as_deref(), Some("sql"));
}

#[test]
fn mail_signs_in_line_by_line() {
    let [smtp, imap, pop] = mail().map(|said| whole(&said));
    let login = (Client, Method::Login, Vec::new());
    assert_eq!(
        tokens(&smtp),
        [expected(Method::Ntlm), vec![login]].concat()
    );
    assert_eq!(smtp[0].offers, ["NTLM", "LOGIN"]);
    let named = |legs: &[Leg]| -> Vec<_> {
        let clear = legs.iter().filter_map(|leg| leg.credential.clone());
        clear
            .filter(|it| matches!(it, SentCredential::Clear(..)))
            .map(Some)
            .collect()
    };
    let login = [
        clear("a", None, Method::Login),
        clear("a", Some("b"), Method::Login),
    ];
    assert_eq!(named(&smtp), login);
    assert_eq!(smtp.last().unwrap().kind, LegKind::Tls(false));
    assert_eq!(named(&imap), [clear("a", Some("b"), Method::Native)]);
    assert_eq!(imap.last().unwrap().status, Some(Status::Mail(true)));
    let native = [
        clear("a", None, Method::Native),
        clear("a", Some("b c"), Method::Native),
    ];
    assert_eq!(named(&pop), native);
    assert_eq!(pop.last().unwrap().status, Some(Status::Mail(false)));
}

#[test]
fn an_empty_line_of_mail_only_agrees() {
    let said: Said = [
        (Server, "220 mail\n"),
        (Client, "AUTH DIGEST-MD5\n"),
        (Server, "334 cmVhbG09ImEi\n"),
        (Client, "dXNlcm5hbWU9ImEi\n"),
        (Server, "334 cnNwYXV0aD1h\n"),
        (Client, "\n"),
        (Server, "235 yes\n"),
    ]
    .map(|(from, line)| (from, line.as_bytes().to_vec()))
    .to_vec();
    let legs = whole(&said);
    let from = |sender| legs.iter().filter(|leg| leg.sender == sender).count();
    assert_eq!((from(Client), from(Server)), (2, 3));
    assert_eq!(legs.last().unwrap().status, Some(Status::Smtp(235)));
}

#[test]
fn kerberos_is_told_by_its_tag() {
    use crate::wire::kerberos::{
        KdcRequest, KdcRequestBody, KerbErrorData, KrbError, Principal, with_length,
    };
    let name = |part: &str| Principal {
        name_type: 1,
        parts: vec![part.to_owned()],
    };
    let request = KdcRequest {
        body: KdcRequestBody {
            client: Some(name("alice")),
            service: Some(name("krbtgt")),
            ..KdcRequestBody::default()
        },
        ..KdcRequest::default()
    };
    let error = KrbError {
        code: 25,
        service: name("krbtgt"),
        e_data: Some(KerbErrorData::extended(0xC000_0234, 1).encode()),
        ..KrbError::default()
    };
    let said = vec![
        (Client, with_length(&request.encode())),
        (Server, with_length(&error.encode())),
    ];
    // Two may wait for their answers, which come in the same order.
    let both = [&said[..1], &said[..1], &said[1..], &said[1..]].concat();
    let strands: Vec<_> = whole(&both).iter().map(|leg| leg.strand).collect();
    assert_eq!(strands, [0, 1, 0, 1]);
    let legs = whole(&said);
    assert_eq!(legs[1].windows, Some(0xC000_0234));
    assert_eq!(legs[0].request.as_deref(), Some("AS-REQ alice"));
    assert_eq!(legs[1].status, Some(Status::Kerberos(25)));
    assert_eq!(legs[1].target.as_deref(), Some("krbtgt"));
    let mut out = Vec::new();
    let stamp = Stamp {
        at: None,
        packet: 1,
    };
    assert!(kdc_messages::datagram(
        0,
        Server,
        &request.encode(),
        stamp,
        &mut out
    ));
    assert_eq!((out[0].sender, &out[0].message), (Client, &legs[0].message));
    assert!(!kdc_messages::datagram(0, Client, b"no", stamp, &mut out));
    // Whatever the port, where nothing else is in the datagram.
    let message = request.encode();
    assert_eq!(kdc_messages::is_whole(&message), Some(Client));
    assert_eq!(kdc_messages::is_whole(&error.encode()), Some(Server));
    let longer = [&message[..], &[0]].concat();
    for other in [
        &longer[..],
        &message[1..],
        &message[..message.len() - 1],
        b"",
    ] {
        assert_eq!(kdc_messages::is_whole(other), None);
    }
}

#[test]
fn smb1_signs_in_with_a_token_or_without() {
    let message = |command: u8, answer: bool, words: &[u8], bytes: &[u8]| {
        let mut all = vec![0; 32];
        all[..5].copy_from_slice(&[0xff, b'S', b'M', b'B', command]);
        all[9] = u8::from(answer) << 7;
        all[11] = 0xc0;
        all.push((words.len() / 2) as u8);
        all.extend_from_slice(words);
        all.extend_from_slice(&(bytes.len() as u16).to_le_bytes());
        all.extend_from_slice(bytes);
        let length = (all.len() as u32).to_be_bytes();
        let from = if answer { Server } else { Client };
        (from, [&length[..], &all].concat())
    };
    let [first, second, third] = ntlm();
    let request = |token: &[u8]| {
        let mut words = [0; 24];
        words[14] = token.len() as u8;
        message(0x73, false, &words, token)
    };
    let answer =
        |token: &[u8]| message(0x73, true, &[0, 0, 0, 0, 0, 0, token.len() as u8, 0], token);
    let said = vec![
        request(&first),
        answer(&second),
        request(&third),
        answer(&[]),
    ];
    let legs = whole(&said);
    assert_eq!(tokens(&legs), expected(Method::Ntlm));
    assert_eq!(legs[3].status, Some(Status::Nt(0)));
    assert_eq!(legs[3].admitted_as, None);
    // SMB_SETUP_GUEST, in its Action ([MS-CIFS] 2.2.4.53.2).
    let guest = message(0x73, true, &[0, 0, 0, 0, 1, 0, 0, 0], &[]);
    let legs = whole(&[said[0].clone(), said[1].clone(), said[2].clone(), guest]);
    assert_eq!(legs[3].admitted_as, Some(AdmittedAs::Guest));
    // The server's challenge, and two responses to it.
    let mut words = [0; 34];
    words[2] = 3;
    let negotiated = message(0x72, true, &words, &[7; 8]);
    let mut words = [0; 26];
    (words[14], words[16]) = (24, 24);
    let mut bytes = vec![1; 48];
    bytes.extend([0, b'a', 0, 0, 0, b'D', 0, 0, 0]);
    let response = message(0x73, false, &words, &bytes);
    let legs = whole(&[negotiated, response.clone(), answer(&[]), response]);
    let told: Vec<_> = tokens(&legs)
        .iter()
        .map(|(from, _, token)| (*from, token[8]))
        .collect();
    // Whoever signs in next answers the same challenge.
    let both = [(Server, 2), (Client, 3)];
    assert_eq!(told, [both, both].concat());
    let strands: Vec<u64> = legs.iter().map(|leg| leg.strand).collect();
    assert_eq!(strands, [1, 1, 1, 2, 2]);
}
