//! What stands in the place of the sides of a step.

use crate::app::{Branch, Draft, Repairs, Seat};
use crate::lab::{Scenario, Splice};
use crate::ui::first::Welcome;
use crate::ui::repairs::RepairsPane;
use crate::ui::seat::IisSeat;
use crate::ui::shared::Shared;
use crate::ui::shown::Shown;
use crate::ui::tamper::TamperPanel;
use yew::prelude::*;

/// What it shows. It is data, not what was drawn of it: that would be another at each render.
#[derive(Clone, PartialEq)]
pub enum Instead {
    /// Nothing: a side stands there.
    Nothing,
    /// The tamper panel: the message that is about to be changed, what was changed, whether the run without changes is
    /// shown, and which changes stay out of links.
    Tamper {
        draft: Option<Shared<Draft>>,
        branch: Option<Shared<Branch>>,
        original: bool,
        withheld: Shared<Vec<Splice>>,
    },
    /// The tools of whoever sits in IIS's seat, once somebody does.
    Seat(Option<Shared<Seat>>),
    /// What would fix the run, or break it.
    Repairs(Option<Shared<Repairs>>),
    /// What is said to who has just come.
    Welcome,
}

impl Instead {
    /// The panel, for the step that is shown and the settings of its run.
    pub fn draw(&self, shown: &Shown, scenario: &Shared<Scenario>) -> Html {
        match self {
            Self::Nothing | Self::Seat(None) => Html::default(),
            Self::Tamper {
                draft,
                branch,
                original,
                withheld,
            } => {
                html! { <TamperPanel {shown} {draft} {branch} {scenario} {original} {withheld} /> }
            }
            Self::Seat(Some(seat)) => html! { <IisSeat {seat} /> },
            Self::Repairs(repairs) => html! { <RepairsPane {repairs} {scenario} /> },
            Self::Welcome => html! { <Welcome {shown} {scenario} /> },
        }
    }
}
