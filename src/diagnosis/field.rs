//! The field of an upload that a message blames.

use super::Code;
use super::upload::first;
use crate::catalogue::{Culprit, Recognised};
use crate::exchange::Request;

/// The fields of the Upload API that messages name.
/// Source: cloudinary.com/documentation/image_upload_api_reference
const FIELDS: &[&str] = &[
    "access_control",
    "access_mode",
    "allowed_formats",
    "asset_folder",
    "async",
    "auto_tagging",
    "background_removal",
    "callback",
    "categorization",
    "context",
    "custom_coordinates",
    "detection",
    "display_name",
    "eager",
    "eager_async",
    "eager_notification_url",
    "face_coordinates",
    "filename_override",
    "folder",
    "format",
    "headers",
    "invalidate",
    "metadata",
    "moderation",
    "notification_url",
    "ocr",
    "on_success",
    "overwrite",
    "public_id",
    "public_id_prefix",
    "quality_analysis",
    "raw_convert",
    "regions",
    "resource_type",
    "responsive_breakpoints",
    "return_delete_token",
    "similarity_search",
    "tags",
    "timestamp",
    "transformation",
    "type",
    "unique_filename",
    "upload_preset",
    "use_filename",
    "visual_search",
];

/// The fields that set an add-on to work.
const ADDON_FIELDS: &[&str] = &[
    "categorization",
    "auto_tagging",
    "detection",
    "ocr",
    "moderation",
    "background_removal",
    "raw_convert",
    "similarity_search",
    "visual_search",
    "quality_analysis",
];

/// The field that the message behind `one` blames, among those of `request` where it does not say.
pub fn field(one: &Recognised, request: Option<&Request>) -> Option<String> {
    let sent = |name: &str| request.is_some_and(|request| first(request, name).is_some());
    let first_sent = |names: &[&str]| names.iter().find(|name| sent(name)).map(|name| (*name).to_owned());
    let holding = |hole: &str| {
        let found = one.holes.get(hole).and_then(|token| field_with(request?, token)).map(str::to_owned);
        if one.eager { Some("eager".to_owned()) } else { found }
    };
    match one.row.code {
        Code::AddonNotEnabled | Code::QuotaExceeded => {
            return first_sent(ADDON_FIELDS).filter(|name| of_addon(one, name));
        }
        Code::VideoTooLargeSync => return first_sent(&["eager", "transformation"]).or_else(|| Some("file".to_owned())),
        _ => {}
    }
    match one.row.culprit {
        Culprit::Field(name) => Some(name.to_owned()),
        Culprit::Size | Culprit::Transformation if one.eager => Some("eager".to_owned()),
        Culprit::File | Culprit::Remote | Culprit::Size => Some("file".to_owned()),
        Culprit::PublicId => Some("public_id".to_owned()),
        Culprit::NameField => first_sent(&["display_name", "asset_folder", "folder", "public_id"])
            .or_else(|| Some("display_name".to_owned())),
        Culprit::ParameterField => match one.holes.get("parameter") {
            Some(words) => Some(known(&name(words))),
            None => named(one.text),
        },
        Culprit::Value | Culprit::Parameter | Culprit::Condition | Culprit::LayerValue => holding("value"),
        Culprit::Component => holding("component"),
        Culprit::Extension => holding("extension"),
        Culprit::Layer => holding("layer"),
        Culprit::Font => holding("font"),
        Culprit::Name => holding("name"),
        Culprit::Variable => holding("variable"),
        Culprit::Transformation => first_sent(&["transformation", "eager"]),
        _ => None,
    }
}

/// Whether the add-on that the message names can be meant by the field `name`: they share a word, or the message
/// holds none that a field is called after.
fn of_addon(one: &Recognised, name: &str) -> bool {
    let text = one.text.to_ascii_lowercase();
    let word = match name {
        "categorization" | "auto_tagging" => "tagging",
        "detection" => "detect",
        "background_removal" => "background",
        name => name.split('_').next().unwrap_or(name),
    };
    text.contains(word)
        || one.row.code == Code::AddonNotEnabled
            && !["tagging", "detect", "background", "moderation", "ocr"].iter().any(|word| text.contains(word))
}

/// The field that `name` begins with, where it goes on with a value (`resource_type_image`), or `name` itself.
fn known(name: &str) -> String {
    let begins =
        |field: &&&str| name.strip_prefix(**field).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'));
    FIELDS.iter().filter(begins).max_by_key(|field| field.len()).map_or(name, |field| *field).to_owned()
}

/// Whether `words` name a field of the Upload API.
pub fn is_field(words: &str) -> bool {
    FIELDS.contains(&known(&name(words)).as_str())
}

/// “Return delete token” is the field `return_delete_token`, “a file” is `file`.
pub fn name(words: &str) -> String {
    let mut name = String::with_capacity(words.len());
    let words = words.split([' ', '_', '\'', '"']).filter(|word| !word.is_empty());
    for word in words.skip_while(|word| ["a", "an", "the"].iter().any(|article| word.eq_ignore_ascii_case(article))) {
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(&word.to_ascii_lowercase());
    }
    name
}

/// The longest name of a field that stands in `message`, with blanks or underscores.
fn named(message: &str) -> Option<String> {
    let text = format!("_{}_", name(&message.replace(|c: char| !c.is_ascii_alphanumeric(), " ")));
    let found = FIELDS.iter().filter(|field| text.contains(&format!("_{field}_")));
    found.max_by_key(|field| field.len()).map(|field| (*field).to_owned())
}

/// The field whose value holds `token`: where a transformation of the request, not of the URL, is at fault.
fn field_with<'r>(request: &'r Request, token: &str) -> Option<&'r str> {
    let names = ["eager", "transformation", "format", "raw_transformation", "responsive_breakpoints", "upload_preset"];
    let holds = |values: &Vec<String>| values.iter().any(|value| value.contains(token));
    let fields = || request.fields.iter().filter(|(_, values)| !token.is_empty() && holds(values));
    let base = |name: &str| name.split('[').next().unwrap_or_default().to_owned();
    let known = fields().find(|(name, _)| names.contains(&base(name).as_str()));
    known.or_else(|| fields().next()).map(|(name, _)| name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_field_behind_its_words() {
        assert_eq!(name("Return delete token"), "return_delete_token");
        assert_eq!(name("api_key"), "api_key");
        assert_eq!(named("Invalid allowed formats").as_deref(), Some("allowed_formats"));
        assert_eq!(named("Invalid eager_async.").as_deref(), Some("eager_async"));
        assert_eq!(named("Invalid thing"), None);
    }
}
