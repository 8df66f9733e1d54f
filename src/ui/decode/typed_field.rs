//! A field for what is known about an account.

use crate::app::{Action, CredentialField, DecodeAction, DecodeState};
use crate::present::narration::decode;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// How a field is typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TypedAs {
    /// In one line, in sight.
    Line,
    /// In a line that hides it.
    Hidden,
    /// In several lines.
    Area,
}

/// What a field is called, how it is typed in, and what belongs into it.
fn look(field: CredentialField) -> (&'static str, TypedAs, &'static str) {
    match field {
        CredentialField::Password => ("Password", TypedAs::Hidden, decode::HINT_PASSWORD),
        CredentialField::NtHash => ("NT hash", TypedAs::Line, decode::HINT_HASH),
        CredentialField::User => ("User", TypedAs::Line, decode::HINT_NAME),
        CredentialField::Domain => ("Domain", TypedAs::Line, decode::HINT_NAME),
        CredentialField::Bindings => ("Channel bindings", TypedAs::Area, decode::HINT_BINDINGS),
        CredentialField::Host => ("Host name", TypedAs::Line, decode::HINT_HOST),
        CredentialField::Message => ("Message and signature", TypedAs::Area, decode::HINT_MESSAGE),
        CredentialField::Key => ("Key", TypedAs::Line, decode::HINT_KEY),
        CredentialField::KeyFile => (
            "Keytab or credential cache",
            TypedAs::Area,
            decode::HINT_KEY_FILE,
        ),
    }
}

/// Fields, each with a key of its own.
pub fn typed_fields(
    dispatch: &Dispatch,
    ids: &Ids,
    decode: &DecodeState,
    fields: &[CredentialField],
) -> Html {
    let fields = fields.iter().map(|field| {
        html! { <key={*field as usize}>{typed_field(dispatch, ids, decode, *field)}</> }
    });
    html! { {for fields} }
}

/// A field, what is typed there, and what is odd about that, if anything.
pub fn typed_field(
    dispatch: &Dispatch,
    ids: &Ids,
    decode: &DecodeState,
    field: CredentialField,
) -> Html {
    let (label, kind, hint) = look(field);
    let id = ids.of(&format!("blank-{}", field as usize));
    let value = decode.known.get(field).to_owned();
    let odd = match field {
        CredentialField::NtHash if decode.known.bad_hash() => Some(decode::VERIFY_BAD_HASH),
        CredentialField::Key if decode.known.bad_key() => Some(decode::BAD_KEY),
        CredentialField::KeyFile if decode.known.bad_key_file() => Some(decode::BAD_KEY_FILE),
        _ => None,
    };
    let oninput = dispatch
        .value::<InputEvent>(move |typed| Some(Action::Decode(DecodeAction::Type(field, typed))));
    let wide =
        kind == TypedAs::Area || matches!(field, CredentialField::Host | CredentialField::Key);
    let label = html! { <label for={&id}>{label}</label> };
    let input = match kind {
        TypedAs::Area => html! {
            <textarea rows="2" {id} autocomplete="off" spellcheck="false" placeholder={hint} {value} {oninput} />
        },
        TypedAs::Line | TypedAs::Hidden => html! {
            <input
                type={if kind == TypedAs::Hidden { "password" } else { "text" }}
                {id} autocomplete="off" spellcheck="false" placeholder={hint} {value} {oninput}
            />
        },
    };
    html! {
        <div class={classes!("field", wide.then_some("wide"))}>
            {label}
            {input}
            <div aria-live="polite">
                if let Some(odd) = odd {
                    <p class="problem">{odd}</p>
                }
            </div>
        </div>
    }
}
