//! What must hold for any bytes, decoder by decoder. A target calls one of these functions; whatever they assert is a
//! promise of the decoder.

mod any_file;
mod kdc_room;

pub use any_file::{
    burp, capture, dissect, events, evtx, har, iis, klist, mitmproxy, netlog, packed, reassembly,
    saz,
};
pub use kdc_room::{kdc, tgs};

use double_hop::present::Passwords;
use double_hop::present::decode::Report;
use double_hop::present::export::tokens::json;
use double_hop::traffic::decryption::KnownSecrets;
use double_hop::traffic::verify::verify;
use double_hop::wire;
use double_hop::wire::ccache::Ccache;
use double_hop::wire::http::{MessageLimits, Request, Response, frame_request, frame_response};
use double_hop::wire::keytab::Keytab;
use double_hop::wire::netlogon::{LogonRequest, LogonResponse};
use double_hop::wire::ntlm::{AvId, NtlmMessage, NtlmV2Response, TargetInfo, zero_mic};
use double_hop::wire::pac::{self, Pac};
use double_hop::wire::rpc::{Pdu, emsmdb};
use double_hop::wire::tds::Packet;
use double_hop::wire::{
    Decoded, Layer, Layout, basic::Basic, challenges, credentials, kerberos, layers, negoex,
    spnego::NegToken, to_base64,
};

/// The whole search: every form, every family, sets, and the JSON of it. Nothing takes longer or more memory than its size.
pub fn find(bytes: &[u8]) {
    let report = Report::of(bytes);
    for token in &report.found.tokens {
        assert!(token.layer().is_some());
    }
    for set in &report.sets {
        let _ = report.judge(set, &|set| verify(set, None, None, None));
    }
    // Keys that open nothing, and every file of keys in it.
    let known = KnownSecrets {
        nt_hash: Some([0; 16]),
        key: &[0; 32],
        ..KnownSecrets::default()
    };
    let opened = report.open(&known);
    let _ = json(&report, &[], &opened, Passwords::Hidden);
    for number in 0..report.found.tokens.len().min(50) {
        let _ = (opened.findings(number), opened.parts(number));
    }
}

/// NTLM messages, and the lists and responses inside them. What decodes encodes to itself.
pub fn ntlm(bytes: &[u8]) {
    let read = NtlmMessage::decode(bytes);
    sound(bytes, &read);
    if let Ok(message) = &read.value {
        assert_eq!(message.encode(), bytes);
        if let NtlmMessage::Authenticate(message) = message {
            let _ = (message.responses(), message.says_mic(), message.user_text());
            assert!(zero_mic(bytes).is_none_or(|zeroed| zeroed.len() == bytes.len()));
        }
    }
    let list = TargetInfo::decode(bytes);
    sound(bytes, &list);
    assert_eq!(TargetInfo::lenient(bytes).encode(), bytes);
    let _ = TargetInfo::lenient(bytes).text(AvId::TargetName);
    let response = NtlmV2Response::decode(bytes);
    sound(bytes, &response);
    if let Ok(response) = response.value {
        assert_eq!(response.encode(), bytes);
    }
}

/// Requests and responses of HTTP, whole and while they arrive. What decodes encodes to the same message.
pub fn http(bytes: &[u8]) {
    let request = Request::decode(bytes);
    sound(bytes, &request);
    if let Ok(request) = request.value {
        assert_eq!(Request::decode(&request.encode()).value, Ok(request));
    }
    let response = Response::decode(bytes);
    sound(bytes, &response);
    if let Ok(response) = response.value {
        assert_eq!(Response::decode(&response.encode()).value, Ok(response));
    }
    let limits = MessageLimits::default();
    let _ = frame_request(bytes, &limits);
    let _ = frame_response(bytes, "GET", false, &limits);
    layers(bytes).iter().for_each(sound_layer);
}

/// The values of headers that carry challenges or credentials.
pub fn auth_header(bytes: &[u8]) {
    let value = String::from_utf8_lossy(bytes);
    credentials(&value).iter().for_each(sound_layer);
    challenges(&value).iter().for_each(sound_layer);
    let digest = format!("Digest {value}");
    challenges(&digest).iter().for_each(sound_layer);
    // A token in a header is the same token.
    let header = format!("Negotiate {}", to_base64(bytes));
    let kinds = |layers: &[Layer]| layers.iter().map(Layer::kind).collect::<Vec<_>>();
    assert_eq!(kinds(&credentials(&header)), kinds(&wire::token(bytes)));
}

/// RPC's PDUs and the stubs of the mailbox's interface.
pub fn rpc(bytes: &[u8]) {
    let pdu = Pdu::decode(bytes);
    sound(bytes, &pdu);
    if let Ok(pdu) = pdu.value
        && let Ok(again) = pdu.encode()
    {
        assert_eq!(Pdu::decode(&again).value, Ok(pdu));
    }
    sound(bytes, &emsmdb::ConnectRequest::decode(bytes));
    sound(bytes, &emsmdb::ConnectResponse::decode(bytes));
}

/// TDS's packets, whole and while they arrive.
pub fn tds(bytes: &[u8]) {
    let packet = Packet::decode(bytes);
    sound(bytes, &packet);
    if let Ok(packet) = packet.value
        && let Ok(again) = packet.encode()
    {
        assert_eq!(Packet::decode(&again).value, Ok(packet));
    }
    let _ = wire::tds::frame(bytes);
    layers(bytes).iter().for_each(sound_layer);
}

/// The user-pass of Basic.
pub fn basic(bytes: &[u8]) {
    let read = Basic::decode(bytes);
    sound(bytes, &read);
    assert!(covered(&read.layout));
    if let Ok(value) = read.value
        && let Ok(again) = value.encode()
    {
        assert_eq!(again, bytes);
    }
}

/// SPNEGO.
pub fn spnego(bytes: &[u8]) {
    let read = NegToken::decode(bytes);
    sound(bytes, &read);
    apart(&read.layout);
    if let Ok(value) = &read.value {
        let inside =
            |part: &[u8]| part.is_empty() || bytes.windows(part.len()).any(|it| it == part);
        assert!(value.token().is_none_or(inside));
        assert!(value.mech_list_mic().is_none_or(inside));
    }
}

/// Kerberos.
pub fn kerberos(bytes: &[u8]) {
    let read = kerberos::KerberosMessage::decode(bytes);
    sound(bytes, &read);
    apart(&read.layout);
    if let Ok(message) = &read.value {
        let _ = message.error_name();
        // What was read is written, and read again the same.
        if !matches!(message, kerberos::KerberosMessage::Other(_)) {
            assert_eq!(
                kerberos::KerberosMessage::decode(&message.encode())
                    .value
                    .as_ref(),
                Ok(message)
            );
        }
    }
    apart(&kerberos::EncTicketPart::decode(bytes).layout);
    apart(&kerberos::EncKdcReplyPart::decode(bytes).layout);
    apart(&kerberos::EncKrbCredPart::decode(bytes).layout);
    apart(&kerberos::Authenticator::decode(bytes).layout);
    apart(&kerberos::GssChecksum::decode(bytes).layout);
}

/// The PAC, with its buffers one by one. What decodes encodes to the same PAC.
pub fn pac(bytes: &[u8]) {
    let read = Pac::decode(bytes);
    sound(bytes, &read);
    if let Ok(pac) = read.value {
        assert_eq!(Pac::decode(&pac.encode()).value, Ok(pac));
    }
    let zeroed = pac::server_signature_input(bytes);
    assert!(zeroed.is_none_or(|zeroed| zeroed.len() == bytes.len()));
    sound(bytes, &pac::LogonInfo::decode(bytes));
    sound(bytes, &pac::DelegationInfo::decode(bytes));
    sound(bytes, &pac::UpnDnsInfo::decode(bytes));
    sound(bytes, &pac::ClientInfo::decode(bytes));
    sound(bytes, &pac::PacSignature::decode(bytes));
}

/// Key tables and credential caches. What decodes encodes to the same.
pub fn credential_files(bytes: &[u8]) {
    let read = Keytab::decode(bytes);
    sound(bytes, &read);
    if let Ok(keytab) = read.value {
        assert_eq!(Keytab::decode(&keytab.encode()).value, Ok(keytab));
    }
    let read = Ccache::decode(bytes);
    sound(bytes, &read);
    if let Ok(ccache) = read.value {
        assert_eq!(Ccache::decode(&ccache.encode()).value, Ok(ccache));
    }
}

/// NegoEx. Its payloads may lie on each other, but only so far.
pub fn negoex(bytes: &[u8]) {
    let read = negoex::NegoExMessage::decode(bytes);
    sound(bytes, &read);
    let leaves = read.layout.leaves();
    let claimed: usize = leaves.iter().map(|leaf| leaf.range.len()).sum();
    assert!(claimed <= 2 * bytes.len());
}

/// The pass-through question and its answer.
pub fn netlogon(bytes: &[u8]) {
    let question = LogonRequest::decode(bytes);
    sound(bytes, &question);
    if let Ok(question) = question.value {
        assert_eq!(LogonRequest::decode(&question.encode()).value, Ok(question));
    }
    let answer = LogonResponse::decode(bytes);
    sound(bytes, &answer);
    if let Ok(answer) = answer.value {
        assert_eq!(LogonResponse::decode(&answer.encode()).value, Ok(answer));
    }
}

/// A bare token of any kind, down to what is inside.
pub fn token(bytes: &[u8]) {
    let layers = wire::token(bytes);
    assert!(layers.len() <= 2);
    layers.iter().for_each(sound_layer);
}

fn sound_layer(layer: &Layer) {
    assert!(!layer.kind().name().is_empty());
    check(&layer.bytes, &layer.layout);
}

/// Fields lie inside the bytes, groups around their children, and an error has a place.
fn sound<T>(bytes: &[u8], read: &Decoded<T>) {
    check(bytes, &read.layout);
    if let Err(error) = &read.value {
        assert!(error.offset <= bytes.len(), "{error}");
        assert!(!error.to_string().is_empty());
    }
}

fn check(bytes: &[u8], layout: &Layout) {
    assert_eq!(layout.len, bytes.len());
    let mut at = 0;
    for tile in layout.tiles() {
        assert_eq!(tile.range.start, at);
        at = tile.range.end;
    }
    assert_eq!(at, bytes.len());
    for leaf in layout.leaves() {
        assert!(leaf.range.end <= bytes.len(), "{leaf:?}");
    }
    for field in &layout.fields {
        for child in &field.children {
            assert!(field.range.start <= child.range.start && child.range.end <= field.range.end);
        }
    }
}

fn covered(layout: &Layout) -> bool {
    layout.tiles().iter().all(|tile| tile.leaf.is_some())
}

fn apart(layout: &Layout) {
    assert!(layout.overlaps().is_empty(), "{:?}", layout.overlaps());
}
