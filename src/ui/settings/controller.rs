//! What is drawn.

use super::group::Group;
use crate::app::Action;
use crate::ui::controls::CheckField;
use yew::prelude::*;

/// What is drawn.
#[derive(PartialEq, Properties)]
pub struct ControllerFieldProps {
    /// Whether the domain controller has a lifeline.
    pub shown: bool,
}

/// Whether the domain controller has a lifeline: no setting of the run, but of its picture.
#[component]
pub fn ControllerField(props: &ControllerFieldProps) -> Html {
    html! {
        <Group legend="The picture">
            <CheckField
                id="controller"
                label="Show domain controller"
                checked={props.shown}
                action={Action::Controller(!props.shown)}
            />
        </Group>
    }
}
