//! The box that takes anything.

use crate::app::{Action, At, Paste};
use crate::present::decode::unused;
use crate::ui::effects::{click, pasted, picked};
use crate::ui::el::{Does, El, On, button, el};
use crate::ui::store::Store;

/// More text than this is not put into the box: browsers become slow.
const MOST: usize = 200_000;
const HINT: &str = "Paste a token, a header, a whole exchange, curl -v output, hex…";

/// The box, what may be done with it, and what was found.
pub fn paste(store: &Store) -> El {
    let desk = &store.state.desk;
    let text = match &desk.paste {
        Paste::Text(text) if text.len() <= MOST => Some(text.as_ref()),
        _ => None,
    };
    let (input, most) = match text {
        Some(text) => {
            let input = el(
                "textarea|id=paste|rows=7|spellcheck=false|autocapitalize=off|autocomplete=off|dir=ltr",
            );
            let typed = Does::Choose(|text| {
                let paste = Paste::Text(text.into());
                Some(Action::Desk(At::Paste(paste)))
            });
            let input = input.attr("placeholder", HINT).value(text);
            (input.on(On::Input, store, typed), MOST)
        }
        // What is pasted here takes its place, however short it is.
        None => {
            let said = large(&desk.paste);
            let input = el("textarea|id=paste|rows=3|readonly=readonly");
            (input.value(&said), 0)
        }
    };
    let paste = pasted(store.dispatch.clone(), most);
    let input = input.on(On::Paste, store, Does::Call(Box::new(paste)));
    let file = el("input.unseen|type=file|id=file|tabindex=-1|aria-hidden=true").on(
        On::Change,
        store,
        Does::Call(Box::new(picked(store.dispatch.clone()))),
    );
    let open = button("Open a file").on(On::Click, store, Does::Call(Box::new(|_| click("file"))));
    let example = button("Take the lab’s messages").click(store, Action::Sample);
    let back = desk.before.is_some();
    let back = back.then(|| button("Bring it back").click(store, Action::Desk(At::Back)));
    let clear = button("Clear").click(store, Action::Desk(At::Clear));
    el("section.paste")
        .child(el("label|for=paste>Token or traffic"))
        .child(input)
        .child(
            el("div.tools")
                .child(open)
                .child(file)
                .child(example)
                .child(clear)
                .perhaps(back),
        )
        .child(el("p.found|role=status|aria-label=Found").text(&found(store)))
        .child(el("div").perhaps(leftover(store)))
}

/// What stands in the box in the place of much.
fn large(paste: &Paste) -> String {
    let size = paste.bytes().len();
    match paste {
        Paste::Text(_) => {
            format!("{size} bytes of text, all of it read. Paste again to replace it.")
        }
        Paste::File(name, _) => {
            format!("{name}: {size} bytes, all of it read. Paste again to replace it.")
        }
    }
}

fn found(store: &Store) -> String {
    let desk = &store.state.desk;
    let finds = &desk.report.finds;
    let (tokens, sets) = (finds.tokens.len(), desk.report.sets.len());
    if desk.paste.is_empty() {
        return String::new();
    }
    if tokens == 0 {
        return "No token was found: nothing here reads as NTLM, SPNEGO, Kerberos, Basic or Digest.".to_owned();
    }
    let many =
        |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let mut said = many(tokens, "token");
    if sets > 0 {
        said.push_str(", ");
        said.push_str(&many(sets, "sign-in"));
    }
    if finds.more > 0 {
        said.push_str(&format!(
            "; {} more tokens are not shown: paste fewer at a time",
            finds.more
        ));
    }
    said.push('.');
    said
}

/// What could not be used.
fn leftover(store: &Store) -> Option<El> {
    let finds = &store.state.desk.report.finds;
    let count = finds.unused.len() + finds.more_unused;
    (count > 0).then(|| {
        let lines = finds.unused.iter().enumerate();
        let mut lines: Vec<El> = lines
            .map(|(key, it)| el("li").key(key).text(&unused(it)))
            .collect();
        if finds.more_unused > 0 {
            lines.push(
                el("li")
                    .key(usize::MAX)
                    .text(&format!("and {} more", finds.more_unused)),
            );
        }
        el("details.leftover")
            .child(el("summary").text(&format!("Not used: {count}")))
            .child(el("ul").children(lines))
    })
}

/// What can be pasted, for who comes for the first time.
pub fn welcome() -> El {
    const LINES: [&str; 4] = [
        "base64, also wrapped or quoted; hex, hex dumps, C arrays, escaped strings",
        "headers with NTLM, Negotiate, Basic or Digest; whole requests and responses; curl -v; a HAR",
        "several of them at once, in any order, with anything between",
        "or drop a file anywhere on this page: also one that is no text",
    ];
    let lines = LINES
        .iter()
        .enumerate()
        .map(|(key, line)| el("li").key(key).text(line));
    el("section.welcome")
        .child(el("h2>What is in it, and does it prove what it claims?"))
        .child(el("p>Paste what you have. Each token is taken apart byte by byte; what belongs to one sign-in is put together; \
                   with a password or an NT hash each proof is computed again and held against what was sent."))
        .child(el("ul").children(lines.collect()))
        .child(el("p.quiet>Everything happens in this page. Nothing is sent, stored, or put into the address."))
}
