//! What keys open in messages of Kerberos, and whether signatures hold.

use super::kerberos::{etype_name, flag_names};
use super::names::LONG;
use super::text::{Text, count, first_of};
use super::verify::bindings;
use crate::crypto::kerberos::Etype;
use crate::present::decode::{FindingAbout, FindingReason, OpenedFinding};
use crate::present::foreign::cut;
use crate::prose;
use crate::traffic::decryption::{
    ClosedPart, Delegation, KeySource, OpenedPart, SaltSource, SignatureVerdict, Signed, WhyClosed,
};
use crate::traffic::verify::{DigestVerdict, VerdictSubject};
use crate::wire::kerberos::{DecryptedPart, KrbCredInfo, Principal};
use crate::wire::{Layer, Value, field_name};

/// What it is about, in few words.
pub fn about(finding: &OpenedFinding<'_>) -> &'static str {
    match finding.about {
        FindingAbout::Part(part) => part.name(),
        FindingAbout::Signature(of) => signed(of),
        FindingAbout::Delegation => "Delegation",
        FindingAbout::Bindings => VerdictSubject::ChannelBindings.name(),
        FindingAbout::Digest => "Digest response",
    }
}

/// Whom a part names, and until when a ticket is good.
fn says(layer: &Layer) -> Option<Text> {
    let said = |name| match &layer.layout.find(name)?.value {
        Value::Text(text) => Some(cut(text, LONG)),
        _ => None,
    };
    let realm = said(field_name::CREALM).map(|realm| ["@", &realm].concat());
    let until =
        said(field_name::ENDTIME).map(|end| prose! { ", and the ticket is good until ", end });
    Some(prose! { " The client is ", said(field_name::CNAME)?, realm, until, "." })
}

fn signed(of: Signed) -> &'static str {
    match of {
        Signed::Ticket => "Ticket signature",
        Signed::Full => "Signature of the whole PAC",
        Signed::Server => "Server signature",
        Signed::Kdc => "KDC signature",
        Signed::RequestBody => "Checksum of the request",
        Signed::ForUser => "Checksum of PA-FOR-USER",
        Signed::X509User => "Checksum of PA-S4U-X509-USER",
    }
}

fn judged(judged: &SignatureVerdict) -> Text {
    match judged {
        SignatureVerdict::Valid(source) => prose! { "It is made with ", key(source), "." },
        SignatureVerdict::Wrong => {
            prose! { "The key that has to make it makes another one: what is signed was changed." }
        }
        SignatureVerdict::NoKey => {
            prose! { "The key that makes it is not among those that are known." }
        }
    }
}

/// How it falls, in a word or two.
pub fn result(finding: &OpenedFinding<'_>) -> &'static str {
    match &finding.because {
        FindingReason::Opens(..) => "open",
        FindingReason::Closed(_) => "closed",
        FindingReason::Signature(SignatureVerdict::Valid(_)) => "right",
        FindingReason::Signature(SignatureVerdict::Wrong) => "wrong",
        FindingReason::Signature(SignatureVerdict::NoKey) => "no key",
        FindingReason::Delegation(Delegation::Nothing) => "none",
        FindingReason::Delegation(Delegation::Closed) => "closed",
        FindingReason::Delegation(Delegation::Tickets(_)) => "handed over",
        FindingReason::Bindings(_) => finding.result.name(),
        FindingReason::Digest(DigestVerdict::Right(..)) => "right",
        FindingReason::Digest(DigestVerdict::Wrong(_)) => "wrong",
        FindingReason::Digest(_) => "unknown",
    }
}

/// Why it falls so, in a sentence.
pub fn because(finding: &OpenedFinding<'_>) -> Text {
    match &finding.because {
        FindingReason::Opens(source, layer) => {
            prose! { "It opens with ", key(source), ".", says(layer) }
        }
        FindingReason::Closed(closed) => stays_closed(closed),
        FindingReason::Signature(how) => judged(how),
        FindingReason::Digest(found) => response(found),
        FindingReason::Bindings(reason) => prose! { bindings("Bnd", reason), "." },
        FindingReason::Delegation(Delegation::Nothing) => {
            prose! { "The authenticator hands over no ticket: the delegation flag of its checksum is not set." }
        }
        FindingReason::Delegation(Delegation::Closed) => {
            prose! { "The authenticator hands over a ticket, and no key opens what belongs to it." }
        }
        FindingReason::Delegation(Delegation::Tickets(tickets)) => prose! {
            "It hands over ", first_of(tickets.iter().map(ticket), 4, " and "),
            ": who gets it can ask the KDC for tickets in that name."
        },
    }
}

/// Why no key opens a part, and what would.
fn stays_closed(closed: &ClosedPart) -> Text {
    let of_type = prose! { " of type ", etype_name(closed.etype) };
    let none =
        prose! { "None of ", count(closed.tried, "key", "keys"), of_type.clone(), " opens it" };
    let why = match closed.why {
        WhyClosed::Unsupported => return prose! { "Encryption", of_type, " is not computed here." },
        WhyClosed::Strengthened => {
            return prose! {
                "Its key is made of more than the account’s or the ticket’s: FAST, SPAKE or a certificate had a part in it. Typed as bytes, it opens this."
            };
        }
        WhyClosed::NoKey => prose! { "No key", of_type, " is known" },
        WhyClosed::Untried if closed.tried == 0 => prose! {
            "Its key was not tried: to make it, or to try as many as there are, takes too long here"
        },
        WhyClosed::Untried => prose! { none, ", and not every one could be tried" },
        WhyClosed::Guessed => prose! {
            none, ": the password may be another, or what it is salted with, which is guessed from the names: the account’s may be written otherwise"
        },
        WhyClosed::OtherKey => prose! { none, ": it is under another key, or was changed" },
    };
    prose! { why, ". It is made with ", maker(closed.kind, closed.etype), "." }
}

/// With which key such a part is made.
fn maker(part: DecryptedPart, etype: i64) -> Text {
    // The NT hash is the key of RC4, and makes no other (RFC 4757 2).
    let rc4 = Etype::from_number(etype).is_some_and(Etype::is_rc4);
    let hash = rc4.then_some(", its NT hash");
    match part {
        DecryptedPart::AsReply | DecryptedPart::Timestamp => prose! {
            "the key of the client’s account: its password and name", hash, " or a keytab give it"
        },
        DecryptedPart::TgsReply
        | DecryptedPart::KdcAuthenticator
        | DecryptedPart::Authorization => prose! {
            "the session key of the TGT or a subkey: the AS-REP holds the former, a credential cache too"
        },
        DecryptedPart::Authenticator | DecryptedPart::ApReply | DecryptedPart::Cred => prose! {
            "the session key that is in the ticket, or a subkey: what opens the ticket opens it"
        },
        DecryptedPart::PacCredentials => prose! {
            "the key of the AS-REP, which the client and the KDC agreed on with the certificate: typed as bytes, it opens both"
        },
        DecryptedPart::Ticket | DecryptedPart::CachedTicket | DecryptedPart::Pac => prose! {
            "the key of the service’s account, which is not the client’s: that account’s password and name", hash,
            " or a keytab give it"
        },
    }
}

/// How a response of Digest falls, and why.
pub fn response(found: &DigestVerdict) -> Text {
    match found {
        DigestVerdict::Right(method, shown) => prose! {
            "The password gives the same response for a request with ", cut(method, LONG),
            (!shown).then_some(", which is assumed: no line of a request stands before it"), "."
        },
        DigestVerdict::Wrong(methods) => prose! {
            "The password gives another response: the password, the user or the realm is another, or the request’s method is none of ",
            first_of(methods.iter().map(|it| cut(it, LONG)), 12, " and "), "."
        },
        DigestVerdict::Body => prose! {
            "The response covers the request’s body (auth-int), which is not here; it is not of the password and an empty body."
        },
        DigestVerdict::Algorithm(name) => {
            prose! { "The algorithm ", cut(name, LONG), " is not computed here: MD5 and SHA-256 are, with -sess too." }
        }
        DigestVerdict::Lacks(name) => {
            prose! { "It has no ", *name, ", which the response covers." }
        }
        DigestVerdict::NoPassword => {
            prose! { "The password is missing; an NT hash does not do for Digest." }
        }
    }
}

/// Of a part of a message in a run: with whose key it is open, and how its signatures fall.
pub fn part(part: &OpenedPart) -> Text {
    let with = match &part.key {
        Some(held) => prose! { "Encrypted on the wire; it opens with ", key(&held.source), "." },
        None => prose! { "It lies in clear in the part around it." },
    };
    let signatures = part.signatures.iter();
    let signatures = signatures.map(|it| prose! { " ", signed(it.of), ": ", judged(&it.judged) });
    signatures.fold(with, |all, one| prose! { all, one })
}

/// From which password, file or message a key is.
pub fn key(source: &KeySource) -> Text {
    match source {
        KeySource::Password(salt, SaltSource::Kdc) => prose! {
            "the key of the password, with the salt that the KDC says, “", cut(salt, LONG), "”"
        },
        KeySource::Password(salt, SaltSource::Typed | SaltSource::Guessed) => prose! {
            "the key of the password, with a salt that was guessed from realm and name, “", cut(salt, LONG), "”"
        },
        KeySource::NtHash => prose! { "the NT hash" },
        KeySource::Typed => prose! { "the key that was typed" },
        KeySource::Keytab(principal, version) => prose! {
            "the key of ", cut(principal, LONG), " in the keytab, version ", *version
        },
        KeySource::Ccache(service) => prose! {
            "the session key that the credential cache keeps for ", cut(service, LONG)
        },
        KeySource::Inside(part) => prose! { "the key in ", *part },
        KeySource::Held(of) => prose! { "the key of ", cut(of, LONG) },
        KeySource::HeldSession(of) => prose! { "the session key of a ticket of ", cut(of, LONG) },
    }
}

/// A ticket that is handed over.
fn ticket(info: &KrbCredInfo) -> Text {
    let service = info.service.as_ref();
    let granting = service.is_some_and(Principal::is_krbtgt);
    let service = service.map(ToString::to_string).unwrap_or_default();
    let client = info.client.as_ref().map(ToString::to_string);
    let realm = info
        .realm
        .as_ref()
        .map(|realm| prose! { "@", cut(realm, LONG) });
    prose! {
        if granting { "a TGT of " } else { "a ticket of " }, cut(client.unwrap_or_default(), LONG), realm, " for ",
        cut(&service, LONG), info.flags.map(|it| prose! { " (", flag_names(it), ")" })
    }
}
