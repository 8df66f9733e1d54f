//! The page that decodes: what was pasted, and what is done with it.

use super::credential_inputs::{CredentialField, CredentialInputs};
use super::decode_action::{DecodeAction, Saved};
use super::key_file::key_file;
use super::paste::{Paste, PasteProgress};
use crate::present::decode::{OpenedTokens, Report};
use crate::present::provenance::Sources;
use crate::traffic::reader::{ReadMode, read_mode};
use crate::traffic::verify::{SignInVerification, Unprotected, unprotect};
use crate::traffic::{self, Unused, UnusedReason, from_digits};
use crate::wire::Layer;
use std::rc::Rc;

/// What was pasted, what was found in it, and what is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecodeState {
    /// What was pasted or typed, or the bytes of a file.
    pub paste: Paste,
    /// What lay there before it was cleared or replaced, and what was typed beside it.
    pub before: Option<(Paste, Rc<CredentialInputs>)>,
    /// The tokens in it, and the sign-ins that they make.
    pub report: Rc<Report>,
    /// How far it is read.
    pub read: PasteProgress,
    /// The token that is shown.
    pub token: usize,
    /// The token it is held against.
    pub other: Option<usize>,
    /// What is known about the account, as typed. It is kept here and nowhere else.
    pub known: Rc<CredentialInputs>,
    /// What came of checking the sign-in of the token shown.
    pub verification: Option<Rc<SignInVerification>>,
    /// Files of keys that were dropped beside what lies there: their names and what is in them. They are kept here and
    /// nowhere else.
    pub key_files: Vec<(Rc<str>, Rc<Layer>)>,
    /// What is encrypted in tokens, as far as what is known opens it.
    pub unlocked: Rc<OpenedTokens>,
    /// The opened part of the token that is shown in its place.
    pub part: Option<usize>,
    /// What became of the message that was typed.
    pub opened: Option<Rc<Unprotected>>,
    /// Where the values of that check come from: a message's id is its token's number.
    pub sources: Rc<Sources>,
    /// Whether passwords in tokens are shown.
    pub secrets: bool,
    /// What was copied last, which its button says.
    pub copied: Option<Saved>,
}

/// More bytes than this are read in pieces: about 200 ms of work.
const LONG: usize = 1_500_000;

impl DecodeState {
    /// The token shown, decoded.
    pub fn layer(&self) -> Option<Layer> {
        self.report.token(self.token)?.layer()
    }

    /// Whether what lies here is a file or a log whose sign-ins can be drawn.
    pub fn is_traffic(&self) -> bool {
        !self.read.going && read_mode(self.paste.bytes()) != ReadMode::Other
    }

    /// Whether it is text in which no token is.
    pub fn is_no_token(&self) -> bool {
        let text = matches!(self.paste, Paste::Text(_)) && !self.paste.is_empty();
        text && !self.read.going && self.report.found.tokens.is_empty()
    }

    /// Whether all tokens in it were cut or crossed out by whoever wrote them down.
    pub fn is_cut(&self) -> bool {
        let hidden = |it: &Unused| matches!(it.why, UnusedReason::Hidden(..));
        let found = &self.report.found;
        found.tokens.is_empty() && found.unused.iter().any(hidden)
    }

    /// The tokens of the kind of the one shown, without it.
    pub fn alike(&self) -> Vec<usize> {
        let tokens = &self.report.found.tokens;
        let kind = tokens.get(self.token).map(|token| token.kind);
        let alike = tokens.iter().enumerate();
        let alike =
            alike.filter(|(number, token)| Some(token.kind) == kind && *number != self.token);
        alike.map(|(number, _)| number).collect()
    }

    /// The one of them that is next, to hold the token shown against.
    pub fn partner(&self) -> Option<usize> {
        let alike = self.alike();
        let next = alike.iter().find(|number| **number > self.token);
        next.or(alike.last()).copied()
    }

    /// What follows from something done.
    pub fn act(&mut self, at: DecodeAction) {
        self.copied = None;
        match at {
            DecodeAction::Paste(paste) => self.lay(paste),
            DecodeAction::Lay(paste) => {
                if !self.take_keys(&paste) {
                    self.replace(paste, self.known.clone());
                }
            }
            DecodeAction::Example(paste, password) => {
                let mut known = CredentialInputs::default();
                known.set(CredentialField::Password, password);
                self.replace(paste, Rc::new(known));
            }
            DecodeAction::Reading(percent, tokens) => {
                self.read = PasteProgress {
                    going: true,
                    percent,
                    tokens,
                };
            }
            DecodeAction::Found(report, percent) => self.found(report, percent),
            DecodeAction::Clear => {
                self.key_files.clear();
                self.replace(Paste::default(), Rc::default());
            }
            DecodeAction::Back => {
                if let Some((paste, known)) = self.before.take() {
                    self.replace(paste, known);
                }
            }
            DecodeAction::Token(token) => {
                self.token = token.min(self.report.found.tokens.len().saturating_sub(1));
                self.part = None;
                self.other = self.other.filter(|other| self.alike().contains(other));
                self.check();
            }
            DecodeAction::Compare(other) => {
                self.other = other.filter(|other| self.alike().contains(other))
            }
            DecodeAction::Type(blank, text) => {
                Rc::make_mut(&mut self.known).set(blank, text);
                self.check();
                if opens(blank) {
                    self.unlock();
                }
            }
            DecodeAction::Secrets(secrets) => self.secrets = secrets,
            DecodeAction::Part(part) => self.part = part,
            DecodeAction::ForgetKeys => {
                self.key_files.clear();
                self.unlock();
            }
            DecodeAction::Copied(saved) => self.copied = Some(saved),
        }
    }

    /// Lays something in the place of what is there, with what is known of it; what was there can be brought back.
    fn replace(&mut self, paste: Paste, known: Rc<CredentialInputs>) {
        let before = std::mem::take(&mut self.paste);
        let before = (before, std::mem::replace(&mut self.known, known));
        self.lay(paste);
        if !before.0.is_empty() {
            self.before = Some(before);
        }
    }

    /// Takes a file of keys beside what lies there; whether it is one. A file of tickets is looked at for itself where
    /// nothing lies there.
    fn take_keys(&mut self, paste: &Paste) -> bool {
        let Paste::File(name, bytes) = paste else {
            return false;
        };
        let file = key_file(bytes).filter(|_| !self.report.found.tokens.is_empty());
        let Some(file) = file else {
            return false;
        };
        self.key_files.retain(|(known, _)| known != name);
        self.key_files.push((name.clone(), file));
        self.unlock();
        true
    }

    fn lay(&mut self, paste: Paste) {
        let long = paste.bytes().len() > LONG;
        let report = if long {
            Report::default()
        } else {
            Report::of(paste.bytes())
        };
        self.paste = paste;
        self.found(Rc::new(report), 100);
        self.read.going = long;
    }

    /// Takes what was found, and shows the end of its first sign-in.
    fn found(&mut self, report: Rc<Report>, percent: u8) {
        self.report = report;
        self.read = PasteProgress {
            going: false,
            percent,
            tokens: 0,
        };
        let tokens = &self.report.found.tokens;
        // Who pastes a sign-in wants to know of its end; who adds to it stays where they were.
        let last = self.report.sets.iter().find_map(|set| set.authenticate);
        let inside = || tokens.iter().position(|token| token.outer.is_some());
        self.token = last.or_else(inside).unwrap_or(0);
        self.other = None;
        self.secrets = false;
        self.check();
        self.unlock();
    }

    /// Opens what is encrypted with all that is known.
    fn unlock(&mut self) {
        let files = self.key_files.iter().map(|(_, file)| file.clone());
        let files: Vec<Rc<Layer>> = files.collect();
        self.unlocked = Rc::new(self.known.open(&self.report, &files));
        self.part = None;
    }

    /// Checks the sign-in of the token shown with what is typed.
    fn check(&mut self) {
        let set = self.report.set_of(self.token);
        let judged = set.and_then(|set| self.report.judge(set, &|set| self.known.verify(set)));
        let set = judged.as_ref().map(|(set, _)| *set);
        self.verification = judged.map(|(_, found)| Rc::new(found));
        let keys = self
            .verification
            .as_ref()
            .and_then(|found| found.keys.as_ref());
        let message = self.known.some(CredentialField::Message);
        self.opened = keys
            .zip(message)
            .map(|(keys, typed)| Rc::new(unprotect(keys, &from_digits(typed.as_bytes()))));
        let mut sources = Sources::default();
        for number in set.iter().flat_map(traffic::SignIn::numbers) {
            let token = self.report.token(number);
            let layer = token.and_then(|token| token.layer());
            sources.message(
                u32::try_from(number).unwrap_or(u32::MAX),
                None,
                layer.as_slice(),
            );
        }
        let computed = self.verification.iter().map(|found| &found.steps);
        let opened = self.opened.iter().map(|found| &found.steps);
        for (id, steps) in (0..).zip(computed.chain(opened)) {
            sources.steps(id, 0, steps);
        }
        self.sources = Rc::new(sources);
    }
}

/// Whether what is typed there may open something.
fn opens(blank: CredentialField) -> bool {
    matches!(
        blank,
        CredentialField::Password
            | CredentialField::NtHash
            | CredentialField::User
            | CredentialField::Domain
            | CredentialField::Key
            | CredentialField::KeyFile
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::verify::{Judgement, VerdictSubject};

    /// The sign-in of [MS-NLMP] 4.2.4 is not one with a MIC; this is the lab's own of today.
    fn decode() -> DecodeState {
        let log = crate::lab::run(&crate::lab::Scenario::of(crate::hosts::Era::Today));
        let mut decode = DecodeState::default();
        let text = crate::present::decode::traffic(&log);
        decode.act(DecodeAction::Paste(Paste::Text(text.into())));
        decode
    }

    fn result(decode: &DecodeState, about: VerdictSubject) -> Option<Judgement> {
        Some(decode.verification.as_ref()?.verdict(about)?.result)
    }

    #[test]
    fn a_typed_password_is_judged_at_once() {
        let mut decode = decode();
        assert_eq!(
            decode
                .report
                .token(decode.token)
                .map(|token| token.kind.name()),
            Some("NTLM AUTHENTICATE")
        );
        assert_eq!(
            result(&decode, VerdictSubject::NtProof),
            Some(Judgement::Unknown)
        );
        for (typed, expected) in [
            ("Spring", Judgement::Wrong),
            ("Spring-98", Judgement::Right),
        ] {
            decode.act(DecodeAction::Type(
                CredentialField::Password,
                typed.to_owned(),
            ));
            assert_eq!(result(&decode, VerdictSubject::NtProof), Some(expected));
        }
        decode.act(DecodeAction::Type(CredentialField::User, "bob".to_owned()));
        assert_eq!(
            result(&decode, VerdictSubject::NtProof),
            Some(Judgement::Wrong)
        );
    }

    #[test]
    fn what_is_cleared_comes_back_with_what_was_typed() {
        let mut decode = decode();
        decode.act(DecodeAction::Type(
            CredentialField::Password,
            "Spring-98".to_owned(),
        ));
        let before = decode.clone();
        decode.act(DecodeAction::Clear);
        assert!(decode.report.found.tokens.is_empty() && decode.verification.is_none());
        assert_eq!(decode.known.some(CredentialField::Password), None);
        decode.act(DecodeAction::Back);
        assert_eq!(
            (decode.paste, decode.report, decode.token, decode.known),
            (before.paste, before.report, before.token, before.known)
        );
    }

    #[test]
    fn what_is_long_is_read_in_pieces_and_what_was_found_stays() {
        let mut decode = decode();
        let report = decode.report.clone();
        decode.act(DecodeAction::Lay(Paste::Text("x".repeat(LONG + 1).into())));
        assert!(decode.read.going && decode.report.found.tokens.is_empty());
        decode.act(DecodeAction::Reading(25, 3));
        assert_eq!((decode.read.percent, decode.read.tokens), (25, 3));
        decode.act(DecodeAction::Found(report.clone(), 50));
        assert!(!decode.read.going && decode.read.percent < 100);
        assert_eq!(decode.report, report);
    }

    #[test]
    fn an_example_brings_its_password() {
        let mut decode = decode();
        decode.act(DecodeAction::Type(CredentialField::User, "bob".to_owned()));
        let paste = decode.paste.clone();
        decode.act(DecodeAction::Example(paste, "Spring-98".to_owned()));
        assert_eq!(
            result(&decode, VerdictSubject::NtProof),
            Some(Judgement::Right)
        );
    }

    #[test]
    fn only_what_is_alike_is_compared() {
        let mut decode = decode();
        let alike = decode.alike();
        assert!(!alike.is_empty() && !alike.contains(&decode.token));
        decode.act(DecodeAction::Compare(alike.first().copied()));
        assert!(decode.other.is_some());
        decode.act(DecodeAction::Token(0));
        assert_eq!(decode.other, None);
        decode.act(DecodeAction::Compare(Some(usize::MAX)));
        assert_eq!(decode.other, None);
    }
}
