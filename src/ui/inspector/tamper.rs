//! The bench: the message of the step, known attacks, and what was changed so far.

use super::editor::editor;
use crate::app::{Action, Tamper};
use crate::lab::Trick;
use crate::present::words;
use crate::ui::el::{El, button, el};
use crate::ui::store::Store;

/// What stands there where no message is.
const NOTHING: &str = "Nothing is sent at this step. Go to a message to change it.";
const LOOKING: &str = "This is the original run. Switch Run to “Edited” to change more.";

/// The bench, what was changed so far, and who noticed.
pub fn bench(store: &Store) -> El {
    let state = &store.state;
    let bench = el("div.bench");
    let bench = match &state.draft {
        Some(draft) => editor(store, draft, bench),
        None if state.original => bench.child(el("p.empty").text(LOOKING)),
        None => bench.child(el("p.empty").text(NOTHING)),
    };
    // A place that stays: who types keeps the focus.
    bench
        .child(el("div").perhaps(changes(store)))
        .child(tricks(store))
}

pub(super) fn act(tamper: Tamper) -> Action {
    Action::Tamper(tamper)
}

/// Changes that attackers are known for.
fn tricks(store: &Store) -> El {
    let state = &store.state;
    let at = state.current().map(|step| step.id);
    let log = state
        .branch
        .as_ref()
        .map_or(&state.film.log, |branch| &branch.edited.log);
    let mut list = Vec::new();
    for trick in Trick::ALL {
        let fits = trick.splice(log, at).is_some();
        let line = el("button.ghost|type=button").text(trick.name());
        let line = if fits {
            line.click(store, act(Tamper::Play(trick)))
        } else {
            line.attr("disabled", "disabled")
        };
        let why = (!fits).then(|| el("span.quiet").text(trick.needs()));
        list.push(el("li").child(line).perhaps(why));
    }
    el("section")
        .child(el("h3>Known attacks"))
        .child(el("ul.tricks").children(list))
}

/// What was changed so far.
fn changes(store: &Store) -> Option<El> {
    let state = &store.state;
    let branch = state.branch.as_ref()?;
    let mut list = Vec::new();
    for (number, edit) in state.scenario.edits.iter().enumerate() {
        let name = format!("Remove change {}", number + 1);
        let missed = branch.missed.get(number).copied().flatten();
        let missed = missed.map(|missed| el("p.problem").text(words::missed(missed)));
        let unsaid = state.withholds(edit);
        let unsaid = unsaid.then(|| el("p.quiet>Not in the link: it holds a password."));
        list.push(
            el("li")
                .key(number)
                .child(el("span").text(&words::edit(
                    &branch.edited.log,
                    &state.scenario.edits,
                    number,
                )))
                .child(
                    el("button.ghost square|type=button|title=Remove>×")
                        .attr("aria-label", &name)
                        .click(store, act(Tamper::Remove(number))),
                )
                .perhaps(missed)
                .perhaps(unsaid),
        );
    }
    Some(
        el("section")
            .child(el("h3>What is changed"))
            .child(el("ol.changes").children(list))
            .child(el("p").text(&words::noticed(&branch.edited.log, branch.noticed)))
            .child(button("Remove all").click(store, act(Tamper::RemoveAll))),
    )
}
