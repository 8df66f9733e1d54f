//! SMB 1 without extended security: the server's challenge and the client's responses stand in the messages themselves
//! ([MS-CIFS] 2.2.4.52.2, 2.2.4.53.1). They are told in the form of NTLM's own messages, which say the same.

use crate::traffic::leg::{Method, SentCredential};
use crate::wire::ntlm::{Authenticate, Challenge, NegotiateFlags};
use crate::wire::text::{from_oem, from_utf16le_lossy, utf16le};

/// Length of an LM or NTLM response to a challenge.
const RESPONSE: usize = 24;

/// How texts are written, by a flag of the message ([MS-CIFS] 2.2.3.1).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TextForm {
    /// In the OEM code page.
    Oem,
    /// In UTF-16, little-endian.
    Unicode,
}

/// What a client signs in with.
pub struct PlainAccount<'a> {
    /// OEMPassword: a response of LM, or a password.
    oem: &'a [u8],
    /// UnicodePassword: a response of NTLM, or a password.
    unicode: &'a [u8],
    user: String,
    domain: String,
}

/// The challenge of a server that wants responses.
pub fn challenge(key: [u8; 8]) -> Vec<u8> {
    let challenge = Challenge {
        flags: NegotiateFlags::UNICODE | NegotiateFlags::NTLM,
        server_challenge: key,
        ..Challenge::default()
    };
    challenge.encode()
}

impl<'a> PlainAccount<'a> {
    /// Reads the bytes of a request, which start at `at` in their message: two passwords of those lengths, then texts,
    /// which begin at an even place if they are UTF-16.
    pub fn read(bytes: &'a [u8], at: usize, lengths: [u16; 2], form: TextForm) -> Option<Self> {
        let [oem, unicode] = lengths;
        let (oem, rest) = bytes.split_at_checked(oem.into())?;
        let (unicode, rest) = rest.split_at_checked(unicode.into())?;
        let odd = (at + oem.len() + unicode.len()) % 2;
        let mut rest = match form {
            TextForm::Unicode => rest.get(odd..).unwrap_or_default(),
            TextForm::Oem => rest,
        };
        let user = text(&mut rest, form);
        let domain = text(&mut rest, form);
        Some(Self {
            oem,
            unicode,
            user,
            domain,
        })
    }

    /// What it proves; a server that `takes_clear` passwords may get one.
    pub fn credential(self, takes_clear: bool) -> SentCredential {
        let clear = match (self.oem.len(), self.unicode.len()) {
            _ if !takes_clear => None,
            (RESPONSE, _) | (_, RESPONSE..) | (0, 0) => None,
            (0, _) => Some(from_utf16le_lossy(self.unicode)),
            _ => Some(from_oem(self.oem)),
        };
        if let Some(clear) = clear {
            let password = clear.trim_end_matches('\0').to_owned();
            let user = match self.domain.is_empty() {
                true => self.user,
                false => format!("{}\\{}", self.domain, self.user),
            };
            return SentCredential::Clear(Method::Native, user, Some(password));
        }
        let message = Authenticate {
            lm_response: self.oem.to_vec(),
            nt_response: self.unicode.to_vec(),
            domain: utf16le(&self.domain),
            user: utf16le(&self.user),
            flags: NegotiateFlags::UNICODE | NegotiateFlags::NTLM,
            ..Authenticate::default()
        };
        SentCredential::Token(Method::Native, message.encode().into())
    }
}

/// Takes a text with the zero behind it.
fn text(rest: &mut &[u8], form: TextForm) -> String {
    let bytes = *rest;
    let (text, length) = match form {
        TextForm::Unicode => {
            let units = bytes.chunks_exact(2);
            let length = units.take_while(|unit| *unit != [0, 0]).count() * 2;
            let text = bytes.get(..length).unwrap_or_default();
            (from_utf16le_lossy(text), length + 2)
        }
        TextForm::Oem => {
            let length = bytes.iter().take_while(|byte| **byte != 0).count();
            let text = bytes.get(..length).unwrap_or_default();
            (from_oem(text), length + 1)
        }
    };
    *rest = bytes.get(length..).unwrap_or_default();
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_become_an_authenticate() {
        let texts = [&[0][..], &utf16le("alice\0"), &utf16le("D\0")].concat();
        let bytes = [&[1; 24][..], &[2; 24], &texts].concat();
        let account = PlainAccount::read(&bytes, 61, [24, 24], TextForm::Unicode).unwrap();
        let SentCredential::Token(Method::Native, token) = account.credential(false) else {
            panic!("no token");
        };
        let message = Authenticate::decode(&token).value.unwrap();
        assert_eq!(
            (message.user_text(), message.domain_text()),
            ("alice".into(), "D".into())
        );
        assert_eq!(
            (message.lm_response, message.nt_response),
            (vec![1; 24], vec![2; 24])
        );
        let decoded = Challenge::decode(&challenge([7; 8])).value.unwrap();
        assert_eq!(decoded.server_challenge, [7; 8]);
    }

    #[test]
    fn a_password_in_clear_is_told_where_the_server_takes_it() {
        let account = || PlainAccount::read(b"secret\0bob\0\0", 0, [7, 0], TextForm::Oem).unwrap();
        let clear = SentCredential::Clear(Method::Native, "bob".into(), Some("secret".into()));
        assert_eq!(account().credential(true), clear);
        assert!(matches!(
            account().credential(false),
            SentCredential::Token(..)
        ));
    }
}
