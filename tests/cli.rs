//! The command line, run as a program.

mod program;

use program::{errors, lines, run, text, xcld};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

const BROKEN: &str = "https://res.cloudinary.com/demo/image/upload/c_fil,w_200/sample.jpg";
const FINE: &str = "https://res.cloudinary.com/demo/image/upload/c_fill,w_200/sample.jpg";

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
fn says_how_it_is_used() {
    for unusable in [
        &["diagnose", "--jsonl", BROKEN][..],
        &["diagnose", "--json", "--markdown", BROKEN],
        &["diagnose", "--curl", "--jsonl"],
        &["diagnose", "--jsonl=yes"],
        &["diagnose", "--status", "many", BROKEN],
        &["har"],
        &["explain"],
        &["completions", "cmd"],
    ] {
        let output = run(unusable, b"");
        assert_eq!(output.status.code(), Some(2), "{unusable:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{unusable:?}");
    }
    assert!(errors(&run(&["diagnos"], b"")).contains("diagnose"));
    for command in ["diagnose", "har"] {
        let help = run(&[command, "--help"], b"");
        assert!(text(&help).contains("Examples:") && text(&help).contains("Exit status:"), "{command}");
    }
}

#[test]
fn underlines_the_fault_as_a_compiler_does() {
    let output = run(&["diagnose", BROKEN], b"");
    assert_eq!(output.status.code(), Some(1));
    let shown: Vec<&str> = text(&output).lines().collect();
    assert_eq!(shown[0], "error[parameter-value-invalid]: “fil” is not a crop mode");
    let at = shown.iter().position(|line| line.ends_with(BROKEN)).expect("the URL");
    let column = shown[at].find("fil,w_200").expect("the fault");
    assert_eq!(shown[at + 1], format!(" |{}^^^", " ".repeat(column - 2)));
    assert!(shown.contains(&" = help: Write c_fill:") && text(&output).contains(&BROKEN.replace("c_fil,", "c_fill,")));
    assert!(shown.contains(&"xcld explain parameter-value-invalid tells more."));
}

#[test]
fn exit_status_tells_whether_something_failed() {
    for (arguments, status) in [
        (&["diagnose", FINE][..], 0),
        (&["diagnose", BROKEN], 1),
        (&["diagnose", FINE, BROKEN, FINE], 1),
        (&["diagnose", "https://example.com/a.png"], 0),
        (&["diagnose", "--status", "404", FINE], 1),
        (&["diagnose", "--status", "200", FINE], 0),
        (&["diagnose", "--message", "Resource not found - sample", FINE], 1),
        (&["diagnose", "--json", BROKEN], 1),
        (&["diagnose", "--json", FINE], 0),
        (&["diagnose", "--markdown", BROKEN], 1),
        (&["diagnose", "--curl", BROKEN], 1),
        (&["codes"], 0),
        (&["explain", "asset-not-found"], 0),
    ] {
        assert_eq!(run(arguments, b"").status.code(), Some(status), "{arguments:?}");
    }
}

#[test]
fn reads_urls_from_standard_input() {
    let output = run(&["diagnose", "--json", FINE, "-"], format!("{BROKEN}\r\n\n  {FINE}\n").as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let answers: Vec<Value> = serde_json::from_slice(&output.stdout).expect("an array");
    let urls: Vec<&str> = answers.iter().filter_map(|answer| answer["url"].as_str()).collect();
    assert_eq!(urls, [FINE, BROKEN, FINE]);
    assert_eq!(text(&run(&["diagnose", "--json", "-"], b"")), "[]\n");
}

#[test]
fn the_same_diagnosis_in_every_form() {
    let message = "Resource not found - sample";
    let asked = |form: &str| {
        let mut arguments = vec!["diagnose", "--status", "404", "--message", message, FINE];
        if !form.is_empty() {
            arguments.insert(1, form);
        }
        text(&run(&arguments, b"")).to_owned()
    };
    let json: Value = serde_json::from_str(&asked("--json")).expect("an array");
    let title = json[0]["findings"][0]["title"].as_str().expect("a title");
    assert!(title.contains("sample"));
    assert!(
        asked("").contains(title) && asked("").contains("server: answered 404 and said “Resource not found - sample”")
    );
    assert!(asked("--markdown").contains(title) && asked("--markdown").contains("- Status: 404"));
    assert_eq!(asked("--curl"), format!("curl -sS -D - -o /dev/null '{FINE}'\n"));
}

#[test]
fn colours_are_for_terminals() {
    let coloured = |output: &std::process::Output| output.stdout.contains(&0x1b);
    assert!(!coloured(&run(&["diagnose", BROKEN], b"")), "a pipe is no terminal");
    assert!(coloured(&run(&["diagnose", "--color", "always", BROKEN], b"")));
    let without = xcld().args(["diagnose", BROKEN]).env("NO_COLOR", "1").env("CLICOLOR_FORCE", "").output().unwrap();
    assert!(!coloured(&without));
    assert!(!coloured(&run(&["diagnose", "--color", "never", BROKEN], b"")));
}

#[test]
fn text_from_the_network_cannot_steer_the_terminal() {
    let url = format!("{FINE}\u{1b}[2J\u{202e}");
    let message = "Resource not found - \u{1b}]0;a\u{7}\u{9b}31m\u{202e}sample";
    let output = run(&["diagnose", "--color", "always", "--status", "404", "--message", message, &url], b"");
    let own = text(&output).replace("\u{1b}[0m", "");
    let own = ["1", "91", "93", "94", "96"].iter().fold(own, |own, code| own.replace(&format!("\u{1b}[{code}m"), ""));
    let bad = own.chars().find(|&c| c != '\n' && c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
    assert_eq!(bad, None, "{own:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let urls = vec![BROKEN; 3000];
    let mut child = xcld()
        .arg("diagnose")
        .args(&urls)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut first).expect("a line");
    let output = child.wait_with_output().expect("the program ends");
    assert!(first.starts_with("error[") && output.stderr.is_empty(), "{}", errors(&output));
}

#[test]
fn knows_every_code() {
    let output = run(&["codes", "--json"], b"");
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).expect("an array");
    let table = run(&["codes"], b"");
    for row in &rows {
        let (code, title) = (row["code"].as_str().expect("a code"), row["title"].as_str().expect("a title"));
        let page = run(&["explain", code], b"");
        assert!(text(&page).starts_with(&format!("# {title}\n")), "{code}");
        assert!(text(&table).lines().any(|line| line.starts_with(code) && line.ends_with(title)), "{code}");
    }
    assert_eq!(rows.len(), xcld::diagnosis::Code::ALL.len());
    for (word, meant) in [
        ("asset-not-fuond", "asset-not-found"),
        ("Strict_Transformation", "strict-transformations"),
        ("quota", "quota-exceeded"),
    ] {
        let output = run(&["explain", word], b"");
        assert_eq!(output.status.code(), Some(2), "{word}");
        assert!(errors(&output).contains(&format!("Did you mean {meant}?")), "{}", errors(&output));
    }
    let nothing = run(&["explain", "zzz"], b"");
    assert!(errors(&nothing).contains("“zzz”") && !errors(&nothing).contains("Did you mean"));
}

#[test]
fn completes_and_has_a_manual() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell], b"");
        assert!(output.status.success() && text(&output).contains("diagnose"), "{shell}");
    }
    assert!(text(&run(&["man"], b"")).contains(".TH xcld 1"));
    let folder = std::env::temp_dir().join(format!("xcld-man-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    assert!(run(&["man", folder.to_str().expect("UTF-8")], b"").status.success());
    let page = std::fs::read_to_string(folder.join("xcld-diagnose.1")).expect("a page of its own");
    assert!(page.contains("Exit status"));
    std::fs::remove_dir_all(&folder).unwrap();
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
