//! IIS's seat: what is at hand, what can be made of it, how to answer, and what came of the answers.

use super::answer::{answer, tools};
use crate::app::{Action, Seat, Sit};
use crate::present::inspect::{cut, hex};
use crate::present::words::{self, VerdictState};
use crate::secret::Secret;
use crate::ui::el::{El, button, el};
use crate::ui::icons;
use crate::ui::store::Store;
use crate::ui::text::tint;

const WELCOME: &str = "You sit in IIS’s place, and the mailbox host asks its question. Below is all that IIS holds now. \
    What you send is made into a message by the real client and judged by the real mailbox host.";

/// The seat.
pub fn seat(store: &Store, seat: &Seat) -> El {
    let all = seat.values();
    el("div.bench")
        .child(el("p").text(WELCOME))
        .child(held(seat))
        .child(tools(store, seat, &all))
        .child(answer(store, seat, &all))
        .child(el("p.problem|role=alert").text(seat.problem))
        .child(
            el("div.row")
                .child(
                    el("button.primary|type=button>Send the answer").click(store, act(Sit::Send)),
                )
                .child(button("Leave the seat").click(store, act(Sit::Leave))),
        )
        .perhaps(attempts(seat))
}

pub(super) fn act(sit: Sit) -> Action {
    Action::Sit(sit)
}

/// A part of the panel.
pub(super) fn section(title: &'static str) -> El {
    el("section").child(el("h3").text(title))
}

/// What IIS holds. What is long, or a password, opens at a click.
fn held(seat: &Seat) -> El {
    let mut list = Vec::new();
    for (number, value) in seat.held().iter().enumerate() {
        let letter = value.secret.map_or('≡', words::secret_letter);
        let chip = el("i|aria-hidden=true").text(letter.encode_utf8(&mut [0; 4]));
        let password = value.secret == Some(Secret::Password);
        let shown = if password {
            cut(&String::from_utf8_lossy(&value.bytes), 200)
        } else {
            hex(&value.bytes, value.bytes.len())
        };
        let line = if password || value.bytes.len() > 24 {
            let name = format!("{} · {} bytes", value.name, value.bytes.len());
            el("details")
                .child(el("summary").text(&name))
                .child(el("code").text(&shown))
        } else {
            el("div")
                .child(el("span").text(&value.name))
                .text(" ")
                .child(el("code").text(&shown))
        };
        let item = el("li.held").and(tint(value.secret)).key(number);
        list.push(item.child(chip).child(line));
    }
    section("What IIS holds").child(el("ul").children(list))
}

/// What came of the answers, the latest first.
fn attempts(seat: &Seat) -> Option<El> {
    let mut list = Vec::new();
    for (number, attempt) in seat.attempts.iter().enumerate().rev() {
        let verdict = &attempt.verdict;
        let (class, mark) = match verdict.state {
            VerdictState::Succeeded => ("good", icons::tick()),
            _ => ("bad", icons::cross()),
        };
        let what = format!("{} · {}", number + 1, attempt.what);
        list.push(
            el("li.comparison")
                .and(class)
                .key(number)
                .child(el("h4").child(mark).text(&what))
                .child(
                    el("p")
                        .child(el("b").text(&verdict.lead))
                        .text(". ")
                        .text(&verdict.why),
                ),
        );
    }
    (!list.is_empty())
        .then(|| section("What came of it").child(el("ol|aria-label=Attempts").children(list)))
}
