//! Conversations made by hand: each protocol, somebody signs in.

use super::super::tls::tests::client_hello;
use crate::traffic::leg::Sender::{self, Client, Server};
use crate::wire::ntlm::{Authenticate, Challenge, Negotiate};
use crate::wire::tds::{Login7, Packet, TdsMessage, Token};
use crate::wire::{rpc, to_base64};

pub type Said = Vec<(Sender, Vec<u8>)>;

pub fn ntlm() -> [Vec<u8>; 3] {
    [
        Negotiate::default().encode(),
        Challenge::default().encode(),
        Authenticate::default().encode(),
    ]
}

pub fn text(from: Sender, text: &str) -> (Sender, Vec<u8>) {
    (from, text.replace('\n', "\r\n").into_bytes())
}

pub fn http_ntlm() -> Said {
    let [first, second, third] = ntlm().map(|token| to_base64(&token));
    vec![
        text(Client, "GET /early HTTP/1.1\nHost: a\n\n"),
        text(Server, "HTTP/1.1 200 OK\nContent-Length: 5\n\nHTTP/"),
        text(Client, "GET /x HTTP/1.1\nHost: a\n\n"),
        text(
            Server,
            "HTTP/1.1 401 No\nWWW-Authenticate: NTLM\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n",
        ),
        text(
            Client,
            &format!(
                "POST /x HTTP/1.1\nHost: a\nContent-Length: 0\nAuthorization: NTLM {first}\n\n"
            ),
        ),
        text(
            Server,
            &format!("HTTP/1.1 401 No\nWWW-Authenticate: NTLM {second}\nContent-Length: 2\n\nno"),
        ),
        text(
            Client,
            &format!(
                "POST /x HTTP/1.1\nHost: a\nContent-Length: 3\nAuthorization: NTLM {third}\n\nyes"
            ),
        ),
        text(Server, "HTTP/1.1 200 OK\n\nup to the end"),
    ]
}

pub fn tunnel() -> Said {
    let mut said = vec![
        text(Client, "CONNECT b:443 HTTP/1.1\nHost: b:443\n\n"),
        text(
            Server,
            "HTTP/1.1 407 No\nProxy-Authenticate: Basic realm=\"p\"\nContent-Length: 0\n\n",
        ),
        text(
            Client,
            "CONNECT b:443 HTTP/1.1\nHost: b:443\nProxy-Authorization: Basic YTpi\n\n",
        ),
        text(Server, "HTTP/1.1 200 OK\n\n"),
    ];
    said.push((Client, client_hello("b")));
    said
}

/// A frame of SMB around some messages.
pub fn frame(message: &[u8]) -> Vec<u8> {
    [&(message.len() as u32).to_be_bytes()[..], message].concat()
}

/// A message of SMB 2: command, status, whether it is an answer, number, session, and its body.
pub fn smb2(
    command: u16,
    status: u32,
    answer: bool,
    number: u64,
    session: u64,
    body: &[u8],
) -> Vec<u8> {
    let mut head = vec![0; 64];
    head[..4].copy_from_slice(b"\xfeSMB");
    head[4] = 64;
    head[8..12].copy_from_slice(&status.to_le_bytes());
    head[12..14].copy_from_slice(&command.to_le_bytes());
    head[16] = answer.into();
    head[24..32].copy_from_slice(&number.to_le_bytes());
    head[40..48].copy_from_slice(&session.to_le_bytes());
    frame(&[&head, body].concat())
}

/// The body of a SESSION_SETUP, and of its answer.
pub fn setup(token: &[u8], answer: bool) -> Vec<u8> {
    let length = (token.len() as u16).to_le_bytes();
    let (before, at) = if answer { (4, 72_u16) } else { (12, 88) };
    let mut body = vec![0; before];
    body.extend([&at.to_le_bytes()[..], &length].concat());
    body.resize(usize::from(at) - 64, 0);
    body.extend(token);
    body
}

pub fn smb2_ntlm() -> Said {
    let [first, second, third] = ntlm();
    vec![
        (Client, smb2(1, 0, false, 1, 0, &setup(&first, false))),
        (
            Server,
            smb2(1, 0xC000_0016, true, 1, 0x70, &setup(&second, true)),
        ),
        (Client, smb2(1, 0, false, 2, 0x70, &setup(&third, false))),
        (
            Server,
            smb2(1, 0xC000_006D, true, 2, 0x70, &[9, 0, 0, 0, 0, 0, 0, 0]),
        ),
    ]
}

pub fn rpc_ntlm() -> Said {
    let [first, second, third] = ntlm();
    let pdu = |body, token: Vec<u8>| {
        let auth = (!token.is_empty()).then(|| rpc::AuthVerifier::ntlm(token));
        rpc::Pdu::new(1, body, auth).encode().unwrap()
    };
    let bind = rpc::Body::Bind {
        max_xmit_frag: 4280,
        max_recv_frag: 4280,
        assoc_group_id: 0,
        contexts: Vec::new(),
    };
    let ack = rpc::Body::BindAck {
        max_xmit_frag: 4280,
        max_recv_frag: 4280,
        assoc_group_id: 1,
        secondary_address: String::new(),
        results: Vec::new(),
    };
    let fault = rpc::Body::Fault {
        alloc_hint: 0,
        context_id: 0,
        status: 5,
        stub: Vec::new(),
    };
    vec![
        (Client, pdu(bind, first)),
        (Server, pdu(ack, second)),
        (Client, pdu(rpc::Body::Auth3 { pad: [0; 4] }, third)),
        (Server, pdu(fault, Vec::new())),
    ]
}

/// The same PDUs in a pipe: written, and read.
pub fn pipe() -> Said {
    let file = [7; 16];
    let mut said = Vec::new();
    for (number, (from, pdu)) in rpc_ntlm().into_iter().enumerate() {
        let (number, length) = (number as u64, (pdu.len() as u32).to_le_bytes());
        let write = [
            &[49, 0, 112, 0][..],
            &length,
            &[0; 8],
            &file,
            &[0; 16],
            &pdu,
        ]
        .concat();
        let read = [&[49, 0, 0, 0][..], &[0; 12], &file, &[0; 17]].concat();
        let answer = [&[17, 0, 80, 0][..], &length, &[0; 8], &pdu].concat();
        match from {
            Client => said.push((Client, smb2(9, 0, false, number, 1, &write))),
            Server => {
                said.push((Client, smb2(8, 0, false, number, 1, &read)));
                said.push((Server, smb2(8, 0, true, number, 1, &answer)));
            }
        }
    }
    said
}

pub fn ber(tag: u8, content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    [
        &[tag, 0x84][..],
        &(content.len() as u32).to_be_bytes(),
        &content,
    ]
    .concat()
}

/// A bind of that messageID.
pub fn bind(number: u8, auth: Vec<u8>) -> (Sender, Vec<u8>) {
    let content = [&ber(2, &[&[3]])[..], &ber(4, &[b"cn=a"]), &auth].concat();
    (
        Client,
        ber(0x30, &[&[2, 1, number], &ber(0x60, &[&content])]),
    )
}

/// The server's answer to it.
pub fn bind_answer(number: u8, code: u8, matched: &[u8], more: &[u8]) -> (Sender, Vec<u8>) {
    let content = [&[10, 1, code][..], &ber(4, &[matched]), &ber(4, &[]), more].concat();
    (
        Server,
        ber(0x30, &[&[2, 1, number], &ber(0x61, &[&content])]),
    )
}

/// What a bind of SASL has of it.
pub fn sasl(token: &[u8]) -> Vec<u8> {
    ber(0xa3, &[&ber(4, &[b"GSS-SPNEGO"]), &ber(4, &[token])])
}

pub fn ldap() -> Said {
    let [first, second, third] = ntlm();
    let answer = bind_answer;
    vec![
        bind(1, ber(0x80, &[b"secret"])),
        answer(1, 49, b"", b""),
        bind(2, sasl(&first)),
        answer(2, 14, b"", &ber(0x87, &[&second])),
        bind(3, sasl(&third)),
        answer(3, 0, b"", b""),
        bind(4, ber(0x89, &[])),
        answer(4, 0, b"NTLM;Kerberos", b""),
        bind(5, ber(0x8a, &[&first])),
        answer(5, 0, &second, b""),
        bind(6, ber(0x8b, &[&third])),
        answer(6, 0, b"", b""),
        (Client, vec![0, 0, 0, 2, 1, 2]),
    ]
}

/// A message of DNS about the key `7.ms`: its question, and the TKEY record behind it.
pub fn tkey(flags: u16, update: bool, error: u16, token: &[u8]) -> Vec<u8> {
    let name = b"\x017\x02ms\0";
    let (answers, more) = if update {
        ([0, 1], [0, 0])
    } else {
        ([0, 0], [0, 1])
    };
    let length = |bytes: &[u8]| (bytes.len() as u16).to_be_bytes();
    let data = [
        b"\x08gss-tsig\0",
        &[0; 8][..],
        &[0, 3],
        &error.to_be_bytes(),
        &length(token),
        token,
        &[0, 0],
    ]
    .concat();
    [
        &[0x12, 0x34][..],
        &flags.to_be_bytes(),
        &[0, 1],
        &answers,
        &[0, 0],
        &more,
        name,
        &[0, 249, 0, 255],
        // The name again, by where it stands.
        &[0xc0, 12, 0, 249, 0, 255, 0, 0, 0, 0],
        &length(&data),
        &data,
    ]
    .concat()
}

pub fn packet(message: TdsMessage) -> Vec<u8> {
    Packet::new(message).encode().unwrap()
}

pub fn tds() -> Said {
    let [first, second, third] = ntlm();
    let login = packet(TdsMessage::Login7(Box::new(Login7::integrated(first))));
    // In two packets.
    let (head, data) = login.split_at(8);
    let (one, two) = data.split_at(100);
    let part = |status: u8, data: &[u8]| {
        let length = (data.len() as u16 + 8).to_be_bytes();
        [&[head[0], status][..], &length, &head[4..], data].concat()
    };
    vec![
        (Client, [part(0, one), part(1, two)].concat()),
        (
            Server,
            packet(TdsMessage::Response(vec![Token::Sspi(second)])),
        ),
        (Client, packet(TdsMessage::Sspi(third))),
        (
            Server,
            [
                &[4, 1, 0, 20, 0, 0, 0, 0][..],
                &[0xaa, 9, 0, 0x18, 0x48, 0, 0, 1, 2, 0, 0, 0],
            ]
            .concat(),
        ),
    ]
}

pub fn mail() -> [Said; 3] {
    let [first, second, third] = ntlm().map(|token| to_base64(&token));
    let smtp = vec![
        text(Server, "220 mail\n"),
        text(Client, "EHLO x\n"),
        text(Server, "250-mail\n250 AUTH NTLM LOGIN\n"),
        text(Client, &format!("AUTH NTLM {first}\n")),
        text(Server, &format!("334 {second}\n")),
        text(Client, &format!("{third}\n")),
        text(Server, "535 no\n"),
        text(Client, "AUTH LOGIN\n"),
        text(Server, "334 VXNlcm5hbWU6\n"),
        text(Client, "YQ==\n"),
        text(Server, "334 UGFzc3dvcmQ6\n"),
        text(Client, "Yg==\n"),
        text(Server, "235 yes\n"),
        text(Client, "DATA\n"),
        text(Server, "354 go on\n"),
        text(Client, "AUTH PLAIN AGEAYg==\n.\nSTARTTLS\n"),
        text(Server, "250 taken\n220 go on\n"),
        (Client, client_hello("mail")),
    ];
    let imap = vec![
        text(Server, "* OK hello\n"),
        text(Client, "a LOGIN {1}\n"),
        text(Server, "+ \n"),
        text(Client, "a {1+}\nb\n"),
        text(Server, "* 1 FETCH {6}\na NO\n\na OK yes\n"),
    ];
    let pop = vec![
        text(Server, "+OK hello\n"),
        text(Client, "USER a\n"),
        text(Server, "+OK\n"),
        text(Client, "PASS b c\n"),
        text(Server, "-ERR no\n"),
    ];
    [smtp, imap, pop]
}

/// All conversations.
pub fn all() -> Vec<Said> {
    let mut all = vec![
        http_ntlm(),
        tunnel(),
        smb2_ntlm(),
        rpc_ntlm(),
        pipe(),
        ldap(),
        tds(),
    ];
    all.extend(mail());
    all
}
