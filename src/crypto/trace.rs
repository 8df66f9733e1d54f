//! Named steps of a computation, for those who want to look.

use crate::value_kind::ValueKind;

/// A recorder of steps, on or off.
#[derive(Clone, Debug, Default)]
pub struct Trace(Option<Vec<ComputationStep>>);

impl Trace {
    /// A recorder that keeps every step.
    pub fn on() -> Self {
        Self(Some(Vec::new()))
    }

    /// A recorder that keeps nothing: steps are not even built.
    pub fn off() -> Self {
        Self(None)
    }

    /// Whether steps are kept; where not, what is costly to build can be left out.
    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// Keeps the step that `make` builds, or does nothing when off.
    pub fn record(&mut self, make: impl FnOnce() -> ComputationStep) {
        if let Some(steps) = &mut self.0 {
            steps.push(make());
        }
    }

    /// What was recorded, oldest first.
    pub fn steps(&self) -> &[ComputationStep] {
        self.0.as_deref().unwrap_or_default()
    }

    /// What was recorded, oldest first.
    pub fn into_steps(self) -> Vec<ComputationStep> {
        self.0.unwrap_or_default()
    }
}

/// One named computation: what went in, by which formula, what came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComputationStep {
    /// Name of the function or value, such as `NTOWFv2`.
    pub name: &'static str,
    /// The formula in the specification's notation; `‖` joins.
    pub formula: &'static str,
    /// Where it is specified, such as `[MS-NLMP] 3.3.2`.
    pub spec: &'static str,
    /// What went in, in the order of the formula.
    pub inputs: Vec<Operand>,
    /// What came out, under its own name.
    pub output: Operand,
}

impl ComputationStep {
    /// A step whose output carries the step's own name.
    pub fn new(
        name: &'static str,
        formula: &'static str,
        spec: &'static str,
        inputs: impl Into<Vec<Operand>>,
        output: Operand,
    ) -> Self {
        Self {
            name,
            formula,
            spec,
            inputs: inputs.into(),
            output,
        }
    }
}

/// A named value of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    /// Name in the specification, such as `NTProofStr`.
    pub name: &'static str,
    /// Its bytes, in the order in which they go into the computation.
    pub bytes: Vec<u8>,
    /// The kind of value it is, if it is one that is followed.
    pub value_kind: Option<ValueKind>,
}

impl Operand {
    /// A value that is not followed.
    pub fn plain(name: &'static str, bytes: impl AsRef<[u8]>) -> Self {
        Self {
            name,
            bytes: bytes.as_ref().to_vec(),
            value_kind: None,
        }
    }

    /// A value worth following, of that kind.
    pub fn of_kind(name: &'static str, bytes: impl AsRef<[u8]>, kind: ValueKind) -> Self {
        Self {
            name,
            bytes: bytes.as_ref().to_vec(),
            value_kind: Some(kind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn off_builds_nothing() {
        let mut trace = Trace::off();
        trace.record(|| unreachable!("the step is not built"));
        assert!(!trace.is_on());
        assert!(trace.into_steps().is_empty());
    }

    #[test]
    fn on_keeps_the_order() {
        let mut trace = Trace::on();
        for name in ["first", "second"] {
            trace.record(|| ComputationStep::new(name, "", "", [], Operand::plain(name, [1])));
        }
        assert_eq!(
            trace
                .into_steps()
                .iter()
                .map(|s| s.name)
                .collect::<Vec<_>>(),
            ["first", "second"]
        );
    }
}
