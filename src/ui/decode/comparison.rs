//! Two tokens of one kind beside each other.

use crate::app::Desk;
use crate::present::decode::{Compared, Pair, compare};
use crate::present::inspect::FieldRow;
use crate::present::narration::interface;
use yew::prelude::*;

/// More lines than this are not drawn.
const MOST: usize = 1000;

/// The fields of both; those that differ are marked.
pub fn comparison(desk: &Desk) -> Html {
    let other = desk.other.and_then(|other| desk.report.token(other));
    let both = desk.layer().zip(other.and_then(|other| other.layer()));
    let Some((ours, theirs)) = both else {
        return html! { <div class="parts" /> };
    };
    let found = compare(ours, theirs, desk.secrets);
    let lines = found.pairs.iter().take(MOST).enumerate();
    let lines = lines.map(|(number, pair)| line(number, pair, &found));
    html! {
        <div class="parts">
            <div class="compared">
                <p class="quiet">{interface::differing(differing(&found), found.same)}</p>
                <table aria-label="Comparison">
                    <thead>
                        <tr>
                            <th scope="col">{"Field"}</th>
                            <th scope="col">{"This one"}</th>
                            <th scope="col">{"The other"}</th>
                        </tr>
                    </thead>
                    <tbody>{for lines}</tbody>
                </table>
            </div>
        </div>
    }
}

/// How many fields differ; what a field is a group of counts, and not the group.
fn differing(found: &Compared) -> usize {
    let group = |pair: &Pair| rows(pair, found)[0].is_some_and(|row| row.group);
    let pairs = found.pairs.iter();
    pairs.filter(|pair| pair.differs && !group(pair)).count()
}

/// The rows of a pair in both tokens.
fn rows<'a>(pair: &Pair, found: &'a Compared) -> [Option<&'a FieldRow>; 2] {
    let [ours, theirs] = &found.rows;
    [
        pair.first.and_then(|at| ours.get(at)),
        pair.second.and_then(|at| theirs.get(at)),
    ]
}

fn line(number: usize, pair: &Pair, found: &Compared) -> Html {
    let [one, two] = rows(pair, found);
    let either = one.or(two);
    let indent = "\u{2003}".repeat(either.map_or(0, |row| row.depth));
    let name = either.map_or("", |row| &row.name);
    let value = |row: Option<&FieldRow>| row.map_or("–".to_owned(), |row| row.value.clone());
    let mark = if pair.differs { "≠ " } else { "" };
    html! {
        <tr key={number} class={classes!(pair.differs.then_some("unlike"))}>
            <th scope="row">{[&indent, mark, name].concat()}</th>
            <td>{value(one)}</td>
            <td>{value(two)}</td>
        </tr>
    }
}
