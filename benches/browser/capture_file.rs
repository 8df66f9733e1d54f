//! Writes the capture that `cargo xtask bench` has read here and by tshark: so many packets into a file of that name.

#[path = "../inputs/capture.rs"]
#[allow(dead_code)]
mod capture;

use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("a file's name is missing")?;
    let packets = arguments.next().ok_or("a number of packets is missing")?;
    fs::write(file, capture::mixed(packets.parse()?))?;
    Ok(())
}
