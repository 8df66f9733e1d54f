//! NTLM's three messages, and the answer's computation.

use super::{About, Told};
use crate::hosts::{Computation, Role};
use crate::lab::Kind;
use crate::present::fingerprint;
use crate::present::words::said::{self, Contents, Said};
use crate::present::words::{a_token, read, response_name};
use crate::secret::Secret;
use crate::wire::ntlm::{Authenticate, AvId, Challenge, Message, NegotiateFlags, ResponseKind};

/// Where local calls are described.
const LOCAL: &str = "![MS-NLMP] calls the bit 0x4000 reserved; its use for local calls is from independent descriptions.\n\
     @E. Glass, The NTLM Authentication Protocol";

/// One of the three messages.
pub fn tell(about: &About<'_>, said: &Said, message: &Message) -> Told {
    let carrier = said.carrier();
    let mut told = match message {
        Message::Negotiate(message) => {
            let mut told = about.tell(
                "{2} · *NEGOTIATE*\nNEGOTIATE: what this side can do\n\
                 {0} sends {1} {2} with an NTLM NEGOTIATE: what it can do; no user, no secret.\n\
                 @[MS-NLMP] 2.2.1.1; [MS-NLMP] 2.2.2.5; [MS-NLMP] 3.1.5.1.1",
                vec![carrier.into()],
            );
            told.and(if !about.second() {
                "This request is not served: it exists to get the challenge. The connection has to stay open until the answer is given."
            } else if about.loopback() {
                "The names of computer and domain make a local call: a server on the same computer knows them as its own."
            } else {
                "A new connection, with a handshake of its own: nothing of hop 1’s belongs to it."
            });
            if message.version.is_none() {
                told.and("!Flags as in descriptions of NT 4.0, without VERSION. Real clients of that time differ in details.");
            }
            told
        }
        Message::Challenge(message) => challenge(about, carrier, message),
        Message::Authenticate(message) => authenticate(about, carrier, message),
    };
    told.and(match said {
        Said::Bind(_) => "@[C706] 12.6.4.3; [MS-RPCE] 2.2.2.11",
        Said::BindAck(_) => "@[C706] 12.6.4.4; [MS-RPCE] 2.2.2.11",
        Said::Auth3(_) => {
            "rpc_auth_3 is never answered: the call that follows shows what came of it.\n\
             @[MS-RPCE] 2.2.2.10; [MS-RPCE] 3.3.1.5.2.1"
        }
        _ => "@[MS-NTHT] 2.2",
    });
    told
}

fn challenge(about: &About<'_>, carrier: String, message: &Challenge) -> Told {
    let mut told = about.tell(
        "{2} · *CHALLENGE* {3C}\nCHALLENGE: the question {3}\n\
         {0} sends {1} {2} with the NTLM CHALLENGE {3}: eight random bytes.\n\
         Only the password, or a hash of it, gives the answer. The question is drawn anew for every handshake: an answer \
         that was overheard or handed over fits no other.\n\
         @[MS-NLMP] 2.2.1.2; [MS-NLMP] 3.2.5.1.1",
        vec![carrier.into(), fingerprint(&message.server_challenge).into()],
    );
    let first = read::before(about.log, about.event.id).find_map(|event| match &event.kind {
        Kind::Computation {
            computation: Computation::Challenge { challenge },
            ..
        } if about.log.role(event) == Some(Role::FrontEnd) => Some(challenge),
        _ => None,
    });
    if about.second()
        && let Some(first) = first
    {
        told.values.push(fingerprint(first).into());
        told.and("On hop 1 the question was {4}. What answered that does not answer this.");
    }
    if message.flags.contains(NegotiateFlags::LOCAL_CALL) {
        told.and(
            "The flag 0x4000 and a context handle in Reserved say that the caller is on this computer: the system can be \
             asked whose call it is.",
        );
        told.and(LOCAL);
    }
    if message.av_pairs().get(AvId::Timestamp).is_some() {
        told.and("It has MsvAvTimestamp: a client that answers with NTLMv2 adds a MIC over all three messages.");
    }
    told
}

fn authenticate(about: &About<'_>, carrier: String, message: &Authenticate) -> Told {
    let made = read::token_made(about.log, about.event.id, None);
    let mut told = match said::contents(message) {
        Contents::Nothing if read::by_hand(about.log, about.event) => about.tell(
            "{2} · *AUTHENTICATE* · no name, no response\nAUTHENTICATE, with nothing in it\n\
             {0} sends {1} {2} with an NTLM AUTHENTICATE that has no name and no response, as was said by hand.\n\
             A server that gets this signs the caller in as ANONYMOUS LOGON.",
            vec![carrier.into()],
        ),
        Contents::Nothing => about.tell(
            "{2} · *AUTHENTICATE* · no name, no response\nAUTHENTICATE, with nothing in it\n\
             {0} sends {1} {2} with an NTLM AUTHENTICATE that has no name and no response.\n\
             The thread impersonates {3}, but behind {4} there is no credential, so Windows opens a null session and raises \
             no error. A server that gets this signs the caller in as ANONYMOUS LOGON.\n\
             <The cached token is sent on to the remote mailbox host, which rejects it: it is valid for the IIS computer only.\n\
             >Nothing that the browser sent is in this message. It is IIS’s own, and it is empty.\n\
             @KB183545; KB207671; KB158229; KB278836",
            match made {
                Some(made) => vec![carrier.into(), about.name(made.identity).into(), a_token(made.logon).into()],
                None => vec![carrier.into(), "somebody".into(), "its token".into()],
            },
        ),
        Contents::LocalCall => {
            let mut told = about.tell(
                "{2} · *AUTHENTICATE* · empty, local call\nAUTHENTICATE, empty: a local call\n\
                 {0} sends {1} {2} with an empty NTLM AUTHENTICATE that marks a local call.\n\
                 No proof is needed on one computer: the system that made the token is asked whose it is. This is why a \
                 mailbox on the IIS computer opens with NTLM.\n\
                 !Newer Windows checks loopback calls under other names of the computer in addition (DisableLoopbackCheck); \
                 the lab does not.",
                vec![carrier.into()],
            );
            told.and(LOCAL);
            told
        }
        Contents::Proof(kind, proof) => {
            let values = vec![
                carrier.into(),
                fingerprint(&proof).into(),
                about.account(&message.domain_text(), &message.user_text()).into(),
                response_name(kind).into()];
            proves(about, values, kind, message.mic.is_some())
        }
    };
    told.and("@[MS-NLMP] 2.2.1.3; [MS-NLMP] 3.1.5.1.2; [MS-NLMP] 3.2.5.1.2");
    told
}

fn proves(about: &About<'_>, values: Vec<super::Value>, kind: ResponseKind, mic: bool) -> Told {
    let replayed = read::replayed(about.log, about.event);
    let mut told = about.tell(
        if replayed {
            "{2} · *AUTHENTICATE* {3R}\nAUTHENTICATE, the same bytes again"
        } else {
            "{2} · *AUTHENTICATE* {3R}\nAUTHENTICATE, with an {5} answer"
        },
        values,
    );
    told.and("{0} sends {1} {2} with an NTLM AUTHENTICATE: {4}, {5} response {3}.");
    if replayed {
        told.and(
            "This is what IIS received on hop 1, byte for byte. A response is bound to the challenge it was made for, and \
             the question here is another.\n\
             !It is not bound to a server, unless that checks channel bindings or the target name; the lab’s do not.\n\
             <The cached token is sent again for the remote mailbox and rejected: it is valid for the IIS computer only.\n\
             >A real IIS sends nothing of the kind; the lab does it on request. The answer belongs to another challenge.\n\
             @KB183545",
        );
    } else if read::by_hand(about.log, about.event) {
        told.and("Somebody in the place of {0} said by hand what to answer with.");
    } else if about.second() {
        told.and(
            "IIS computed it from the password that Basic had brought. Any number of questions can be answered in this \
             way, from any host.\n\
             <The credentials of Basic are passed on to the remote mailbox host.\n\
             >The password does not go to the mailbox host. IIS answers an NTLM challenge with it, as a browser would.\n\
             @KB183545; KB207671",
        );
    } else {
        told.and(match kind {
            ResponseKind::NtlmV2 | ResponseKind::LmV2 => {
                "Password and NT hash stay with the browser. Against this answer a weak password can still be guessed and tried."
            }
            _ => {
                "Password and NT hash stay with the browser. But the answer is made with DES, whose keys can all be tried \
                 today, and who does that has the hash."
            }
        });
        if mic {
            told.and("Its MIC, a checksum over the three messages, shows whether somebody in between changed them.");
        }
        told.and(
            "For hop 2: this is a proof, not a secret. It answers this challenge, and no other.\n\
             <The browser caches the security token and sends it again for the mailbox on the remote computer. The token \
             is valid for the IIS computer only.\n\
             >No token is on the wire. The browser keeps the credentials; each new connection gets an answer of its own. \
             The token is made by IIS and does not leave its computer.\n\
             !An honest IIS can do nothing else with this answer. A dishonest one can relay: it fetches another host’s \
             challenge first and hands that to the browser as its own.\n\
             @KB183545; KB297210; [MS-NLMP] 5.1",
        );
    }
    told
}

/// The answer's computation.
pub fn computed(about: &About<'_>, kind: ResponseKind, challenge: &[u8]) -> Told {
    let question = fingerprint(challenge);
    let proof = read::gained(about.event, Secret::Response).map(fingerprint);
    let mut told = about.tell(
        "{4P} → {5H} → {6R}\nFrom the password to an answer to {2}\n\
         {0} computes from the {4} the {5}, and from that the {3} response {6} to the challenge {2}.",
        vec![
            question.clone().into(),
            response_name(kind).into(),
            "password".into(),
            "NT hash".into(),
            proof.unwrap_or(question).into()],
    );
    told.and(match kind {
        ResponseKind::NtlmV2 => {
            "NTLMv2: HMAC-MD5 with a key made from NT hash, user name and domain, over the challenge and the client’s own \
             data.\n@[MS-NLMP] 3.3.2"
        }
        ResponseKind::Ntlm2Session => {
            "As NTLMv1, but over the server’s challenge mixed with one of the client.\n@[MS-NLMP] 3.3.1"
        }
        ResponseKind::Ntlm => {
            "NTLMv1: the NT hash is cut into three DES keys, and each encrypts the challenge: 24 bytes.\n@[MS-NLMP] 3.3.1"
        }
        _ => "It depends on the password and on the challenge.\n@[MS-NLMP] 3.3.1",
    });
    told.and(
        "Here, and nowhere else on hop 1, is what can answer any question. The next message takes only the result along.\n\
         !The lab’s browser keeps what was typed. On Windows the security package answers, from typed credentials or \
         from the person’s own logon session.\n@KB297210",
    );
    told
}
