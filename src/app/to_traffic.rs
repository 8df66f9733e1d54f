//! The ways to the page of traffic and from it: what was pasted and the example are drawn, a visit is run in the lab.

use super::key_file::key_file;
use super::{
    DecodeAction, DiagnoseAction, OtherFile, Paste, ReadOrder, State, Traffic, TrafficAction,
};
use crate::hosts::Era;
use crate::lab::{Scenario, run};
use crate::present::evidence::{Rebuilt, logged_text, rebuild};
use crate::present::export::pcapng::pcapng;
use crate::present::link::Page;
use crate::present::narration::traffic::{EXAMPLE_FILE, PASTED};
use crate::traffic::collection::FileRead;
use crate::traffic::reader::{TrafficReader, no_traffic};
use std::rc::Rc;

impl State {
    /// Draws the sign-ins in what was pasted, if it is traffic and has any.
    pub(super) fn draw(&mut self) {
        let decode = self.decode.clone();
        self.draw_bytes(PASTED, decode.paste.bytes());
    }

    /// Draws an example: a capture of two hops, the second of which comes as nobody. The lab's own hosts made it.
    pub(super) fn draw_example(&mut self) {
        let log = run(&Scenario::of(Era::Today));
        self.draw_bytes(EXAMPLE_FILE, &pcapng(&log, &|_| None));
    }

    fn draw_bytes(&mut self, name: &str, bytes: &[u8]) {
        let mut reader = TrafficReader::new(bytes);
        reader.push(bytes);
        let Ok(parts) = reader.finish() else {
            return;
        };
        let name = name.into();
        // What was typed to check sign-ins with is asked of these too.
        let mut traffic = Traffic {
            secret: self.traffic.secret.clone(),
            keys: self.traffic.keys.clone(),
            ..self.traffic.emptied()
        };
        traffic.add(vec![FileRead { name, parts }]);
        if !traffic.collection.attempts.is_empty() {
            self.traffic.order.set(ReadOrder::Forget);
            self.traffic = Rc::new(traffic);
        }
    }

    /// Takes a file that is no traffic: keys, or something with tokens in it. Beside traffic that is looked at, keys are for
    /// that, and of others it is said that they are none. Text becomes text that can be edited; other files stay bytes.
    pub(super) fn take_file(&mut self, file: OtherFile) {
        let OtherFile { name, bytes, alone } = file;
        let traffic = Rc::make_mut(&mut self.traffic);
        traffic.reading.take_if(|reading| reading.name == name);
        // While a file is read its progress is shown in the place of traffic.
        let beside = traffic.open && !traffic.collection.files.is_empty();
        traffic.open &= !traffic.is_empty();
        let unread = || FileRead {
            name: name.clone(),
            parts: no_traffic(&bytes),
        };
        if let Some(keys) = key_file(&bytes) {
            traffic.act(TrafficAction::Keys(name.clone(), keys));
        } else if alone && bytes.is_empty() {
            return traffic.act(TrafficAction::Read(Rc::new(vec![unread()])));
        } else if beside || !alone {
            traffic.act(TrafficAction::Unread(Rc::new(unread())));
        }
        if !beside {
            self.decode(DecodeAction::Lay(match String::from_utf8(bytes) {
                Ok(text) => Paste::Text(text.into()),
                Err(error) => Paste::File(name, error.into_bytes().into()),
            }));
        }
    }

    /// What was pasted is drawn by itself where nothing else can be said of it.
    pub(super) fn draw_what_was_pasted(&mut self) {
        if self.decode.is_no_token() {
            self.draw();
        }
    }

    /// Has the causes found of what logs say of the sign-in that is shown.
    pub(super) fn diagnose_logged(&mut self) {
        if let Some(text) = logged_text(&self.traffic.shown, self.traffic.chosen) {
            self.diagnose(text.into());
        }
    }

    /// Has the causes found of what was pasted to be decoded.
    pub(super) fn diagnose_pasted(&mut self) {
        if let Paste::Text(text) = self.decode.paste.clone() {
            self.diagnose(text);
        }
    }

    fn diagnose(&mut self, text: Rc<str>) {
        self.go_to(Page::Diagnose);
        Rc::make_mut(&mut self.inquiry).act(DiagnoseAction::Text(text), &self.scenario);
    }

    /// Runs what the sign-in that is shown comes nearest to, with the names that the screen has, and says what is assumed.
    /// Back leads here again.
    pub(super) fn rebuild(&mut self) {
        let Rebuilt {
            mut scenario,
            assumed,
        } = rebuild(&self.traffic.shown, self.traffic.chosen);
        scenario.seed = self.scenario.seed;
        self.go_to(Page::Lab);
        self.controller = false;
        self.show(scenario);
        self.seek(usize::MAX);
        self.welcome = false;
        self.assumed = Rc::new(assumed);
        self.rebuilt = Some((self.scenario.clone(), self.assumed.clone()));
    }
}
