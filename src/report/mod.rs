//! A diagnosis in words: JSON, Markdown, plain text. Secrets are masked in everything that is copied.
