//! Tables over somebody's own settings agree with the table of outcomes, and keep what is theirs.

use super::*;
use crate::hosts::Era;
use crate::lab::Setting;
use crate::lab::table;
use std::collections::BTreeSet;

const COLUMNS: [(Era, &str, Column); 4] = [
    (Era::Y1998, "same-host", Column::SameHost),
    (Era::Y1998, "mapi", Column::RemoteMapi),
    (Era::Today, "http", Column::RemoteHttp),
    (Era::Today, "sql", Column::RemoteSql),
];

fn row(grid: &Grid, id: &str) -> usize {
    grid.rows().iter().position(|it| it.id == id).unwrap()
}

fn column(grid: &Grid, id: &str) -> usize {
    grid.columns().iter().position(|it| it.id == id).unwrap()
}

fn code(grid: &Grid, row: usize, column: usize) -> Option<String> {
    Some(came_of(&grid.cell(row, column)?)?.code())
}

#[test]
fn over_the_defaults_it_is_the_table_of_outcomes() {
    for (era, id, wanted) in COLUMNS {
        let grid = Grid::new(Axis::Situations, Axis::BackEnd, &Scenario::of(era));
        let column = column(&grid, id);
        for (number, row) in ROWS.iter().enumerate() {
            let cell = grid.cell(number, column);
            assert_eq!(cell, table::scenario(row, wanted), "{} {id}", row.id);
        }
    }
}

/// An admin's own names and settings, as different from the defaults as they come.
fn own(era: Era) -> Scenario {
    let mut own = Scenario::of(era);
    for (setting, text) in [
        (Setting::User, "bob"),
        (Setting::NetbiosDomain, "CORP"),
        (Setting::DnsDomain, "corp.example"),
        (Setting::WebServerName, "APP01"),
        (Setting::BackEndName, "FILES"),
        (Setting::DomainControllerName, "DC1"),
        (Setting::BackEndSchemes, "negotiate,ntlm"),
        (Setting::Pool, "account"),
        (Setting::PoolCredentials, "1"),
        (Setting::WebSpn, "pool"),
        (Setting::Seed, "7"),
    ] {
        assert_eq!(setting.change(&mut own, text), Some(()), "{setting}");
    }
    own
}

#[test]
fn over_other_names_every_situation_comes_to_the_same() {
    for (era, id, wanted) in COLUMNS {
        let grid = Grid::new(Axis::Situations, Axis::BackEnd, &own(era));
        let column = column(&grid, id);
        for (number, row) in ROWS.iter().enumerate() {
            let expected = table::scenario(row, wanted).and_then(|it| came_of(&it));
            let expected = expected.map(|outcome| outcome.code());
            assert_eq!(code(&grid, number, column), expected, "{} {id}", row.id);
        }
    }
}

#[test]
fn a_cell_keeps_what_its_two_values_do_not_name() {
    let base = own(Era::Today);
    let grid = Grid::new(Axis::Situations, Axis::BackEnd, &base);
    let cell = grid.cell(row(&grid, "K4"), column(&grid, "sql")).unwrap();
    assert_eq!(
        (&cell.names, cell.era, cell.seed),
        (&base.names, base.era, 7)
    );
    assert_eq!(cell.client.user, "bob");
    assert_eq!(
        cell.directory.delegation_list,
        "MSSQLSvc/files.corp.example:1433"
    );
}

#[test]
fn every_situation_says_no_more_than_its_name_whatever_the_base_is() {
    // Somebody who stands where IIS may go on for anybody.
    let trusted = ROWS.iter().find(|row| row.id == "K7").unwrap();
    let base = table::scenario(trusted, Column::RemoteHttp).unwrap();
    let grid = Grid::new(Axis::Situations, Axis::BackEnd, &base);
    let http = column(&grid, "http");
    for (id, expected) in [
        ("N1", "ANON"),
        ("D1", "ANON"),
        ("K1", "ANON"),
        ("K7", "OK"),
        ("K9B", "ANON"),
    ] {
        assert_eq!(
            code(&grid, row(&grid, id), http).as_deref(),
            Some(expected),
            "{id}"
        );
    }
    // With the password at IIS the right is of no importance, so it is no difference.
    let basic = grid.cell(row(&grid, "B3"), http).unwrap();
    assert_eq!(basic.directory, base.directory);
}

#[test]
fn the_person_stands_where_the_scenario_is_theirs() {
    for (id, wanted) in [
        ("N1", Column::RemoteMapi),
        ("K7", Column::RemoteSql),
        ("B4", Column::SameHost),
    ] {
        let own = ROWS.iter().find(|row| row.id == id).unwrap();
        let base = table::scenario(own, wanted).unwrap();
        let grid = Grid::new(Axis::Situations, Axis::BackEnd, &base);
        let cells = grid.compute(0, || false);
        assert_eq!(cells.len(), grid.len());
        let here = cells.iter().flatten().filter(|cell| cell.here);
        let rows: BTreeSet<_> = (0..grid.rows().len())
            .filter(|row| {
                (0..4).any(|column| grid.cell(*row, column).as_ref() == Some(grid.base()))
            })
            .collect();
        assert!(rows.contains(&row(&grid, id)), "{id}: {rows:?}");
        for cell in here {
            assert!(alike(&cell.outcome, &grid.own().outcome));
        }
    }
    // What is changed on the way belongs to no cell, and hides none.
    let mut changed = Scenario::of(Era::Y1998);
    changed.front_end.seat = Some(crate::hosts::Reply::Replay);
    let grid = Grid::new(Axis::Situations, Axis::BackEnd, &changed);
    assert!(grid.is_of(&Scenario::of(Era::Y1998)));
    assert!(
        grid.compute(0, || false)
            .iter()
            .flatten()
            .any(|cell| cell.here)
    );
}

#[test]
fn rows_and_columns_can_be_swapped() {
    let base = own(Era::Today);
    for (place, one) in Axis::ALL.into_iter().enumerate() {
        for other in Axis::ALL.into_iter().skip(place + 1) {
            let grid = Grid::new(one, other, &base);
            let swapped = Grid::new(other, one, &base);
            let mut sense = 0;
            for row in 0..grid.rows().len() {
                for column in 0..grid.columns().len() {
                    let cell = grid.cell(row, column);
                    sense += usize::from(cell.is_some());
                    assert_eq!(cell, swapped.cell(column, row), "{one:?} {other:?}");
                }
            }
            assert!(sense > 0, "{one:?} {other:?}");
        }
    }
}

#[test]
fn what_cannot_both_be_true_has_no_cell() {
    let base = Scenario::of(Era::Today);
    let cell = |rows, columns, row_id: &str, column_id: &str| {
        let grid = Grid::new(rows, columns, &base);
        grid.cell(row(&grid, row_id), column(&grid, column_id))
            .is_some()
    };
    let (situations, sign_in) = (Axis::Situations, Axis::SignIn);
    assert!(cell(situations, sign_in, "N1", "ntlm"));
    assert!(!cell(situations, sign_in, "N1", "digest"));
    assert!(!cell(situations, Axis::Era, "P2", "1998"));
    assert!(!cell(situations, Axis::Era, "K8", "2003"));
    assert!(cell(situations, Axis::Era, "K4", "2003"));
    assert!(!cell(situations, Axis::BackEnd, "N2", "sql"));
    assert!(cell(Axis::BackEnd, Axis::Placement, "mapi", "same-host"));
    assert!(!cell(
        Axis::Delegation,
        Axis::BrowserPolicy,
        "forwarded",
        "intranet"
    ));
    assert!(cell(situations, Axis::Delegation, "N1", "any-protocol"));
}

#[test]
fn values_of_an_axis_are_told_apart_and_its_key_leads_back() {
    for axis in Axis::ALL {
        assert_eq!(Axis::of_key(axis.key()), Some(axis));
        let values = axis.values(Axis::Era);
        let ids: BTreeSet<_> = values.iter().map(|value| value.id).collect();
        assert_eq!(ids.len(), values.len(), "{axis:?}");
    }
    assert_eq!(Axis::of_key("nothing"), None);
}

#[test]
fn it_is_computed_in_pieces() {
    let grid = Grid::new(Axis::SignIn, Axis::Placement, &Scenario::of(Era::Y1998));
    let whole = grid.compute(0, || false);
    let mut pieces = Vec::new();
    while pieces.len() < grid.len() {
        let piece = grid.compute(pieces.len(), || true);
        assert_eq!(piece.len(), 1);
        pieces.extend(piece);
    }
    assert_eq!(pieces, whole);
    assert_eq!(grid.compute(grid.len(), || false), []);
}
