//! A line in which tools keep a ciphertext of Kerberos for later: `$krb5pa$` and `$mskrb5$` the timestamp of an AS-REQ, `$krb5asrep$` the
//! part of an AS-REP that is for the client, `$krb5tgs$` a ticket (hashcat's modes 7500, 13100, 18200, 19600 to 19900, 32100
//! and 32200, and John the Ripper). Nobody specified them.

use super::kerberos::{
    DecryptedPart, Encrypted, EtypeInfo2, EtypeInfo2Entry, KdcKind, KdcReply, KdcRequest,
    KdcRequestBody, PaData, Principal, Ticket,
};
use super::{Decoded, Reader, field_name};
use std::ops::Range;

const SPEC: &str = "hashcat 13100, 18200, 19900";
/// What the lines begin with.
const HEADS: [(&[u8], DecryptedPart); 4] = [
    (b"$krb5pa$", DecryptedPart::Timestamp),
    (b"$mskrb5$", DecryptedPart::Timestamp),
    (b"$krb5asrep$", DecryptedPart::AsReply),
    (b"$krb5tgs$", DecryptedPart::Ticket),
];
const RC4: i64 = 23;
const SALT: &str = "salt";

/// What such a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KerberosLine {
    /// Which encrypted part of a message the line has.
    pub part: DecryptedPart,
    /// Its encryption type.
    pub etype: i64,
    /// Whose key it is encrypted with: the client's, or of a ticket the service's account.
    pub user: String,
    /// The realm of that account.
    pub realm: String,
    /// The service of a ticket.
    pub service: String,
    /// What the key is made with beside the password, where the line says it.
    pub salt: Option<String>,
    /// The ciphertext, as it stands in the message.
    pub cipher: Vec<u8>,
}

/// Where such a line begins in a text.
pub fn begins(text: &[u8]) -> Option<usize> {
    let dollars = (0..text.len()).filter(|at| text.get(*at) == Some(&b'$'));
    let mut dollars = dollars.filter(|at| text.get(*at..).is_some_and(|rest| head(rest).is_some()));
    dollars.next()
}

fn head(text: &[u8]) -> Option<(usize, DecryptedPart)> {
    let found = HEADS.iter().find(|(head, _)| text.starts_with(head));
    found.map(|(head, part)| (head.len(), *part))
}

impl KerberosLine {
    /// Reads a line without what stands around it.
    ///
    /// # Errors
    /// Where there is no ciphertext.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, |reader| Self::read(reader, bytes))
    }

    /// The message that it is of, with nothing else in it that is known: a ticket stands in a TGS-REP to its own account.
    pub fn message(&self) -> Vec<u8> {
        let encrypted = Encrypted {
            etype: self.etype,
            kvno: None,
            cipher: self.cipher.clone(),
        };
        let client = Principal::new(1, &[&self.user]);
        if self.part == DecryptedPart::Timestamp {
            let body = KdcRequestBody {
                client: Some(client),
                realm: self.realm.clone(),
                ..KdcRequestBody::default()
            };
            let timestamp = PaData::new(PaData::ENC_TIMESTAMP, encrypted.encode());
            let request = KdcRequest {
                padata: [timestamp].into_iter().chain(self.salted()).collect(),
                body,
                ..KdcRequest::default()
            };
            return request.encode();
        }
        let mut reply = KdcReply {
            client_realm: self.realm.clone(),
            client,
            padata: self.salted().map(|it| vec![it]),
            ..KdcReply::default()
        };
        if self.part == DecryptedPart::Ticket {
            let parts: Vec<&str> = self.service.split('/').collect();
            reply.kind = KdcKind::Tgs;
            reply.ticket = Ticket {
                realm: self.realm.clone(),
                service: Principal::new(2, &parts),
                encrypted,
            };
        } else {
            reply.encrypted = encrypted;
        }
        reply.encode()
    }

    /// The salt as the KDC says it.
    fn salted(&self) -> Option<PaData> {
        let entry = EtypeInfo2Entry {
            etype: self.etype,
            salt: Some(self.salt.clone()?),
            s2kparams: None,
        };
        let info = EtypeInfo2(vec![entry]);
        Some(PaData::new(PaData::ETYPE_INFO2, info.encode()))
    }

    fn read(reader: &mut Reader<'_>, bytes: &[u8]) -> Self {
        let (start, part) = head(bytes).unwrap_or((0, DecryptedPart::Ticket));
        let mut line = Self {
            part,
            etype: RC4,
            user: String::new(),
            realm: String::new(),
            service: String::new(),
            salt: None,
            cipher: Vec::new(),
        };
        let mut pieces = pieces(bytes, start);
        let text = |piece: &Range<usize>| bytes.get(piece.clone()).unwrap_or_default();
        // The ciphertext is what stands at the end in digits: with its checksum apart, or in one.
        let digits = |piece: &&Range<usize>| {
            piece.len() >= 24 && text(piece).iter().all(u8::is_ascii_hexdigit)
        };
        let count = pieces.iter().rev().take_while(digits).count().min(2);
        let cipher = pieces.split_off(pieces.len() - count);
        let number = pieces
            .first()
            .and_then(|it| std::str::from_utf8(text(it)).ok()?.parse().ok());
        reader.take("format", SPEC, start);
        let mut names = pieces.into_iter();
        if let Some(etype) = number
            && let Some(piece) = names.next()
        {
            line.etype = etype;
            field(reader, field_name::ETYPE, &piece);
        }
        let is_aes = line.etype != RC4;
        let roles: &[&'static str] = match part {
            DecryptedPart::Timestamp => &[field_name::CNAME, field_name::REALM, SALT],
            // John keeps the salt alone, in which the names are.
            DecryptedPart::AsReply if is_aes && names.len() == 1 => &[SALT],
            _ => &[field_name::CNAME, field_name::REALM, field_name::SNAME],
        };
        for (piece, name) in names.zip(roles.iter().copied()) {
            let said = field(reader, name, &piece);
            match (name, said.split_once('@')) {
                (field_name::CNAME, Some((user, realm))) => {
                    (line.user, line.realm) = (user.to_owned(), realm.to_owned());
                }
                (field_name::CNAME, None) => line.user = said,
                (field_name::REALM, _) => line.realm = said,
                (SALT, _) => line.salt = Some(said),
                _ => line.service = said,
            }
        }
        let mut read = cipher
            .iter()
            .map(|piece| hex::decode(field(reader, field_name::CIPHER, piece)).unwrap_or_default());
        let (first, second) = (
            read.next().unwrap_or_default(),
            read.next().unwrap_or_default(),
        );
        drop(read);
        line.cipher = line.joined(first, second);
        if reader.remaining() > 0 {
            reader.take(field_name::SEPARATOR, SPEC, reader.remaining());
        }
        if line.cipher.is_empty() {
            reader.expected("a ciphertext in hexadecimal digits");
        }
        line
    }

    /// Checksum and data in the order of the message: RC4 has the checksum first, AES last.
    fn joined(&self, first: Vec<u8>, second: Vec<u8>) -> Vec<u8> {
        if second.is_empty() {
            // The timestamp under RC4 is kept with its checksum behind it.
            let swaps = self.etype == RC4 && self.part == DecryptedPart::Timestamp;
            return match first
                .len()
                .checked_sub(16)
                .and_then(|at| first.split_at_checked(at))
            {
                Some((data, checksum)) if swaps => [checksum, data].concat(),
                _ => first,
            };
        }
        let (checksum, data) = if first.len() <= second.len() {
            (first, second)
        } else {
            (second, first)
        };
        match self.etype {
            RC4 => [checksum, data].concat(),
            _ => [data, checksum].concat(),
        }
    }
}

/// What stands between the signs that part a line. Asterisks may enclose names.
fn pieces(bytes: &[u8], start: usize) -> Vec<Range<usize>> {
    let mut at = start;
    let rest = bytes.get(start..).unwrap_or_default();
    // Behind a colon only digits are a part: a service's name may have one for its port.
    let parts = |number: usize, byte: u8| match byte {
        b'$' | b'*' => true,
        b':' => rest.get(number + 1..).is_some_and(|rest| {
            rest.iter()
                .take(24)
                .filter(|it| it.is_ascii_hexdigit())
                .count()
                == 24
        }),
        _ => false,
    };
    let mut found = Vec::new();
    for number in 0..=rest.len() {
        // The name of a computer's account, behind the encryption type, ends in `$`.
        let of_name = match rest.get(number..number + 2) {
            Some(b"$@") => true,
            Some(b"$$") => found.len() == 1 && at < start + number,
            _ => false,
        };
        if !of_name && rest.get(number).is_none_or(|byte| parts(number, *byte)) {
            if at < start + number {
                found.push(at..start + number);
            }
            at = start + number + 1;
        }
    }
    found
}

fn field(reader: &mut Reader<'_>, name: &'static str, piece: &Range<usize>) -> String {
    if piece.start > reader.position() {
        reader.take(field_name::SEPARATOR, SPEC, piece.start - reader.position());
    }
    let text = String::from_utf8_lossy(reader.take(name, SPEC, piece.len())).into_owned();
    reader.mark_text(&text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_salt_is_no_name() {
        let (digits, cipher) = ("ab".repeat(16), "cd".repeat(40));
        for (line, user) in [
            (
                format!("$krb5pa$18$dana$X.TEST$X.TESTformer$${cipher}{digits}"),
                "dana",
            ),
            (
                format!("$krb5asrep$18$X.TESTformer${cipher}$0123456789abcdef01234567"),
                "",
            ),
        ] {
            let read = KerberosLine::decode(line.as_bytes()).value.unwrap();
            assert_eq!(
                (read.user.as_str(), read.service.as_str()),
                (user, ""),
                "{line}"
            );
            assert_eq!(read.salt.as_deref(), Some("X.TESTformer"), "{line}");
        }
    }

    #[test]
    fn the_name_of_a_computer_s_account_ends_in_a_dollar() {
        let digits = "ab".repeat(16);
        let cipher = "cd".repeat(40);
        for line in [
            format!("$krb5asrep$23$WEB01$@X.TEST:{digits}${cipher}"),
            format!("$krb5asrep$18$WEB01$$X.TEST${cipher}$0123456789abcdef01234567"),
            format!("$krb5tgs$23$*WEB01$$X.TEST$HTTP/web01*${digits}${cipher}"),
        ] {
            let read = KerberosLine::decode(line.as_bytes()).value.unwrap();
            assert_eq!(
                (read.user.as_str(), read.realm.as_str()),
                ("WEB01$", "X.TEST"),
                "{line}"
            );
        }
        let without_salt = format!(
            "$krb5pa$23$dana$X.TEST$$01234567{digits}{}",
            "ef".repeat(36)
        );
        let read = KerberosLine::decode(without_salt.as_bytes()).value.unwrap();
        assert_eq!(
            (read.user.as_str(), read.realm.as_str()),
            ("dana", "X.TEST")
        );
    }
}
