//! The project's examples, as programs to run.

use std::env;
use std::path::PathBuf;

/// Cargo builds the examples beside the tests.
pub fn example(name: &str) -> PathBuf {
    let test = env::current_exe().unwrap();
    let profile = test.ancestors().nth(2).unwrap();
    let path = profile
        .join("examples")
        .join(format!("{name}{}", env::consts::EXE_SUFFIX));
    assert!(
        path.is_file(),
        "{} is missing: `cargo test` builds it, one `cargo test --test …` alone may not; \
         run `cargo build --examples` with the same features first",
        path.display()
    );
    path
}
