//! Words about changes on the way.

use super::read;
use crate::lab::{How, Log, Missed, Noticed, Splice};
use crate::present::inspect::{hex, layer_name};
use crate::present::told::fill;
use crate::wire::layers;

/// Who noticed first, and by what.
pub fn noticed(log: &Log, noticed: Noticed) -> String {
    let who = |role| {
        let host = log.host_of(role);
        host.map_or_else(String::new, |host| read::subject(log, host.id))
    };
    let (text, who) = match noticed {
        Noticed::Untouched => (
            "No change fits a message of this run: nothing is changed.",
            String::new(),
        ),
        Noticed::By { role, how, .. } => (
            match how {
                How::Mic => {
                    "{0} noticed first, by the MIC: it covers all three messages, and one of them is not what it was."
                }
                How::Proof => {
                    "{0} noticed first, by the proof: the response is not what the account’s password gives."
                }
                How::Password => "{0} noticed first, by the password: it is not the account’s.",
                How::Parser => "{0} noticed first, by its parser: the bytes do not decode.",
                How::Refusal => "{0} noticed first: it refuses what it takes in the original run.",
            },
            who(role),
        ),
        Noticed::Silence(_) => (
            "Nobody objects, and nobody goes on: the receiver of the last message waits for more, or has nothing to do.",
            String::new(),
        ),
        Noticed::Nobody { same: true } => (
            "Nobody noticed: each sign-in came out as in the original run.",
            String::new(),
        ),
        Noticed::Nobody { same: false } => (
            "Nobody noticed, and something else came of it than in the original run.",
            String::new(),
        ),
    };
    fill(text, &[who.into()])
}

/// Why a change is not made, and what to do.
pub fn missed(missed: Missed) -> &'static str {
    match missed {
        Missed::NoMessage => {
            "This run has no such message any more. Nothing is changed; remove this, or go back to the settings it was made for."
        }
        Missed::NoLayer => {
            "This message carries nothing of the kind any more, so nothing is changed."
        }
        Missed::NoPlace => "This message is shorter than that, so nothing is changed.",
        Missed::TooLong => {
            "What comes of it does not fit its carrier, so nothing is changed. Put in less."
        }
        Missed::TooMany => "There are too many changes; this one is left out. Remove others first.",
    }
}

/// A change in a line.
pub fn edit(log: &Log, edit: &Splice) -> String {
    let number = (u64::from(edit.message) + 1).to_string();
    let mut layer = "";
    let mut field = String::new();
    let mut route = String::new();
    if let Some(event) = log.message(edit.message) {
        route = read::host(log, event.host);
        route.push_str(" → ");
        route.push_str(&read::receiver(event).map_or_else(String::new, |to| read::host(log, to)));
        let found = event.sides().map(|[sent, _]| layers(sent));
        let found = found.and_then(|layers| layers.into_iter().nth(edit.layer.into()));
        if let Some(found) = &found {
            layer = layer_name(found);
            let leaves = found.layout.leaves().into_iter();
            let at = edit.range().start;
            let mut around = leaves.filter(|leaf| leaf.range.contains(&at));
            field = around
                .next()
                .map_or_else(String::new, |leaf| leaf.name.to_string());
        }
    }
    let mut text = "Message {0}".to_owned();
    if !layer.is_empty() {
        text.push_str(" ({1}), {2} {3}");
    }
    text.push_str(match (edit.remove, edit.insert.len()) {
        (_, 0) => ": taken out from byte {5} on, {4}.",
        (0, _) => ": put in at byte {5}: {6}.",
        _ => ": from byte {5} on, {4} become {6}.",
    });
    let count = match edit.remove {
        1 => "1 byte".to_owned(),
        count => [&count.to_string(), " bytes"].concat(),
    };
    let values = [
        number.into(),
        route.into(),
        layer.into(),
        field.into(),
        count.into(),
        edit.at.to_string().into(),
        hex(&edit.insert, 8).into(),
    ];
    fill(&text, &values)
}
