//! What is encrypted in the tokens of a paste, opened with what is known: a token of Kerberos has further layers then.

use super::Report;
use crate::crypto::Trace;
use crate::traffic::decryption::{
    ClosedPart, Decryption, Delegation, KeySource, KnownSecrets, OpenedPart, SignatureVerdict,
    Signed, WhyClosed, authenticator, decrypt, delegation,
};
use crate::traffic::verify::{
    BindingsReason, DigestKnown, DigestVerdict, Judgement, bound, digest,
};
use crate::wire::kerberos::{DecryptedPart, GssChecksum};
use crate::wire::{self, Layer, LayerKind, LayerValue};
use std::rc::Rc;

/// So many tokens are opened together.
const MOST_TOKENS_OPENED: usize = 400;

/// The tokens that keys can open, and what came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenedTokens {
    /// The numbers of the tokens, in the order of the messages.
    numbers: Vec<usize>,
    /// The parts that opened, and those that no key opens.
    decryption: Decryption,
    /// The channel bindings in authenticators, by the numbers of their parts, and how they fall.
    bindings: Vec<(usize, Judgement, BindingsReason)>,
    /// Responses of Digest, by the numbers of their tokens, and how they fall.
    digests: Vec<(usize, DigestVerdict)>,
}

/// What came of one thing that a key decides.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedFinding<'a> {
    /// The part or signature that is judged.
    pub about: FindingAbout,
    /// Right, wrong, absent or unknown.
    pub result: Judgement,
    /// By which key or value it falls so, or what is missing.
    pub because: FindingReason<'a>,
}

/// What a key decides about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingAbout {
    /// Whether a part opens.
    Part(DecryptedPart),
    /// Whether a signature holds.
    Signature(Signed),
    /// What is handed over.
    Delegation,
    /// Which TLS channel it is bound to.
    Bindings,
    /// Whether a response of Digest is of the password.
    Digest,
}

/// Why it falls so.
#[derive(Clone, Debug, PartialEq)]
pub enum FindingReason<'a> {
    /// It opens with that key; what it says.
    Opens(&'a KeySource, &'a Layer),
    /// No key opens it.
    Closed(&'a ClosedPart),
    /// The verdict on a signature of the PAC, and what it was checked with.
    Signature(&'a SignatureVerdict),
    /// That is handed over.
    Delegation(Delegation),
    /// The channel bindings fall so.
    Bindings(&'a BindingsReason),
    /// The response of Digest falls so.
    Digest(&'a DigestVerdict),
}

impl Report {
    /// Opens what the keys open. Files of keys that were pasted count as keys too.
    pub fn open(&self, known: &KnownSecrets<'_>) -> OpenedTokens {
        let tokens = self.found.tokens.iter().enumerate();
        let keyed = tokens.filter(|(_, token)| token.kind.is_keyed());
        let answers = self.found.tokens.iter();
        let answers = answers.filter(|token| token.kind == LayerKind::DigestResponse);
        let many =
            keyed.clone().count() > MOST_TOKENS_OPENED || answers.count() > MOST_TOKENS_OPENED;
        let mut numbers = Vec::new();
        let mut layers = Vec::new();
        for (number, token) in keyed.take(MOST_TOKENS_OPENED) {
            let kept = token.layer().map(|layer| match &layer.value {
                LayerValue::KerberosLine(Some(line)) => wire::token(&line.message()).pop(),
                _ => Some(layer),
            });
            if let Some(layer) = kept.flatten() {
                numbers.push(number);
                layers.push(Rc::new(layer));
            }
        }
        let mut decryption = match numbers.is_empty() {
            true => Decryption::default(),
            false => decrypt(&layers, known.ring(&layers)),
        };
        decryption.cut_short |= many && !known.is_empty();
        let parts = decryption.parts.iter().enumerate();
        let bindings = parts.filter_map(|(number, part)| {
            let checksum = authenticator(part)?.checksum?;
            let of_gss = checksum.kind == GssChecksum::TYPE;
            let checksum = of_gss.then(|| GssChecksum::decode(&checksum.value).value.ok())??;
            let binding = known.binding.as_ref();
            if binding.is_none() && checksum.bindings == [0; 16] {
                return None;
            }
            let (result, because) = bound(&checksum.bindings, binding, &mut Trace::off());
            Some((number, result, because))
        });
        let bindings = bindings.collect();
        OpenedTokens {
            decryption,
            bindings,
            numbers,
            digests: self.digests(known),
        }
    }

    /// How the responses of Digest fall.
    fn digests(&self, known: &KnownSecrets<'_>) -> Vec<(usize, DigestVerdict)> {
        let tokens = self.found.tokens.iter().enumerate();
        let answers = tokens.filter(|(_, token)| token.kind == LayerKind::DigestResponse);
        let judged = answers
            .take(MOST_TOKENS_OPENED)
            .filter_map(|(number, token)| {
                let request = token.context.request.as_deref();
                let known = DigestKnown {
                    password: known.password,
                    user: known.user,
                    domain: known.domain,
                    method: request.and_then(|it| it.split(' ').next()),
                };
                match token.layer()?.value {
                    LayerValue::DigestResponse(Some(sent)) => Some((number, digest(&sent, &known))),
                    _ => None,
                }
            });
        judged.collect()
    }
}

impl OpenedTokens {
    /// Whether the token is one that keys decide about.
    pub fn concerns(&self, token: usize) -> bool {
        self.is_digest(token)
            || self.message(token).is_some_and(|message| {
                let mut closed = self.decryption.closed_of(message);
                closed.next().is_some() || self.decryption.of_message(message).next().is_some()
            })
    }

    /// Whether a token is a response of Digest, which follows from a password and a name alone.
    pub fn is_digest(&self, token: usize) -> bool {
        self.digests.iter().any(|(number, _)| *number == token)
    }

    /// Whether a key has opened anything.
    pub fn any(&self) -> bool {
        self.decryption.parts.iter().any(|part| part.key.is_some())
    }

    /// What is open of a token.
    pub fn parts(&self, token: usize) -> Vec<&OpenedPart> {
        let parts = self.message(token).into_iter();
        let parts = parts.flat_map(|message| self.decryption.of_message(message));
        parts.map(|(_, part)| part).collect()
    }

    /// The layer of the part of that number among those of a token.
    pub fn layer(&self, token: usize, part: usize) -> Option<&Rc<Layer>> {
        Some(&self.parts(token).get(part)?.layer)
    }

    /// Whether there was more than could be tried.
    pub fn cut_short(&self) -> bool {
        self.decryption.cut_short
    }

    /// What the keys decide about a token: each part, its signatures, and what it hands over.
    pub fn findings(&self, token: usize) -> Vec<OpenedFinding<'_>> {
        let digests = self.digests.iter().filter(|(number, _)| *number == token);
        let digests = digests.map(|(_, found)| OpenedFinding {
            about: FindingAbout::Digest,
            result: match found {
                DigestVerdict::Right(..) => Judgement::Right,
                DigestVerdict::Wrong(_) => Judgement::Wrong,
                _ => Judgement::Unknown,
            },
            because: FindingReason::Digest(found),
        });
        let mut findings: Vec<_> = digests.collect();
        let Some(message) = self.message(token) else {
            return findings;
        };
        for (number, part) in self.decryption.of_message(message) {
            if let Some(key) = &part.key {
                findings.push(OpenedFinding {
                    about: FindingAbout::Part(part.kind),
                    result: Judgement::Right,
                    because: FindingReason::Opens(&key.source, &part.layer),
                });
            }
            for signature in &part.signatures {
                findings.push(OpenedFinding {
                    about: FindingAbout::Signature(signature.of),
                    result: match signature.judged {
                        SignatureVerdict::Valid(_) => Judgement::Right,
                        SignatureVerdict::Wrong => Judgement::Wrong,
                        SignatureVerdict::NoKey => Judgement::Unknown,
                    },
                    because: FindingReason::Signature(&signature.judged),
                });
            }
            if let Some(handed) = delegation(&self.decryption, number) {
                findings.push(OpenedFinding {
                    about: FindingAbout::Delegation,
                    result: match handed {
                        Delegation::Nothing => Judgement::Absent,
                        Delegation::Closed => Judgement::Unknown,
                        Delegation::Tickets(_) => Judgement::Right,
                    },
                    because: FindingReason::Delegation(handed),
                });
            }
            let bindings = self.bindings.iter().filter(|(part, ..)| *part == number);
            findings.extend(bindings.map(|(_, result, because)| OpenedFinding {
                about: FindingAbout::Bindings,
                result: *result,
                because: FindingReason::Bindings(because),
            }));
        }
        let mut parts = self.decryption.of_message(message);
        let any = parts.any(|(_, part)| part.key.is_some());
        for closed in self.decryption.closed_of(message) {
            findings.push(OpenedFinding {
                about: FindingAbout::Part(closed.kind),
                // Where other parts are open the keys are right, and this one is for somebody else to open.
                result: match closed.why {
                    WhyClosed::OtherKey if !any => Judgement::Wrong,
                    _ => Judgement::Unknown,
                },
                because: FindingReason::Closed(closed),
            });
        }
        findings
    }

    fn message(&self, token: usize) -> Option<usize> {
        self.numbers.iter().position(|number| *number == token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::kerberos::{Etype, Key, string_to_key, usage};
    use crate::crypto::{Trace, nt_owf_v1};
    use crate::present::narration::line;
    use crate::wire::kerberos::{EncKdcReplyPart, EncTicketPart, KerberosTime, PaEncTimestamp};

    #[test]
    fn lines_of_tools_are_named_and_judged() {
        let off = &mut Trace::off();
        let rc4 = Key::new(Etype::Rc4, nt_owf_v1("Spring-98", off)).unwrap();
        let aes = string_to_key(Etype::Aes256Sha1, "Spring-98", b"X.TESTdana", None, off);
        let sealed = |key: &Key, usage, plain: Vec<u8>| {
            let cipher = key.encrypt(usage, &[7; 16], &plain, &mut Trace::off());
            hex::encode(cipher)
        };
        let ticket = |key| {
            sealed(
                key,
                usage::KDC_REP_TICKET,
                EncTicketPart::default().encode(),
            )
        };
        let part = |key| sealed(key, usage::AS_REP, EncKdcReplyPart::default().encode());
        let stamp = |key| {
            sealed(
                key,
                usage::PA_ENC_TIMESTAMP,
                PaEncTimestamp {
                    time: KerberosTime("20240229120000Z".to_owned()),
                    usec: None,
                }
                .encode(),
            )
        };
        let spn = "MSSQLSvc/db:1433";
        let (t, a, p) = (ticket(&rc4), part(&rc4), stamp(&rc4));
        let (t18, a18, p18) = (ticket(&aes), part(&aes), stamp(&aes));
        let last = |text: &str| text.len() - 24;
        let lines = [
            (
                "EncTicketPart",
                format!("$krb5tgs$23$*dana$X.TEST${spn}*${}${}", &t[..32], &t[32..]),
            ),
            (
                "EncTicketPart",
                format!(
                    "$krb5tgs$18$dana$X.TEST$*{spn}*${}${}",
                    &t18[last(&t18)..],
                    &t18[..last(&t18)]
                ),
            ),
            (
                "EncTicketPart",
                format!(
                    "$krb5tgs$18$dana$X.TEST${}${}",
                    &t18[last(&t18)..],
                    &t18[..last(&t18)]
                ),
            ),
            (
                "PA-ENC-TS-ENC",
                format!("$mskrb5$dana$X.TEST${}${}", &p[..32], &p[32..]),
            ),
            (
                "EncASRepPart",
                format!("$krb5asrep$23$dana@X.TEST:{}${}", &a[..32], &a[32..]),
            ),
            (
                "EncASRepPart",
                format!("$krb5asrep$dana@X.TEST:{}${}", &a[..32], &a[32..]),
            ),
            (
                "EncASRepPart",
                format!(
                    "$krb5asrep$18$dana$X.TEST${}${}",
                    &a18[last(&a18)..],
                    &a18[..last(&a18)]
                ),
            ),
            (
                "PA-ENC-TS-ENC",
                format!("$krb5pa$23$dana$X.TEST$salt${}{}", &p[32..], &p[..32]),
            ),
            (
                "PA-ENC-TS-ENC",
                format!("dana:$krb5pa$18$dana$X.TEST${p18}"),
            ),
        ];
        for (name, text) in lines {
            let report = Report::of(text.as_bytes());
            assert_eq!(report.found.tokens.len(), 1, "{text}");
            assert_eq!(report.found.tokens[0].kind, LayerKind::KerberosLine);
            let said = line(&report.summary(0).unwrap()).to_string();
            assert!(said.starts_with("dana@X.TEST with Kerberos, "), "{said}");
            // Without a salt in the line it is guessed, so that another password may only have another salt.
            let wrong = match text.contains("$18$") {
                true => Judgement::Unknown,
                false => Judgement::Wrong,
            };
            for (password, result) in [("Spring-98", Judgement::Right), ("x", wrong)] {
                let known = KnownSecrets {
                    password: Some(password),
                    ..KnownSecrets::default()
                };
                let opened = report.open(&known);
                let FindingAbout::Part(part) = opened.findings(0)[0].about else {
                    panic!()
                };
                assert_eq!(part.name(), name, "{text}");
                assert_eq!(opened.findings(0)[0].result, result, "{text}");
            }
        }
        let other = Report::of(b"set $krb5tgs$ to 1, $krb5asrep$23$dana@X.TEST:none");
        assert!(other.found.tokens.is_empty());
        let cut = Report::of(b"$krb5tgs$23$*dana$X.TEST$HTTP/web*$0123456789abcdef0");
        assert!(cut.found.tokens[0].broken);
    }
}
