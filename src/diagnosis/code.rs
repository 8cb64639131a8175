//! The stable codes of findings. A code never changes its meaning; the list may grow.

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// What kind of cause a finding names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The public name, for example `asset-not-found`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Code::$variant => $text,)*
                }
            }
        }
    };
}

codes! {
    /// No asset with this public ID (and version, type) exists in this cloud.
    AssetNotFound = "asset-not-found",
    /// The cloud name does not exist; special cases: "undefined"/"null" (unset variable), "Root" (a console label).
    CloudNameUnknown = "cloud-name-unknown",
    /// The cloud name and the API key belong to different product environments.
    CloudNameMismatch = "cloud-name-mismatch",
    /// The whole product environment is disabled; every asset of it fails.
    CloudDisabled = "cloud-disabled",
    /// A known transformation parameter has a value outside its grammar or range (w_0, w_abc, c_fil, fl_pdf).
    ParameterValueInvalid = "parameter-value-invalid",
    /// A transformation component is not a known parameter (ab_cd).
    ParameterUnknown = "parameter-unknown",
    /// The transformation cannot be split or decoded (separator, encoding, empty component, generic "Invalid Transformation").
    TransformationMalformed = "transformation-malformed",
    /// Each parameter is valid alone but the combination is not (g_auto with c_scale).
    ParametersConflict = "parameters-conflict",
    /// A parameter lacks the companion it needs (ar without w or h, x without g/l, c without w/h).
    ParameterRequiresAnother = "parameter-requires-another",
    /// A parameter of another asset type (video-only on an image, ...).
    ParameterWrongAssetType = "parameter-wrong-asset-type",
    /// T_NAME does not exist in this cloud.
    NamedTransformationUnknown = "named-transformation-unknown",
    /// The asset or font file of an overlay/underlay does not exist.
    LayerNotFound = "layer-not-found",
    /// Layer syntax: fl_layer_apply without a layer, unescaped slash/comma/newline in text, unescaped ? in a fetch layer.
    LayerMalformed = "layer-malformed",
    /// The font family of a text layer is not available.
    FontUnsupported = "font-unsupported",
    /// A user-defined variable is used before assignment or has a bad name or value.
    VariableInvalid = "variable-invalid",
    /// If_ without if_end, unknown characteristic or operator.
    ConditionMalformed = "condition-malformed",
    /// The extension / format is not one Cloudinary can deliver (.auto, .jpgsz280).
    ExtensionInvalid = "extension-invalid",
    /// Pg_ asks for a page or layer that the file lacks.
    PageOutOfRange = "page-out-of-range",
    /// Strict Transformations is on and this unsigned transformation is not allowed.
    StrictTransformations = "strict-transformations",
    /// Authenticated (or add-on) delivery without a signature.
    SignatureRequired = "signature-required",
    /// The s--…-- component or the upload signature does not match the string to sign.
    SignatureInvalid = "signature-invalid",
    /// The original of a private/authenticated asset was requested without permission.
    AssetPrivate = "asset-private",
    /// Settings > Security restricts this type (fetch, list, ...) in this account.
    DeliveryTypeRestricted = "delivery-type-restricted",
    /// An add-on or feature is restricted or has no active subscription.
    AddonNotEnabled = "addon-not-enabled",
    /// ACL/IP/token rule, or PDF/ZIP delivery blocked ("deny or ACL failure", "Untrusted File Access", "ACL deny").
    AccessDenied = "access-denied",
    /// The remote source of a fetch URL or remote upload could not be loaded.
    FetchSourceFailed = "fetch-source-failed",
    /// The remote source answered, but with HTML or something that is no media.
    FetchSourceNotMedia = "fetch-source-not-media",
    /// A remote URL inside fetch holds an unescaped ? # & or % or a collapsed scheme (https:/).
    FetchUrlUnescaped = "fetch-url-unescaped",
    /// The stored or sent file is not a decodable image/video.
    SourceFileInvalid = "source-file-invalid",
    /// Bytes over the plan's or derived file's limit.
    FileTooLarge = "file-too-large",
    /// Megapixels (one image or all frames/pages) over the limit.
    ImageTooLarge = "image-too-large",
    /// Needs an eager, asynchronous transformation.
    VideoTooLargeSync = "video-too-large-sync",
    /// 423: the derived asset is still being made; retry.
    ProcessingPending = "processing-pending",
    /// Public ID malformed, too long, or with characters that are not allowed.
    PublicIdInvalid = "public-id-invalid",
    /// No images carry the tag of the sprite/list.
    SpriteEmpty = "sprite-empty",
    /// Rate limit, add-on quota or plan quota reached (420, 429).
    QuotaExceeded = "quota-exceeded",
    /// The cloud name stands after the asset type / delivery type.
    CloudNameMisplaced = "cloud-name-misplaced",
    /// No cloud name in a shared-host URL.
    CloudNameMissing = "cloud-name-missing",
    /// No image|video|raw in the path.
    AssetTypeMissing = "asset-type-missing",
    /// No upload|fetch|private|... in the path.
    DeliveryTypeMissing = "delivery-type-missing",
    /// The extension or transformation fits another asset type (image/upload/clip.mp4 as image asset, raw file under image).
    AssetTypeMismatch = "asset-type-mismatch",
    /// Transformation component stands after the version or public ID.
    TransformationMisplaced = "transformation-misplaced",
    /// V123 stands before the transformation or inside the public ID.
    VersionMisplaced = "version-misplaced",
    /// The scheme or the host is none that delivers media.
    HostInvalid = "host-invalid",
    /// A version that no upload can have answered with.
    VersionInvalid = "version-invalid",
    /// %2520 and friends.
    PublicIdDoubleEncoded = "public-id-double-encoded",
    /// Unsigned upload without upload_preset.
    UploadPresetMissing = "upload-preset-missing",
    /// The preset does not exist in this cloud.
    UploadPresetUnknown = "upload-preset-unknown",
    /// The preset exists but is signed-only.
    UploadPresetNotUnsigned = "upload-preset-not-unsigned",
    /// A parameter that unsigned uploads may not carry.
    UnsignedParameterNotAllowed = "unsigned-parameter-not-allowed",
    /// A required field is absent (file, api_key, timestamp, signature, public_id).
    UploadParameterMissing = "upload-parameter-missing",
    /// A field has a value the API rejects.
    UploadParameterInvalid = "upload-parameter-invalid",
    /// `file` is no binary part, data URI, or reachable URL (bad base64, "[object Object]", a number).
    UploadFileInvalid = "upload-file-invalid",
    /// Zero bytes.
    UploadFileEmpty = "upload-file-empty",
    /// Allowed_formats or the resource type excludes this file.
    UploadFormatNotAllowed = "upload-format-not-allowed",
    /// Wrong method or content type, boundary missing, field named other than `file`.
    UploadNotMultipart = "upload-not-multipart",
    /// A chunk before the last is under 5 MB.
    UploadChunkTooSmall = "upload-chunk-too-small",
    /// Wrong `/v1_1/<cloud>/<resource>/<action>` path.
    UploadEndpointInvalid = "upload-endpoint-invalid",
    /// Structured metadata external ID not defined.
    MetadataFieldUnknown = "metadata-field-unknown",
    /// The timestamp is over an hour old.
    RequestStale = "request-stale",
    /// The API key does not exist in this product environment.
    ApiKeyUnknown = "api-key-unknown",
    /// Api_secret / token does not match.
    CredentialsInvalid = "credentials-invalid",
    /// 403: the key's role lacks an action.
    PermissionMissing = "permission-missing",
    /// No HTTP response: blocked by an extension, CSP, mixed content, DNS, TLS, offline, aborted.
    RequestBlocked = "request-blocked",
    /// 5xx or a proxy's answer; nothing wrong with the request.
    ServerError = "server-error",
    /// A message or status the catalogue does not know: shown verbatim, explained by its status.
    ErrorUnrecognized = "error-unrecognized",
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
