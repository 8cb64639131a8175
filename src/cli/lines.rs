//! Exchanges in, diagnoses out, one a line: the form for programs and for measuring.

use super::Ended;
use crate::diagnosis::diagnose;
use crate::exchange::Exchange;
use crate::report::json;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};

/// The longest line that is read. Longer ones are passed over and answered as invalid, so that memory
/// stays bounded whatever comes in. An exchange of a few kilobytes is usual, one of a megabyte is absurd.
const LONGEST_LINE: usize = 16 << 20;

/// Answers every line of `input` with one line on `output`, a failure where a line was no exchange.
///
/// # Errors
/// Where a stream fails.
pub fn diagnose_lines(input: impl Read, output: impl Write) -> io::Result<Ended> {
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
    Ok(if all_valid { Ended::Well } else { Ended::WithFailures })
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
        assert_eq!(diagnose_lines(&mut input, Shared(&written)).unwrap(), Ended::Well);
        assert_eq!(input.lines_before, [0, 1, 2, 2, 3]);
    }

    #[test]
    fn passes_over_a_line_without_end() {
        let endless = io::repeat(b'x').take(LONGEST_LINE as u64 + 5).chain(&b"\n{\"url\":\"a\",\"id\":1}\n"[..]);
        let mut output = Vec::new();
        assert_eq!(diagnose_lines(endless, &mut output).unwrap(), Ended::WithFailures);
        let lines: Vec<serde_json::Value> =
            output.split(|&b| b == b'\n').filter_map(|l| serde_json::from_slice(l).ok()).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["verdict"], "invalid");
        assert_eq!(lines[1]["id"], 1);
    }
}
