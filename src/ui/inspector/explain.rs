//! What happened, why, and where that is written.

use crate::present::narration::{STORY_ARTICLE, STORY_WIRE, Source, Story, Term, Text, narrate};
use crate::ui::hooks::Ids;
use crate::ui::outside_link::outside_link;
use crate::ui::prose::{prose, term_button};
use crate::ui::shown::Shown;
use yew::prelude::*;

/// The explanation of the step.
pub fn explain_side(ids: &Ids, shown: &Shown) -> Html {
    let Some(step) = shown.current() else {
        return Html::default();
    };
    let told = narrate(&shown.rendered.log, step);
    html! {
        <div class="explain">
            <p class="lead">{prose(ids, &told.sentence)}</p>
            {paragraphs(ids, "why", &told.reasons)}
            if let Some(story) = &told.story {
                {stories(ids, story)}
            }
            {paragraphs(ids, "aside", &told.simplified)}
            <p class="sources">
                {term_button(ids, Term::Sources, Term::Sources.name())}
                {": "}
                {for told.sources.iter().enumerate().map(source)}
            </p>
        </div>
    }
}

fn paragraphs(ids: &Ids, class: &'static str, texts: &[Text]) -> Html {
    let paragraph = |text| html! { <p {class}>{prose(ids, text)}</p> };
    texts.iter().map(paragraph).collect()
}

/// The article's story and the wire's, one under the other.
fn stories(ids: &Ids, story: &Story) -> Html {
    html! {
        <dl class="stories">
            <div><dt>{STORY_ARTICLE}</dt><dd>{prose(ids, &story.article)}</dd></div>
            <div><dt>{STORY_WIRE}</dt><dd>{prose(ids, &story.wire)}</dd></div>
        </dl>
    }
}

fn source((number, source): (usize, &Source)) -> Html {
    let before = if number > 0 { " · " } else { "" };
    html! {
        <span key={number}>
            {before}
            if let Some(url) = source.url() {
                {outside_link(url, source.label())}
            } else {
                {source.label()}
            }
        </span>
    }
}
