//! The token that is shown: what there is to say about it, its fields, its bytes.

use super::{compare, taken};
use crate::app::{Action, At};
use crate::present::decode::{self, mask, place};
use crate::secret::Secret;
use crate::traffic::Token;
use crate::ui::bytes::parts;
use crate::ui::el::{Does, El, On, el};
use crate::ui::store::Store;
use crate::wire::Layer;

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
        .child(el("p").text(&about(token, &layer)))
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
            let number = u32::try_from(desk.token).ok();
            let place = number.and_then(|it| desk.sources.message_index(it));
            parts(store, &layer, place.map(|message| (message, 0)), &[])
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

/// The token in a line, and where it was found.
fn about(token: &Token, layer: &Layer) -> String {
    let place = place(&token.place);
    match decode::summary(layer) {
        Some(summary) => [&summary, " · ", &place].concat(),
        None => place,
    }
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
