//! A diagnosis as JSON: causes, and the check that tells most.

use crate::lab::Scenario;
use crate::present::causes::{Cause, Diagnosis, FoundCause, NextCheck};
use crate::present::diagnose::Understood;
use crate::present::json::JsonWriter;
use crate::present::link::LinkTo;
use crate::present::narration::diagnose::{
    answer, cause_name, cause_reason, check_command, check_title, meaning, outside,
};

/// What was read and what it comes to, as one object. Nothing that was pasted is in a link.
pub fn diagnosis(reading: &Understood, found: &Diagnosis, names: &Scenario) -> String {
    let mut json = JsonWriter::default();
    json.object(|json| {
        json.number("considered", found.considered as u64);
        json.number("fit", found.fitting as u64);
        json.list("causes", &found.causes, |json, found| {
            json.object(|json| cause(json, found, reading, names));
        });
        json.name("next");
        match (found.told_first(), found.checks.first()) {
            (Some(cause), _) => json.object(|json| {
                json.text("check", outside(cause).name);
                json.text("command", outside(cause).check);
                json.list("splits", &[(); 0], |_, ()| {});
            }),
            (None, Some(next)) => check(json, next, names),
            (None, None) => json.plain("null"),
        }
        let label = |place: usize| reading.observations.get(place).map_or("", |it| &*it.label);
        json.list("contradictions", &found.contradictions, |json, pair| {
            json.array([pair.0, pair.1], |json, place| json.string(label(place)));
        });
        json.list("understood", &reading.observations, |json, seen| {
            json.object(|json| {
                json.text("text", &seen.label);
                json.text("says", &meaning(seen, names));
            });
        });
        json.list("notRead", &reading.not_read, |json, (_, line)| {
            json.string(line);
        });
    });
    json.into_text()
}

/// A cause, with the settings that show it and what of the paste it explains.
fn cause(json: &mut JsonWriter, found: &FoundCause, reading: &Understood, names: &Scenario) {
    let scenario = found.scenario(names);
    let own = scenario.as_ref().unwrap_or(names);
    json.text("name", &cause_name(found.cause, own));
    json.text("reason", &cause_reason(found.cause, own).to_string());
    match &scenario {
        Some(scenario) => {
            let link = LinkTo {
                controller: true,
                ..LinkTo::settings(scenario)
            }
            .encode();
            json.text("link", &format!("#{link}"));
        }
        None => {
            json.name("link");
            json.plain("null");
        }
    }
    json.number("unusual", found.unusual as u64);
    json.list("matched", &found.matched, |json, place| {
        let observation = reading.observations.get(*place);
        json.string(observation.map_or("", |it| &it.label));
    });
    if let Cause::Outside(cause) = found.cause {
        let told = outside(cause);
        json.text("check", told.check);
        json.text("fix", told.fix);
        json.text("source", told.source);
    }
}

fn check(json: &mut JsonWriter, next: &NextCheck, names: &Scenario) {
    json.object(|json| {
        json.text("check", &check_title(next.check, names));
        json.text("command", &check_command(next.check, names).text);
        json.list("splits", &next.answers, |json, (given, count)| {
            json.object(|json| {
                json.text("answer", answer(next.check, *given));
                json.number("fit", *count as u64);
            });
        });
    });
}
