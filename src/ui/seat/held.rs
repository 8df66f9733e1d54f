//! What IIS holds.

use crate::app::Seat;
use crate::present::inspect::{cut, hex};
use crate::present::seat::Value;
use crate::present::words;
use crate::secret::Secret;
use crate::ui::style::tint;
use yew::prelude::*;

/// More bytes than this open at a click.
const MOST: usize = 24;

/// What IIS holds. What is long, or a password, opens at a click.
pub fn held_values(seat: &Seat) -> Html {
    let held = seat.held().iter().enumerate();
    let held = held.map(|(number, value)| {
        let letter = value.secret.map_or('≡', words::secret_letter);
        html! {
            <li key={number} class={classes!("held", tint(value.secret))}>
                <i aria-hidden="true">{letter}</i>
                {shown(value)}
            </li>
        }
    });
    html! {
        <section>
            <h3>{"What IIS holds"}</h3>
            <ul>{for held}</ul>
        </section>
    }
}

fn shown(value: &Value) -> Html {
    let Value { name, bytes, .. } = value;
    let password = value.secret == Some(Secret::Password);
    let text = if password {
        cut(String::from_utf8_lossy(bytes), 200)
    } else {
        hex(bytes, bytes.len())
    };
    if password || bytes.len() > MOST {
        return html! {
            <details>
                <summary>{format!("{name} · {} bytes", bytes.len())}</summary>
                <code>{text}</code>
            </details>
        };
    }
    html! { <div><span>{name}</span>{" "}<code>{text}</code></div> }
}
