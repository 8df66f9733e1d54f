//! Changes on the way: what each is, why one is not made, and who noticed.

use super::history;
use super::names::{host, subject};
use super::text::{Text, count, join};
use crate::lab::{Detection, DetectionMethod, KnownAttack, Log, Splice, SpliceError, arrives};
use crate::present::Passwords;
use crate::present::decode::{TokenComparison, compare};
use crate::present::foreign::cut;
use crate::present::inspect::{FieldRow, hex, layer_name};
use crate::prose;
use crate::wire::ntlm::NegotiateFlags;
use crate::wire::{Layer, LayerValue, field_name, layers, replace, token};

/// What a known attack is called.
pub fn attack_name(attack: KnownAttack) -> &'static str {
    match attack {
        KnownAttack::StripSigning => "Strip the signing flags",
        KnownAttack::Downgrade => "Downgrade to NTLMv1",
        KnownAttack::TargetName => "Change the target name",
        KnownAttack::DropMic => "Drop the MIC",
    }
}

/// Why a run has nothing for it.
pub fn attack_needs(attack: KnownAttack) -> &'static str {
    match attack {
        KnownAttack::StripSigning => "No NEGOTIATE of this run asks for signing.",
        KnownAttack::Downgrade => "No CHALLENGE of this run grants extended session security.",
        KnownAttack::TargetName => "No CHALLENGE of this run has another name to lose.",
        KnownAttack::DropMic => "No AUTHENTICATE of this run has a MIC.",
    }
}

/// Who noticed first, and by what.
pub fn noticed(log: &Log, noticed: Detection) -> String {
    let text = match noticed {
        Detection::Untouched => {
            prose! { "No change fits a message of this run: nothing is changed." }
        }
        Detection::By { role, how, .. } => {
            let host = log.host_of(role);
            prose! { host.map(|host| subject(log, host.id)), gave_away(how) }
        }
        Detection::Silence(_) => prose! {
            "Nobody objects, and nobody goes on: the receiver of the last message waits for more, or has nothing to \
            do."
        },
        Detection::Nobody { same: true } => {
            prose! { "Nobody noticed: each sign-in came out as in the original run." }
        }
        Detection::Nobody { same: false } => {
            prose! { "Nobody noticed, and something else came of it than in the original run." }
        }
    };
    text.to_string()
}

/// What gave a change away: the end of a sentence.
fn gave_away(how: DetectionMethod) -> &'static str {
    match how {
        DetectionMethod::Mic => {
            " noticed first, by the MIC: it covers all three messages, and one of them is not what it was."
        }
        DetectionMethod::Proof => {
            " noticed first, by the proof: the response is not what the account’s password gives."
        }
        DetectionMethod::Password => " noticed first, by the password: it is not the account’s.",
        DetectionMethod::MutualProof => {
            " noticed first: the server’s proof, the AP-REP, does not hold the time that it sent."
        }
        DetectionMethod::Parser => " noticed first, by its parser: the bytes do not decode.",
        DetectionMethod::Refusal => " noticed first: it refuses what it takes in the original run.",
    }
}

/// Why a change is not made, and what to do.
pub fn missed(missed: SpliceError) -> &'static str {
    match missed {
        SpliceError::NoMessage => {
            "This run has no such message any more. Nothing is changed; remove this, or go back to the settings it was made for."
        }
        SpliceError::NoLayer => {
            "This message carries nothing of the kind any more, so nothing is changed."
        }
        SpliceError::NoPlace => "This message is shorter than that, so nothing is changed.",
        SpliceError::TooLong => {
            "What comes of it does not fit its carrier, so nothing is changed. Put in less."
        }
        SpliceError::TooMany => {
            "There are too many changes; this one is left out. Remove others first."
        }
    }
}

/// Of a change that hits something else since.
pub const STRAYED: &str = "Something else lies there than when this was made: settings have changed since. Remove this, or go back to the settings it was made for.";

/// One of the changes in a line: the fields that it changes, or the bytes. `step` is the number of the message's step, from 0,
/// where it is shown.
pub fn edit(log: &Log, edits: &[Splice], number: usize, step: Option<usize>) -> String {
    let Some(edit) = edits.get(number) else {
        return String::new();
    };
    let message = match step {
        Some(step) => prose! { "Step ", step + 1 },
        None => prose! { "Message ", u64::from(edit.message) + 1 },
    };
    let earlier = edits.get(..number).unwrap_or_default();
    let text = match changed_layer(log, earlier, edit) {
        None => prose! { message, ": ", bytes(edit) },
        Some((route, layer)) => {
            let message = prose! { message, " (", route, "), ", layer_name(&layer) };
            match fields(&layer, edit) {
                Some(fields) => prose! { message, ": ", fields, "." },
                None => prose! { message, " ", field_at(&layer, edit), ": ", bytes(edit) },
            }
        }
    };
    text.to_string()
}

/// From whom to whom the message of a change goes, and its layer as earlier changes left it.
fn changed_layer(log: &Log, earlier: &[Splice], edit: &Splice) -> Option<(Text, Layer)> {
    let event = log.message(edit.message)?;
    let to = history::receiver(event).map(|to| host(log, to));
    let route = prose! { host(log, event.host), " → ", to };
    let earlier = earlier.iter().filter(|it| it.message == edit.message);
    let earlier: Vec<&Splice> = earlier.collect();
    let [sent, _] = event.sides()?;
    let mut layers = layers(&arrives(sent, &earlier).0).into_iter();
    Some((route, layers.nth(edit.layer.into())?))
}

/// The field that a change begins in.
fn field_at(layer: &Layer, edit: &Splice) -> Option<String> {
    let at = edit.range().start;
    let mut leaves = layer.layout.leaves().into_iter();
    let leaf = leaves.find(|leaf| leaf.range.contains(&at))?;
    Some(cut(&leaf.name, 48))
}

/// What is done to which bytes.
fn bytes(edit: &Splice) -> Text {
    let Splice { at, remove, .. } = *edit;
    let removed = count(edit.range().len(), "byte", "bytes");
    let inserted = hex(&edit.insert, 8);
    match (remove, edit.insert.len()) {
        (_, 0) => prose! { "taken out from byte ", at, " on, ", removed, "." },
        (0, _) => prose! { "put in at byte ", at, ": ", inserted, "." },
        (1, _) => prose! { "from byte ", at, " on, ", removed, " becomes ", inserted, "." },
        _ => prose! { "from byte ", at, " on, ", removed, " become ", inserted, "." },
    }
}

/// More fields than this are counted, not named.
const MOST_FIELDS_NAMED: usize = 3;

/// Which fields of an NTLM message a change changes, and to what. Nothing where the bytes say it better.
fn fields(before: &Layer, edit: &Splice) -> Option<Text> {
    let mut bytes = before.bytes.clone();
    replace(&mut bytes, edit.range(), &edit.insert);
    let after = token(&bytes).into_iter().next()?;
    let (LayerValue::Ntlm(Some(old)), LayerValue::Ntlm(Some(new))) = (&before.value, &after.value)
    else {
        return None;
    };
    let flags = [old.flags(), new.flags()];
    let TokenComparison { rows, pairs, .. } = compare(before, &after, Passwords::Hidden);
    let [ours, theirs] = &rows;
    let (mut named, mut more, mut follows) = (Vec::new(), 0_usize, false);
    for pair in pairs.iter().filter(|pair| pair.differs) {
        let sides = [
            pair.first.and_then(|row| ours.get(row)),
            pair.second.and_then(|row| theirs.get(row)),
        ];
        let [one, two] = sides;
        let Some(row) = one.or(two).filter(|row| !row.group) else {
            continue;
        };
        if row.name.ends_with("Len") || row.name.ends_with("Offset") {
            follows = true;
        } else if row.name != field_name::NEGOTIATE_FLAGS && one.map(value) == two.map(value) {
            // What is shown of a long value ends before the change.
            return None;
        } else if named.len() < MOST_FIELDS_NAMED {
            named.push(field(&row.name, sides, flags));
        } else {
            more += 1;
        }
    }
    if named.is_empty() {
        return None;
    }
    let more = (more > 0).then(|| prose! { "; and ", more, " more" });
    let follows = follows.then_some("; lengths and offsets too");
    Some(prose! { join(named, "; ", "; "), more, follows })
}

/// What becomes of a field: as it was, as it is.
fn field(name: &str, sides: [Option<&FieldRow>; 2], flags: [NegotiateFlags; 2]) -> Text {
    let [old, new] = flags;
    let becomes = match sides {
        _ if name == field_name::NEGOTIATE_FLAGS => prose! {
            turned(" without", old.difference(new)), turned(" with", new.difference(old))
        },
        [Some(_), None] => prose! { " taken out" },
        [None, _] => prose! { " put in" },
        [Some(one), Some(two)] => prose! { " ", value(one), " → ", value(two) },
    };
    prose! { cut(name, 48), becomes }
}

/// As much of a value as is shown.
fn value(row: &FieldRow) -> String {
    cut(&row.value, 48)
}

/// The names of flags that were turned over, if any were.
fn turned(how: &'static str, flags: NegotiateFlags) -> Option<Text> {
    let short = |name: &'static str| {
        let name = name.strip_prefix("NTLMSSP_").unwrap_or(name);
        name.strip_prefix("NEGOTIATE_").unwrap_or(name)
    };
    let names = flags.names().map(|flag| short(flag.name()));
    let names = join(names, ", ", ", ");
    (!names.is_empty()).then(|| prose! { how, " ", names })
}
