//! Where values came from: what is pointed at, and going there.

use super::{Action, ByteSelection, DecodeAction, State, Tab, TransportAction};
use crate::lab::EventId;
use crate::present::Step;
use crate::present::inspect::{field_rows, row_at};
use crate::present::link::Page;
use crate::present::provenance::{FieldRef, Lineage, Sources, ValueSource};
use crate::wire::{Layer, layers};
use std::ops::Range;
use std::rc::Rc;

/// A way to where a value came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProvenanceJump {
    /// How often somebody went such a way; another number is another way.
    pub count: u32,
    /// The computation that it led to; none where it led to bytes.
    pub step: Option<usize>,
}

/// What is pointed at, and all that it goes back to.
#[derive(Clone, Debug, PartialEq)]
pub struct PointedAt {
    /// What somebody points at.
    pub at: ValueSource,
    /// What it goes back to.
    pub lineage: Lineage,
    /// The messages and computations of the lineage, by the ids of their sources.
    ids: Vec<u32>,
}

impl PointedAt {
    /// Whether a step of the lab is among the sources.
    pub fn meets(&self, step: &Step) -> bool {
        step.events.iter().any(|id| self.ids.contains(&id.0))
    }

    /// The bytes of a message's layer that are among the sources.
    pub fn ranges(&self, message: usize, layer: usize) -> Vec<Range<usize>> {
        let places = self.lineage.places.iter();
        let own = places.filter(|place| (place.message, place.layer) == (message, layer));
        own.map(|place| place.range.clone()).collect()
    }
}

impl State {
    /// Where the values of the page shown come from.
    pub fn sources(&self) -> &Sources {
        match self.page {
            Page::Lab | Page::Outcomes | Page::Diagnose => self.rendered.sources(),
            Page::Decode => &self.decode.sources,
        }
    }

    pub(super) fn point(&mut self, at: ValueSource) {
        let sources = self.sources();
        let lineage = sources.back(&at);
        let places = lineage.places.iter();
        let messages = places.filter_map(|place| sources.message_id(place.message));
        let steps = lineage.steps.iter();
        let steps = steps.filter_map(|step| Some(sources.step_id(*step)?.0));
        let ids = messages.chain(steps).collect();
        self.trace = Some(Rc::new(PointedAt { at, lineage, ids }));
    }

    /// To the bytes, or to the computation.
    pub(super) fn go(&self, to: &ValueSource) -> Self {
        let (mut next, step) = match to {
            ValueSource::Bytes(place) => (self.go_to_bytes(place), None),
            ValueSource::Step(step) => (self.go_to_step(*step), Some(*step)),
            ValueSource::Held(_) => return self.clone(),
        };
        if next.page == Page::Lab && (next.step, next.tab) != (self.step, self.tab) {
            // Where one came from is a place to come back to.
            next.revision += 1;
        }
        next.provenance_jump = ProvenanceJump {
            count: self.provenance_jump.count.wrapping_add(1),
            step,
        };
        next
    }

    fn go_to_step(&self, step: usize) -> Self {
        let event = self.sources().step_id(step).map(|(id, _)| EventId(id));
        match (self.page, event) {
            (Page::Lab, Some(event)) => self.shown(event, Tab::Proof),
            _ => self.clone(),
        }
    }

    fn go_to_bytes(&self, place: &FieldRef) -> Self {
        let Some(id) = self.sources().message_id(place.message) else {
            return self.clone();
        };
        let (mut next, layer) = match self.page {
            Page::Decode => {
                let token = usize::try_from(id).unwrap_or_default();
                let next = self.reduce(Action::Decode(DecodeAction::Token(token)));
                let next = next.reduce(Action::Decode(DecodeAction::Compare(None)));
                let layer = next.decode.layer();
                (next, layer)
            }
            Page::Lab | Page::Outcomes | Page::Diagnose => {
                let event = EventId(id);
                let mut next = self.shown(event, Tab::Bytes);
                // What is folded away has no bytes to show.
                if next.current().map(|step| step.id) != Some(event) && !next.controller {
                    next = next
                        .reduce(Action::Controller(true))
                        .reduce(Action::Transport(TransportAction::SeekEvent(event)));
                }
                let sides = self
                    .rendered
                    .log
                    .event(event)
                    .and_then(|event| event.sides());
                let layer = sides.and_then(|[_, it]| layers(it).into_iter().nth(place.layer));
                (next, layer)
            }
        };
        let row = |layer: &Layer| {
            let rows = field_rows(&layer.layout, &layer.bytes);
            row_at(&rows, &place.range, &place.name)
        };
        next.lit = ByteSelection {
            layer: Some(place.layer),
            focused: layer.as_ref().and_then(row).unwrap_or_default(),
            byte: place.range.start,
            brought: true,
            ..ByteSelection::default()
        };
        next
    }

    fn shown(&self, event: EventId, tab: Tab) -> Self {
        self.reduce(Action::Transport(TransportAction::SeekEvent(event)))
            .reduce(Action::Tab(tab))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Paste;
    use crate::app::{CredentialField, State};
    use crate::hosts::Role;
    use crate::present::inspect::layer_name;

    fn jump(count: u32, step: Option<usize>) -> ProvenanceJump {
        ProvenanceJump { count, step }
    }

    fn today() -> State {
        State::from_fragment("#v=1&page=lab&era=today")
    }

    /// The first step of that name that a host of that role computed.
    fn computed(state: &State, role: Role, name: &str) -> usize {
        let sources = state.sources();
        let log = &state.rendered.log;
        let own = |step: &usize| {
            let event = sources
                .step_id(*step)
                .and_then(|(id, _)| log.event(EventId(id)));
            event.and_then(|event| log.role(event)) == Some(role)
        };
        let mut steps = (0..).take_while(|step| sources.step(*step).is_some());
        steps
            .find(|step| sources.step(*step).unwrap().name == name && own(step))
            .unwrap()
    }

    fn origin(state: &State, step: usize, input: usize) -> ValueSource {
        let mut origins = state.sources().made_of(step).iter();
        origins.find(|it| it.input == input).unwrap().from.clone()
    }

    /// The name of the layer and of the field that are shown.
    fn field(state: &State) -> (&'static str, String) {
        let event = state.rendered.log.event(state.current().unwrap().id);
        let [_, received] = event.unwrap().sides().unwrap();
        let layer = layers(received).remove(state.lit.layer.unwrap());
        let rows = field_rows(&layer.layout, &layer.bytes);
        (layer_name(&layer), rows[state.lit.focused].name.clone())
    }

    #[test]
    fn an_origin_leads_to_its_bytes_and_a_byte_to_what_was_made_of_it() {
        let state = today();
        let proof = computed(&state, Role::Browser, "NTProofStr");
        let there = state.reduce(Action::Go(origin(&state, proof, 1)));
        assert_eq!(there.tab, Tab::Bytes);
        // Back leads to where one came from, and to what was open there.
        assert_eq!(there.revision, state.revision + 1);
        let left = there.reduce(Action::Return(state.fragment()));
        assert_eq!((left.step, left.tab), (state.step, Tab::Explain));
        let again = left.reduce(Action::Return(there.fragment()));
        assert_eq!((again.step, again.tab), (there.step, Tab::Bytes));
        assert!(again.inspector, "on a phone too");
        assert_eq!(field(&there), ("CHALLENGE", "ServerChallenge".to_owned()));
        assert_eq!((there.lit.byte, there.provenance_jump), (24, jump(1, None)));
        // Whatever comes to lie under the pointer.
        let still = there.reduce(Action::Hover(Some(1)));
        assert_eq!(field(&still).1, "ServerChallenge");
        assert_eq!(still.lit.hovered, None);
        assert_eq!(still.reduce(Action::Hover(Some(1))).lit.field(), 1);
        let back = there.reduce(Action::Go(ValueSource::Step(proof)));
        assert_eq!(
            (back.tab, back.provenance_jump),
            (Tab::Proof, jump(2, Some(proof)))
        );
        let shown = back.current().map(|step| step.events.clone()).unwrap();
        let (event, _) = state.sources().step_id(proof).unwrap();
        assert!(shown.contains(&EventId(event)));
        assert_eq!(back.reduce(Action::Go(ValueSource::Held(None))), back);
    }

    #[test]
    fn what_is_folded_away_is_unfolded() {
        let state = today();
        let proof = computed(&state, Role::DomainController, "NTProofStr");
        let there = state.reduce(Action::Go(origin(&state, proof, 1)));
        assert!(there.controller && !state.controller);
        let (layer, name) = field(&there);
        assert_eq!(
            (layer, name.as_str()),
            ("logon request (simplified)", "LmChallenge")
        );
        assert!(State::from_fragment(&there.fragment()).controller);
    }

    #[test]
    fn what_is_pointed_at_lights_its_sources_until_something_is_done() {
        let state = today();
        let proof = computed(&state, Role::Browser, "NTProofStr");
        let lit = state.reduce(Action::Point(Some(ValueSource::Step(proof))));
        let trace = lit.trace.clone().unwrap();
        let labels: Vec<String> = lit
            .rendered
            .steps
            .iter()
            .filter(|step| trace.meets(step))
            .map(|step| crate::present::narration::list_item(&lit.rendered.log, step))
            .collect();
        assert!(
            labels.iter().any(|label| label.contains("CHALLENGE")),
            "{labels:?}"
        );
        assert!(
            !labels.iter().any(|label| label.contains("mailbox host")),
            "{labels:?}"
        );
        let ValueSource::Bytes(place) = origin(&state, proof, 1) else {
            panic!("the challenge was received");
        };
        assert_eq!(trace.ranges(place.message, place.layer)[0], 24..32);
        let others = trace.ranges(place.message, place.layer + 1);
        assert!(others.is_empty());
        assert!(lit.reduce(Action::Hover(Some(1))).trace.is_some());
        for done in [
            Action::Point(None),
            Action::Transport(TransportAction::Next),
            Action::Tab(Tab::Bytes),
        ] {
            assert_eq!(lit.reduce(done).trace, None);
        }
    }

    #[test]
    fn a_pasted_sign_in_leads_to_its_tokens() {
        let log = today().rendered.log.clone();
        let text = crate::present::decode::traffic(&log);
        let state = State::from_fragment("#decode")
            .reduce(Action::Decode(DecodeAction::Paste(Paste::Text(
                text.into(),
            ))))
            .reduce(Action::Decode(DecodeAction::Type(
                CredentialField::Password,
                "Spring-98".to_owned(),
            )));
        let names = |step: &usize| state.sources().step(*step).map(|step| step.name);
        let proof = (0..20)
            .find(|step| names(step) == Some("NTProofStr"))
            .unwrap();
        let there = state.reduce(Action::Go(origin(&state, proof, 1)));
        let kind = there.decode.report.token(there.decode.token).unwrap().kind;
        assert_eq!((kind.name(), there.lit.byte), ("NTLM CHALLENGE", 24));
        assert_eq!(there.page, Page::Decode);
        let back = there.reduce(Action::Go(ValueSource::Step(proof)));
        assert_eq!(
            (back.provenance_jump, back.lit),
            (jump(2, Some(proof)), there.lit)
        );
    }
}
