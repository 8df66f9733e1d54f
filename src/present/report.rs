//! A run in words: what the print and the text for a ticket say of it.

use super::ledger::{Card, cards};
use super::markdown::escaped;
use super::narration::report as say;
use super::narration::{RunVerdict, host_name, host_place, list_item, look, verdict};
use super::{Step, Tone};
use crate::lab::{EventId, Log, Scenario};

/// A run, from its settings to what came of it. No password is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunReport {
    /// Which run it is, as the heading over it says.
    pub title: String,
    /// The settings that tell it from others, each with its name.
    pub settings: Vec<(&'static str, String)>,
    /// What it came to, and why.
    pub verdict: RunVerdict,
    /// The hosts at the end.
    pub hosts: Vec<HostReport>,
    /// The steps as they are folded on the page.
    pub steps: Vec<StepReport>,
    /// The address that leads to it.
    pub link: String,
}

/// A host at the end of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostReport {
    /// What its role is called.
    pub name: &'static str,
    /// What runs on which computer.
    pub place: String,
    /// What it holds, in a line.
    pub holds: String,
    /// Whom it admits, or whom it can convince.
    pub claims: String,
}

/// A step, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepReport {
    /// What happened, in a sentence.
    pub sentence: String,
    /// Whether it came out well or badly.
    pub tone: Tone,
    /// Milliseconds since the first event.
    pub at: Option<u64>,
}

/// The report of a run, which `link` leads to.
pub fn report(scenario: &Scenario, log: &Log, steps: &[Step], link: String) -> RunReport {
    let end = log.events.last().map_or(EventId(0), |event| event.id);
    let time = |id| log.event(id)?.at;
    let start = time(EventId(0));
    let steps = steps.iter().map(|step| StepReport {
        sentence: list_item(log, step),
        tone: step.tone,
        at: time(step.id)
            .zip(start)
            .map(|(at, start)| at.0.saturating_sub(start.0) / 10_000),
    });
    let hosts = cards(log, scenario.client.account(), end, end);
    RunReport {
        title: say::title(scenario),
        settings: say::settings(scenario),
        verdict: verdict(log, end),
        hosts: hosts.iter().map(|card| host(scenario, log, card)).collect(),
        steps: steps.collect(),
        link,
    }
}

fn host(scenario: &Scenario, log: &Log, card: &Card) -> HostReport {
    let name = log.host(card.host).map_or("", |host| &host.name);
    HostReport {
        name: host_name(card.role),
        place: host_place(scenario, card.role, name).join(" · "),
        holds: say::holds(card),
        claims: say::claims(card, look(card.role).footing, scenario),
    }
}

impl RunReport {
    /// The report as Markdown, for a ticket or a mail.
    pub fn markdown(&self) -> String {
        let mut text = format!(
            "# {}\n\n**{}.** {}\n\n",
            escaped(&self.title),
            self.verdict.lead,
            escaped(&self.verdict.why.to_string())
        );
        for (name, value) in &self.settings {
            text.push_str(&format!("- {name}: {}\n", escaped(value)));
        }
        text.push('\n');
        for host in &self.hosts {
            let (holds, claims) = (escaped(&host.holds), escaped(&host.claims));
            text.push_str(&format!(
                "- **{}** ({}): {holds}. {claims}\n",
                host.name,
                escaped(&host.place)
            ));
        }
        text.push('\n');
        for (number, step) in self.steps.iter().enumerate() {
            let sentence = escaped(&step.sentence);
            let sentence = match step.tone {
                Tone::Plain => sentence,
                Tone::Good | Tone::Bad => format!("**{sentence}**"),
            };
            let at = step.at.map(|at| format!(" ({at} ms)")).unwrap_or_default();
            text.push_str(&format!("{}. {sentence}{at}\n", number + 1));
        }
        text.push_str(&format!("\n{} <{}>\n", say::SAME_RUN, self.link));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::{Era, Scheme};
    use crate::lab::run;
    use crate::present::{DomainControllers, steps};

    fn report_of(scenario: &Scenario) -> RunReport {
        let log = run(scenario);
        report(
            scenario,
            &log,
            &steps(&log, DomainControllers::Folded),
            "https://lab.example/#v=1".to_owned(),
        )
    }

    #[test]
    fn a_ticket_says_what_happened_and_where_to_see_it() {
        let text = report_of(&Scenario::of(Era::Y1998)).markdown();
        assert!(
            text.starts_with("# KB183545 · OWA, 1998\n\n**Second hop denied.** "),
            "{text}"
        );
        assert!(
            text.contains(
                "\n1. The browser asks IIS for /exchange/Logon.asp, without credentials. (0 ms)\n"
            ),
            "{text}"
        );
        assert!(text.contains("- User: CONTOSO\\\\alice\n"), "{text}");
        assert!(text.ends_with(" <https://lab.example/#v=1>\n"), "{text}");
    }

    #[test]
    fn a_password_is_in_no_report() {
        let mut scenario = Scenario::of(Era::Y1998);
        scenario.front_end.schemes = vec![Scheme::Basic];
        let secret = "Tr0ub4dor";
        crate::lab::Setting::Password.set(&mut scenario, secret);
        let report = report_of(&scenario);
        let said = format!("{report:?}{}", report.markdown());
        assert!(report.steps.len() > 5);
        assert!(!said.contains(secret));
    }
}
