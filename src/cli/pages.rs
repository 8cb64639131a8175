//! The pages of docs/codes, in the program itself.

use crate::diagnosis::Code;

macro_rules! pages {
    ($($variant:ident = $file:literal,)*) => {
        /// The page about `code`, in Markdown.
        pub const fn page(code: Code) -> &'static str {
            match code {
                $(Code::$variant => include_str!(concat!("../../docs/codes/", $file, ".md")),)*
            }
        }
    };
}

pages! {
    AssetNotFound = "asset-not-found",
    CloudNameUnknown = "cloud-name-unknown",
    CloudNameMismatch = "cloud-name-mismatch",
    CloudDisabled = "cloud-disabled",
    ParameterValueInvalid = "parameter-value-invalid",
    ParameterUnknown = "parameter-unknown",
    TransformationMalformed = "transformation-malformed",
    ParametersConflict = "parameters-conflict",
    ParameterRequiresAnother = "parameter-requires-another",
    ParameterWrongAssetType = "parameter-wrong-asset-type",
    NamedTransformationUnknown = "named-transformation-unknown",
    LayerNotFound = "layer-not-found",
    LayerMalformed = "layer-malformed",
    FontUnsupported = "font-unsupported",
    VariableInvalid = "variable-invalid",
    ConditionMalformed = "condition-malformed",
    ExtensionInvalid = "extension-invalid",
    PageOutOfRange = "page-out-of-range",
    StrictTransformations = "strict-transformations",
    SignatureRequired = "signature-required",
    SignatureInvalid = "signature-invalid",
    AssetPrivate = "asset-private",
    DeliveryTypeRestricted = "delivery-type-restricted",
    AddonNotEnabled = "addon-not-enabled",
    AccessDenied = "access-denied",
    FetchSourceFailed = "fetch-source-failed",
    FetchSourceNotMedia = "fetch-source-not-media",
    FetchUrlUnescaped = "fetch-url-unescaped",
    SourceFileInvalid = "source-file-invalid",
    FileTooLarge = "file-too-large",
    ImageTooLarge = "image-too-large",
    VideoTooLargeSync = "video-too-large-sync",
    ProcessingPending = "processing-pending",
    PublicIdInvalid = "public-id-invalid",
    SpriteEmpty = "sprite-empty",
    QuotaExceeded = "quota-exceeded",
    CloudNameMisplaced = "cloud-name-misplaced",
    CloudNameMissing = "cloud-name-missing",
    AssetTypeMissing = "asset-type-missing",
    DeliveryTypeMissing = "delivery-type-missing",
    AssetTypeMismatch = "asset-type-mismatch",
    TransformationMisplaced = "transformation-misplaced",
    VersionMisplaced = "version-misplaced",
    HostInvalid = "host-invalid",
    VersionInvalid = "version-invalid",
    PublicIdDoubleEncoded = "public-id-double-encoded",
    UploadPresetMissing = "upload-preset-missing",
    UploadPresetUnknown = "upload-preset-unknown",
    UploadPresetNotUnsigned = "upload-preset-not-unsigned",
    UnsignedParameterNotAllowed = "unsigned-parameter-not-allowed",
    UploadParameterMissing = "upload-parameter-missing",
    UploadParameterInvalid = "upload-parameter-invalid",
    UploadFileInvalid = "upload-file-invalid",
    UploadFileEmpty = "upload-file-empty",
    UploadFormatNotAllowed = "upload-format-not-allowed",
    UploadNotMultipart = "upload-not-multipart",
    UploadChunkTooSmall = "upload-chunk-too-small",
    UploadEndpointInvalid = "upload-endpoint-invalid",
    MetadataFieldUnknown = "metadata-field-unknown",
    RequestStale = "request-stale",
    ApiKeyUnknown = "api-key-unknown",
    CredentialsInvalid = "credentials-invalid",
    PermissionMissing = "permission-missing",
    RequestBlocked = "request-blocked",
    ServerError = "server-error",
    ErrorUnrecognized = "error-unrecognized",
}

/// Every code with its page, in the order of the codes.
pub fn pages() -> impl Iterator<Item = (Code, &'static str)> {
    Code::ALL.iter().map(|&code| (code, page(code)))
}

/// The title of a page: its first line.
pub fn title(page: &str) -> &str {
    page.lines().next().unwrap_or_default().trim_start_matches(['#', ' '])
}
