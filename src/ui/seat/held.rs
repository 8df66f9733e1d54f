//! What IIS holds, and what the person knows.

use crate::app::Seat;
use crate::present::foreign::cut;
use crate::present::inspect::hex;
use crate::present::narration;
use crate::present::narration::seat::YOU_KNOW;
use crate::present::seat::AvailableValue;
use crate::ui::style::tint;
use crate::value_kind::ValueKind;
use yew::prelude::*;

/// More bytes than this open at a click.
const MOST_BYTES_SHOWN: usize = 24;

/// What IIS holds, and below it what only the person knows. What is long, or a password, opens at a click.
pub fn held_values(seat: &Seat) -> Html {
    html! {
        <section>
            <h3>{"What IIS holds"}</h3>
            <ul>{for seat.held().iter().enumerate().map(item)}</ul>
            if let Some(known) = &seat.known {
                <h3>{YOU_KNOW}</h3>
                <ul>{item((0, known))}</ul>
            }
        </section>
    }
}

fn item((place, value): (usize, &AvailableValue)) -> Html {
    let letter = value.value_kind.map_or('≡', narration::value_kind_letter);
    html! {
        <li key={place} class={classes!("held", tint(value.value_kind))}>
            <i aria-hidden="true">{letter}</i>
            {shown(value)}
        </li>
    }
}

fn shown(value: &AvailableValue) -> Html {
    let AvailableValue { name, bytes, .. } = value;
    let password = value.value_kind == Some(ValueKind::Password);
    let text = if password {
        cut(String::from_utf8_lossy(bytes), 200)
    } else {
        hex(bytes, bytes.len())
    };
    if password || bytes.len() > MOST_BYTES_SHOWN {
        return html! {
            <details>
                <summary>{format!("{name} · {} bytes", bytes.len())}</summary>
                <code>{text}</code>
            </details>
        };
    }
    html! { <div><span>{name}</span>{" "}<code>{text}</code></div> }
}
