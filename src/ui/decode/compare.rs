//! Two tokens of one kind beside each other.

use crate::app::{Action, At};
use crate::present::decode::{Compared, Pair, place};
use crate::present::inspect::FieldRow;
use crate::ui::el::{Does, El, On, el};
use crate::ui::fields::option;
use crate::ui::store::Store;

/// What the token shown can be held against, if there is anything.
pub fn choice(store: &Store) -> Option<El> {
    let desk = &store.state.desk;
    let alike = desk.alike();
    if alike.is_empty() {
        return None;
    }
    let mut options = vec![option("", "nothing", desk.other.is_none())];
    for number in alike.into_iter().take(200) {
        let Some(token) = desk.report.token(number) else {
            continue;
        };
        let name = format!("{} · {}", number + 1, place(&token.place));
        options.push(option(&number.to_string(), &name, desk.other == Some(number)).key(number));
    }
    let pick = |key: &str| Some(Action::Desk(At::Compare(key.parse().ok())));
    let select = el("select|id=other")
        .on(On::Change, store, Does::Choose(pick))
        .children(options);
    Some(
        el("div.field-inline")
            .child(el("label|for=other>Compare with"))
            .child(select),
    )
}

/// The fields of both; those that differ are marked.
pub fn compare(found: &Compared) -> El {
    let Compared { rows, pairs, same } = found;
    let [ours, theirs] = rows;
    let count = pairs
        .iter()
        .filter(|pair| pair.differs && !group(ours, pair))
        .count();
    let lines = pairs
        .iter()
        .enumerate()
        .take(1000)
        .map(|(key, pair)| line(key, pair, ours, theirs));
    let head = el("tr")
        .child(el("th|scope=col>Field"))
        .child(el("th|scope=col>This one"))
        .child(el("th|scope=col>The other"));
    el("div.compared")
        .child(el("p.quiet").text(&match count {
            0 if *same => "They are the same, byte for byte.".to_owned(),
            0 => "No field differs.".to_owned(),
            1 => "1 field differs.".to_owned(),
            count => format!("{count} fields differ."),
        }))
        .child(
            el("table|aria-label=Comparison")
                .child(el("thead").child(head))
                .child(el("tbody").children(lines.collect())),
        )
}

fn group(rows: &[FieldRow], pair: &Pair) -> bool {
    pair.first
        .and_then(|at| rows.get(at))
        .is_some_and(|row| row.group)
}

fn line(key: usize, pair: &Pair, ours: &[FieldRow], theirs: &[FieldRow]) -> El {
    let one = pair.first.and_then(|at| ours.get(at));
    let two = pair.second.and_then(|at| theirs.get(at));
    let name = one.or(two);
    let indent = "\u{2003}".repeat(name.map_or(0, |row| row.depth));
    let name = name.map_or("", |row| row.name.as_str());
    let said = |row: Option<&FieldRow>| row.map_or("–".to_owned(), |row| row.value.clone());
    let mark = if pair.differs { "≠ " } else { "" };
    el("tr")
        .key(key)
        .and(if pair.differs { "unlike" } else { "" })
        .child(el("th|scope=row").text(&[&indent, mark, name].concat()))
        .child(el("td").text(&said(one)))
        .child(el("td").text(&said(two)))
}
