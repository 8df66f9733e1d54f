//! The token that is shown: what there is to say about it, its fields, its bytes.

use super::{compare, taken};
use crate::app::{Action, At};
use crate::present::decode::{self, mask, place, sentence};
use crate::present::inspect::field_rows;
use crate::secret::Secret;
use crate::ui::bytes::{View, grid, tree};
use crate::ui::el::{Does, El, On, el};
use crate::ui::store::Store;
use crate::wire::{Layer, Layout};

/// The token.
pub fn token(store: &Store) -> El {
    let desk = &store.state.desk;
    let section = el("section.token");
    let (Some(token), Some(mut layer)) = (desk.report.token(desk.token), desk.layer()) else {
        return section;
    };
    let warnings = desk.report.warnings(desk.token, &layer);
    let hides = layer
        .layout
        .leaves()
        .iter()
        .any(|leaf| leaf.secret == Some(Secret::Password));
    let warnings = warnings.iter().enumerate();
    let warnings: Vec<El> = warnings
        .map(|(key, said)| el("li").key(key).text(said))
        .collect();
    let said =
        (!warnings.is_empty()).then(|| el("ul.warnings|aria-label=Warnings").children(warnings));
    let head = el("div.token-head")
        .child(el("h2").text(token.kind))
        .child(el("p.quiet").text(&place(&token.place)))
        .child(taken::tools(store));
    let shown = match desk
        .other
        .and_then(|other| desk.report.token(other)?.layer())
    {
        Some(other) => vec![compare::compare(&decode::compare(
            layer,
            other,
            desk.secrets,
        ))],
        None => {
            if !desk.secrets {
                mask(&mut layer);
            }
            parts(store, &layer)
        }
    };
    let about = el("div.about")
        .perhaps(hides.then(|| reveal(store)))
        .perhaps(said)
        .perhaps(compare::choice(store));
    section
        .child(head)
        .child(about)
        .child(el("div.parts").children(shown))
}

/// The switch that shows passwords.
fn reveal(store: &Store) -> El {
    let secrets = store.state.desk.secrets;
    let tick = el("input|type=checkbox").checked(secrets);
    let toggle = Does::Act(Action::Desk(At::Secrets(!secrets)));
    el("label.check-line")
        .child(tick.on(On::Change, store, toggle))
        .text("Show the password in it")
}

fn parts(store: &Store, layer: &Layer) -> Vec<El> {
    let rows = field_rows(&layer.layout, &layer.bytes);
    let view = View {
        rows: &rows,
        bytes: &layer.bytes,
        broken: layer.error.as_ref(),
        lit: store.state.lit,
    };
    vec![
        tree(store, &view),
        detail(&view, &layer.layout),
        grid(store, &view),
    ]
}

/// The field that is lit, in words.
fn detail(view: &View<'_>, layout: &Layout) -> El {
    let line = el("p.detail|aria-live=polite");
    let Some(row) = view.lit_row() else {
        return line;
    };
    let said = layout
        .find(&row.name)
        .and_then(sentence)
        .unwrap_or_default();
    line.child(el("strong").text(&row.name))
        .text(" ")
        .text(said)
        .child(el("span.quiet").text(row.spec))
}
