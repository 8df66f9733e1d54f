//! What would fix a run, as the page and the terminal show it.

use super::json::JsonWriter;
use super::link::LinkTo;
use super::narration::{Text, repair as said};
use super::recipe::{back_end_placement, recipe};
use crate::hosts::Scheme;
use crate::lab::repair::{
    Change, Repair, Search, arrives_as_person, effects, in_order, plain, turns,
};
use crate::lab::{Outcome, Scenario, Setting, SettingValue as _, counts, outcome, run};

/// Whether a call arrives by itself, where somebody has a hand in its run: changes messages on the way, or answers for IIS.
/// Nothing where nobody has.
pub fn arrives_by_itself(scenario: &Scenario) -> Option<bool> {
    let plain = plain(scenario);
    (plain != *scenario).then(|| arrives_as_person(&plain, &run(&plain)))
}

/// A way to mend a run, with all that is said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct RepairEntry {
    /// The changes, what they cost, and the settings they lead to.
    pub repair: Repair,
    /// What becomes of others, once their visits were run.
    pub others: Option<Others>,
}

/// What becomes of others, and of the person's habits.
#[derive(Clone, Debug, PartialEq)]
pub struct Others {
    /// For whom something opens.
    pub opens: Vec<Text>,
    /// What stops, and for whom.
    pub stops: Vec<Text>,
}

impl Others {
    /// Runs others' visits before and after: some twenty runs.
    pub fn run(base: &Scenario, repaired: &Scenario) -> Self {
        let [opens, mut stops] = said::effects(base, &effects(base, repaired));
        let prompts = |scenario: &Scenario| counts(&run(scenario)).prompts;
        // Windows answers NTLM and Negotiate with the person's own logon; Basic and Digest have browsers ask.
        let by_windows = |scenario: &Scenario| {
            let windows = [Scheme::Negotiate, Scheme::Ntlm];
            windows.into_iter().any(|scheme| scenario.offers(scheme))
        };
        let ends = by_windows(base) && !by_windows(repaired);
        if ends || prompts(base) == 0 && prompts(repaired) > 0 {
            stops.push(Text::of(said::SINGLE_SIGN_ON));
        }
        Self { opens, stops }
    }
}

impl RepairEntry {
    /// What tells it from the others of its list.
    pub fn key(&self) -> String {
        let changes = self.repair.changes.iter();
        let keys = changes.map(|change| [change.setting.key(), "=", &change.to].concat());
        keys.collect::<Vec<_>>().join("&")
    }
}

/// What a search has found so far, cheapest first.
pub fn entries(search: &Search) -> Vec<RepairEntry> {
    let entry = |set| {
        let repair = Repair::try_out(search.base(), set);
        let others = Some(Others::run(search.base(), &repair.scenario));
        RepairEntry { repair, others }
    };
    let mut entries: Vec<_> = search.found().map(entry).collect();
    rank(&mut entries);
    entries
}

/// Puts the cheapest first.
pub fn rank(entries: &mut [RepairEntry]) {
    entries.sort_by_key(|entry| entry.repair.order());
}

/// The single changes that close a way that is open, each with what comes then.
pub fn closing(scenario: &Scenario) -> Vec<(Change, Option<Outcome>)> {
    let closes = |change: Change| {
        let mut changed = scenario.clone();
        change.make(&mut changed);
        let log = run(&changed);
        let outcome = outcome(&log).map(|it| it.outcome);
        (!arrives_as_person(&changed, &log)).then_some((change, outcome))
    };
    turns(scenario).into_iter().filter_map(closes).collect()
}

/// Repairs as a JSON array. Passwords are stars.
pub fn json(base: &Scenario, entries: &[RepairEntry]) -> String {
    let mut json = JsonWriter::default();
    json.array(entries.iter().enumerate(), |json, (rank, entry)| {
        json.object(|json| {
            let Repair {
                changes,
                cost,
                scenario,
            } = &entry.repair;
            json.text("name", &said::set_title(base, changes).to_string());
            json.list(
                "changes",
                in_order(base, changes),
                |json, (then, change)| {
                    write(json, &then, change);
                },
            );
            json.name("cost");
            json.object(|json| {
                json.number("rank", rank as u64 + 1);
                json.number("bars", said::bars(cost) as u64);
                json.list("holds", said::cost_parts(cost), |json, (_, part)| {
                    json.string(part)
                });
                json.text("says", &said::cost(scenario, cost).to_string());
            });
            let others = entry.others.as_ref();
            for (name, texts) in [
                ("opens", others.map(|it| &it.opens)),
                ("breaks", others.map(|it| &it.stops)),
            ] {
                let texts = texts.into_iter().flatten();
                json.list(name, texts, |json, text| json.string(&text.to_string()));
            }
            let fragment = LinkTo::settings(scenario).encode();
            json.text("link", &format!("#{fragment}"));
        });
    });
    json.into_text()
}

/// A change of the settings as they are when it is made.
fn write(json: &mut JsonWriter, scenario: &Scenario, change: &Change) {
    json.object(|json| {
        let shown = |text: &str| match change.setting.is_secret() {
            true => "*".to_owned(),
            false => text.to_owned(),
        };
        json.text("key", change.setting.key());
        // SQL Server that takes NTLM alone has no name, whoever is to have it.
        match change.setting {
            Setting::BackEndSpn => json.text("from", &back_end_placement(scenario).to_text()),
            _ => json.text("from", &shown(&change.from)),
        }
        json.text("to", &shown(&change.to));
        json.list("along", &change.along, |json, along| {
            json.object(|json| {
                json.text("key", along.setting.key());
                json.text("from", &along.from);
                json.text("to", &along.to);
            });
        });
        json.text("who", &said::changer(change));
        let recipe = recipe(scenario, change);
        for (name, commands) in [
            ("commands", &recipe.change),
            ("check", &recipe.check),
            ("undo", &recipe.undo),
        ] {
            json.list(name, commands, |json, command| json.string(&command.text));
        }
        json.text("on", &recipe.on);
        json.text("source", recipe.source);
        for (name, text) in [
            ("waits", said::waits(scenario, change)),
            ("trap", said::trap(scenario, change)),
            (
                "pagesDiffer",
                said::differing_pages(scenario, change).map(str::to_owned),
            ),
        ] {
            json.text(name, text.as_deref().unwrap_or_default());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::{BackEndProtocol, Era};
    use crate::lab::SpnPlacement;
    use crate::lab::repair::changes;
    use crate::lab::table::{Column, ROWS, scenario};

    #[test]
    fn sql_server_that_takes_ntlm_alone_has_no_name_before_it_gets_one() {
        let mut base = Scenario::of(Era::Today);
        base.call_by(BackEndProtocol::Sql);
        base.back_end.schemes = vec![Scheme::Ntlm];
        let registers = changes(&base, &[]).into_iter();
        let mut registers = registers.filter(|it| it.setting == Setting::BackEndSpn);
        let repair = Repair::try_out(&base, vec![registers.next().unwrap()]);
        let entry = RepairEntry {
            repair,
            others: None,
        };
        let missing = SpnPlacement::Missing.to_text();
        let from = format!("\"key\":\"backendspn\",\"from\":\"{missing}\"");
        let json = json(&base, &[entry]);
        assert!(json.contains(&from), "{json}");
    }

    #[test]
    fn basic_ends_single_sign_on_however_often_the_browser_asked_before() {
        for (id, to, ends) in [
            ("W1", "basic", true),
            ("S1", "digest", true),
            ("N1", "basic", true),
            ("N1", "negotiate,ntlm", false),
            ("D1", "basic", false),
        ] {
            let row = ROWS.iter().find(|row| row.id == id).unwrap();
            let base = scenario(row, Column::RemoteHttp).unwrap();
            let mut repaired = base.clone();
            Setting::Schemes.set(&mut repaired, to).unwrap();
            let stops = Others::run(&base, &repaired).stops;
            let says = stops
                .iter()
                .any(|it| it.to_string() == said::SINGLE_SIGN_ON);
            assert_eq!(says, ends, "{id} {to}: {stops:?}");
        }
    }
}
