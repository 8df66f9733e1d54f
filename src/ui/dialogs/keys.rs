//! What the keys do, and where to begin anew.

use crate::app::{Action, Dialog};
use crate::present::narration::{first, interface};
use crate::present::walk::WalkStop;
use crate::ui::browser::{character_keys, set_character_keys};
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// The keys, each with what it does; below them the ways to the first screen, the walk and all terms.
pub fn key_list(dispatch: &Dispatch) -> Html {
    html! {
        <>
        <dl class="keys">
            for (keys, does) in interface::KEYS {
                <div key={does}>
                    <dt>
                        for key in keys.iter().copied() {
                            <kbd {key}>{key}</kbd>
                        }
                    </dt>
                    <dd>{does}</dd>
                </div>
            }
        </dl>
        <CharacterKeys />
        <div class="begin">
            {button(first::WELCOME, dispatch.act(Action::Welcome))}
            {button(first::TAKE_THE_WALK, dispatch.act(Action::Walk(Some(WalkStop::Proof))))}
            {button(first::GLOSSARY, dispatch.act(Action::Dialog(Some(Dialog::Glossary))))}
        </div>
        </>
    }
}

/// The switch for keys that are a single character.
#[component]
fn CharacterKeys() -> Html {
    let on = use_state_eq(character_keys);
    let onchange = {
        let on = on.clone();
        move |_| {
            set_character_keys(!*on);
            on.set(!*on);
        }
    };
    html! {
        <label class="check-line">
            <input type="checkbox" checked={*on} {onchange} />
            {interface::CHARACTER_KEYS}
        </label>
    }
}
