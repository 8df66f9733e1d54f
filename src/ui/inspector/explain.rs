//! What happened, why, and where that is written.

use crate::present::explain::{Source, Story, explain};
use crate::present::words;
use crate::ui::el::{el, text};
use crate::ui::store::Store;
use yew::prelude::*;

/// The explanation of the step shown.
pub fn explain_step(store: &Store) -> Html {
    let state = &store.state;
    let Some(step) = state.current() else {
        return Html::default();
    };
    let told = explain(&state.film.log, step);
    let paragraph = |class: &str, words: &str| el("p", class).text(words).html();
    let mut parts = vec![paragraph("lead", &told.lead)];
    for words in &told.paragraphs {
        parts.push(paragraph("", words));
    }
    if let Some(story) = &told.story {
        parts.push(stories(story));
    }
    for words in &told.notes {
        parts.push(paragraph("aside", words));
    }
    parts.push(el("p", "sources").children(sources(&told.sources)).html());
    el("div", "explain").children(parts).html()
}

/// The article's story and the wire's, one under the other.
fn stories(story: &Story) -> Html {
    let told = |title: &str, words: &str| {
        el("div", "")
            .child(el("dt", "").text(title).html())
            .child(el("dd", "").text(words).html())
            .html()
    };
    el("dl", "stories")
        .child(told(words::STORY_ARTICLE, &story.article))
        .child(told(words::STORY_WIRE, &story.wire))
        .html()
}

fn sources(sources: &[Source]) -> Vec<Html> {
    let mut line = Vec::new();
    for source in sources {
        if !line.is_empty() {
            line.push(text(" · "));
        }
        line.push(match source.url {
            None => text(&source.label),
            Some(url) => el("a", "")
                .attr("href", url)
                .attrs(&[("target", "_blank"), ("rel", "noopener noreferrer")])
                .text(&source.label)
                .html(),
        });
    }
    line
}
