//! From what is seen to its causes: the configurations whose runs show the same, grouped by what the failure hangs on.

mod cause;
mod check;
mod contradiction;
mod outside;
mod part;
mod pick;
mod sign;

pub use cause::{Cause, CauseGroup};
use check::Remaining;
pub use check::{Check, CheckAnswer, NextCheck};
use contradiction::contradictions;
pub use outside::OutsideCause;
use part::{Part, ordinary};
pub use pick::{Pick, PickGroup};
pub use sign::{Sighting, Sign, Symptom, denied};

use crate::hosts::{BackEndProtocol, Era};
use crate::lab::space::{Configuration, Explored, Ordinary, SetUp, Space, Unusual};
use crate::lab::{Observable, Reached, Scenario, SettingFinding, SpnHolder};
use std::cmp::Reverse;

/// As many unusual things does a second hop weigh that nobody told of.
const UNTOLD: usize = 2;

/// What the observations come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagnosis {
    /// How many configurations fail, and so were held against the observations.
    pub considered: usize,
    /// How many fit, as far as any does, and need no more that is unusual than it takes.
    pub fitting: usize,
    /// The causes, the likeliest first.
    pub causes: Vec<FoundCause>,
    /// Causes of which an observation says that they are not it.
    pub ruled_out: Vec<RuledOut>,
    /// Checks that tell the causes apart and are not answered, the best first.
    pub checks: Vec<NextCheck>,
    /// Causes that are not in the lab, and against which nothing speaks; nothing speaks for them either.
    pub not_judged: Vec<OutsideCause>,
    /// Pairs of observations, by their places, that no run shows both.
    pub contradictions: Vec<(usize, usize)>,
}

/// A cause that fits, with the simplest configuration that shows what is seen.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundCause {
    /// What the failure hangs on.
    pub cause: Cause,
    /// The simplest configuration with it, of these one that works without it; none for a cause that is not in the lab.
    pub configuration: Option<Configuration>,
    /// How many unusual things it takes.
    pub unusual: usize,
    /// How far down it stands, of causes that show as much: by what is unusual, and by what nobody told of.
    rank: usize,
    /// How many configurations with it fit.
    pub fits: usize,
    /// Which observations it shows, by their places.
    pub matched: Vec<usize>,
    /// Which it does not show.
    pub missed: Vec<usize>,
    /// Of the simplest configurations with the cause: how many fit, and how many there are.
    specific: (usize, usize),
    /// What the unusual has to do with how its configuration fails.
    part: Part,
    /// Whether what is missed says nothing against it: it is not in the lab, and something belongs to it and to nothing else.
    certain: bool,
}

/// A cause that is not it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuledOut {
    /// What would have been the cause.
    pub cause: Cause,
    /// The observation that it would not show, by its place.
    pub by: usize,
}

/// Holds observations against what was explored.
pub fn diagnose(space: &Space, observations: &[Sighting]) -> Diagnosis {
    let telling = observations.iter().enumerate();
    let telling: Vec<(usize, &Sighting)> = telling.filter(|(_, it)| !it.says_nothing()).collect();
    let failing: Vec<Tried<'_>> = space
        .explored()
        .iter()
        .filter(|explored| explored.fails())
        .filter_map(|explored| {
            let missed = telling.iter().filter(|(_, it)| !it.fits(&explored.shows));
            Some(Tried {
                explored,
                cause: Cause::of(space, explored)?,
                missed: missed.count(),
                part: Part::of(space, explored),
            })
        })
        .collect();
    let mut diagnosis = Diagnosis {
        considered: failing.len(),
        ..Diagnosis::default()
    };
    if !telling.iter().any(|(_, it)| it.is_of_something_seen()) {
        return diagnosis;
    }
    // What fits nothing at all is no cause.
    let fewest = failing.iter().map(|tried| tried.missed).min();
    let fewest = fewest.filter(|missed| *missed < telling.len());
    let fits =
        |tried: &&Tried<'_>| Some(tried.missed) == fewest && tried.needs_all(space, &telling);
    let fitting: Vec<&Tried<'_>> = failing.iter().filter(fits).collect();
    diagnosis.fitting = fitting.len();
    let at_sign_in = telling.iter().any(|(_, it)| it.is_of_sign_in());
    for tried in &fitting {
        let untold = at_sign_in && tried.only_fails_behind(space, &telling);
        let rank = tried.unusual() + if untold { UNTOLD } else { 0 };
        let known = &mut diagnosis.causes;
        match known.iter_mut().find(|found| found.cause == tried.cause) {
            Some(found) => found.add(tried, rank),
            None => known.push(FoundCause::of(tried, rank, &telling)),
        }
    }
    for found in &mut diagnosis.causes {
        let alike =
            |tried: &&Tried<'_>| tried.cause == found.cause && tried.unusual() == found.unusual;
        let own = fitting.iter().copied().filter(alike).count();
        found.specific = (own, failing.iter().filter(alike).count());
    }
    // Where something shows all of it, all of it goes together.
    if fewest != Some(0) {
        diagnosis.contradictions = contradictions(&failing, &telling);
    }
    diagnosis.ruled_out = ruled_out(&failing, &diagnosis.causes, &telling);
    let seen: Vec<&Sighting> = telling.iter().map(|(_, it)| *it).collect();
    diagnosis.checks = next_checks(space, &fitting, &diagnosis.causes);
    let answered = |check: Check| {
        seen.iter().any(|it| check.is_answered_by(it)) || check.is_answered_by_all(&seen)
    };
    diagnosis.checks.retain(|next| !answered(next.check));
    // What is told as one of several is looked up first.
    let left_open = |check: Check| seen.iter().any(|it| check.is_left_open_by(it));
    let checks = std::mem::take(&mut diagnosis.checks).into_iter();
    let (mut first, rest): (Vec<_>, Vec<_>) = checks.partition(|next| left_open(next.check));
    first.extend(rest);
    diagnosis.checks = first;
    for outside in OutsideCause::ALL {
        let told = outside.is_told_by(&seen);
        if told {
            diagnosis
                .causes
                .push(FoundCause::outside(outside, &telling));
        } else if seen.iter().all(|it| outside.fits(it)) {
            diagnosis.not_judged.push(outside);
        }
    }
    diagnosis.causes.sort_by(FoundCause::order);
    let leads = diagnosis.causes.first().map(|it| it.cause);
    // Who was asked already knows, and so does who printed both.
    let mut of_spn = seen.iter().filter(|it| Check::WebSpn.is_answered_by(it));
    if leads == Some(Cause::Unusual(Unusual::SpnTwice))
        && of_spn.all(|it| it.line.is_some())
        && !are_both_named(&seen)
    {
        diagnosis.checks.retain(|next| next.check != Check::WebSpn);
        let which = NextCheck::which_accounts(diagnosis.fitting);
        diagnosis.checks.insert(0, which);
    }
    diagnosis
}

/// Whether it is told of each of two accounts that it may be one of those that have the SPN.
fn are_both_named(seen: &[&Sighting]) -> bool {
    let two = Sign::Any(vec![Observable::Is(SettingFinding::Spn(SpnHolder::Two))]);
    // Two lists may be of two names.
    let holders = |it: &&Sighting| {
        it.signs
            .iter()
            .filter(|sign| two.says_more_than(sign))
            .count()
    };
    seen.iter().any(|it| holders(it) > 1)
}

/// A configuration that fails, held against the observations.
struct Tried<'a> {
    explored: &'a Explored,
    cause: Cause,
    missed: usize,
    part: Part,
}

impl Tried<'_> {
    fn unusual(&self) -> usize {
        self.explored.configuration.unusual.len()
    }

    /// Whether it would fit less without any one of the unusual things.
    fn needs_all(&self, space: &Space, telling: &[(usize, &Sighting)]) -> bool {
        let own = &self.explored.configuration;
        own.unusual.iter().all(|what| {
            let mut without = own.clone();
            without.unusual.retain(|it| it != what);
            let Some(other) = space.find(&without).filter(|other| other.fails()) else {
                return true;
            };
            let missed = telling.iter().filter(|(_, it)| !it.fits(&other.shows));
            missed.count() > self.missed
        })
    }

    /// Whether IIS lets people in, and all that is seen shows without what is unusual too: that the second hop fails is then
    /// nothing that somebody told of.
    fn only_fails_behind(&self, space: &Space, telling: &[(usize, &Sighting)]) -> bool {
        let as_usual = ordinary(space, &self.explored.configuration).is_some_and(|usual| {
            let missed = telling.iter().filter(|(_, it)| !it.fits(&usual.shows));
            missed.count() <= self.missed
        });
        as_usual && Reached::of(&self.explored.shows) == Reached::FrontEnd
    }
}

impl Diagnosis {
    /// The likeliest cause where it is not in the lab: what is looked up for it comes before all that tells the others apart.
    pub fn told_first(&self) -> Option<OutsideCause> {
        match self.causes.first()?.cause {
            Cause::Outside(outside) => Some(outside),
            _ => None,
        }
    }
}

impl FoundCause {
    fn of(tried: &Tried<'_>, rank: usize, telling: &[(usize, &Sighting)]) -> Self {
        let shows = &tried.explored.shows;
        let (matched, missed) = telling
            .iter()
            .partition::<Vec<_>, _>(|(_, it)| it.fits(shows));
        Self {
            cause: tried.cause,
            configuration: Some(tried.explored.configuration.clone()),
            unusual: tried.unusual(),
            rank,
            fits: 1,
            matched: places(&matched),
            missed: places(&missed),
            specific: (0, 1),
            part: tried.part,
            certain: false,
        }
    }

    /// The settings that show it in the lab, with the names of that scenario; none for what the lab does not model, and where
    /// all that is wrong with them is something else.
    pub fn scenario(&self, names: &Scenario) -> Option<Scenario> {
        match (&self.configuration, self.cause) {
            (Some(_), Cause::Unusual(_)) if self.part == Part::Nothing => None,
            (Some(configuration), _) => Some(configuration.scenario(names)),
            (None, Cause::Outside(outside)) => {
                let set = outside.in_lab()?;
                let works = Ordinary {
                    era: Era::Today,
                    protocol: BackEndProtocol::Http,
                    set_up: SetUp::Constrained,
                };
                let mut scenario = works.scenario(names);
                set(&mut scenario);
                Some(scenario)
            }
            _ => None,
        }
    }

    fn outside(outside: OutsideCause, telling: &[(usize, &Sighting)]) -> Self {
        let (matched, missed) = telling
            .iter()
            .partition::<Vec<&(usize, &Sighting)>, _>(|(_, it)| outside.fits(it));
        let symptom = |sign: &Sign| matches!(sign, Sign::Symptom(_));
        let denied = missed.iter().any(|(_, it)| outside.is_denied_by(it));
        let certain = !denied
            && matched
                .iter()
                .any(|(_, it)| it.has(outside.symptoms()) && it.signs.iter().all(symptom));
        Self {
            cause: Cause::Outside(outside),
            configuration: None,
            unusual: 1,
            rank: 1 + usize::from(denied),
            fits: 0,
            matched: places(&matched),
            missed: places(&missed),
            specific: (1, 1),
            part: Part::All,
            certain,
        }
    }

    /// The configurations come with the simplest first.
    fn add(&mut self, tried: &Tried<'_>, rank: usize) {
        self.fits += 1;
        self.rank = self.rank.min(rank);
        if (tried.unusual(), tried.part) < (self.unusual, self.part) {
            self.unusual = tried.unusual();
            self.part = tried.part;
            self.configuration = Some(tried.explored.configuration.clone());
        }
    }

    /// What misses less comes first; then what takes less that is unusual, or that nobody told of; then what shows this more
    /// surely. What is not in the lab is told by what belongs to it alone: that nothing computes the rest for it says nothing
    /// against it. What may be something else too does not tell it so surely.
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        let missed = |found: &Self| match found.certain {
            true => 0,
            false => found.missed.len(),
        };
        let key = |found: &Self| (missed(found), found.rank);
        let sure = |one: &Self, other: &Self| Reverse(one.specific.0 * other.specific.1);
        key(self)
            .cmp(&key(other))
            .then_with(|| sure(self, other).cmp(&sure(other, self)))
            .then_with(|| self.cause.place().cmp(&other.cause.place()))
    }
}

fn places(observations: &[&(usize, &Sighting)]) -> Vec<usize> {
    observations.iter().map(|(place, _)| *place).collect()
}

/// Of each cause that is not among those found: the first observation that its best configuration does not show.
fn ruled_out(
    failing: &[Tried<'_>],
    found: &[FoundCause],
    telling: &[(usize, &Sighting)],
) -> Vec<RuledOut> {
    let mut best: Vec<&Tried<'_>> = Vec::new();
    for tried in failing {
        if found.iter().any(|it| it.cause == tried.cause) {
            continue;
        }
        match best.iter_mut().find(|it| it.cause == tried.cause) {
            Some(known) if tried.missed < known.missed => *known = tried,
            Some(_) => {}
            None => best.push(tried),
        }
    }
    best.sort_by_cached_key(|tried| tried.cause.place());
    let mut ruled_out = Vec::new();
    for tried in best {
        let shows = &tried.explored.shows;
        let by = telling.iter().find(|(_, it)| !it.fits(shows));
        ruled_out.extend(by.map(|(by, _)| RuledOut {
            cause: tried.cause,
            by: *by,
        }));
    }
    ruled_out
}

/// A cause weighs a quarter for each unusual thing it takes, whatever the number of its configurations.
fn next_checks(space: &Space, fitting: &[&Tried<'_>], causes: &[FoundCause]) -> Vec<NextCheck> {
    let remaining = fitting.iter().filter_map(|tried| {
        let cause = causes.iter().position(|it| it.cause == tried.cause)?;
        let found = causes.get(cause)?;
        let fits = u32::try_from(found.fits).map_or(1.0, f64::from);
        let weight = [1.0, 0.25, 0.0625].get(found.rank).unwrap_or(&0.0625);
        Some(Remaining {
            shows: &tried.explored.shows,
            cause,
            weight: weight / fits,
        })
    });
    let checks = check::checks(&remaining.collect::<Vec<_>>(), causes.len());
    // What most of the simplest causes say is set wrong is looked up before what only they may have done to others.
    let simplest = causes.iter().map(|it| it.rank).min();
    let leading = causes.iter().filter(|it| Some(it.rank) == simplest);
    let leading: Vec<&Configuration> = leading.filter_map(|it| it.configuration.as_ref()).collect();
    let asks = |check: Check| {
        let finds = leading.iter().filter(|it| check.finds(space, it)).count();
        check.is_of_a_setting() && 2 * finds > leading.len()
    };
    let (mut first, rest): (Vec<_>, Vec<_>) = checks.into_iter().partition(|it| asks(it.check));
    first.extend(rest);
    first
}
