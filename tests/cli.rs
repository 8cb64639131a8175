//! The command line, run as a program.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Output, Stdio};

fn xcld() -> Command {
    Command::new(env!("CARGO_BIN_EXE_xcld"))
}

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = xcld()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // Written beside the reading, so that neither side waits for the other with a full pipe.
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the input is written");
    output
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn answers_every_line_in_order() {
    let input = b"{\"url\":\"https://res.cloudinary.com/demo/image/upload/c_fil,w_100/sample.jpg\",\"id\":\"a\",\"status\":400,\
        \"headers\":[[\"X-Cld-Error\",\"Invalid crop in transformation: fil\"]]}\nnonsense\n\n\
        {\"url\":\"https://example.com/\",\"id\":4,\"status\":200}\r\n";
    let output = run(&["diagnose", "--jsonl"], input);
    assert_eq!(output.status.code(), Some(1));
    let answers = lines(&output);
    let ids: Vec<&Value> = answers.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(ids, [&Value::from("a"), &Value::Null, &Value::Null, &Value::from(4)]);
    assert_eq!(answers[1]["verdict"], "invalid");
    assert!(!answers[1]["problem"].as_str().unwrap().is_empty());
    assert_eq!(answers[2]["verdict"], "invalid");
}

#[test]
fn exit_status_tells_whether_every_line_was_read() {
    assert_eq!(run(&["diagnose", "--jsonl"], b"").status.code(), Some(0));
    assert_eq!(run(&["diagnose", "--jsonl"], b"{\"url\":\"x\"}").status.code(), Some(0));
    assert_eq!(run(&["diagnose", "--jsonl"], b"\xff\xfe\n").status.code(), Some(1));
    for unusable in [&[][..], &["diagnose"], &["diagnose", "--json"], &["mend"], &["--jsonl"]] {
        let output = run(unusable, b"");
        assert_eq!(output.status.code(), Some(2), "{unusable:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{unusable:?}");
    }
    for wanted in ["--help", "--version"] {
        let output = run(&[wanted], b"");
        assert_eq!(output.status.code(), Some(0));
        assert!(output.stdout.starts_with(b"xcld") || output.stdout.starts_with(b"Explains"));
    }
}

#[test]
fn answers_a_line_before_the_next_one_comes() {
    let mut child = xcld()
        .args(["diagnose", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
    for id in 0..3 {
        writeln!(stdin, "{{\"url\":\"https://res.cloudinary.com/demo/image/upload/sample.jpg\",\"id\":{id}}}").unwrap();
        let mut line = String::new();
        answers.read_line(&mut line).expect("an answer");
        assert_eq!(serde_json::from_str::<Value>(&line).expect("JSON")["id"], id);
    }
    drop(stdin);
    assert!(child.wait().expect("the program ends").success());
}

#[test]
fn a_long_run_keeps_its_order() {
    let mut input = Vec::new();
    for id in 0..20_000 {
        writeln!(
            input,
            "{{\"url\":\"https://res.cloudinary.com/demo/image/upload/a{id}.jpg\",\"id\":{id},\"status\":404}}"
        )
        .unwrap();
    }
    let output = run(&["diagnose", "--jsonl"], &input);
    assert_eq!(output.status.code(), Some(0));
    let answers = lines(&output);
    assert_eq!(answers.len(), 20_000);
    assert!(answers.iter().enumerate().all(|(at, answer)| answer["id"] == at));
}
