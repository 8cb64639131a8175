//! Diagnoses on standard output, one after the other, in one of five forms.

use super::{Ended, Human};
use crate::diagnosis::{Diagnosis, Verdict};
use crate::exchange::Exchange;
use crate::report::{curl, json, markdown};
use std::io::{self, Write};

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people, with the URL underlined.
    Human,
    /// A JSON array.
    Json,
    /// One JSON diagnosis a line.
    Lines,
    /// Reports for an issue or a support ticket.
    Markdown,
    /// `curl` commands that send the requests again.
    Curl,
}

/// Writes diagnoses as they come, and keeps none.
pub struct Output<W: Write> {
    form: Form,
    human: Human,
    to: W,
    /// Whether people also want to hear of what is fine.
    with_fine: bool,
    looked_at: u64,
    written: u64,
    failed: u64,
    codes: Vec<crate::diagnosis::Code>,
}

impl<W: Write> Output<W> {
    /// Writes to `to` in `form`; `human` says how the form for people looks.
    pub fn new(form: Form, human: Human, to: W) -> Self {
        Self { form, human, to, with_fine: false, looked_at: 0, written: 0, failed: 0, codes: Vec::new() }
    }

    /// Says of every URL how it is, also where nothing is wrong, and counts nothing.
    #[must_use]
    pub fn with_fine(self) -> Self {
        Self { with_fine: true, ..self }
    }

    /// Writes what there is to say of one exchange. `context` is what else is known of it, for reports. Without
    /// [`Self::with_fine`] exchanges that are none of Cloudinary's are passed over.
    ///
    /// # Errors
    /// Where the stream fails.
    pub fn one(&mut self, exchange: &Exchange, diagnosis: &Diagnosis, context: &[(&str, String)]) -> io::Result<()> {
        if diagnosis.verdict == Verdict::Unrelated && !self.with_fine {
            return Ok(());
        }
        self.looked_at += 1;
        self.failed += u64::from(diagnosis.verdict == Verdict::Error);
        let has_more = !diagnosis.findings.is_empty() || diagnosis.verdict == Verdict::Error || self.with_fine;
        match self.form {
            Form::Human if has_more => {
                for finding in &diagnosis.findings {
                    if !self.codes.contains(&finding.code) {
                        self.codes.push(finding.code);
                    }
                }
                writeln!(self.to, "{}\n", self.human.one(exchange, diagnosis))?;
            }
            Form::Markdown if has_more => {
                let between = if self.written > 0 { "\n---\n\n" } else { "" };
                write!(self.to, "{between}{}", markdown::report(exchange, diagnosis, context))?;
            }
            Form::Curl if has_more => writeln!(self.to, "{}", curl(exchange))?,
            Form::Json => {
                self.to.write_all(if self.written > 0 { b",\n" } else { b"[\n" })?;
                json::write(&mut self.to, diagnosis)?;
            }
            Form::Lines => {
                json::write(&mut self.to, diagnosis)?;
                self.to.write_all(b"\n")?;
            }
            Form::Human | Form::Markdown | Form::Curl => return Ok(()),
        }
        self.written += 1;
        Ok(())
    }

    /// Writes what comes last.
    ///
    /// # Errors
    /// Where the stream fails.
    pub fn end(mut self) -> io::Result<Ended> {
        match self.form {
            Form::Json if self.written == 0 => self.to.write_all(b"[]\n")?,
            Form::Json => self.to.write_all(b"\n]\n")?,
            Form::Human => {
                if let Some(code) = self.codes.first() {
                    let more = if self.codes.len() > 1 { ", and so for the other codes" } else { "" };
                    writeln!(self.to, "xcld explain {code} tells more{more}.")?;
                }
                if !self.with_fine {
                    writeln!(self.to, "{}", summary(self.failed, self.looked_at))?;
                }
            }
            Form::Markdown if self.written == 0 => writeln!(self.to, "{}", summary(self.failed, self.looked_at))?,
            Form::Lines | Form::Markdown | Form::Curl => {}
        }
        self.to.flush()?;
        Ok(if self.failed > 0 { Ended::WithFailures } else { Ended::Well })
    }
}

fn summary(failed: u64, looked_at: u64) -> String {
    match (failed, looked_at) {
        (_, 0) => "There are no requests to Cloudinary in it.".to_owned(),
        (0, 1) => "The one request to Cloudinary did not fail.".to_owned(),
        (1, 1) => "The one request to Cloudinary failed.".to_owned(),
        (0, all) => format!("None of {all} requests to Cloudinary failed."),
        (failed, all) => format!("{failed} of {all} requests to Cloudinary failed."),
    }
}
