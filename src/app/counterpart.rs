//! The step of one run that stands for a step of another.

use super::Film;
use crate::hosts::{Computation, Decision, Role};
use crate::lab::{Hop, Kind};
use crate::wire::{Layer, LayerValue, ntlm, rpc};
use std::mem::{Discriminant, discriminant};

/// What a step is, whatever values it has: who does what to whom.
#[derive(PartialEq)]
struct Deed {
    by: Option<Role>,
    to: Option<Role>,
    hop: Option<Hop>,
    what: What,
}

#[derive(PartialEq)]
enum What {
    Sends(Vec<Content>),
    Decides(Discriminant<Decision>),
    Computes(Discriminant<Computation>),
    Opens,
    Closes,
}

/// What a layer of a message is.
#[derive(PartialEq)]
enum Content {
    Request(String),
    Response(u16),
    Ntlm(Discriminant<ntlm::Message>),
    Rpc(Discriminant<rpc::Body>),
    Other(Discriminant<LayerValue>),
}

impl Film {
    /// The step of this film that stands for step `step` of another: the same host doing the same, as far as both
    /// stories agree; the end stays the end.
    pub fn counterpart(&self, other: &Self, step: usize) -> usize {
        if step == 0 || step >= other.last() {
            return if step == 0 { 0 } else { self.last() };
        }
        let wanted = deed(other, step);
        (0..self.steps.len())
            .filter(|number| deed(self, *number) == wanted)
            .min_by_key(|number| number.abs_diff(step))
            .unwrap_or_else(|| step.min(self.last()))
    }
}

fn deed(film: &Film, step: usize) -> Option<Deed> {
    let log = &film.log;
    let event = log.event(film.steps.get(step)?.id)?;
    let to = match event.kind {
        Kind::Message { to, .. } => log.host(to).and_then(|host| host.role),
        _ => None,
    };
    let what = match &event.kind {
        Kind::Message { .. } => {
            let layers = &film.message(step)?.received;
            What::Sends(layers.iter().map(|layer| content(layer)).collect())
        }
        Kind::Decision { decision, .. } => What::Decides(discriminant(decision)),
        Kind::Computation { computation, .. } => What::Computes(discriminant(computation)),
        Kind::Opened(_) => What::Opens,
        Kind::Closed(_) => What::Closes,
    };
    Some(Deed {
        by: log.role(event),
        to,
        hop: log.hop(event),
        what,
    })
}

fn content(layer: &Layer) -> Content {
    match &layer.value {
        LayerValue::Request(Some(request)) => Content::Request(request.target.clone()),
        LayerValue::Response(Some(response)) => Content::Response(response.status),
        LayerValue::Ntlm(Some(message)) => Content::Ntlm(discriminant(message)),
        LayerValue::Rpc(Some(pdu)) => Content::Rpc(discriminant(&pdu.body)),
        other => Content::Other(discriminant(other)),
    }
}

#[cfg(test)]
mod tests {
    use crate::app::{Action, Edit, State};
    use crate::hosts::Scheme;

    fn sentence(state: &State) -> String {
        state.film.texts(state.step).unwrap().sentence.to_string()
    }

    #[test]
    fn other_values_leave_every_step_where_it_is() {
        let mut state = State::from_fragment("v=1&page=lab&era=today&controller=1");
        for step in 0..state.film.steps.len() {
            state = state.reduce(Action::Seek(step));
            let shape = state.current().unwrap().shape;
            state = state.reduce(Action::Seed(u64::try_from(step).unwrap() + 7));
            assert_eq!((state.step, state.current().unwrap().shape), (step, shape));
        }
    }

    #[test]
    fn what_both_schemes_do_is_found_in_the_other() {
        let state = State::from_fragment("v=1&page=lab");
        let asks = state.reduce(Action::Last).reduce(Action::Previous);
        let found = sentence(&asks);
        let basic = asks.reduce(Action::Edit(Edit::Schemes(vec![Scheme::Basic])));
        assert!(basic.step < basic.film.last());
        let back = basic.reduce(Action::Edit(Edit::Schemes(vec![Scheme::Ntlm])));
        assert_eq!(sentence(&back), found);
    }
}
