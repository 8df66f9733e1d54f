//! What happened, why, and where that is written.

use crate::present::explain::{Source, Story, explain};
use crate::present::words;
use crate::ui::el::{El, el};
use crate::ui::store::Store;

/// The explanation of the step shown.
pub fn explain_step(store: &Store) -> El {
    let state = &store.state;
    let Some(step) = state.current() else {
        return el("div.explain");
    };
    let told = explain(&state.film.log, step);
    let paragraph = |line: &'static str, words: &str| el(line).text(words);
    let mut parts = vec![paragraph("p.lead", &told.lead)];
    for words in &told.paragraphs {
        parts.push(paragraph("p", words));
    }
    if let Some(story) = &told.story {
        parts.push(stories(story));
    }
    for words in &told.notes {
        parts.push(paragraph("p.aside", words));
    }
    parts.push(sources(&told.sources));
    el("div.explain").children(parts)
}

/// The article's story and the wire's, one under the other.
fn stories(story: &Story) -> El {
    let told = |title: &str, words: &str| {
        el("div")
            .child(el("dt").text(title))
            .child(el("dd").text(words))
    };
    el("dl.stories")
        .child(told(words::STORY_ARTICLE, &story.article))
        .child(told(words::STORY_WIRE, &story.wire))
}

fn sources(sources: &[Source]) -> El {
    let mut line = el("p.sources");
    for (number, source) in sources.iter().enumerate() {
        if number > 0 {
            line = line.text(" · ");
        }
        line = match source.url {
            None => line.text(&source.label),
            Some(url) => line.child(
                el("a|target=_blank|rel=noopener noreferrer")
                    .attr("href", url)
                    .text(&source.label),
            ),
        };
    }
    line
}
