//! HTTP Digest's hashes (RFC 7616, and RFC 2617 where there is no `qop`), with MD5.

use super::md5;
use super::trace::{ComputationStep, Operand, Trace};
use crate::value_kind::ValueKind;
use sha2::{Digest, Sha256};

/// How A1 is made (RFC 7616 3.4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DigestAlgorithm {
    /// From name, realm and password alone.
    Md5,
    /// From these, the nonce and the cnonce: a key for one session.
    Md5Sess,
}

impl DigestAlgorithm {
    /// Its name in a header.
    pub fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Md5Sess => "MD5-sess",
        }
    }

    /// The algorithm of that name; none where it is another one. Without a name it is MD5.
    pub fn named(name: Option<&str>) -> Option<Self> {
        let name = name.unwrap_or(Self::Md5.name());
        [Self::Md5, Self::Md5Sess]
            .into_iter()
            .find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }
}

/// What a Digest response is made over, as the parameters say it (RFC 7616 3.4.1).
#[derive(Clone, Copy, Debug)]
pub struct DigestInput<'a> {
    /// How A1 is made: of name, realm and password, or of both nonces too (MD5-sess).
    pub algorithm: DigestAlgorithm,
    /// The nonce of the server's challenge, in its characters.
    pub nonce: &'a str,
    /// The client's nonce, in its characters; it counts with `qop` or MD5-sess.
    pub cnonce: &'a str,
    /// How often the nonce was used, as eight hexadecimal digits.
    pub nc: &'a str,
    /// The quality of protection; none for a client of RFC 2069.
    pub qop: Option<&'a str>,
    /// The method of the request.
    pub method: &'a str,
    /// The request target, as the response repeats it.
    pub uri: &'a str,
}

/// A Digest response, and the key of the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestOutput {
    /// The response: 32 hexadecimal digits.
    pub response: String,
    /// H(A1), which both sides can keep as the key of a session.
    pub session_key: [u8; 16],
}

/// MD5 of `user:realm:password`: all that a server needs in place of the password (RFC 7616 3.4.2). It is as good as the
/// password for Digest in that realm.
pub fn digest_hash(user: &str, realm: &str, password: &str, trace: &mut Trace) -> [u8; 16] {
    let hash = md5(&[
        user.as_bytes(),
        b":",
        realm.as_bytes(),
        b":",
        password.as_bytes(),
    ]);
    trace.record(|| {
        ComputationStep::new(
            "H(user:realm:password)",
            "MD5(username ‖ \":\" ‖ realm ‖ \":\" ‖ password)",
            "RFC 7616 3.4.2",
            [
                Operand::plain("username", user),
                Operand::plain("realm", realm),
                Operand::of_kind("password", password, ValueKind::Password),
            ],
            Operand::of_kind("H(user:realm:password)", hash, ValueKind::NtHash),
        )
    });
    hash
}

/// The hash functions of Digest (RFC 7616 3.1). Windows has MD5 alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigestHash {
    /// `MD5`, which is meant where a challenge names no algorithm.
    Md5,
    /// `SHA-256`, which Windows does not know.
    Sha256,
}

impl DigestHash {
    /// The one of that name, in lower case and without `-sess`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "md5" => Some(Self::Md5),
            "sha-256" => Some(Self::Sha256),
            _ => None,
        }
    }

    /// A text's hash in hex.
    pub fn hash_hex(self, text: &str) -> String {
        match self {
            Self::Md5 => hex::encode(md5(&[text.as_bytes()])),
            Self::Sha256 => hex::encode(Sha256::digest(text)),
        }
    }
}

/// The response to a nonce, from the hash that stands for the password (RFC 7616 3.4.1 to 3.4.3).
pub fn digest_response(
    hash: &[u8; 16],
    input: &DigestInput<'_>,
    trace: &mut Trace,
) -> DigestOutput {
    let session_key = match input.algorithm {
        DigestAlgorithm::Md5 => *hash,
        DigestAlgorithm::Md5Sess => session_key(hash, input, trace),
    };
    let a2 = md5(&[input.method.as_bytes(), b":", input.uri.as_bytes()]);
    trace.record(|| {
        ComputationStep::new(
            "H(A2)",
            "MD5(method ‖ \":\" ‖ uri)",
            "RFC 7616 3.4.3",
            [
                Operand::plain("method", input.method),
                Operand::plain("uri", input.uri),
            ],
            Operand::plain("H(A2)", a2),
        )
    });
    let (secret, covered) = (hex::encode(session_key), hex::encode(a2));
    let data = match input.qop {
        Some(qop) => format!(
            "{}:{}:{}:{qop}:{covered}",
            input.nonce, input.nc, input.cnonce
        ),
        None => format!("{}:{covered}", input.nonce),
    };
    let response = md5(&[secret.as_bytes(), b":", data.as_bytes()]);
    let output = hex::encode(response);
    trace.record(|| {
        ComputationStep::new(
            "response",
            match input.qop {
                Some(_) => "MD5(H(A1) ‖ \":\" ‖ nonce ‖ \":\" ‖ nc ‖ \":\" ‖ cnonce ‖ \":\" ‖ qop ‖ \":\" ‖ H(A2)), in hex",
                None => "MD5(H(A1) ‖ \":\" ‖ nonce ‖ \":\" ‖ H(A2)), in hex",
            },
            "RFC 7616 3.4.1",
            [
                Operand::of_kind("H(A1)", session_key, ValueKind::SessionKey),
                Operand::of_kind("nonce", input.nonce, ValueKind::Challenge),
                Operand::plain("nc", input.nc),
                Operand::plain("cnonce", input.cnonce),
                Operand::plain("H(A2)", a2),
            ],
            Operand::of_kind("response", &output, ValueKind::Response),
        )
    });
    DigestOutput {
        response: output,
        session_key,
    }
}

fn session_key(hash: &[u8; 16], input: &DigestInput<'_>, trace: &mut Trace) -> [u8; 16] {
    // The sample code of RFC 2617 5 takes the 16 bytes; what clients agree on, curl among them, is their hex.
    let text = hex::encode(hash);
    let key = md5(&[
        text.as_bytes(),
        b":",
        input.nonce.as_bytes(),
        b":",
        input.cnonce.as_bytes(),
    ]);
    trace.record(|| {
        ComputationStep::new(
            "H(A1)",
            "MD5(hex(H(user:realm:password)) ‖ \":\" ‖ nonce ‖ \":\" ‖ cnonce)",
            "RFC 7616 3.4.2",
            [
                Operand::of_kind("H(user:realm:password)", hash, ValueKind::NtHash),
                Operand::of_kind("nonce", input.nonce, ValueKind::Challenge),
                Operand::plain("cnonce", input.cnonce),
            ],
            Operand::of_kind("H(A1)", key, ValueKind::SessionKey),
        )
    });
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    const RFC_7616_3_9_1: DigestInput<'_> = DigestInput {
        algorithm: DigestAlgorithm::Md5,
        nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        nc: "00000001",
        qop: Some("auth"),
        method: "GET",
        uri: "/dir/index.html",
    };

    #[test]
    fn the_example_of_rfc_7616() {
        let off = &mut Trace::off();
        let hash = digest_hash("Mufasa", "http-auth@example.org", "Circle of Life", off);
        let output = digest_response(&hash, &RFC_7616_3_9_1, off);
        assert_eq!(output.response, "8ca523f5e9506fed4657c9700eebdbec");
    }

    #[test]
    fn the_examples_of_rfc_2617_and_rfc_2069() {
        let off = &mut Trace::off();
        let hash = digest_hash("Mufasa", "testrealm@host.com", "Circle Of Life", off);
        let input = DigestInput {
            nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            cnonce: "0a4f113b",
            ..RFC_7616_3_9_1
        };
        let output = digest_response(&hash, &input, off);
        assert_eq!(output.response, "6629fae49393a05397450978507c4ef1");
        let old = DigestInput { qop: None, ..input };
        let hash = digest_hash("Mufasa", "testrealm@host.com", "CircleOfLife", off);
        let output = digest_response(&hash, &old, off);
        assert_eq!(output.response, "1949323746fe6a43ef61f9606e7febea");
    }

    #[test]
    fn a_session_has_a_key_of_its_own() {
        let off = &mut Trace::off();
        let hash = digest_hash("Mufasa", "r", "p", off);
        let sess = DigestInput {
            algorithm: DigestAlgorithm::Md5Sess,
            ..RFC_7616_3_9_1
        };
        let (one, other) = (
            digest_response(&hash, &sess, off),
            digest_response(&hash, &RFC_7616_3_9_1, off),
        );
        assert_eq!(other.session_key, hash);
        assert_ne!(one.session_key, hash);
        assert_ne!(one.response, other.response);
    }

    #[test]
    fn algorithms_by_name() {
        assert_eq!(DigestAlgorithm::named(None), Some(DigestAlgorithm::Md5));
        let sess = DigestAlgorithm::named(Some("md5-SESS"));
        assert_eq!(sess, Some(DigestAlgorithm::Md5Sess));
        assert_eq!(DigestAlgorithm::named(Some("SHA-256")), None);
    }
}
