//! NTLM's three messages, and the answer's computation.

use super::sources::{apds, c706, glass, kb, nlmp, ntht, rpce};
use super::{About, Explanation};
use crate::hosts::{Computation, Identity, LogonType, Role};
use crate::lab::Kind;
use crate::present::fingerprint;
use crate::present::words::read;
use crate::present::words::said::{self, Contents, Said};
use crate::present::words::text::{self, LONG, account, cut};
use crate::present::words::{self, replayed};
use crate::secret::Secret;
use crate::wire::ntlm::{
    Authenticate, AvId, Challenge, Message, Negotiate, NegotiateFlags, ResponseKind,
};

/// One of the three messages.
pub fn message(about: &About<'_>, said: &Said, message: &Message) -> Explanation {
    let explained = match message {
        Message::Negotiate(message) => negotiate(about, message),
        Message::Challenge(message) => challenge(about, message),
        Message::Authenticate(message) => authenticate(about, message),
    };
    match said {
        Said::Bind(_) => explained
            .say("It travels in the auth trailer of the RPC bind.")
            .from(c706("12.6.4.3"))
            .from(rpce("2.2.2.11")),
        Said::BindAck(_) => explained
            .say("It travels in the auth trailer of the bind_ack.")
            .from(c706("12.6.4.4"))
            .from(rpce("2.2.2.11")),
        Said::Auth3(_) => explained
            .say("It travels in rpc_auth_3, which is never answered: the call that follows shows what came of it.")
            .from(rpce("2.2.2.10"))
            .from(rpce("3.3.1.5.2.1")),
        _ => explained.from(ntht()),
    }
}

fn negotiate(about: &About<'_>, message: &Negotiate) -> Explanation {
    let flags = message.flags.bits();
    let domain = cut(&message.domain_text(), LONG);
    let workstation = cut(&message.workstation_text(), LONG);
    let names = match (domain.is_empty(), workstation.is_empty()) {
        (false, false) => {
            format!(" It names its computer, {workstation}, and its domain, {domain}.")
        }
        _ => String::new(),
    };
    let explained = Explanation::of(format!(
        "The caller lists what it can do (NegotiateFlags 0x{flags:08X}). There is no user and no secret in it.{names}"
    ));
    let explained = if !about.second() {
        explained.say("This request is not served: it exists to get the challenge. The connection has to stay open until the answer is given.")
    } else if about.loopback() {
        explained.say("The names are what makes a local call: a server on the same computer recognizes them as its own.")
    } else {
        explained.say("This is a new connection with a handshake of its own. Nothing of hop 1’s handshake belongs to it.")
    };
    let explained = if message.version.is_none() {
        explained.note("Flags as in descriptions of NT 4.0, without VERSION. Real clients of that time differ in details.")
    } else {
        explained
    };
    explained
        .from(nlmp("2.2.1.1"))
        .from(nlmp("2.2.2.5"))
        .from(nlmp("3.1.5.1.1"))
}

fn challenge(about: &About<'_>, message: &Challenge) -> Explanation {
    let question = fingerprint(&message.server_challenge);
    let from = read::subject(about.log, about.event.host);
    let mut explained = Explanation::of(format!(
        "{from} asks a question: eight random bytes, {question}. Only the password, or a hash of it, gives the answer."
    ))
    .say("The question is drawn anew for every handshake. That is the point of it: an answer that was overheard or handed over fits no other question.");
    if about.second() {
        let first = read::before(about.log, about.event.id).find_map(|event| match &event.kind {
            Kind::Computation {
                computation: Computation::Challenge { challenge },
                ..
            } if about.log.role(event) == Some(Role::FrontEnd) => Some(*challenge),
            _ => None,
        });
        explained = explained.maybe(first.map(|first| {
            format!(
                "On hop 1 the question was {}. This is another one: what answered that does not answer this.",
                fingerprint(&first)
            )
        }));
    }
    if message.flags.contains(NegotiateFlags::LOCAL_CALL) {
        explained = explained
            .say(format!(
                "It also has the flag 0x4000 and a context handle, {}, in Reserved: the caller is on this computer, so the system can be asked whose call it is.",
                fingerprint(&message.reserved)
            ))
            .note("[MS-NLMP] calls the bit 0x4000 reserved; its use for local calls is from independent descriptions.")
            .from(glass());
    }
    if message.av_pairs().get(AvId::Timestamp).is_some() {
        explained = explained.say(
            "The target information has MsvAvTimestamp, so a client that answers with NTLMv2 adds a MIC over all three messages.",
        );
    }
    explained.from(nlmp("2.2.1.2")).from(nlmp("3.2.5.1.1"))
}

fn authenticate(about: &About<'_>, message: &Authenticate) -> Explanation {
    let explained = match said::contents(message) {
        Contents::Nothing => nothing(about),
        Contents::LocalCall => local(),
        Contents::Proof(kind, proof) => {
            let who = account(&message.domain_text(), &message.user_text(), LONG);
            let proof = fingerprint(&proof);
            if replayed(about.log, about.event) {
                replay(about, &who, &proof)
            } else if about.second() {
                second(about, kind, &who, &proof)
            } else {
                first(kind, &who, &proof, message)
            }
        }
    };
    explained
        .from(nlmp("2.2.1.3"))
        .from(nlmp("3.1.5.1.2"))
        .from(nlmp("3.2.5.1.2"))
}

fn first(kind: ResponseKind, who: &str, proof: &str, message: &Authenticate) -> Explanation {
    let mic = if message.mic.is_some() {
        Some("It has a MIC: a checksum over the three messages, so that nobody in between can change them unnoticed.".to_owned())
    } else {
        None
    };
    Explanation::of(format!(
        "The browser says who signs in, {who}, and gives an {} answer, {proof}, to the one question that IIS asked.",
        words::response_name(kind)
    ))
    .say(strength(kind))
    .maybe(mic)
    .say("For hop 2: this is a proof, not a secret. It answers this challenge on this connection, and no other.")
    .told(
        "The browser caches the security token and sends it again for the mailbox on the remote computer. The token is valid for the IIS computer only.",
        "No token is on the wire. What the browser keeps are the credentials; each new connection gets a handshake, and an answer, of its own. The token is made by IIS and does not leave its computer.",
    )
    .note("An honest IIS can do nothing else with this answer. A dishonest one can relay: it fetches the challenge of another host first and hands that to the browser as its own.")
    .from(kb(183_545))
    .from(kb(297_210))
    .from(nlmp("5.1"))
}

/// What can be got out of an answer, without the secret.
fn strength(kind: ResponseKind) -> &'static str {
    match kind {
        ResponseKind::NtlmV2 | ResponseKind::LmV2 => {
            "The password and the NT hash stay with the browser. The answer does not give them away, except that a weak password can be guessed and tried against it."
        }
        _ => {
            "The password and the NT hash stay with the browser. IIS does not get them from the answer; but the answer is made with DES, whose keys can all be tried today, and who does that has the hash."
        }
    }
}

fn second(about: &About<'_>, kind: ResponseKind, who: &str, proof: &str) -> Explanation {
    let made = read::token_made(about.log, about.event.id, None);
    let logon = made.map(|made| words::logon_kind(made.logon));
    let logon = logon.map_or_else(String::new, |logon| format!(" of the {logon} logon"));
    Explanation::of(format!(
        "IIS answers the mailbox host’s question as {who}: an {} response, {proof}, computed from the password{logon}.",
        words::response_name(kind)
    ))
    .say("It could do so because Basic had brought it the password. Any number of questions can be answered in this way, from any host.")
    .told(
        "The credentials of Basic are passed on to the remote mailbox host.",
        "The password does not go to the mailbox host. IIS answers an NTLM challenge with it, as a browser would.",
    )
    .from(kb(183_545))
    .from(kb(207_671))
}

fn nothing(about: &About<'_>) -> Explanation {
    let made = read::token_made(about.log, about.event.id, None);
    let thread = made
        .as_ref()
        .map(|made| text::identity(made.identity, LONG));
    let thread = thread.unwrap_or_else(|| "somebody".to_owned());
    let logon = made.map_or(LogonType::Network, |made| made.logon);
    Explanation::of(format!(
        "The thread is {thread}, but its token came from a {} logon, so Windows keeps no credential behind it. The client side opens a null session: no name, no response.",
        words::logon_kind(logon)
    ))
    .say("The NT field is empty and the LM field is one zero byte. A server that gets this signs the caller in as ANONYMOUS LOGON.")
    .say("IIS does not decide this, and no error is raised: the security package does what it does for any thread without credentials.")
    .told(
        "The cached token is sent on to the remote mailbox host, which rejects it, because it is valid for the IIS computer only.",
        "Nothing that the browser sent is in this message. It is IIS’s own, on a connection of its own, and it is empty.",
    )
    .from(kb(183_545))
    .from(kb(207_671))
    .from(kb(158_229))
    .from(kb(278_836))
}

fn local() -> Explanation {
    Explanation::of(
        "The message is empty: no name, no response. The flag 0x4000 says that the call is local, and the system knows which thread holds the handle.",
    )
    .say("No proof is needed between two programs of one computer: the system that made the token is asked whose it is. This is why a mailbox on the IIS computer opens with NTLM.")
    .note("[MS-NLMP] calls the bit 0x4000 reserved; its use for local calls is from independent descriptions.")
    .note("Newer Windows checks loopback calls under other names of the computer in addition (DisableLoopbackCheck); the lab does not.")
    .from(glass())
}

fn replay(about: &About<'_>, who: &str, proof: &str) -> Explanation {
    let asked = read::answered_as(about.log, about.event.id, about.event.kind.connection());
    let asked = asked.map(|(_, _, challenge)| fingerprint(&challenge));
    let asked = asked.map_or_else(String::new, |asked| {
        format!(" But the mailbox host asked {asked}, and this does not answer it.")
    });
    Explanation::of(format!(
        "This is the message that IIS received on hop 1, byte for byte: {who}, with the answer {proof}.{asked}"
    ))
    .say("A response is bound to the challenge it was made for. It is not bound to a server, unless the server checks channel bindings or the target name, which the servers of this lab do not.")
    .told(
        "The cached token is sent again for the remote mailbox and rejected there, because it is valid for the IIS computer only.",
        "A real IIS sends nothing of the kind; the lab does it on request. The answer is rejected because it belongs to another challenge.",
    )
    .from(kb(183_545))
}

/// The answer's computation.
pub fn computed(about: &About<'_>, computation: &Computation) -> Explanation {
    match computation {
        Computation::Response { kind, challenge } => {
            let proof = read::gained(about.event, Secret::Response).map(fingerprint);
            let proof = proof.map_or_else(String::new, |proof| format!(", {proof}"));
            let how = recipe(*kind);
            Explanation::of(format!(
                "From the password that was typed comes the NT hash, and from hash and challenge {} the {} response{proof}.",
                fingerprint(challenge),
                words::response_name(*kind)
            ))
            .say(how)
            .say("Here, and nowhere else on hop 1, is what can answer any question: the password and its hash. The next message takes only the result along.")
            .note("The lab’s browser keeps what was typed. On Windows the security package answers, from typed credentials or from the person’s own logon session.")
            .from(nlmp(if *kind == ResponseKind::NtlmV2 { "3.3.2" } else { "3.3.1" }))
            .from(kb(297_210))
        }
        Computation::Challenge { challenge } => Explanation::of(format!(
            "The server draws eight random bytes, {}.",
            fingerprint(challenge)
        ))
        .from(nlmp("3.2.5.1.1")),
        Computation::OwnChallenge { challenge } => Explanation::of(format!(
            "For a network logon with a password IIS’s computer asks itself {}, and answers with the password it was sent.",
            fingerprint(challenge)
        ))
        .from(apds("3.1.5")),
    }
}

fn recipe(kind: ResponseKind) -> &'static str {
    match kind {
        ResponseKind::NtlmV2 => {
            "NTLMv2: HMAC-MD5 with a key made from NT hash, user name and domain, over the challenge and the client’s own data (time, challenge, the server’s names)."
        }
        ResponseKind::Ntlm2Session => {
            "NTLM2 session response: as NTLMv1, but over the server’s challenge mixed with one of the client."
        }
        ResponseKind::Ntlm => {
            "NTLMv1: the NT hash is cut into three DES keys, and each encrypts the eight bytes of the challenge: 24 bytes."
        }
        _ => {
            "The response depends on the password and on the challenge, and on nothing that is secret besides."
        }
    }
}

/// The name of an identity, or of nobody.
pub fn who(identity: &Identity) -> String {
    text::identity(identity, LONG)
}
