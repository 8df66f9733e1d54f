//! What is typed on the page that decodes to check a sign-in with.

use super::key_file::key_file;
use crate::present::decode::{OpenedTokens, Report, hash};
use crate::traffic::decryption::KnownSecrets;
use crate::traffic::verify::{
    Binding, KnownCredentials, KnownSecret, SignInBytes, SignInVerification, verify,
};
use crate::traffic::{from_digits, from_symbols};
use crate::wire::Layer;
use std::rc::Rc;

/// What was typed to check a sign-in with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CredentialInputs([String; CredentialField::ALL.len()]);

/// A field to type in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialField {
    /// The account's password, in clear.
    Password,
    /// The NT hash, in hex.
    NtHash,
    /// The user, where it is another one than the message says.
    User,
    /// The domain, where it is another one than the message says.
    Domain,
    /// The server's certificate, or the hash of the channel bindings.
    Bindings,
    /// The name of the server that was meant, to hold the target's name against.
    Host,
    /// A message of the session and its signature, in hex.
    Message,
    /// A key of Kerberos, in hex.
    Key,
    /// A keytab or a credential cache, in base64 or hex.
    KeyFile,
}

impl CredentialField {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 9] = [
        Self::Password,
        Self::NtHash,
        Self::User,
        Self::Domain,
        Self::Bindings,
        Self::Host,
        Self::Message,
        Self::Key,
        Self::KeyFile,
    ];
}

impl CredentialInputs {
    /// What is typed in that field; empty where nothing is.
    pub fn get(&self, field: CredentialField) -> &str {
        self.0.get(field as usize).map_or("", String::as_str)
    }

    /// The same, if it is anything.
    pub fn some(&self, field: CredentialField) -> Option<&str> {
        Some(self.get(field)).filter(|text| !text.is_empty())
    }

    /// Puts a text into a field, in the place of what was typed there.
    pub fn set(&mut self, field: CredentialField, text: String) {
        if let Some(place) = self.0.get_mut(field as usize) {
            *place = text;
        }
    }

    /// Checks a sign-in with what is typed.
    pub fn verify(&self, set: &SignInBytes<'_>) -> SignInVerification {
        let hash_typed = self.some(CredentialField::NtHash).and_then(hash);
        let secret = match (self.some(CredentialField::Password), hash_typed) {
            (Some(password), Some(hash)) => Some(KnownSecret::Both(password, hash)),
            (password, hash) => password
                .map(KnownSecret::Password)
                .or(hash.map(KnownSecret::NtHash)),
        };
        let credentials = secret.map(|secret| KnownCredentials {
            user: self.some(CredentialField::User),
            domain: self.some(CredentialField::Domain),
            secret,
        });
        let certificate = self.certificate();
        let binding = self.binding(certificate.as_deref());
        let host = self.some(CredentialField::Host);
        verify(set, credentials.as_ref(), binding.as_ref(), host)
    }

    /// What stands where a certificate is wanted.
    fn certificate(&self) -> Option<Vec<u8>> {
        self.some(CredentialField::Bindings).map(certificate)
    }

    /// What to hold channel bindings against: a hash, or else that certificate.
    fn binding<'a>(&self, certificate: Option<&'a [u8]>) -> Option<Binding<'a>> {
        let typed = self.some(CredentialField::Bindings).and_then(hash);
        typed
            .map(Binding::Hash)
            .or(certificate.map(Binding::Certificate))
    }

    /// Opens what is encrypted in what was found, with what is typed and with these files.
    pub fn open(&self, report: &Report, files: &[Rc<Layer>]) -> OpenedTokens {
        let mut files = files.to_vec();
        let typed = self.some(CredentialField::KeyFile).unwrap_or_default();
        files.extend(key_file(&bytes(typed)));
        let certificate = self.certificate();
        let binding = self.binding(certificate.as_deref());
        let known = KnownSecrets {
            password: self.some(CredentialField::Password),
            nt_hash: self.some(CredentialField::NtHash).and_then(hash),
            user: self.some(CredentialField::User),
            domain: self.some(CredentialField::Domain),
            key: &bytes(self.get(CredentialField::Key)),
            files: &files,
            binding,
        };
        report.open(&known)
    }

    /// Whether a key is typed and no encryption type has one of its length.
    pub fn bad_key(&self) -> bool {
        self.some(CredentialField::Key)
            .is_some_and(|typed| !matches!(bytes(typed).len(), 8 | 16 | 24 | 32))
    }

    /// Whether a file of keys is typed and is none.
    pub fn bad_key_file(&self) -> bool {
        self.some(CredentialField::KeyFile)
            .is_some_and(|typed| key_file(&bytes(typed)).is_none())
    }

    /// Whether the NT hash is typed and is none.
    pub fn bad_hash(&self) -> bool {
        self.some(CredentialField::NtHash)
            .is_some_and(|typed| hash(typed).is_none())
    }
}

/// The bytes of a certificate that is pasted: PEM as it is, DER in hex or base64.
fn certificate(typed: &str) -> Vec<u8> {
    if typed.contains('-') {
        return typed.as_bytes().to_vec();
    }
    bytes(typed)
}

/// Bytes that are typed in hex or base64.
fn bytes(typed: &str) -> Vec<u8> {
    let text: Vec<u8> = typed
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let hex = text.iter().all(u8::is_ascii_hexdigit);
    if hex {
        from_digits(&text)
    } else {
        from_symbols(&text)
    }
}
