//! What the program takes, in the words of its help.

use super::Form;
use anstream::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  xcld diagnose https://res.cloudinary.com/demo/image/upload/c_fil,w_200/sample.jpg
  xcld har page.har
  xcld explain strict-transformations

Exit status: 0 if nothing failed, 1 if something did, 2 if the arguments or the input were not usable.";

const DIAGNOSE_EXAMPLES: &str = "\
Examples:
  xcld diagnose https://res.cloudinary.com/demo/image/upload/c_fil,w_200/sample.jpg
  xcld diagnose --status 404 --message 'Resource not found - docs/a' https://res.cloudinary.com/demo/image/upload/docs/a.jpg
  grep -o 'https://res.cloudinary.com/[^\"]*' index.html | xcld diagnose -
  xcld diagnose --jsonl < exchanges.jsonl > diagnoses.jsonl

With --jsonl, standard input holds one exchange a line, and standard output gets one diagnosis a line in the same
order. An exchange is a JSON object; only `url` is required:
  {\"url\":\"https://res.cloudinary.com/demo/image/upload/c_fil/sample.jpg\",\"status\":400,
   \"headers\":[[\"x-cld-error\",\"Invalid crop in transformation: fil\"]]}
A line that is no exchange is answered with the verdict “invalid”, and the run goes on.

Exit status: 0 if nothing failed, 1 if something did, 2 if the arguments were not usable.
With --jsonl: 0 if every line was read, 1 if a line was invalid or a stream failed.";

const HAR_EXAMPLES: &str = "\
Examples:
  xcld har page.har
  xcld har --markdown page.har.gz > report.md
  xcld har --jsonl - < page.har

To save a HAR: in the browser's network panel, “Save all as HAR” or “Export HAR”.

Exit status: 0 if nothing failed, 1 if something did, 2 if the file could not be read.";

/// Explains why Cloudinary media fails, and how to mend it
#[derive(Debug, Parser)]
#[command(name = "xcld", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// Whether to use colours: auto looks at the terminal and at NO_COLOR
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say what is wrong with URLs, or with exchanges from a pipe
    #[command(after_help = DIAGNOSE_EXAMPLES)]
    Diagnose(Diagnose),
    /// Say what failed in a HAR file that a browser exported
    #[command(after_help = HAR_EXAMPLES)]
    Har(Har),
    /// Print the page about a code: what it means, how it comes about, how to mend it
    Explain {
        /// A code, such as asset-not-found
        #[arg(value_name = "CODE")]
        code: String,
    },
    /// List all codes
    Codes {
        /// As a JSON array
        #[arg(long)]
        json: bool,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell to complete in
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page, or write those of all commands into a folder
    Man {
        /// The folder to write xcld.1 and the others into
        #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
        folder: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct Diagnose {
    /// URLs of media; - reads one a line from standard input
    #[arg(value_name = "URL", required_unless_present = "jsonl", conflicts_with = "jsonl", value_hint = ValueHint::Url)]
    pub urls: Vec<String>,
    /// The status that the server answered with
    #[arg(long, value_name = "STATUS", value_parser = clap::value_parser!(u16).range(0..=999), conflicts_with = "jsonl")]
    pub status: Option<u16>,
    /// The server's reason: the text of the x-cld-error header
    #[arg(long, value_name = "TEXT", conflicts_with = "jsonl")]
    pub message: Option<String>,
    #[command(flatten)]
    pub form: FormArguments,
}

#[derive(Debug, Args)]
pub struct Har {
    /// A HAR file, also a gzipped one; - reads standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    #[command(flatten)]
    pub form: FormArguments,
}

/// The forms of output; without any of them it is made for people.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag on the command line")]
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct FormArguments {
    /// Write a JSON array of diagnoses
    #[arg(long)]
    pub json: bool,
    /// Write one JSON diagnosis a line
    #[arg(long)]
    pub jsonl: bool,
    /// Write a report for an issue or a support ticket; secrets are masked
    #[arg(long)]
    pub markdown: bool,
    /// Write the requests as curl commands, to send them again; secrets are masked
    #[arg(long)]
    pub curl: bool,
}

impl FormArguments {
    pub const fn form(&self) -> Form {
        match self {
            Self { json: true, .. } => Form::Json,
            Self { jsonl: true, .. } => Form::Lines,
            Self { markdown: true, .. } => Form::Markdown,
            Self { curl: true, .. } => Form::Curl,
            _ => Form::Human,
        }
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    pub const fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn are_well_formed() {
        Arguments::command().debug_assert();
    }
}
