//! What happened, why, and where that is written.

use crate::present::explain::{Source, Story, explain};
use crate::present::words;
use crate::ui::store::use_store;
use yew::prelude::*;

/// The explanation of the step shown.
#[component]
pub fn Explain() -> Html {
    let Some(store) = use_store() else {
        return Html::default();
    };
    let state = &store.state;
    let Some(step) = state.current() else {
        return Html::default();
    };
    let told = explain(&state.film.log, step);
    html! {
        <div class="explain">
            <p class="lead">{ told.lead }</p>
            { for told.paragraphs.iter().map(|text| html! { <p>{ text.clone() }</p> }) }
            if let Some(story) = &told.story {
                { stories(story) }
            }
            { for told.notes.iter().map(|text| html! { <p class="aside">{ text.clone() }</p> }) }
            <p class="sources">{ for told.sources.iter().enumerate().map(source) }</p>
        </div>
    }
}

/// The article's story and the wire's, side by side.
fn stories(story: &Story) -> Html {
    html! {
        <dl class="stories">
            <div><dt>{ words::STORY_ARTICLE }</dt><dd>{ story.article.clone() }</dd></div>
            <div><dt>{ words::STORY_WIRE }</dt><dd>{ story.wire.clone() }</dd></div>
        </dl>
    }
}

fn source((number, source): (usize, &Source)) -> Html {
    let dot = (number > 0).then_some(" · ");
    match source.url {
        Some(url) => html! {
            <>{ dot }<a href={url} target="_blank" rel="noopener noreferrer">{ source.label.clone() }</a></>
        },
        None => html! { <>{ dot }{ source.label.clone() }</> },
    }
}
