//! All that can be done to the page.

use super::{
    CompareAction, DecodeAction, DiagnoseAction, OutcomesAction, PredictAction, RepairAction,
    SeatAction, TamperAction, TrafficAction, TransportAction,
};
use crate::lab::Setting;
use crate::lab::grid::Axis;
use crate::lab::presets::Preset;
use crate::present::decode::Example;
use crate::present::link::Tab;
use crate::present::provenance::ValueSource;
use crate::present::walk::WalkStop;
use std::rc::Rc;

/// Something done.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The steps are played or moved along.
    Transport(TransportAction),
    /// Give a setting the value that a text says.
    Set(Setting, String),
    /// Take a preset's settings.
    Preset(&'static Preset),
    /// Draw other random values.
    Seed(u64),
    /// Give the domain controller a lifeline, or not.
    Controller(bool),
    /// Show that side of the inspector.
    Tab(Tab),
    /// Open or close the settings.
    ToggleSettings,
    /// Open or close the inspector where it is a sheet.
    ToggleInspector,
    /// Close what was opened last beside the run.
    Escape,
    /// Open a dialog, or close it.
    Dialog(Option<Dialog>),
    /// Put the passwords into the shared link, or leave them out.
    Passwords(bool),
    /// The shared link was copied.
    Copied,
    /// Show the bytes of that layer.
    Layer(usize),
    /// Show a message that was changed as it was sent, or as it arrived.
    AsSent(bool),
    /// Light that field while the pointer is over it.
    Hover(Option<usize>),
    /// Light that field, which has the focus.
    Focus(usize),
    /// Something on the page that decodes.
    Decode(DecodeAction),
    /// Something with other people's traffic.
    Traffic(TrafficAction),
    /// Take a file that is no traffic.
    OtherFile(OtherFile),
    /// Draw the sign-ins in what was pasted.
    Draw,
    /// Draw an example of traffic.
    DrawExample,
    /// Run what the traffic shows in the lab.
    Rebuild,
    /// The same, and look for what would fix it.
    RebuildAndRepair,
    /// Look for the causes of what logs say of the sign-in that is shown.
    DiagnoseLogged,
    /// Look for the causes of what was pasted, in which no token is.
    DiagnosePasted,
    /// The names in what was pasted become those of the settings.
    UseNames,
    /// Something on the page of outcomes.
    Outcomes(OutcomesAction),
    /// The whole table of outcomes has the value at that place of an axis, among those where it is fixed.
    Fix(Axis, usize),
    /// Something at the page that finds causes.
    Diagnose(DiagnoseAction),
    /// Decode what the lab sent.
    Sample,
    /// Puts an example into Decode's box, in the place of what is there.
    Example(Example),
    /// Light the innermost field of that byte, which has the focus.
    FocusByte(usize, Option<usize>),
    /// Light what a value goes back to, while somebody points at it.
    Point(Option<ValueSource>),
    /// Go where a value came from, or to what was made of it.
    Go(ValueSource),
    /// Change messages on their way.
    Tamper(TamperAction),
    /// Sit in IIS's place.
    Seat(SeatAction),
    /// A second run beside the first.
    Compare(CompareAction),
    /// Look for what would fix the run, or break it.
    Repair(RepairAction),
    /// Say what comes before it is shown.
    Predict(PredictAction),
    /// Go where a fragment says.
    Load(String),
    /// Go back to a place that the page itself wrote into the address.
    Return(String),
    /// Show the first screen.
    Welcome,
    /// Go to that stop of the walk; with none, leave it.
    Walk(Option<WalkStop>),
    /// The person has read what was wrong with the link.
    DismissProblems,
}

/// A file without anything that is read as traffic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherFile {
    /// What it is called, without the folder that it was in.
    pub name: Rc<str>,
    /// All that is in it.
    pub bytes: Vec<u8>,
    /// Whether no other file came with it.
    pub alone: bool,
}

impl Action {
    /// Whether what is pointed at stays so.
    pub(super) fn points(&self) -> bool {
        // Files are read beside what is looked at.
        matches!(
            self,
            Self::Hover(_)
                | Self::Focus(_)
                | Self::FocusByte(..)
                | Self::Traffic(TrafficAction::Progress(_))
        )
    }

    /// Whether it only looks around: the first screen stays for it.
    pub(super) fn looks(&self) -> bool {
        self.points()
            || matches!(
                self,
                Self::Point(_)
                    | Self::Dialog(_)
                    | Self::Passwords(_)
                    | Self::Copied
                    | Self::ToggleInspector
                    | Self::Decode(_)
                    | Self::Traffic(_)
                    | Self::OtherFile(_)
                    | Self::Draw
                    | Self::DrawExample
                    | Self::Outcomes(_)
                    | Self::Fix(..)
                    | Self::Diagnose(_)
                    | Self::Sample
                    | Self::Example(_)
                    | Self::Load(_)
                    | Self::Return(_)
                    | Self::Welcome
                    | Self::DismissProblems
            )
    }

    /// Whether what runs afterwards is another run, which is not the walk's.
    pub(super) fn strays(&self) -> bool {
        matches!(
            self,
            Self::Predict(_)
                | Self::Set(..)
                | Self::Preset(_)
                | Self::Load(_)
                | Self::Return(_)
                | Self::Tamper(_)
                | Self::Seat(_)
                | Self::Repair(RepairAction::Apply(_))
                | Self::Compare(_)
                | Self::Welcome
        )
    }
}

/// A dialog, which lies over the page until it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// The link to here.
    Share,
    /// The list of keys, and the way to the glossary.
    Keys,
    /// What the run is saved as: a picture, or a form of another program.
    Export,
    /// All terms with their meanings.
    Glossary,
}

/// What the dialogs remember while they are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Whether the passwords are in the link.
    pub passwords: bool,
    /// Whether the link was copied as it is.
    pub copied: bool,
}

/// What is lit in the bytes of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByteSelection {
    /// The layer a person chose.
    pub layer: Option<usize>,
    /// Whether a message that was changed is shown as it was sent.
    pub sent: bool,
    /// The field under the pointer.
    pub hovered: Option<usize>,
    /// The field of the keyboard.
    pub focused: usize,
    /// The byte of the keyboard.
    pub byte: usize,
    /// Whether somebody was just brought here: the pointer, which did not move, lights nothing yet.
    pub brought: bool,
}

impl ByteSelection {
    /// The field that is lit.
    pub fn field(self) -> usize {
        self.hovered.unwrap_or(self.focused)
    }
}
