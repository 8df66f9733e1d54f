//! What can be picked, as it cannot be pasted: each with what it says.

use super::sign::{Sign, Symptom};
use crate::lab::{AddressKind, Observable, SettingFinding};

/// Something that people see and no log has, to be picked with a click.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pick {
    /// It works on the server, and fails from a desk.
    WorksOnServer,
    /// It fails on the server too.
    FailsEverywhere,
    /// It fails on the server, and gets further from a desk.
    FailsOnServerOnly,
    /// It gets further by another name of the server.
    OneNameWorks,
    /// It fails for all users.
    AllUsers,
    /// It fails for some users only.
    SomeUsers,
    /// It fails since a password was changed.
    SincePasswordChange,
    /// It fails since the application pool runs as another account.
    SincePoolChange,
    /// It fails for users of another forest.
    OtherForest,
    /// The page opens, its data does not.
    DataDoesNot,
    /// A 401 page stays, whatever is typed.
    StaysAt401,
    /// People are asked for a name and a password.
    Asked,
    /// The sign-in fails, and the browser does not ask once more.
    NotAskedAgain,
    /// People are asked three times.
    AskedAgain,
    /// It worked in Internet Explorer, not in Edge or Chrome.
    OtherBrowserWorked,
    /// 400 Request Too Long: the headers are longer than http.sys takes.
    RequestTooLong,
}

impl Pick {
    /// Its key in links, which never changes.
    pub fn key(self) -> &'static str {
        match self {
            Self::WorksOnServer => "works-on-server",
            Self::FailsEverywhere => "fails-everywhere",
            Self::FailsOnServerOnly => "fails-on-server-only",
            Self::OneNameWorks => "one-name-works",
            Self::AllUsers => "all-users",
            Self::SomeUsers => "some-users",
            Self::SincePasswordChange => "since-password-change",
            Self::SincePoolChange => "since-pool-change",
            Self::OtherForest => "other-forest",
            Self::DataDoesNot => "data-does-not",
            Self::StaysAt401 => "stays-at-401",
            Self::Asked => "asked",
            Self::NotAskedAgain => "not-asked-again",
            Self::AskedAgain => "asked-again",
            Self::OtherBrowserWorked => "other-browser-worked",
            Self::RequestTooLong => "request-too-long",
        }
    }

    /// The one of that key, as links have it; none where there is no such one.
    pub fn of_key(key: &str) -> Option<Self> {
        let mut all = PickGroup::ALL.into_iter().flat_map(|group| group.picks());
        all.find(|pick| pick.key() == key).copied()
    }

    /// Whether only one of the two can be.
    pub fn excludes(self, other: Self) -> bool {
        const ONE_OF: [&[Pick]; 3] = [
            &[
                Pick::WorksOnServer,
                Pick::FailsEverywhere,
                Pick::FailsOnServerOnly,
            ],
            &[Pick::AllUsers, Pick::SomeUsers],
            &[Pick::NotAskedAgain, Pick::AskedAgain],
        ];
        self != other
            && ONE_OF
                .iter()
                .any(|some| some.contains(&self) && some.contains(&other))
    }

    /// What a run must show for the pick to fit: all of these.
    pub fn signs(self) -> Vec<Sign> {
        let one = |observable| vec![Sign::Any(vec![observable])];
        match self {
            Self::WorksOnServer => one(Observable::WorksOnServer),
            Self::FailsEverywhere => one(Observable::FailsOnServer),
            Self::FailsOnServerOnly => one(Observable::FailsOnServerOnly),
            Self::OneNameWorks => vec![
                Sign::Any(vec![Observable::OtherNameWorks]),
                Sign::Lacks(Observable::Is(SettingFinding::Address(AddressKind::Short))),
            ],
            Self::AllUsers => one(Observable::AllUsers),
            Self::SomeUsers => one(Observable::SomeUsersOnly),
            Self::SincePasswordChange => one(Observable::SincePasswordChange),
            Self::SincePoolChange => one(Observable::SincePoolChange),
            Self::OtherForest => one(Observable::UserOfOtherForest),
            Self::DataDoesNot => one(Observable::SecondHopFails),
            Self::StaysAt401 => one(Observable::FirstHopRefused),
            Self::Asked => vec![
                Sign::Any(vec![Observable::Asked]),
                Sign::Symptom(Symptom::AsksWhoIsLoggedOn),
            ],
            Self::NotAskedAgain => one(Observable::NotAskedAgain),
            Self::AskedAgain => one(Observable::AskedAgain),
            Self::OtherBrowserWorked => one(Observable::OtherBrowserWorks),
            Self::RequestTooLong => vec![Sign::Symptom(Symptom::RequestTooLong)],
        }
    }
}

/// The heading over things to pick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PickGroup {
    /// From where it fails, and where it works.
    Where,
    /// For whom it fails, and for whom it works.
    Who,
    /// What the browser shows when it fails.
    InTheBrowser,
}

impl PickGroup {
    /// All groups, in order.
    pub const ALL: [Self; 3] = [Self::Where, Self::Who, Self::InTheBrowser];

    /// What is in it, in order.
    pub fn picks(self) -> &'static [Pick] {
        match self {
            Self::Where => &[
                Pick::WorksOnServer,
                Pick::FailsEverywhere,
                Pick::FailsOnServerOnly,
                Pick::OneNameWorks,
            ],
            Self::Who => &[
                Pick::AllUsers,
                Pick::SomeUsers,
                Pick::SincePasswordChange,
                Pick::SincePoolChange,
                Pick::OtherForest,
            ],
            Self::InTheBrowser => &[
                Pick::DataDoesNot,
                Pick::StaysAt401,
                Pick::Asked,
                Pick::NotAskedAgain,
                Pick::AskedAgain,
                Pick::OtherBrowserWorked,
                Pick::RequestTooLong,
            ],
        }
    }
}
