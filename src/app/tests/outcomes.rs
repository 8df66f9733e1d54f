//! The page of outcomes: what it shows follows from the settings, the axes and what is computed so far.

use crate::app::{Action, ComputedPiece, Outcomes, OutcomesAction, State, TransportAction};
use crate::lab::Setting;
use crate::lab::grid::Axis;
use crate::present::link::Page;
use std::rc::Rc;

fn page() -> State {
    State::from_fragment(
        "v=1&page=outcomes&era=today&webserver=APP01&rows=signin&columns=placement&zoom=3",
    )
}

fn act(state: &State, action: OutcomesAction) -> State {
    state.reduce(Action::Outcomes(action))
}

/// A piece of the table shown: so many cells from where it is.
fn piece(outcomes: &Outcomes, cells: usize) -> OutcomesAction {
    let from = outcomes.cells.len();
    let mut left = cells;
    let enough = || {
        left -= 1;
        left == 0
    };
    OutcomesAction::Computed(Rc::new(ComputedPiece {
        grid: outcomes.grid.clone(),
        from,
        own: (from == 0).then(|| outcomes.grid.own()),
        cells: outcomes.grid.compute(from, enough),
        took: 5.0,
    }))
}

/// The table, computed to its end.
fn whole(state: &State) -> State {
    let mut state = state.clone();
    while state.outcomes.goes_on() {
        state = act(&state, piece(&state.outcomes, 3));
    }
    state
}

#[test]
fn a_link_leads_to_the_table_over_its_settings_and_back() {
    let state = page();
    assert_eq!(state.page, Page::Outcomes);
    assert_eq!(state.outcomes.axes(), [Axis::SignIn, Axis::Placement]);
    assert_eq!(state.outcomes.grid.base().names.web_server, "APP01");
    let again = State::from_fragment(&state.fragment());
    assert_eq!(again.fragment(), state.fragment());
    assert_eq!(again.outcomes, state.outcomes);
    assert!(
        state.fragment().contains("zoom=3"),
        "what is not known is kept"
    );
    let all = state.fragments();
    assert_eq!(*all.here, state.fragment());
    for (page, fragment) in [
        (Page::Lab, all.lab),
        (Page::Outcomes, all.outcomes),
        (Page::Diagnose, all.diagnose),
        (Page::Decode, all.decode),
    ] {
        assert_eq!(*fragment, state.fragment_of(page));
    }
    // The way to the lab keeps the settings and the step.
    let lab = state.reduce(Action::Load(state.fragment_of(Page::Lab)));
    assert_eq!((lab.page, &lab.scenario), (Page::Lab, &state.scenario));
    // One axis for both is no table: the link’s last word counts.
    let odd = State::from_fragment("v=1&page=outcomes&rows=era&columns=era");
    assert_ne!(odd.outcomes.axes()[0], odd.outcomes.axes()[1]);
}

#[test]
fn it_is_computed_in_pieces_that_can_be_stopped() {
    let state = page();
    let started = act(&state, piece(&state.outcomes, 4));
    assert_eq!(
        (started.outcomes.cells.len(), started.outcomes.runs()),
        (4, 5)
    );
    let stopped = act(&started, OutcomesAction::Stop);
    assert!(!stopped.outcomes.goes_on() && !stopped.outcomes.is_whole());
    let done = whole(&act(&stopped, OutcomesAction::GoOn));
    assert!(done.outcomes.is_whole());
    assert_eq!(
        done.outcomes.cells,
        state.outcomes.grid.compute(0, || false)
    );
    // A piece of what is no longer shown, or one that comes twice, changes nothing.
    let late = act(&started, piece(&state.outcomes, 4));
    assert_eq!(late.outcomes, started.outcomes);
    let swapped = act(&started, OutcomesAction::Swap);
    assert_eq!(swapped.outcomes.axes(), [Axis::Placement, Axis::SignIn]);
    let late = act(&swapped, piece(&started.outcomes, 1));
    assert_eq!(late.outcomes, swapped.outcomes);
    assert!(
        swapped.revision > started.revision,
        "a place to come back to"
    );
}

#[test]
fn other_settings_make_another_table() {
    let done = whole(&page());
    let lab = done.reduce(Action::Load(done.fragment_of(Page::Lab)));
    // Nothing was set: what is computed is still there for whoever comes back.
    let back = lab.reduce(Action::Load(lab.fragment_of(Page::Outcomes)));
    assert_eq!(back.outcomes, done.outcomes);
    let set = lab.reduce(Action::Set(
        Setting::DirectoryPassword,
        "hunter2".to_owned(),
    ));
    let back = set.reduce(Action::Load(set.fragment_of(Page::Outcomes)));
    assert_eq!(back.outcomes.cells, []);
    assert_eq!(back.outcomes.axes(), done.outcomes.axes());
    let back = whole(&back);
    assert_eq!(back.outcomes.grid.base().directory.password, "hunter2");
    assert_ne!(back.outcomes.cells, done.outcomes.cells);
}

#[test]
fn the_filter_leaves_what_came_out_otherwise() {
    let state = act(&whole(&page()), OutcomesAction::Differing);
    let outcomes = &state.outcomes;
    let (row, column) = outcomes.here().expect("NTLM on another host");
    let here = outcomes.cell(row, column).unwrap().as_ref().unwrap();
    assert!(here.here && !outcomes.shows(here));
    let shown = outcomes
        .cells
        .iter()
        .flatten()
        .filter(|cell| outcomes.shows(cell));
    assert_eq!(shown.count(), outcomes.differing());
    assert!(outcomes.differing() > 0 && outcomes.differing() < outcomes.cells.len());
}

#[test]
fn asking_for_the_other_axis_swaps_them() {
    let state = act(&page(), OutcomesAction::Rows(Axis::Placement));
    assert_eq!(state.outcomes.axes(), [Axis::Placement, Axis::SignIn]);
    let state = act(&state, OutcomesAction::Columns(Axis::Era));
    assert_eq!(state.outcomes.axes(), [Axis::Placement, Axis::Era]);
}

#[test]
fn keys_of_the_lab_do_nothing_and_escape_looks_away() {
    let state = page();
    for action in [
        Action::Transport(TransportAction::Toggle),
        Action::Transport(TransportAction::Last),
        Action::Transport(TransportAction::Next),
        Action::Transport(TransportAction::Speed(4)),
    ] {
        assert!(state.ignores(&action), "{action:?}");
    }
    let chosen = act(&state, OutcomesAction::Choose(Some((1, 0))));
    assert_eq!(chosen.outcomes.chosen, Some((1, 0)));
    assert_eq!(chosen.reduce(Action::Escape).outcomes.chosen, None);
}

#[test]
fn an_open_cell_is_a_place_that_links_lead_to_and_back_closes() {
    let state = page();
    let grid = &state.outcomes.grid;
    let last = (grid.rows().len() - 1, grid.columns().len() - 1);
    for cell in [(0, 0), last] {
        let open = act(&state, OutcomesAction::Choose(Some(cell)));
        assert_eq!(open.revision, state.revision + 1);
        let again = State::from_fragment(&open.fragment());
        assert_eq!(again.outcomes.chosen, Some(cell));
        let other = act(&open, OutcomesAction::Choose(Some((1, 1))));
        assert_eq!(other.revision, open.revision);
        let back = other.reduce(Action::Load(state.fragment()));
        assert_eq!(back.outcomes.chosen, None);
    }
    let unknown = format!("{}&cell=X9.none", state.fragment());
    assert_eq!(State::from_fragment(&unknown).outcomes.chosen, None);
}

#[test]
fn a_cell_that_is_followed_keeps_the_passwords_that_links_do_not_hold() {
    let state = State::from_fragment("v=1&page=outcomes&era=today");
    let state = state.reduce(Action::Set(Setting::Password, "hunter2".to_owned()));
    let state = state.reduce(Action::Set(
        Setting::DirectoryPassword,
        "hunter2".to_owned(),
    ));
    let state = act(&state, OutcomesAction::Choose(Some((0, 1))));
    let link = crate::present::outcomes::details(&state.outcomes.grid, 0, 1, &state.own_link())
        .unwrap()
        .link;
    assert!(!link.contains("hunter2"));
    let lab = state.reduce(Action::Load(link));
    assert_eq!(lab.page, Page::Lab);
    assert_eq!(*lab.scenario, state.outcomes.grid.cell(0, 1).unwrap());
}

#[test]
fn what_is_the_same_in_the_whole_table_can_be_chosen() {
    let start = page();
    let fixed: Vec<Axis> = start.outcomes.grid.fixed().collect();
    assert!(!fixed.contains(&Axis::SignIn) && !fixed.contains(&Axis::Situations));
    let own = |state: &State, axis: Axis| state.outcomes.grid.fixed_at(axis);
    assert_eq!(own(&start, Axis::Era), Some(2));
    for axis in fixed {
        for (place, value) in axis.fixed_values().iter().enumerate() {
            let next = start.reduce(Action::Fix(axis, place));
            assert_eq!(own(&next, axis), Some(place), "{} {}", axis.key(), value.id);
            // The person's own names stay.
            assert_eq!(next.scenario.names.web_server, "APP01");
            assert_eq!(next.outcomes.axes(), start.outcomes.axes());
            assert!(next.outcomes.grid.is_of(&next.scenario));
        }
    }
    assert_eq!(start.reduce(Action::Fix(Axis::Era, 99)), start);
    // The switch stays as it was.
    let differing = act(&start, OutcomesAction::Differing);
    assert!(
        differing
            .reduce(Action::Fix(Axis::Era, 0))
            .outcomes
            .differing
    );
}

#[test]
fn what_is_called_the_same_is_followed_by_every_cell() {
    for axes in [
        "rows=situations&columns=backend",
        "rows=signin&columns=delegation",
        "rows=situations&columns=from",
    ] {
        let start = State::from_fragment(&format!("v=1&page=outcomes&era=today&{axes}"));
        for axis in start.outcomes.grid.fixed() {
            let place = start.outcomes.grid.fixed_at(axis);
            let other = (0..axis.fixed_values().len()).find(|it| Some(*it) != place);
            let next = start.reduce(Action::Fix(axis, other.unwrap()));
            let (rows, columns) = (
                0..start.outcomes.grid.rows().len(),
                0..start.outcomes.grid.columns().len(),
            );
            let follow = rows.flat_map(|row| columns.clone().map(move |column| (row, column)));
            let follow = follow.filter(|(row, column)| {
                let cell = |state: &State| state.outcomes.grid.cell(*row, *column);
                cell(&start) != cell(&next)
            });
            let all = start.outcomes.grid.len();
            assert!(follow.count() * 2 > all, "{axes}: {}", axis.key());
        }
    }
}

#[test]
fn the_keyboard_enters_at_a_cell_that_is_shown() {
    let start = whole(&page());
    let here = start.outcomes.here();
    assert!(here.is_some());
    assert_eq!(start.outcomes.entry(), here);
    let chosen = act(&start, OutcomesAction::Choose(Some((0, 0))));
    assert_eq!(chosen.outcomes.entry(), Some((0, 0)));
    // The person's own cell does not differ from itself.
    let differing = act(&start, OutcomesAction::Differing);
    let entry = differing.outcomes.entry();
    assert!(entry.is_some() && entry != here);
    assert_eq!(page().outcomes.entry(), None);
}

#[test]
fn a_cell_is_compared_with_what_is_the_persons_own() {
    for view in ["", "&view=original"] {
        let link = format!("v=1&page=outcomes&offer=basic&edit=0.0.0.0.58{view}");
        let state = State::from_fragment(&link);
        let details =
            crate::present::outcomes::details(&state.outcomes.grid, 0, 1, &state.own_link());
        let lab = state.reduce(Action::Load(details.unwrap().beside));
        assert_eq!(lab.page, Page::Lab);
        assert_eq!(
            (&lab.scenario, lab.original),
            (&state.scenario, state.original)
        );
        let cell = state.outcomes.grid.cell(0, 1).unwrap();
        assert_eq!(*lab.compare.unwrap().twin, cell);
    }
}
