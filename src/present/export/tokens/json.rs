//! Decoded tokens as JSON: the shape is documented in examples/README.md and does not change under the same names.

use crate::present::Passwords;
use crate::present::decode::{OpenedTokens, Report, Summary, held, hidden, masked};
use crate::present::inspect::moment;
use crate::present::json::JsonWriter;
use crate::present::narration::verify::because;
use crate::present::narration::{
    form_name, line, note, opened as words, parts, token_place as place, unused, warning,
};
use crate::traffic::FoundToken;
use crate::traffic::verify::SignInVerification;
use crate::wire::{Field, Layer, Value, field_name};
use std::ops::Range;

/// A sign-in that was verified: the number of its AUTHENTICATE, and what was found.
pub type VerifiedSignIn = (usize, SignInVerification);

/// Everything found, as one object, with what keys open in it. Passwords, keys in clear and what they are made of are stars
/// unless passwords are shown.
pub fn json(
    report: &Report,
    verdicts: &[VerifiedSignIn],
    unlocked: &OpenedTokens,
    passwords: Passwords,
) -> String {
    let mut json = JsonWriter::default();
    json.object(|json| {
        let tokens = report.found.tokens.iter().enumerate();
        json.list("tokens", tokens, |json, (number, found)| {
            json.object(|json| token(json, report, (number, found), unlocked, passwords));
        });
        json.list("sets", &report.sets, |json, set| {
            let members = [set.negotiate, set.challenge, set.authenticate];
            json.array(members, |json, member| match member {
                Some(member) => json.plain(member),
                None => json.plain("null"),
            });
        });
        let sets = report.sets.iter().enumerate();
        json.list("signIns", sets, |json, (number, set)| {
            json.object(|json| {
                json.number("set", number as u64);
                let told = set.numbers().last();
                if let Some((told, it)) = told.and_then(|it| Some((it, report.summary(it)?))) {
                    summary(json, report, told, &it.opened(unlocked, told));
                }
            });
        });
        let proofs = verdicts.iter().flat_map(|(subject, found)| {
            let verdicts = found.verdicts.iter();
            verdicts.map(|it| (it.about.name(), *subject, it.result, because(it)))
        });
        let keyed = (0..report.found.tokens.len()).flat_map(|subject| {
            let found = unlocked.findings(subject).into_iter();
            found.map(move |it| {
                let because = words::because(&it).to_string();
                (words::about(&it), subject, it.result, because)
            })
        });
        json.list("verdicts", proofs.chain(keyed), |json, verdict| {
            let (about, subject, result, because) = verdict;
            json.object(|json| {
                json.text("about", about);
                json.number("subject", subject as u64);
                json.text("result", result.name());
                json.text("because", &because);
            });
        });
        json.list("unused", &report.found.unused, |json, it| {
            json.string(&unused(it))
        });
    });
    json.into_text()
}

/// A token by its number, with what was opened in it.
fn token(
    json: &mut JsonWriter,
    report: &Report,
    (number, token): (usize, &FoundToken),
    unlocked: &OpenedTokens,
    passwords: Passwords,
) {
    json.text("kind", token.kind.name());
    json.text("form", form_name(token.encoding));
    json.text("where", &place(&token.place));
    if !token.again.is_empty() {
        json.list("again", &token.again, |json, it| json.string(&place(it)));
    }
    if let Some(outer) = token.outer {
        json.number("inside", outer as u64);
    }
    let Some(layer) = &token.layer() else { return };
    let told = Summary::of(token, layer).opened(unlocked, number);
    summary(json, report, number, &told);
    let shown = |hidden| match passwords {
        Passwords::Hidden => hidden,
        Passwords::Shown => Vec::new(),
    };
    self::layer(json, layer, &shown(hidden(layer)));
    json.list("warnings", report.warnings(number, layer), |json, it| {
        json.string(&warning(&it))
    });
    let opened = unlocked.parts(number);
    if !opened.is_empty() {
        json.list("opened", opened, |json, part| {
            json.object(|json| {
                json.text("part", part.kind.name());
                self::layer(json, &part.layer, &shown(held(&part.layer, true)));
            });
        });
    }
}

/// The bytes and the fields of a layer, with stars in the hidden stretches, and where it breaks.
fn layer(json: &mut JsonWriter, layer: &Layer, hidden: &[Range<usize>]) {
    let bytes = masked(&layer.bytes, hidden);
    if !hidden.is_empty() {
        json.name("masked");
        json.plain(true);
    }
    json.name("hex");
    json.hex(&bytes);
    json.list("fields", &layer.layout.fields, |json, it| {
        field(json, it, &bytes, hidden)
    });
    if let Some(error) = &layer.error {
        json.name("error");
        json.object(|json| {
            json.text("field", &error.field);
            json.number("offset", error.offset as u64);
            json.text("because", &error.kind.to_string());
        });
    }
}

/// What the token of that number comes to.
fn summary(json: &mut JsonWriter, report: &Report, number: usize, summary: &Summary) {
    json.name("summary");
    json.object(|json| {
        json.text("line", &line(summary).to_string());
        for part in parts(summary) {
            json.text(part.key, &part.said);
        }
        if let Some(missing) = summary.missing {
            json.number("missing", missing.bytes as u64);
        }
        json.list("notes", report.notes(number), |json, it| {
            json.string(&note(&it).to_string())
        });
    });
}

fn field(json: &mut JsonWriter, field: &Field, bytes: &[u8], hidden: &[Range<usize>]) {
    json.object(|json| {
        json.text("name", &field.name);
        let whole = bytes.get(field.range.clone()).unwrap_or_default();
        json.name("value");
        let told = told(field);
        match (&told.value, hidden.contains(&field.range)) {
            (_, true) => json.string("*"),
            (Value::Text(text), _) => json.string(text),
            (Value::Number(number) | Value::Named(number, _) | Value::Flags(number, _), _) => {
                json.plain(*number)
            }
            (Value::Bytes | Value::Kind(_) | Value::Group, _) => json.hex(whole),
        }
        match &told.value {
            Value::Named(_, name) | Value::Flags(_, name) if !name.is_empty() => {
                json.text("meaning", name)
            }
            Value::Kind(kind) => json.text("meaning", kind),
            Value::Number(number) if told.range.len() == 8 => {
                if let Some(moment) = moment(*number) {
                    json.text("meaning", &moment);
                }
            }
            _ => {}
        }
        json.number("offset", field.range.start as u64);
        json.number("length", field.range.len() as u64);
        json.text("spec", field.spec);
        if !field.children.is_empty() {
            json.list("children", &field.children, |json, child| {
                self::field(json, child, bytes, hidden)
            });
        }
    });
}

/// The field that says what one says: of a group with a member called Value, as an AV_PAIR is, that member.
fn told(field: &Field) -> &Field {
    let value = field
        .children
        .iter()
        .find(|child| child.name == field_name::VALUE);
    match (&field.value, value) {
        (Value::Group, Some(child)) if child.value != Value::Bytes => child,
        _ => field,
    }
}
