//! Changes with the commands that make them, check them and undo them.

use crate::lab::Scenario;
use crate::lab::repair::{Change, in_order};
use crate::present::narration::repair as said;
use crate::present::recipe::{Command, recipe};
use crate::ui::command::command;
use crate::ui::controls::Button;
use crate::ui::hooks::{Copied, Ids};
use crate::ui::prose::prose;
use yew::prelude::*;

/// Changes in their order: what each is where there are more, who makes it, and how.
pub fn changes(ids: &Ids, base: &Scenario, changes: &[Change], copied: &Copied) -> Html {
    let change = |(then, change): &(Scenario, &Change)| {
        html! {
            <div class="change" key={change.setting.key()}>
                if changes.len() > 1 { <h4>{prose(ids, &said::title(then, change))}</h4> }
                {commands(then, change, copied)}
            </div>
        }
    };
    in_order(base, changes).iter().map(change).collect()
}

/// How a change of those settings is made: each command with a button that copies it.
fn commands(scenario: &Scenario, change: &Change, copied: &Copied) -> Html {
    let recipe = recipe(scenario, change);
    let rows = [
        ("Change", &recipe.change),
        ("Check", &recipe.check),
        ("Undo", &recipe.undo),
    ];
    let row = |(name, commands): (&'static str, &Vec<Command>)| {
        if commands.is_empty() {
            return Html::default();
        }
        let lines: Vec<_> = commands.iter().map(|it| it.text.as_str()).collect();
        let text = lines.join("\n");
        let says = match copied.is(&text) {
            true => "Copied",
            false => "Copy",
        };
        let copies = text.clone();
        let onclick = copied.copy_as(text.clone(), name, move || copies.clone());
        html! {
            <div key={name} class="recipe-line">
                <dt>{name}</dt>
                <dd><pre>{command(&text)}</pre></dd>
                {Button::new(says, onclick).about(name).draw()}
            </div>
        }
    };
    let line = |name: &'static str, text: Option<&str>| {
        text.map(|text| html! { <div class="recipe-line"><dt>{name}</dt><dd>{text.to_owned()}</dd></div> })
    };
    let none = recipe.change.is_empty().then_some(said::NO_COMMAND);
    let on = Some(recipe.on.as_str()).filter(|on| !on.is_empty());
    let source = Some(recipe.source).filter(|source| !source.is_empty());
    html! {
        <dl class="commands">
            {line("Who", Some(&said::changer(change)))}
            {line("On", on)}
            {line("Shell", said::shell(&recipe).as_deref())}
            {for rows.into_iter().map(row)}
            {line("Change", none)}
            {line("Wait", said::waits(scenario, change).as_deref())}
            {line("Mind", said::trap(scenario, change).as_deref())}
            {line("Pages differ", said::differing_pages(scenario, change))}
            {line("Source", source)}
        </dl>
    }
}
