//! The questions people come with, answered where the bytes and what stands around them allow it.

use super::compare::compare;
use super::summary::{Summary, offers_kerberos, time};
use super::{AnswerOutcome, SignInMethod};
use super::{NEAR, Report};
use crate::present::Passwords;
use crate::traffic::SignIn;
use crate::wire::kerberos::KerberosMessage as Kerberos;
use crate::wire::ntlm::{MessageType, ResponseKind};
use crate::wire::spnego::REJECT;
use crate::wire::{Layer, LayerValue, field_name};

/// Something worth knowing of a sign-in besides who, how and to what.
#[derive(Clone, Debug, PartialEq)]
pub enum Observation {
    /// What the error of that number means for whoever gets it, and the NTSTATUS that Windows adds to it (KERB-ERROR-DATA,
    /// [MS-KILE] 2.2.1).
    Error(i64, Option<u32>),
    /// An error of Kerberos: the client's clock and the server's, as they were written.
    Clocks(String, String),
    /// Negotiate carries NTLM; whether the client offered Kerberos in the same message.
    FellBack(bool),
    /// The server takes none of the mechanisms offered, or not the token it got.
    Rejected,
    /// Client and server are one computer.
    Local,
    /// The AUTHENTICATE names no domain: the server looks among its own accounts first.
    NoDomain,
    /// The client's clock is ahead of the server's by so many hours: a time zone was taken for UTC.
    TimeZone(i64),
    /// The client's clock is ahead of the server's by so many seconds.
    Clock(i64),
    /// The proof came, and the server refused it.
    Refused,
    /// The status before the last one is a step of NTLM.
    Step(u16),
    /// So many sign-ins to the same host.
    Connections(usize),
    /// The sign-in of that number, from 1, was let in; what differs in it and is not new each time.
    OtherWay(usize, Vec<String>),
    /// Digest: the nonce is too old.
    Stale,
    /// Digest: asked again, and not because of the nonce.
    AskedAgain,
}

impl Report {
    /// What there is to say of the sign-in of that token, or of the token where it belongs to none.
    pub fn notes(&self, number: usize) -> Vec<Observation> {
        let mut notes = Vec::new();
        let Some(token) = self.token(number) else {
            return notes;
        };
        let Some(layer) = token.layer() else {
            return notes;
        };
        let summary = Summary::of(token, &layer);
        match summary.how {
            SignInMethod::Error(code, _) => errors(code, &layer, &mut notes),
            SignInMethod::Negotiated(Some(REJECT), _) => notes.push(Observation::Rejected),
            SignInMethod::DigestAsked | SignInMethod::Digest(_) => {
                notes.extend(self.digest(number, &layer))
            }
            _ => {}
        }
        notes.extend(self.fell_back(number).map(Observation::FellBack));
        if let SignInMethod::Ntlm { response, .. } = summary.how {
            let domain = summary.who.as_ref().map(|(domain, user)| (domain, user));
            if response == ResponseKind::LocalCall {
                notes.push(Observation::Local);
            } else if domain.is_some_and(|(domain, user)| domain.is_empty() && !user.contains('@'))
            {
                notes.push(Observation::NoDomain);
            }
            if let Some(set) = self.set_of(number) {
                self.sign_in(set, &summary, &layer, &mut notes);
            }
        }
        notes
    }

    fn sign_in(
        &self,
        set: &SignIn,
        summary: &Summary,
        layer: &Layer,
        notes: &mut Vec<Observation>,
    ) {
        let asked = set.challenge.and_then(|it| self.token(it)?.layer());
        notes.extend(asked.and_then(|asked| clock(&asked, layer)));
        let came = summary.came();
        if came == Some(AnswerOutcome::Refused) {
            notes.push(Observation::Refused);
            notes.extend(self.other_way(layer));
        }
        let first = set.negotiate.filter(|_| set.challenge.is_some());
        let first = first.and_then(|it| self.token(it)?.context.answer);
        if let Some(answer) = first.filter(|it| it.code != 200 && came.is_some()) {
            notes.push(Observation::Step(answer.code));
        }
        let host = |set: &&SignIn| {
            let token = set.authenticate.and_then(|it| self.token(it));
            token.is_some_and(|token| token.context.host == summary.host)
        };
        let connections = self.sets.iter().filter(host).count();
        if connections > 1 && summary.host.is_some() {
            notes.push(Observation::Connections(connections));
        }
    }

    /// Whether Negotiate carries NTLM here, and Kerberos was offered with it.
    fn fell_back(&self, number: usize) -> Option<bool> {
        let first = self.set_of(number).and_then(|set| set.negotiate);
        let token = self.token(first.unwrap_or(number))?;
        let scheme = token.place.scheme.as_deref()?;
        let client = token.message? != MessageType::Challenge;
        (client && scheme.eq_ignore_ascii_case("Negotiate")).then(|| {
            let outer = token.outer.and_then(|it| self.token(it)?.layer());
            outer.is_some_and(|outer| offers_kerberos(&outer))
        })
    }

    /// The first sign-in that was let in, and what is otherwise in it.
    fn other_way(&self, layer: &Layer) -> Option<Observation> {
        let mut sets = self.sets.iter().enumerate();
        let (set, number) = sets.find_map(|(set, it)| {
            let number = it.authenticate?;
            let code = self.token(number)?.context.answer?.code;
            (200..400).contains(&code).then_some((set, number))
        })?;
        let other = self.token(number)?.layer()?;
        let found = compare(layer, &other, Passwords::Hidden);
        let matter = found.leaves().filter(|pair| found.matters(pair));
        let names = matter.map(|pair| found.name(pair).to_owned());
        let names: Vec<String> = names.collect();
        (!names.is_empty()).then_some(Observation::OtherWay(set + 1, names))
    }

    /// What a challenge of Digest says of the response before it.
    fn digest(&self, number: usize, layer: &Layer) -> Option<Observation> {
        let stale = |layer: &Layer| match &layer.value {
            LayerValue::DigestChallenge(Some(it)) => Some(
                it.get("stale")
                    .is_some_and(|it| it.eq_ignore_ascii_case("true")),
            ),
            _ => None,
        };
        match stale(layer) {
            Some(stale) => stale.then_some(Observation::Stale),
            None => {
                let behind = self.found.tokens.iter().skip(number + 1).take(NEAR);
                let next = behind.map_while(|token| token.layer()).next()?;
                let stale = stale(&next)?;
                Some(if stale {
                    Observation::Stale
                } else {
                    Observation::AskedAgain
                })
            }
        }
    }
}

fn errors(code: i64, layer: &Layer, notes: &mut Vec<Observation>) {
    let error = match &layer.value {
        LayerValue::Kerberos(Some(Kerberos::Error(error))) => Some(error),
        _ => None,
    };
    let status = error.and_then(|error| error.status());
    notes.push(Observation::Error(code, status));
    if let Some(error) = error
        && let Some(client) = &error.client_time
        && *client != error.server_time
    {
        notes.push(Observation::Clocks(
            client.to_string(),
            error.server_time.to_string(),
        ));
    }
}

/// What the client's time says of its clock: most clients repeat the server's.
fn clock(asked: &Layer, answered: &Layer) -> Option<Observation> {
    let (server, client) = (
        time(asked, field_name::AV_TIMESTAMP)?,
        time(answered, field_name::TIME_STAMP)?,
    );
    // A FILETIME counts 100 ns ([MS-DTYP] 2.3.3).
    let apart = (i64::try_from(client).ok()? - i64::try_from(server).ok()?) / 10_000_000;
    let hours = (apart + apart.signum() * 1800) / 3600;
    // The exchange itself takes a while.
    const SOON: i64 = 120;
    match apart {
        _ if apart.abs() <= SOON => None,
        _ if (apart - hours * 3600).abs() <= SOON && hours.abs() <= 14 => {
            Some(Observation::TimeZone(hours))
        }
        _ => Some(Observation::Clock(apart)),
    }
}
