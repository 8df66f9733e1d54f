//! Which fields of two messages differ, and by which bytes.

use crate::present::decode::{Compared, Pair, compare};
use crate::present::inspect::{hex, layer_name};
use crate::wire::Layer;
use std::rc::Rc;

/// A field, or a whole layer, that two messages do not have alike. What is new in every message anyway is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldApart {
    /// The layer, by its name.
    pub layer: &'static str,
    /// The field; empty where only one message has the layer.
    pub name: String,
    /// What the field says in the first message and in the second; none where it is missing. Passwords are stars, and a
    /// layer says nothing by itself.
    pub values: [Option<String>; 2],
    /// The bytes that say it, in hex; none where they are missing or a password.
    pub bytes: [Option<String>; 2],
}

/// So many bytes of a field are shown.
const SHOWN: usize = 8;

/// What differs, layer by layer, the outermost first.
pub fn fields_apart(left: &[Rc<Layer>], right: &[Rc<Layer>]) -> Vec<FieldApart> {
    let mut all = Vec::new();
    let mut rest: Vec<&Rc<Layer>> = right.iter().collect();
    for layer in left {
        let kind = layer_name(layer);
        match rest.iter().position(|other| layer_name(other) == kind) {
            Some(place) => all.extend(in_layer(layer, rest.remove(place))),
            None => all.push(whole(layer, 0)),
        }
    }
    all.extend(rest.into_iter().map(|layer| whole(layer, 1)));
    all
}

fn in_layer(left: &Layer, right: &Layer) -> Vec<FieldApart> {
    let compared = compare(left.clone(), right.clone(), false);
    let matter = compared.leaves().filter(|pair| compared.matters(pair));
    let apart = matter.map(|pair| FieldApart {
        layer: layer_name(left),
        name: name(&compared, pair),
        values: compared.values(pair).map(|value| value.map(str::to_owned)),
        bytes: [
            shown(&compared, pair, 0, left),
            shown(&compared, pair, 1, right),
        ],
    });
    apart.collect()
}

/// The field's name; that of a header instead of `field-value`.
fn name(compared: &Compared, pair: &Pair) -> String {
    let own = compared.name(pair);
    let (side, at) = match (pair.first, pair.second) {
        (Some(at), _) => (0, at),
        (None, at) => (1, at.unwrap_or_default()),
    };
    let rows = compared.rows.get(side).and_then(|rows| rows.get(..at));
    let mut before = rows.unwrap_or_default().iter().rev();
    let header = before.find(|row| row.name == "field-name");
    match header.filter(|_| own == "field-value") {
        Some(header) => header.value.trim_matches(['“', '”']).to_owned(),
        None => own.to_owned(),
    }
}

fn shown(compared: &Compared, pair: &Pair, side: usize, layer: &Layer) -> Option<String> {
    let row = [pair.first, pair.second].get(side).copied().flatten()?;
    let row = compared.rows.get(side)?.get(row)?;
    let bytes = layer.bytes.get(row.range.clone())?;
    row.secret.is_none().then(|| hex(bytes, SHOWN))
}

/// A layer that one message has alone.
fn whole(layer: &Layer, side: usize) -> FieldApart {
    let mut apart = FieldApart {
        layer: layer_name(layer),
        name: String::new(),
        values: [None, None],
        bytes: [None, None],
    };
    if let Some(value) = apart.values.get_mut(side) {
        *value = Some(String::new());
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::presets::Preset;
    use crate::lab::{Log, run};
    use crate::present::{Step, inspect, steps};

    fn messages(id: &str) -> Vec<Vec<Rc<Layer>>> {
        let log = run(&Preset::named(id).unwrap().scenario());
        let of = |log: &Log, step: &Step| inspect::message(log, step).map(|[sent, _]| sent);
        let sent = steps(&log, false)
            .into_iter()
            .filter_map(|step| of(&log, &step));
        sent.map(|layers| layers.into_iter().map(Rc::new).collect())
            .collect()
    }

    #[test]
    fn a_message_differs_from_itself_nowhere_and_from_another_in_what_it_says() {
        let (basic, ntlm) = (messages("basic"), messages("kb183545"));
        for message in basic.iter().chain(&ntlm) {
            assert_eq!(fields_apart(message, message), []);
        }
        // The 401: what is offered differs, and the status does not.
        let refusal = |messages: &[Vec<Rc<Layer>>]| {
            let refusal = messages
                .iter()
                .find(|layers| layers[0].bytes.starts_with(b"HTTP/1.1 401"));
            refusal.unwrap().clone()
        };
        let apart = fields_apart(&refusal(&ntlm), &refusal(&basic));
        assert!(apart.iter().any(|it| it.name == "WWW-Authenticate"));
        for it in &apart {
            assert!(
                it.values[0] != it.values[1] || it.bytes[0] != it.bytes[1],
                "{it:?}"
            );
        }
    }
}
