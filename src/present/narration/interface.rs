//! Sentences that belong to the page itself: what stands beside its controls, in its dialogs, and where something is
//! empty.

use crate::hosts::security::kerberos::TicketPath;
use crate::lab::Hop;
use crate::lab::presets::{Preset, PresetQuestion};
use crate::present::link::Page;

/// Settings that are nobody's preset, in the list of presets.
pub const OWN_SETTINGS: &str = "your own settings";
/// Beside the page's name.
pub const TAGLINE: &str = "Real Kerberos, NTLM, Digest and Basic. Nothing is sent.";

/// The page's name.
pub const NAME: &str = "Double Hop";

/// What one of the pages is called.
pub fn page_name(page: Page) -> &'static str {
    match page {
        Page::Lab => "Lab",
        Page::Outcomes => "Outcomes",
        Page::Diagnose => "Diagnose",
        Page::Decode => "Decode",
    }
}

/// The title of the browser's tab: tabs of several pages, and of several scenarios, are told apart.
pub fn title(page: Page, preset: Option<&Preset>) -> String {
    let about = match (page, preset) {
        (Page::Lab, Some(preset)) => preset.name,
        (Page::Lab, None) => return NAME.to_owned(),
        (other, _) => page_name(other),
    };
    [about, " · ", NAME].concat()
}

/// A question that presets answer.
pub fn question(question: PresetQuestion) -> &'static str {
    match question {
        PresetQuestion::SecondHop => "Why is the second hop denied?",
        PresetQuestion::OnTheServer => "It works on the server, not from a desk. Why?",
        PresetQuestion::Basic => "Basic works. Why, and what does it cost?",
        PresetQuestion::SendOn => "Could the browser’s answer be sent on?",
        PresetQuestion::Prompts => "Why several 401s, or a prompt again and again?",
        PresetQuestion::Delegation => "How does Kerberos make the second hop?",
        PresetQuestion::DelegationRefused => "Kerberos, and the second hop is still denied. Why?",
        PresetQuestion::Ticket => "Why is there no ticket, or one that IIS refuses?",
    }
}

/// The name of the replay, which the article's story amounts to.
pub const REPLAY: &str = "Send the cached answer, as the article tells it";
/// The name of the way back from the replay.
pub const NO_REPLAY: &str = "As it is on the wire";
/// Why nobody can sit in IIS's place.
pub const NOTHING_ASKED: &str = "The next host asks nothing in this run";
/// Before what came of changes on the way.
pub const CHANGED: &str = "Changed on the way.";

/// A hop's number, where there is no room for more.
pub fn hop(hop: Hop) -> &'static str {
    match hop {
        Hop::FIRST => "HOP 1",
        Hop::Number(_) | Hop::Directory => "HOP 2",
    }
}

/// On a card: whom its host can prove the person to, as long as it cannot.
pub const NOBODY_YET: &str = "nobody yet";
/// On a card: of a host that is never asked.
pub const IF_IT_ASKED: &str = "if it asked";
/// On a card: of a host that knows the person, and does not let them in.
pub const NO_RIGHT: &str = "known there, no right";
/// On a card: of a host that could not be convinced, as long as nobody has tried.
pub const COULD_NOT: &str = "could not";
/// On a card: of a host that is convinced if the KDC gives a ticket in the person's name.
pub const IF_THE_KDC_LETS: &str = "if the KDC lets it";
/// On a card: the right by which a ticket convinces a host.
pub fn by_right(path: TicketPath) -> &'static str {
    match path {
        TicketPath::Own => "by ticket",
        TicketPath::ForwardedTgt => "by forwarded TGT",
        TicketPath::Evidence => "by S4U2proxy",
        TicketPath::Transition => "by S4U2self, S4U2proxy",
    }
}
/// On a card: what the call will do, where that differs from what the host could.
pub const THIS_CALL_WILL: &str = "this call will";
/// Behind that, where it will not and was not tried yet.
pub const WILL_NOT: &str = "not";

/// The name of the line of settings that people change most.
pub const BAR: &str = "What is tried";

/// On a card: what its host can do.
pub const CAN_PROVE: &str = "Can prove";

/// On a card, behind [`CAN_PROVE`] where there is room: whom, before the names of those it can convince.
pub fn prove_whom(person: &str) -> String {
    format!(" {person} to")
}

/// On a card, in place of what its host holds, which may have held something before; the word between alone where there is
/// little room.
pub fn holds_nothing(held: bool) -> [&'static str; 3] {
    match held {
        true => ["holds ", "nothing", " any more"],
        false => ["holds ", "nothing", " yet"],
    }
}

/// Above the list of all that a host holds, which says its place.
pub fn holds(place: &str) -> String {
    format!("{place}: what it holds")
}

/// What those are good for.
pub const CHECKS_PROOFS: &str = "tell whether a proof is right";
/// The hashes of a whole account database; a KDC has keys of other kinds too.
pub fn hashes(accounts: usize, kdc: bool) -> String {
    let what = if kdc { "keys of" } else { "NT hash of" };
    format!("{what} {}", counted(accounts, "account"))
}

/// In the message and its bytes, at a step inside a host.
pub const NOTHING_SENT: &str = "Nothing is sent at this step: it happens inside the host.";
/// Beside a way to change messages, at a step inside a host.
pub const NOTHING_TO_CHANGE: &str = "Nothing is sent at this step";
/// In the proofs, at a step without any.
pub const NOTHING_PROVED: &str = "Nothing is computed or compared at this step.";

/// Above the steps that have some.
pub const PROVED_ELSEWHERE: &str = "What is computed in this run:";

/// The number of a step, from 1, and its title.
pub fn step_titled(number: usize, title: &str) -> String {
    format!("Step {number} · {title}")
}

/// Above a computation: which host made it.
pub fn computed_by(host: &str) -> String {
    format!("Computed by: {host}")
}

/// Of a replay: above the question that was answered.
pub const ASKED_FIRST: &str = "IIS asked";
/// Of a replay: above the answer to it.
pub const ANSWERED_FIRST: &str = "the browser answered";
/// Of a replay: above the question that the answer was sent to.
pub const ASKED_SECOND: &str = "The next host asked";
/// Of a replay: above the answer that question has.
pub const RIGHT_SECOND: &str = "right would have been";

/// Which step it is, and where it happens.
pub fn step_at(number: usize, all: Option<usize>, place: &str) -> String {
    format!("Step {number}{} · {place}", of_all(" of ", all))
}

/// Behind a step's number: how many there are, unless that is not to be told.
fn of_all(of: &str, all: Option<usize>) -> String {
    all.map_or_else(String::new, |all| format!("{of}{all}"))
}

/// Which step it is, beside the slider; and how long the run still takes.
pub fn step_count(number: usize, all: Option<usize>, left: Option<&str>) -> String {
    let between = left.map_or("", |_| " · ");
    format!(
        "Step {number}{}{between}{}",
        of_all(" / ", all),
        left.unwrap_or_default()
    )
}

/// A step, as it is announced.
pub fn spoken_step(number: usize, all: Option<usize>, sentence: &str) -> String {
    format!("{number}{}. {sentence}", of_all(" of ", all))
}

/// A step, as the slider says it.
pub fn slider_step(number: usize, all: Option<usize>, sentence: &str) -> String {
    format!("{number}{}: {sentence}", of_all(" of ", all))
}

/// What was held against what, and whether they are equal.
pub fn compared(name: &str, matches: bool) -> String {
    let verb = if matches { "matches" } else { "does not match" };
    format!("{name} {verb}")
}

/// A password before anybody asked to see it.
pub fn hidden_password(bytes: usize) -> String {
    format!("•••••• ({bytes} bytes)")
}

/// Where decoding broke off, behind the fields that were read.
pub fn breaks_here(error: &impl std::fmt::Display) -> String {
    format!("It breaks here. {error}")
}

/// Before where an input came from.
pub const ORIGIN: &str = "from ";
/// Before where an input of its own message came from, which was sent only afterwards.
pub const ORIGIN_LATER: &str = "its own, sent in ";
/// Before where a field's value came from.
pub const CAME_FROM: &str = "From ";
/// Of a message that is an origin as a whole.
pub const ALL_OF_IT: &str = "all of it";
/// Behind a computation of the same step.
pub const ABOVE: &str = " · above";
/// Of what was typed by the person.
pub const TYPED: &str = "typed";
/// Of what was drawn at random.
pub const DRAWN: &str = "drawn at random";
/// Of what the host held from the beginning.
pub const HELD: &str = "held";

/// A step by its number: `step` counts from 1.
pub fn step_number(step: usize) -> String {
    format!("step {step}")
}

/// Before the names of what was made from a field.
pub const MADE_FROM_THIS: &str = "Made from this:";

/// On the tamper panel, at a step without a message.
pub const TAMPER_NOTHING: &str = "Nothing is sent at this step. Go to a message to change it.";
/// On the tamper panel, while the run without changes is shown.
pub const TAMPER_ORIGINAL: &str =
    "This is the original run. Switch Run to “Edited” to change more.";
/// On the tamper panel, above the editor.
pub const TAMPER_ARRIVES: &str = "What you put here is what arrives. What carries it, base64 and the lengths around it, is made to fit. \
    It goes into the link too.";
/// On the tamper panel, below what is no value of the field.
pub const TAMPER_NO_VALUE: &str =
    "This is no value of this field. Hex takes two digits a byte; a number must fit its bytes.";
/// On the tamper panel, of a change that holds a password.
pub const TAMPER_WITHHELD: &str = "Not in the link: it holds a password.";
/// On the tamper panel: whether the lengths and offsets of an NTLM message follow its fields.
pub const TAMPER_FOLLOW: &str = "Lengths and offsets in the message follow";

/// In IIS's seat, above everything.
pub const SEAT_WELCOME: &str = "You sit in IIS’s place. Below is all that IIS holds now. What you send is made into a message by \
    the real client and judged by the real host.";
/// In IIS's seat: before what is to be achieved.
pub const SEAT_GOAL: &str = "Goal";
/// In IIS's seat: before what to try next.
pub const SEAT_HINT: &str = "Hint: ";
/// In IIS's seat: above what came of the answers.
pub const SEAT_RESULT: &str = "What came of it";
/// In IIS's seat: why an answer cannot be sent again.
pub const SEAT_NO_REPLAY: &str = "(hop 1 brought none)";

/// In the settings, beside the button for new random values.
pub const CHANCE: &str =
    "Challenges and nonces follow from a seed, so that a run can be repeated to the byte.";

/// In the dialog that shares the lab.
pub const SHARE_LAB: &str = "It restores the settings, the random values and this step. \
    Everything is computed again where it is opened.";
/// In the dialog that shares the lab while somebody sits in IIS's seat.
pub const SHARE_SEAT: &str = "It restores the settings, the random values and this step; what was answered from the seat of IIS \
    is not in it.";
/// In the dialog that shares the page that decodes.
pub const SHARE_DECODE: &str =
    "It leads to this page. What you pasted is not in it: save it as JSON to hand it on.";
/// In the dialog that shares the lab: the choice to put the passwords into the link.
pub const SHARE_PASSWORDS: &str = "Put the typed and the real password into it, in clear";
/// In the dialog that shares the lab: what a link without the passwords does.
pub const SHARE_WITHOUT: &str = "Without them, sample passwords stand in: equal where yours are equal, \
    different where they differ.";
/// Above the forms of other programs.
pub const FORMS: &str = "For another program: Wireshark, a browser, Mermaid, PlantUML; or as a picture that plays itself.";
/// Above the lists of sign-ins.
pub const LISTS: &str = "Its sign-ins, as a capture tells them.";
/// Whether a capture has passwords.
pub const FORM_PASSWORDS: &str = "With passwords that are sent in clear";
/// In the dialog that saves a run, above its pictures.
pub const PICTURE: &str = "The whole run with its hosts, its verdict and the link that leads to it. No password is in it.";
/// There, where a run is too long for pixels.
pub const PICTURE_TOO_LARGE: &str = "The run is too long for a picture in pixels: browsers draw 16,384 at most. SVG has no such limit.";
/// Above a text that the browser lets the person copy by hand.
pub const COPY_THIS: &str = "Copy this:";

/// What the keys of the Lab do, in the list of keys.
pub const KEYS: [(&[&str], &str); 8] = [
    (&["space"], "play or pause"),
    (&["←", "→"], "one step back or on"),
    (&["Home", "End"], "to the first or the last step"),
    (
        &["1", "2", "3", "4", "5"],
        "speed 0.25×, 0.5×, 1×, 2×, 4×; at 4× no turning point pauses",
    ),
    (
        &["A", "B", "C", "Enter"],
        "where you predict: an answer, and what the hosts do",
    ),
    (
        &["↑", "↓", "←", "→"],
        "in fields and bytes: to the next one",
    ),
    (&["?"], "these keys"),
    (&["Esc"], "close what is open, or leave the walk"),
];

/// The switch below them.
pub const CHARACTER_KEYS: &str = "Letters, digits and ? act alone";

/// A count with its noun, in the plural unless the count is 1.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// The heading of the settings; of one of two runs, with its letter.
pub fn what_is_set(of: Option<&str>) -> String {
    match of {
        None => "What is set".to_owned(),
        Some(run) => format!("What is set in {run}"),
    }
}
