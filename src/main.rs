//! The command line `xcld`: the same diagnosis as the extension's, for URLs, files and pipes.
#![forbid(unsafe_code)]

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    xcld::cli::main()
}
