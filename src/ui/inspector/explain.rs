//! What happened, why, and where that is written.

use crate::present::explain::{Source, Story, explain};
use crate::present::words;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// The explanation of the step.
pub fn explain_side(shown: &Shown) -> Html {
    let log = &shown.film.log;
    let told = shown.current().map(|step| explain(log, step));
    let told = told.unwrap_or_default();
    html! {
        <div class="explain">
            <p class="lead">{told.lead}</p>
            for (number, words) in told.paragraphs.into_iter().enumerate() {
                <p key={number}>{words}</p>
            }
            if let Some(story) = &told.story {
                {stories(story)}
            }
            for (number, words) in told.notes.into_iter().enumerate() {
                <p key={number} class="aside">{words}</p>
            }
            <p class="sources">{for told.sources.iter().enumerate().map(source)}</p>
        </div>
    }
}

/// The article's story and the wire's, one under the other.
fn stories(story: &Story) -> Html {
    html! {
        <dl class="stories">
            <div><dt>{words::STORY_ARTICLE}</dt><dd>{&story.article}</dd></div>
            <div><dt>{words::STORY_WIRE}</dt><dd>{&story.wire}</dd></div>
        </dl>
    }
}

fn source((number, source): (usize, &Source)) -> Html {
    let before = if number > 0 { " · " } else { "" };
    html! {
        <span key={number}>
            {before}
            if let Some(url) = &source.url {
                <a target="_blank" rel="noopener noreferrer" href={url}>{&source.label}</a>
            } else {
                {&source.label}
            }
        </span>
    }
}
