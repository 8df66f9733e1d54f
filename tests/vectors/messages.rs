//! Vectors about whole messages: every one must decode, encode to itself, tile, and say what the vector says.

use crate::support::{Case, hex};
use double_hop::hosts::FileTime;
use double_hop::wire::Decoded;
use double_hop::wire::ntlm::*;
use double_hop::wire::text::utf16le;
use serde_json::Value;

/// Compares what the vector says about messages; `false` if it says nothing.
pub fn check(case: &mut Case<'_>) -> bool {
    match case.kind() {
        "ntlmv1_compute_and_messages" | "ntlmv2_compute_and_messages" => spec_messages(case),
        "ntlmv1_ess_ntlm2_session_response" => {
            let flags = case.text("challenge_flags");
            spec_challenge(case, &case.bytes("challenge_message"), flags, None);
        }
        "parse_negotiate_oem_nonascii" => oem_negotiate(case),
        "parse_challenge_oem_flag_but_unicode_av" => utf16_pairs(case),
        "parse_av_pairs" => pairs(case),
        "full_http_ntlmv2_triple_mic_verifiable" => triple(case),
        "parse_minimal_type1" | "parse_type1" => type1(case),
        "parse_minimal_type2" | "parse_type2" => type2(case),
        "parse_type3_and_http_exchange" => type3(case),
        "filetime" => filetime(case),
        "parse_authenticate_mic_but_no_version" => mic_without_version(case),
        kind if kind.starts_with("davenport_appendix_c") => session(case),
        _ => return false,
    }
    true
}

/// A FILETIME and the date it is, in the first minute of 1970.
fn filetime(case: &mut Case<'_>) {
    let value = u64::from_le_bytes(case.array("filetime_le"));
    let (seconds, intervals) = FileTime(value).to_unix();
    let fraction = format!(".{intervals:07}");
    let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
    let date = format!("1970-01-01T00:00:{seconds:02}{fraction}Z");
    let expected = case.expected("/iso").as_str().unwrap();
    case.equal("date", expected.as_bytes(), date.as_bytes());
}

/// The vector describes its message: the MIC at 64, the first payload behind it, and the flag of a VERSION that is not
/// there.
fn mic_without_version(case: &mut Case<'_>) {
    let mic = hex(case.expected("/mic").as_str().unwrap());
    let user = utf16le(case.expected("/user").as_str().unwrap());
    let mut bytes = b"NTLMSSP\0\x03\0\0\0".to_vec();
    for length in [0, 0, 0, user.len() as u16, 0, 0] {
        bytes.extend(length.to_le_bytes());
        bytes.extend(length.to_le_bytes());
        bytes.extend(0x50_u32.to_le_bytes());
    }
    bytes.extend(0xe28a_8231_u32.to_le_bytes());
    bytes.extend(&mic);
    bytes.extend(&user);
    let message: Authenticate = decode(case, "message", &bytes);
    case.same("/mic", message.mic.unwrap_or_default());
    case.holds("no version", message.version.is_none());
    case.equal("user", &user, &message.user);
}

/// Decodes a message and holds the invariants that every message must keep.
fn decode<T>(case: &mut Case<'_>, what: &str, bytes: &[u8]) -> T
where
    T: TryFrom<Kind>,
{
    let Decoded { value, layout } = NtlmMessage::decode(bytes);
    let message = value.unwrap_or_else(|error| panic!("{} {what}: {error}", case.id()));
    case.equal(&format!("{what} encoded"), bytes, &message.encode());
    let tiled: usize = layout.tiles().iter().map(|tile| tile.range.len()).sum();
    case.holds(&format!("{what} tiles"), tiled == bytes.len());
    case.holds(
        &format!("{what}: no unclaimed byte"),
        layout.tiles().iter().all(|tile| tile.leaf.is_some()),
    );
    T::try_from(Kind(message)).unwrap_or_else(|_| panic!("{} {what}: another type", case.id()))
}

/// Gives each message type its own conversion.
struct Kind(NtlmMessage);

macro_rules! kind {
    ($name:ident) => {
        impl TryFrom<Kind> for $name {
            type Error = ();

            fn try_from(kind: Kind) -> Result<Self, ()> {
                match kind.0 {
                    NtlmMessage::$name(message) => Ok(message),
                    _ => Err(()),
                }
            }
        }
    };
}

kind!(Negotiate);
kind!(Challenge);
kind!(Authenticate);

/// `[MS-NLMP]` 4.2.2 and 4.2.4: both messages, made of nothing but the values.
fn spec_messages(case: &mut Case<'_>) {
    let bytes = |name: &str| case.expected(name).as_str().map(hex);
    let info = bytes("/target_info");
    let challenge = bytes("/challenge_message").unwrap();
    let expected = bytes("/authenticate_message").unwrap();
    let flags = case.text("challenge_flags");
    let (lm, nt) = match &info {
        None => (
            bytes("/LMv1Response").unwrap(),
            bytes("/NTLMv1Response").unwrap(),
        ),
        Some(info) => {
            let lm = bytes("/LMv2Response_first16").unwrap();
            let blob = ClientBlob::new(
                u64::from_le_bytes(case.array("time")),
                case.array("client_challenge"),
                TargetInfo::decode(info).value.unwrap(),
            );
            let proof = bytes("/NTProofStr").unwrap();
            (
                [lm, case.bytes("client_challenge")].concat(),
                [proof, blob.encode()].concat(),
            )
        }
    };
    let key = bytes("/EncryptedSessionKey").or_else(|| bytes("/EncryptedSessionKey_no_flag"));
    spec_challenge(case, &challenge, flags, info);
    let decoded: Authenticate = decode(case, "AUTHENTICATE", &expected);
    let built = Authenticate {
        lm_response: lm,
        nt_response: nt,
        domain: utf16le(case.text("domain")),
        user: utf16le(case.text("user")),
        workstation: utf16le(case.text("workstation")),
        session_key: key.unwrap(),
        // The specification changes the flags between the messages and does not say why.
        flags: decoded.flags,
        version: Some(Version::windows(5, 1, 2600)),
        ..Authenticate::default()
    };
    case.equal("AUTHENTICATE of values", &expected, &built.encode());
    case.holds("no MIC", decoded.mic.is_none() && !decoded.says_mic());
    case.holds("AUTHENTICATE says the values", decoded == built);
}

fn spec_challenge(case: &mut Case<'_>, expected: &[u8], flags: &str, info: Option<Vec<u8>>) {
    let decoded: Challenge = decode(case, "CHALLENGE", expected);
    let built = Challenge {
        flags: NegotiateFlags::from_bits_retain(crate::support::flags(flags)),
        target_name: utf16le(case.text("server_name")),
        server_challenge: case.array("server_challenge"),
        target_info: info,
        version: Some(Version::windows(6, 0, 6000)),
        ..Challenge::default()
    };
    case.equal("CHALLENGE of values", expected, &built.encode());
    case.holds("CHALLENGE says the values", decoded == built);
}

fn oem_negotiate(case: &mut Case<'_>) {
    let message: Negotiate = decode(case, "NEGOTIATE", &case.bytes("message"));
    says(case, "/domain", &message.domain_text());
    says(case, "/workstation", &message.workstation_text());
    let version = message.version.unwrap();
    let text = format!("{}.{}.{}", version.major, version.minor, version.build);
    says(case, "/version", &text);
    counts(case, "/revision", version.revision.into());
}

fn utf16_pairs(case: &mut Case<'_>) {
    let message: Challenge = decode(case, "CHALLENGE", &case.bytes("message"));
    case.holds("no TargetName", message.target_name.is_empty());
    let flags = NegotiateFlags::OEM | NegotiateFlags::TARGET_INFO;
    case.holds("flags", message.flags == flags);
    let name = message.av_pairs().dns_computer().unwrap();
    says(case, "/dns_computer_name", &name);
}

fn pairs(case: &mut Case<'_>) {
    let bytes = case.bytes("target_info");
    let info = TargetInfo::decode(&bytes).value.unwrap();
    case.equal("TargetInfo encoded", &bytes, &info.encode());
    counts(case, "/count", info.pairs.len() as u64 + 1);
    let names = info.pairs.iter().filter_map(|pair| pair.id.spec_name());
    let names: Vec<_> = names.chain(AvId::Eol.spec_name()).collect();
    let expected = case.expected("/order").as_array().unwrap().iter();
    let expected: Vec<_> = expected
        .map(|name| format!("MsvAv{}", name.as_str().unwrap()))
        .collect();
    case.holds("order", names == expected);
    counts(case, "/timestamp_filetime", info.timestamp().unwrap());
    says(case, "/dns_computer_name", &info.dns_computer().unwrap());
    case.same("/channel_bindings", info.channel_bindings().unwrap());
    case.holds("flags", info.flags() == Some(AV_FLAG_CONSTRAINED));
    case.holds("single host", info.get(AvId::SingleHost) == Some(&[0; 48]));
}

fn triple(case: &mut Case<'_>) {
    let _: Negotiate = decode(case, "NEGOTIATE", &case.bytes("negotiate"));
    let challenge: Challenge = decode(case, "CHALLENGE", &case.bytes("challenge"));
    let bytes = case.bytes("authenticate");
    let message: Authenticate = decode(case, "AUTHENTICATE", &bytes);
    case.same("/server_challenge", challenge.server_challenge);
    case.same("/mic", message.mic.unwrap());
    case.holds("MsvAvFlags says MIC", message.says_mic());
    case.holds("MIC at 72", message.mic_offset() == Some(72));
    let mut zeroed = bytes.clone();
    zeroed[72..88].fill(0);
    case.equal("MIC zeroed", &zeroed, &zero_mic(&bytes).unwrap());
    let blob = message.ntlmv2().unwrap().blob;
    case.same("/client_challenge", blob.challenge_from_client);
    case.same("/timestamp_le", blob.timestamp.to_le_bytes());
    let time = blob.av_pairs.timestamp();
    case.holds("its time is the server's", time == Some(blob.timestamp));
    says(
        case,
        "/MsvAvTargetName",
        &blob.av_pairs.target_name().unwrap(),
    );
    says(
        case,
        "/MsvAvFlags",
        &format!("{:#010x}", blob.av_pairs.flags().unwrap()),
    );
    case.same(
        "/channel_bindings",
        blob.av_pairs.channel_bindings().unwrap(),
    );
    case.holds("single host", blob.av_pairs.get(AvId::SingleHost).is_some());
    let kinds = message.responses();
    case.holds("LM is Z(24)", kinds.lm == ResponseKind::Zero24);
    case.holds("NT is NTLMv2", kinds.nt == ResponseKind::NtlmV2);
    let user = message.user_text();
    case.holds("user", user == case.text("user"));
}

fn type1(case: &mut Case<'_>) {
    let message: Negotiate = decode(case, "NEGOTIATE", &case.bytes("message"));
    flags_are(case, message.flags);
    says_or_nothing(case, "/domain", &message.domain_text());
    says_or_nothing(case, "/workstation", &message.workstation_text());
    let there = !case.expected("/os_version").is_null();
    case.holds(
        "Version is there or not",
        message.version.is_some() == there,
    );
    if let Some(version) = message.version {
        let text = format!(
            "{}.{} build {}",
            version.major, version.minor, version.build
        );
        says(case, "/os_version", &text);
        let flag = message.flags.contains(NegotiateFlags::VERSION);
        case.holds("VERSION flag not set", !flag);
    }
}

fn type2(case: &mut Case<'_>) {
    let message: Challenge = decode(case, "CHALLENGE", &case.bytes("message"));
    flags_are(case, message.flags);
    case.same("/challenge", message.server_challenge);
    says_or_nothing(case, "/target_name", &message.target_name_text());
    case.holds("no Version", message.version.is_none());
    let Some(expected) = case.expected("/av").as_array() else {
        case.holds("no TargetInfo", message.target_info.is_none());
        return;
    };
    let info = message.av_pairs();
    let pairs = info.pairs.iter().map(|pair| (pair.id, info.text(pair.id)));
    let mut pairs: Vec<_> = pairs.map(|(id, text)| (id, text.unwrap())).collect();
    pairs.push((AvId::Eol, String::new()));
    let same = |(expected, got): (&Value, &(AvId, String))| {
        expected[0].as_u64() == Some(got.0.value().into()) && expected[1] == got.1.as_str()
    };
    let equal = expected.len() == pairs.len() && expected.iter().zip(&pairs).all(same);
    case.holds("AV_PAIRs", equal);
}

fn type3(case: &mut Case<'_>) {
    let message: Authenticate = decode(case, "AUTHENTICATE", &case.bytes("message"));
    flags_are(case, message.flags);
    says(case, "/domain", &message.domain_text());
    says(case, "/user", &message.user_text());
    says(case, "/workstation", &message.workstation_text());
    let head = message.version.is_none() && message.mic.is_none();
    case.holds("neither Version nor MIC", head);
    rebuilt(case, message, &case.bytes("message"));
}

fn session(case: &mut Case<'_>) {
    // Datagram style has no NEGOTIATE.
    let bytes = case.bytes("type1");
    if !bytes.is_empty() {
        let message: Negotiate = decode(case, "NEGOTIATE", &bytes);
        let placement = PayloadPlacement::default();
        let built = Negotiate {
            placement,
            ..message
        };
        case.equal("NEGOTIATE of values", &bytes, &built.encode());
    }
    let bytes = case.bytes("type2");
    let message: Challenge = decode(case, "CHALLENGE", &bytes);
    // Windows 2000 points behind the fixed part where it sends no TargetInfo; the specification's example points to 0.
    if message.target_info.is_some() {
        let placement = PayloadPlacement::default();
        let built = Challenge {
            placement,
            ..message
        };
        case.equal("CHALLENGE of values", &bytes, &built.encode());
    }
    let bytes = case.bytes("type3");
    if bytes.is_empty() {
        return;
    }
    let message: Authenticate = decode(case, "AUTHENTICATE", &bytes);
    case.holds("user", message.user_text() == case.text("user"));
    let kinds = message.responses();
    let title = case.kind().to_owned();
    let expected = if title.contains("Anonymous") {
        ResponseKind::Anonymous
    } else if title.contains(": Local") {
        ResponseKind::LocalCall
    } else if title.contains("NTLMv2 Authentication") {
        ResponseKind::NtlmV2
    } else if title.contains("NTLM2 Session Response Auth") {
        ResponseKind::Ntlm2Session
    } else if message.nt_response.is_empty() {
        ResponseKind::Empty
    } else {
        ResponseKind::Ntlm
    };
    case.holds("kind of response", kinds.nt == expected);
    // The client that sends an LM response only is not Windows, and puts it first.
    if expected != ResponseKind::Empty {
        rebuilt(case, message, &bytes);
    }
}

/// Windows' own messages come out the same without their layout.
fn rebuilt(case: &mut Case<'_>, message: Authenticate, bytes: &[u8]) {
    let built = Authenticate {
        placement: PayloadPlacement::default(),
        ..message
    };
    case.equal("AUTHENTICATE of values", bytes, &built.encode());
}

fn flags_are(case: &mut Case<'_>, got: NegotiateFlags) {
    let expected = case.expected("/flags").as_str().unwrap_or_default();
    let number = expected.split(' ').next().unwrap_or_default();
    case.holds("flags", crate::support::flags(number) == got.bits());
}

fn says(case: &mut Case<'_>, pointer: &str, got: &str) {
    let expected = case.expected(pointer).as_str();
    case.holds(
        &format!("{pointer}: {expected:?}, not {got:?}"),
        expected == Some(got),
    );
}

fn says_or_nothing(case: &mut Case<'_>, pointer: &str, got: &str) {
    let expected = case.expected(pointer).as_str().unwrap_or_default();
    case.holds(
        &format!("{pointer}: {expected:?}, not {got:?}"),
        expected == got,
    );
}

fn counts(case: &mut Case<'_>, pointer: &str, got: u64) {
    let expected = case.expected(pointer).as_u64();
    case.holds(
        &format!("{pointer}: {expected:?}, not {got}"),
        expected == Some(got),
    );
}
