//! The command line: arguments in, diagnoses out. Native only, so that the extension carries none of it.

mod arguments;
mod har;
mod human;
mod lines;
mod output;
mod pages;

pub use har::{Entry, Problem, read as read_har};
pub use human::{Human, render};
pub use lines::diagnose_lines;
pub use output::{Form, Output};
pub use pages::{page, pages};

use crate::diagnosis::{Code, diagnose};
use crate::exchange::Exchange;
use crate::near;
use anstream::{AutoStream, ColorChoice};
use arguments::{Arguments, Command, Diagnose, Har};
use clap::{CommandFactory, Parser};
use std::fs::File;
use std::io::{self, BufRead, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// How a run ended that could be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Nothing failed.
    Well,
    /// Something failed: a media request, or a line that is no exchange.
    WithFailures,
}

/// Why a run could not be carried out.
#[derive(Debug, thiserror::Error)]
enum Stopped {
    #[error(transparent)]
    Stream(#[from] io::Error),
    #[error("{file}: {problem}")]
    Har { file: String, problem: Problem },
    #[error("there is no code “{code}”{}", near.map(|near| format!(". Did you mean {near}?")).unwrap_or_default())]
    Code { code: String, near: Option<&'static str> },
}

/// Runs the program `xcld`. Exit status 0 where nothing failed, 1 where something did, 2 where the arguments or the
/// input were not usable.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let lines = matches!(&arguments.command, Command::Diagnose(diagnose) if diagnose.form.jsonl);
    match run(arguments) {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::WithFailures) => ExitCode::FAILURE,
        Err(stopped) => {
            // The reader of our output went away, as `head` does: there is no one to tell.
            let is_left = matches!(&stopped, Stopped::Stream(problem) if problem.kind() == io::ErrorKind::BrokenPipe);
            if !is_left {
                // Nothing is left to tell where standard error is closed.
                let _ = writeln!(io::stderr(), "xcld: {stopped}");
            }
            // A stream of exchanges ends with 1 for whatever went wrong in it, as its contract says.
            if lines || is_left { ExitCode::FAILURE } else { ExitCode::from(2) }
        }
    }
}

fn run(arguments: Arguments) -> Result<Ended, Stopped> {
    let colour = arguments.color.choice();
    match arguments.command {
        Command::Diagnose(diagnose) if diagnose.form.jsonl => {
            Ok(diagnose_lines(io::stdin().lock(), io::stdout().lock())?)
        }
        Command::Diagnose(diagnose) => Ok(diagnose_urls(&diagnose, colour)?),
        Command::Har(har) => diagnose_har(&har, colour),
        Command::Explain { code } => explain(&code),
        Command::Codes { json } => Ok(codes(json)?),
        Command::Completions { shell } => {
            // clap_complete ends the program where its stream is closed, so it gets memory to write to.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "xcld", &mut script);
            Ok(print(&script)?)
        }
        Command::Man { folder: Some(folder) } => {
            clap_mangen::generate_to(Arguments::command(), folder)?;
            Ok(Ended::Well)
        }
        Command::Man { folder: None } => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
            Ok(print(&page)?)
        }
    }
}

fn print(text: &[u8]) -> io::Result<Ended> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()?;
    Ok(Ended::Well)
}

/// Standard output, from which colours are taken where they are not wanted, and how people read it.
fn output(form: Form, colour: ColorChoice) -> Output<impl Write> {
    let out = io::stdout();
    let human = if out.is_terminal() { Human::on_terminal() } else { Human::default() };
    Output::new(form, human, BufWriter::new(AutoStream::new(out, colour).lock()))
}

fn diagnose_urls(asked: &Diagnose, colour: ColorChoice) -> io::Result<Ended> {
    let mut output = output(asked.form.form(), colour).with_fine();
    let one = |url: &str, output: &mut Output<_>| {
        let exchange = Exchange {
            url: url.to_owned(),
            method: "GET".to_owned(),
            status: asked.status,
            headers: asked.message.iter().map(|text| ("x-cld-error".to_owned(), text.clone())).collect(),
            ..Exchange::default()
        };
        output.one(&exchange, &diagnose(&exchange), &[])
    };
    for url in &asked.urls {
        if url != "-" {
            one(url, &mut output)?;
            continue;
        }
        for line in io::stdin().lock().lines() {
            let line = line?;
            match line.trim() {
                "" => {}
                url => one(url, &mut output)?,
            }
        }
    }
    output.end()
}

fn diagnose_har(asked: &Har, colour: ColorChoice) -> Result<Ended, Stopped> {
    let mut output = output(asked.form.form(), colour);
    let mut wrote = Ok(());
    let each = |entry: Entry| {
        let diagnosis = diagnose(&entry.exchange);
        wrote = output.one(&entry.exchange, &diagnosis, &har::context(&entry));
        wrote.is_ok()
    };
    let read = if asked.file == Path::new("-") {
        har::read(io::stdin().lock(), each)
    } else {
        File::open(&asked.file).map_err(Problem::Unreadable).and_then(|file| har::read(file, each))
    };
    wrote?;
    // What was found up to a fault of the file is still told.
    let ended = output.end()?;
    read.map_err(|problem| Stopped::Har { file: asked.file.display().to_string(), problem })?;
    Ok(ended)
}

fn explain(code: &str) -> Result<Ended, Stopped> {
    let code = code.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    match Code::ALL.iter().find(|known| known.as_str() == code) {
        Some(known) => Ok(print(page(*known).as_bytes())?),
        None => Err(Stopped::Code { near: meant(&code), code }),
    }
}

/// The code that `word` was meant to be: the nearest in letters, or the first that holds it.
fn meant(word: &str) -> Option<&'static str> {
    let names = || Code::ALL.iter().map(|code| code.as_str());
    let far = |name: &str| near::distance(word.as_bytes(), name.as_bytes(), name.len() / 3, |one, other| one == other);
    let nearest = names().filter_map(|name| Some((far(name)?, name))).min();
    nearest.map(|(_, name)| name).or_else(|| names().find(|name| word.len() > 2 && name.contains(word)))
}

fn codes(json: bool) -> io::Result<Ended> {
    if json {
        let rows: Vec<_> =
            pages().map(|(code, page)| serde_json::json!({ "code": code, "title": pages::title(page) })).collect();
        return print((serde_json::to_string_pretty(&rows)? + "\n").as_bytes());
    }
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or_default();
    let mut table = Vec::new();
    for (code, page) in pages() {
        writeln!(table, "{:width$}  {}", code.as_str(), pages::title(page))?;
    }
    writeln!(table, "\nxcld explain CODE says how each comes about and how to mend it.")?;
    print(&table)
}
