//! What is drawn.

use super::group::group;
use crate::app::Action;
use crate::ui::controls::LabelledControl;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// Whether the domain controller has a lifeline: no setting of the run, but of its picture.
pub fn controller(dispatch: &Dispatch, ids: &Ids, shown: bool) -> Html {
    let label = "Show domain controller";
    let action = Action::Controller(!shown);
    let field = LabelledControl::new(ids, "controller", label).check(dispatch, shown, action);
    group("The picture", true, field)
}
