//! A line in which tools keep the responses of a sign-in for later: `user::domain:challenge:proof:rest` with NTLMv2,
//! `user::domain:LM:NT:challenge` with NTLM (hashcat's modes 5600 and 5500), and the forms of John the Ripper with `$`.
//!
//! Nobody specified them. People get the order wrong, leave out a colon or join fields, so a field is known by how long
//! it is and how it begins.

use super::ntlm::{Authenticate, Challenge, NegotiateFlags};
use super::text::utf16le;
use super::{Decoded, Reader, Value, field_name};
use crate::letter_case;
use crate::value_kind::ValueKind;
use std::ops::Range;

const SPEC: &str = "hashcat 5500, 5600";

/// What such a line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HashLine {
    /// Whose responses these are, without a domain.
    pub user: String,
    /// The domain, which may be empty.
    pub domain: String,
    /// ServerChallenge, which the responses answer ([MS-NLMP] 2.2.1.2).
    pub challenge: [u8; 8],
    /// LmChallengeResponse, 24 bytes or none ([MS-NLMP] 2.2.1.3).
    pub lm: Vec<u8>,
    /// NtChallengeResponse: 24 bytes with NTLM, NTProofStr and the client's challenge with NTLMv2.
    pub nt: Vec<u8>,
    /// What tools would not read so.
    pub faults: Vec<Fault>,
}

/// What is wrong with the form of a line that can be read all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The fields stand in another order.
    Order,
    /// NTProofStr and what follows it are one field.
    Joined,
    /// One colon where two belong, between user and domain.
    OneColon,
    /// User and domain are one field, with a backslash.
    Backslash,
}

/// What stands in a field of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    User,
    Domain,
    /// The name of the form, as John writes it.
    Format,
    Challenge,
    /// The server's and the client's challenge in one, as John writes them.
    Both,
    Proof,
    Rest,
    /// NTProofStr and the rest in one.
    Joined,
    Lm,
    Nt,
}

impl HashLine {
    /// Reads a line without what stands around it.
    ///
    /// # Errors
    /// Where there is no challenge, or no response.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, |reader| Self::read(reader, bytes))
    }

    /// Whether the response is NTLMv2's.
    pub fn is_v2(&self) -> bool {
        self.nt.len() > 24
    }

    /// The sign-in as messages, of which nothing but this is known: CHALLENGE and AUTHENTICATE.
    pub fn messages(&self) -> [Vec<u8>; 2] {
        let nonce = self
            .lm
            .get(8..)
            .is_some_and(|rest| rest.iter().all(|byte| *byte == 0));
        let mut flags = NegotiateFlags::UNICODE | NegotiateFlags::NTLM;
        if self.is_v2() || (nonce && self.lm.len() == 24 && self.lm.iter().any(|byte| *byte != 0)) {
            flags |= NegotiateFlags::EXTENDED_SESSION_SECURITY;
        }
        let challenge = Challenge {
            flags,
            server_challenge: self.challenge,
            ..Challenge::default()
        };
        let authenticate = Authenticate {
            flags,
            user: utf16le(&self.user),
            domain: utf16le(&self.domain),
            lm_response: self.lm.clone(),
            nt_response: self.nt.clone(),
            ..Authenticate::default()
        };
        [challenge.encode(), authenticate.encode()]
    }

    fn read(reader: &mut Reader<'_>, bytes: &[u8]) -> Self {
        let parts = parts(bytes);
        let roles = roles(bytes, &parts);
        let mut line = Self::default();
        let mut order = Vec::new();
        let mut challenged = false;
        for (part, role) in parts.iter().zip(&roles) {
            if part.start > reader.position() {
                reader.take(field_name::SEPARATOR, SPEC, part.start - reader.position());
            }
            let Some(role) = role else { continue };
            order.push(*role);
            challenged |= matches!(role, Role::Challenge | Role::Both);
            line.part(reader, *role, part.len());
        }
        if reader.remaining() > 0 {
            reader.take(field_name::SEPARATOR, SPEC, reader.remaining());
        }
        if let Some((domain, user)) = line.user.split_once('\\') {
            (line.domain, line.user) = (domain.to_owned(), user.to_owned());
            line.faults.push(Fault::Backslash);
        }
        // John writes the name in upper case before the domain, in one field.
        if roles.contains(&Some(Role::Format)) {
            let name = letter_case::upper(&line.user);
            let own = line.domain.strip_prefix(&name).map(str::to_owned);
            line.domain = own.unwrap_or(std::mem::take(&mut line.domain));
        }
        let expected: &[&[Role]] = &[
            &[Role::Challenge, Role::Proof, Role::Rest],
            &[Role::Lm, Role::Nt, Role::Challenge],
            &[Role::Nt, Role::Challenge],
        ];
        let one_colon = parts.get(1).is_some_and(|second| !second.is_empty());
        order.retain(|role| !matches!(role, Role::User | Role::Domain | Role::Format));
        let john = roles.contains(&Some(Role::Format));
        if !john && !order.contains(&Role::Joined) && !expected.contains(&&order[..]) {
            line.faults.push(Fault::Order);
        }
        if !john && one_colon && !line.faults.contains(&Fault::Backslash) {
            line.faults.push(Fault::OneColon);
        }
        if !challenged || (line.nt.is_empty() && line.lm.is_empty()) {
            reader.expected("a challenge of 16 digits, and a response");
        }
        line
    }

    fn part(&mut self, reader: &mut Reader<'_>, role: Role, length: usize) {
        match role {
            Role::User => self.user = name(reader, field_name::USER_NAME, length),
            Role::Domain => self.domain = name(reader, field_name::DOMAIN_NAME, length),
            Role::Format => drop(name(reader, "format", length)),
            Role::Challenge => {
                let value = digits(
                    reader,
                    field_name::SERVER_CHALLENGE,
                    length,
                    ValueKind::Challenge,
                );
                self.challenge = value.try_into().unwrap_or_default();
            }
            Role::Both => {
                let value = digits(
                    reader,
                    field_name::SERVER_CHALLENGE,
                    16,
                    ValueKind::Challenge,
                );
                self.challenge = value.try_into().unwrap_or_default();
                let nonce = digits(
                    reader,
                    field_name::CHALLENGE_FROM_CLIENT,
                    length - 16,
                    ValueKind::Challenge,
                );
                self.lm = [nonce, vec![0; 16]].concat();
            }
            Role::Proof => self.proof(reader, length),
            Role::Rest => self.rest(reader, length),
            Role::Joined => {
                self.faults.push(Fault::Joined);
                self.proof(reader, 32);
                self.rest(reader, length - 32);
            }
            Role::Lm => {
                self.lm = digits(reader, "LmChallengeResponse", length, ValueKind::Response)
            }
            Role::Nt => {
                self.nt = digits(reader, "NtChallengeResponse", length, ValueKind::Response)
            }
        }
    }

    fn proof(&mut self, reader: &mut Reader<'_>, length: usize) {
        let proof = digits(
            reader,
            field_name::NT_PROOF_STR,
            length,
            ValueKind::Response,
        );
        self.nt.splice(0..0, proof);
    }

    fn rest(&mut self, reader: &mut Reader<'_>, length: usize) {
        let rest = reader.take("NTLMv2_CLIENT_CHALLENGE", SPEC, length);
        let rest = from_hex(rest);
        reader.mark(Value::Text(hex::encode(&rest)));
        self.nt.extend(rest);
    }
}

/// What stands between colons, and between John's `$` from the name of its form on: before it they are in somebody's name.
pub fn parts(bytes: &[u8]) -> Vec<Range<usize>> {
    let form = (0..bytes.len()).find(|at| match bytes.get(*at..) {
        Some([b'$', rest @ ..]) => is_format(rest),
        _ => false,
    });
    let form = form.unwrap_or(bytes.len());
    let ends = bytes
        .iter()
        .enumerate()
        .filter(|(at, byte)| **byte == b':' || (**byte == b'$' && *at >= form))
        .map(|(at, _)| at);
    let mut start = 0;
    let parts = ends.chain([bytes.len()]).map(|end| {
        let range = start..end;
        start = end + 1;
        range
    });
    parts.collect()
}

fn roles(bytes: &[u8], parts: &[Range<usize>]) -> Vec<Option<Role>> {
    let text = |part: &Range<usize>| bytes.get(part.clone()).unwrap_or_default();
    let format = parts.iter().position(|part| is_format(text(part)));
    let of_lm = format.is_some_and(|number| {
        let name = parts.get(number).map(text).unwrap_or_default();
        !name.to_ascii_uppercase().starts_with(b"NETNTLM")
    });
    let first = parts.iter().position(|part| is_digits(text(part)));
    let first = first.unwrap_or(parts.len());
    let responses = parts
        .iter()
        .filter(|part| is_digits(text(part)) && part.len() == 48)
        .count();
    let is_proof_apart = parts
        .iter()
        .any(|part| is_digits(text(part)) && part.len() == 32);
    let mut seen = 0;
    let role = |(number, part): (usize, &Range<usize>)| {
        let text = text(part);
        if number == 0 && number < first {
            return Some(Role::User);
        }
        if Some(number) == format {
            return Some(Role::Format);
        }
        if number < first {
            return (!text.is_empty()).then_some(Role::Domain);
        }
        if !is_digits(text) {
            return None;
        }
        Some(match text.len() {
            16 => Role::Challenge,
            32 if format.is_some() && responses > 0 => Role::Both,
            32 => Role::Proof,
            48 => {
                seen += 1;
                if seen < responses || of_lm {
                    Role::Lm
                } else {
                    Role::Nt
                }
            }
            _ if is_proof_apart || text.starts_with(b"0101") => Role::Rest,
            _ => Role::Joined,
        })
    };
    parts.iter().enumerate().map(role).collect()
}

/// Whether a part is the name of a form of John's, which are of responses of NTLM or, `NETLM` and `NETHALFLM`, of LM.
pub fn is_format(part: &[u8]) -> bool {
    let heads: [&[u8]; 3] = [b"NETNTLM", b"NETLM", b"NETHALFLM"];
    let begins = |head: &&[u8]| {
        let start = part.get(..head.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(head))
    };
    heads.iter().any(begins)
}

/// Whether a part is a challenge or a response, by its length.
pub fn is_digits(part: &[u8]) -> bool {
    let length =
        matches!(part.len(), 16 | 32 | 48) || (part.len() >= 64 && part.len().is_multiple_of(2));
    length && part.iter().all(u8::is_ascii_hexdigit)
}

fn name(reader: &mut Reader<'_>, name: &'static str, length: usize) -> String {
    let text = String::from_utf8_lossy(reader.take(name, SPEC, length)).into_owned();
    reader.mark_text(&text);
    text
}

fn digits(reader: &mut Reader<'_>, name: &'static str, length: usize, kind: ValueKind) -> Vec<u8> {
    let value = from_hex(reader.take(name, SPEC, length));
    reader.mark_text(&hex::encode(&value));
    reader.mark_value_kind(kind);
    value
}

fn from_hex(digits: &[u8]) -> Vec<u8> {
    hex::decode(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROOF: &str = "CC54F3F99DABD9B9AF3ED7F3CA5FB2C0";
    const REST: &str = "0101000000000000ECB49150CA7DDD018F8FC4EABD60DFC50000000000000000";

    fn read(line: &str) -> HashLine {
        HashLine::decode(line.as_bytes()).value.unwrap()
    }

    #[test]
    fn fields_are_known_in_any_order() {
        let right = read(&format!("Dana::FABRIKAM:65d63287397851a9:{PROOF}:{REST}"));
        assert_eq!(
            (right.user.as_str(), right.domain.as_str()),
            ("Dana", "FABRIKAM")
        );
        assert!(right.is_v2() && right.faults.is_empty());
        for (line, fault) in [
            (
                format!("Dana::FABRIKAM:{PROOF}:65d63287397851a9:{REST}"),
                Fault::Order,
            ),
            (
                format!("Dana::FABRIKAM:65d63287397851a9:{PROOF}{REST}"),
                Fault::Joined,
            ),
            (
                format!("Dana:FABRIKAM:65d63287397851a9:{PROOF}:{REST}"),
                Fault::OneColon,
            ),
            (
                format!("FABRIKAM\\Dana:::65d63287397851a9:{PROOF}:{REST}"),
                Fault::Backslash,
            ),
        ] {
            let found = read(&line);
            assert_eq!(found.faults, [fault], "{line}");
            let faults = Vec::new();
            assert_eq!(HashLine { faults, ..found }, right, "{line}");
        }
        let john = read(&format!(
            "Dana:$NETNTLMv2$DANAFABRIKAM$65d63287397851a9${PROOF}${REST}"
        ));
        assert_eq!(john, right);
    }

    #[test]
    fn ntlm_has_two_responses_or_one() {
        let (lm, nt) = ("11".repeat(24), "22".repeat(24));
        let both = read(&format!("u::D:{lm}:{nt}:1122334455667788"));
        assert_eq!((both.lm, both.nt.clone()), (vec![0x11; 24], vec![0x22; 24]));
        let one = read(&format!("u::D::{nt}:1122334455667788"));
        assert_eq!(
            (one.domain.as_str(), one.lm.len(), &one.nt),
            ("D", 0, &both.nt)
        );
        assert_eq!(one.faults, []);
        let john = read(&format!("u:$NETNTLM$1122334455667788aabbccddeeff0011${nt}"));
        assert_eq!(
            john.lm.get(..9),
            Some(&[0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 0, 0x11, 0][..])
        );
        for form in ["NETLM", "NETHALFLM"] {
            let john = read(&format!("u:${form}$1122334455667788${nt}"));
            assert_eq!((john.lm, john.nt), (vec![0x22; 24], Vec::new()), "{form}");
        }
        assert!(HashLine::decode(b"u::D:1122334455667788").value.is_err());
    }
}
