//! The command line `xcld`: the same diagnosis as the extension's, for files and pipes.
#![forbid(unsafe_code)]

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    cli::main()
}

#[cfg(not(target_arch = "wasm32"))]
mod cli {
    use std::ffi::OsString;
    use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
    use std::process::ExitCode;
    use xcld::diagnosis::diagnose;
    use xcld::exchange::Exchange;
    use xcld::report::json;

    const HELP: &str = "\
Explains why Cloudinary media fails, and how to mend it.

Usage: xcld diagnose --jsonl < exchanges.jsonl > diagnoses.jsonl

Commands:
  diagnose --jsonl   Read one exchange a line from standard input and write one
                     diagnosis a line to standard output, in the same order.
                     A line that is no exchange is answered with the verdict
                     “invalid”, and the run goes on.

Options:
  -h, --help         Show this help
  -V, --version      Show the version

An exchange is a JSON object; only `url` is required:
  {\"url\":\"https://res.cloudinary.com/demo/image/upload/c_fil/sample.jpg\",\"status\":400,
   \"headers\":[[\"x-cld-error\",\"Invalid crop in transformation: fil\"]]}

Exit status: 0 if every line was read, 1 if a line was invalid or a stream
failed, 2 if the arguments were not usable.
";

    /// The longest line that is read. Longer ones are passed over and answered as invalid, so that memory
    /// stays bounded whatever comes in. An exchange of a few kilobytes is usual, one of a megabyte is absurd.
    const LONGEST_LINE: usize = 16 << 20;

    /// What the arguments ask for.
    #[derive(Debug, PartialEq, Eq)]
    enum Command {
        Help,
        Version,
        DiagnoseLines,
    }

    /// Why the arguments are not usable.
    #[derive(Debug, thiserror::Error)]
    enum Unusable {
        #[error("say what to do: xcld diagnose --jsonl")]
        NoCommand,
        #[error("there is no command “{0}”: the only one is diagnose")]
        UnknownCommand(String),
        #[error("diagnose reads one exchange a line: write xcld diagnose --jsonl")]
        NoFormat,
        #[error(transparent)]
        Argument(#[from] lexopt::Error),
    }

    pub fn main() -> ExitCode {
        let outcome = match command(std::env::args_os().skip(1)) {
            Ok(Command::Help) => io::stdout().write_all(HELP.as_bytes()).map(|()| true),
            Ok(Command::Version) => writeln!(io::stdout(), "xcld {}", env!("CARGO_PKG_VERSION")).map(|()| true),
            Ok(Command::DiagnoseLines) => diagnose_lines(io::stdin().lock(), io::stdout().lock()),
            Err(problem) => {
                // Nothing is left to tell where standard error is closed.
                let _ = writeln!(io::stderr(), "xcld: {problem}\nTry xcld --help");
                return ExitCode::from(2);
            }
        };
        match outcome {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(problem) => {
                // The reader of our output went away, as `head` does: there is no one to tell.
                if problem.kind() != io::ErrorKind::BrokenPipe {
                    let _ = writeln!(io::stderr(), "xcld: {problem}");
                }
                ExitCode::FAILURE
            }
        }
    }

    fn command(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Unusable> {
        use lexopt::Arg::{Long, Short, Value};
        let mut parser = lexopt::Parser::from_args(arguments);
        let (mut named, mut lines) = (false, false);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(Command::Help),
                Short('V') | Long("version") => return Ok(Command::Version),
                Long("jsonl") if named => lines = true,
                Value(name) if !named && name == "diagnose" => named = true,
                Value(name) if !named => return Err(Unusable::UnknownCommand(name.to_string_lossy().into_owned())),
                other => return Err(other.unexpected().into()),
            }
        }
        match (named, lines) {
            (true, true) => Ok(Command::DiagnoseLines),
            (true, false) => Err(Unusable::NoFormat),
            (false, _) => Err(Unusable::NoCommand),
        }
    }

    /// Answers every line of `input` with one line on `output`. `Ok(false)` where a line was no exchange.
    fn diagnose_lines(input: impl Read, output: impl Write) -> io::Result<bool> {
        let mut input = BufReader::with_capacity(1 << 16, input);
        let mut output = BufWriter::with_capacity(1 << 16, output);
        let mut line = Vec::new();
        let mut all_valid = true;
        let mut first = true;
        loop {
            let read = next_line(&mut input, &mut line, &mut output)?;
            let problem = match read {
                Line::End => break,
                Line::TooLong => format!("the line is longer than {LONGEST_LINE} bytes"),
                Line::Read => {
                    // A byte order mark may stand before the first line.
                    let text = if first { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line) } else { &line };
                    match Exchange::from_json(text) {
                        Ok(exchange) => {
                            json::write(&mut output, &diagnose(&exchange))?;
                            String::new()
                        }
                        Err(problem) => problem.to_string(),
                    }
                }
            };
            first = false;
            if !problem.is_empty() {
                all_valid = false;
                let answer = serde_json::json!({ "id": null, "verdict": "invalid", "problem": problem });
                serde_json::to_writer(&mut output, &answer)?;
            }
            output.write_all(b"\n")?;
        }
        output.flush()?;
        Ok(all_valid)
    }

    enum Line {
        Read,
        TooLong,
        End,
    }

    /// Reads the next line into `line`, without its line break. Before it waits for more input, what was
    /// written so far is flushed: someone may be waiting for those answers before they send the next line.
    fn next_line(input: &mut BufReader<impl Read>, line: &mut Vec<u8>, output: &mut impl Write) -> io::Result<Line> {
        line.clear();
        let mut too_long = false;
        let mut any = false;
        loop {
            if input.buffer().is_empty() {
                output.flush()?;
            }
            let chunk = match input.fill_buf() {
                Ok(chunk) => chunk,
                Err(problem) if problem.kind() == io::ErrorKind::Interrupted => continue,
                Err(problem) => return Err(problem),
            };
            let end = chunk.iter().position(|&byte| byte == b'\n');
            let used = end.unwrap_or(chunk.len());
            let ended = end.is_some() || chunk.is_empty();
            any |= !chunk.is_empty();
            if line.len().saturating_add(used) > LONGEST_LINE {
                too_long = true;
                line.clear();
            } else if !too_long {
                line.extend(chunk.iter().take(used));
            }
            input.consume(used + usize::from(end.is_some()));
            if ended {
                return Ok(match (any, too_long) {
                    (false, _) => Line::End,
                    (_, true) => Line::TooLong,
                    (_, false) => Line::Read,
                });
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn asks(arguments: &[&str]) -> Result<Command, String> {
            command(arguments.iter().map(OsString::from)).map_err(|problem| problem.to_string())
        }

        #[test]
        fn reads_its_arguments() {
            assert_eq!(asks(&["diagnose", "--jsonl"]), Ok(Command::DiagnoseLines));
            assert_eq!(asks(&["--help"]), Ok(Command::Help));
            assert_eq!(asks(&["diagnose", "-h"]), Ok(Command::Help));
            assert_eq!(asks(&["-V"]), Ok(Command::Version));
            assert!(asks(&[]).unwrap_err().contains("xcld diagnose --jsonl"));
            assert!(asks(&["diagnose"]).unwrap_err().contains("--jsonl"));
            assert!(asks(&["diagnos"]).unwrap_err().contains("“diagnos”"));
            assert!(asks(&["--jsonl"]).is_err());
            assert!(asks(&["diagnose", "--jsonl", "file.jsonl"]).is_err());
            assert!(asks(&["diagnose", "--jsonl=yes"]).is_err());
        }

        /// Hands over its pieces one read at a time and notes how much had been written before each read.
        struct Slow<'a> {
            pieces: std::vec::IntoIter<&'a [u8]>,
            written: &'a std::cell::RefCell<Vec<u8>>,
            lines_before: Vec<usize>,
        }

        impl Read for Slow<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let lines = self.written.borrow().split(|&byte| byte == b'\n').count() - 1;
                self.lines_before.push(lines);
                self.pieces.next().unwrap_or_default().read(buffer)
            }
        }

        struct Shared<'a>(&'a std::cell::RefCell<Vec<u8>>);

        impl Write for Shared<'_> {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.borrow_mut().write(bytes)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }

        #[test]
        fn answers_before_it_waits() {
            let written = std::cell::RefCell::new(Vec::new());
            let pieces: Vec<&[u8]> = vec![b"{\"url\":\"a\"}\n{\"ur", b"l\":\"b\"}\n", b"{\"url\":\"c\"}"];
            let mut input = Slow { pieces: pieces.into_iter(), written: &written, lines_before: Vec::new() };
            assert!(diagnose_lines(&mut input, Shared(&written)).unwrap());
            assert_eq!(input.lines_before, [0, 1, 2, 2, 3]);
        }

        #[test]
        fn passes_over_a_line_without_end() {
            let endless = io::repeat(b'x').take(LONGEST_LINE as u64 + 5).chain(&b"\n{\"url\":\"a\",\"id\":1}\n"[..]);
            let mut output = Vec::new();
            assert!(!diagnose_lines(endless, &mut output).unwrap());
            let lines: Vec<serde_json::Value> =
                output.split(|&b| b == b'\n').filter_map(|l| serde_json::from_slice(l).ok()).collect();
            assert_eq!(lines.len(), 2);
            assert_eq!(lines[0]["verdict"], "invalid");
            assert_eq!(lines[1]["id"], 1);
        }
    }
}
