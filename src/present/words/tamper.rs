//! Words about changes on the way.

use super::read;
use crate::lab::{How, Log, Missed, Noticed, Splice, arrives, replace};
use crate::present::decode::{Compared, compare};
use crate::present::inspect::{cut, hex, layer_name};
use crate::present::told::fill;
use crate::wire::ntlm::NegotiateFlags;
use crate::wire::{Layer, LayerValue, layers, token};

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

/// One of the changes in a line: the fields that it changes, or the bytes.
pub fn edit(log: &Log, edits: &[Splice], number: usize) -> String {
    let Some(edit) = edits.get(number) else {
        return String::new();
    };
    // What earlier changes made of the message is what this one is made to.
    let earlier = edits.iter().take(number);
    let earlier: Vec<&Splice> = earlier.filter(|it| it.message == edit.message).collect();
    let number = (u64::from(edit.message) + 1).to_string();
    let mut layer = "";
    let mut field = String::new();
    let mut route = String::new();
    if let Some(event) = log.message(edit.message) {
        route = read::host(log, event.host);
        route.push_str(" → ");
        route.push_str(&read::receiver(event).map_or_else(String::new, |to| read::host(log, to)));
        let found = event
            .sides()
            .map(|[sent, _]| layers(&arrives(sent, &earlier).0));
        let found = found.and_then(|layers| layers.into_iter().nth(edit.layer.into()));
        if let Some(found) = &found {
            layer = layer_name(found);
            if let Some(said) = fields(found, edit) {
                let values = [number.into(), route.into(), layer.into(), said.into()];
                return fill("Message {0} ({1}), {2}: {3}.", &values);
            }
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

/// More fields than this are counted, not named.
const MOST: usize = 3;

/// Which fields of an NTLM message a change changes, and to what. Nothing where the bytes say it better.
fn fields(before: &Layer, edit: &Splice) -> Option<String> {
    let mut bytes = before.bytes.clone();
    replace(&mut bytes, edit.range(), &edit.insert);
    let after = token(&bytes).into_iter().next()?;
    let (LayerValue::Ntlm(Some(old)), LayerValue::Ntlm(Some(new))) = (&before.value, &after.value)
    else {
        return None;
    };
    let flags = (old.flags(), new.flags());
    let Compared { rows, pairs, .. } = compare(before.clone(), after, false);
    let [ours, theirs] = &rows;
    let (mut said, mut named, mut more, mut follows) = (String::new(), 0, 0, false);
    for pair in pairs.iter().filter(|pair| pair.differs) {
        let one = pair.first.and_then(|row| ours.get(row));
        let two = pair.second.and_then(|row| theirs.get(row));
        let row = one.or(two).filter(|row| !row.group);
        let Some(row) = row else { continue };
        if row.name.ends_with("Len") || row.name.ends_with("Offset") {
            follows = true;
            continue;
        }
        if named == MOST {
            more += 1;
            continue;
        }
        named += 1;
        if !said.is_empty() {
            said.push_str("; ");
        }
        said.push_str(&row.name);
        if row.name == "NegotiateFlags" {
            turned(&mut said, " without", flags.0.difference(flags.1));
            turned(&mut said, " with", flags.1.difference(flags.0));
            continue;
        }
        match (one, two) {
            (Some(_), None) => said.push_str(" taken out"),
            (None, _) => said.push_str(" put in"),
            (Some(one), Some(two)) => {
                for (between, row) in [(" ", one), (" → ", two)] {
                    said.push_str(between);
                    said.push_str(&cut(&row.value, 48));
                }
            }
        }
    }
    if more > 0 {
        said.push_str("; and ");
        said.push_str(&more.to_string());
        said.push_str(" more");
    }
    if follows && !said.is_empty() {
        said.push_str("; lengths and offsets too");
    }
    (!said.is_empty()).then_some(said)
}

/// Appends the names of flags that were turned over, if any were.
fn turned(said: &mut String, how: &str, flags: NegotiateFlags) {
    let mut before = how;
    for name in flags.names() {
        said.push_str(before);
        said.push(' ');
        let name = name.name();
        let name = name.strip_prefix("NTLMSSP_").unwrap_or(name);
        said.push_str(name.strip_prefix("NEGOTIATE_").unwrap_or(name));
        before = ",";
    }
}
