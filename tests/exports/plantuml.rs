//! PlantUML takes every diagram.

use crate::skip::skip;
use crate::{folder, samples};
use double_hop::present::export::plantuml::plantuml;
use std::process::{Command, Stdio};

#[test]
fn plantuml_takes_every_diagram() {
    if Command::new("plantuml")
        .arg("-version")
        .stdout(Stdio::null())
        .status()
        .is_err()
    {
        skip("drawing with PlantUML", "it is not installed");
        return;
    }
    let folder = folder("plantuml");
    let samples = samples();
    for sample in &samples {
        let text = plantuml(&sample.log, &sample.steps, &sample.name, &|step| {
            sample.label(step)
        });
        std::fs::write(folder.join(format!("{}.puml", sample.name)), text).unwrap();
    }
    // As text, in which the labels can be found again; one start of Java for all.
    let output = Command::new("plantuml")
        .args(["-charset", "UTF-8", "-failfast2", "-tsvg"])
        .arg(folder.join("*.puml"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    for sample in &samples {
        let drawn = std::fs::read_to_string(folder.join(format!("{}.svg", sample.name))).unwrap();
        assert!(!drawn.contains("Syntax Error"), "{}", sample.name);
        if sample.name == "hostile" {
            // What would be a mark, a name or an order is drawn as it is.
            for word in [
                "[[http://x",
                "**bold**",
                "--gone--",
                "@enduml",
                "!include",
                "$sin(1)",
                "&lt;U+0041&gt;",
                "\\n",
            ] {
                assert!(drawn.contains(word), "{word} is not drawn");
            }
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
