//! The addresses of Cloudinary's own pages.

/// <https://cloudinary.com/documentation> and what stands behind it.
macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = concat!("https://cloudinary.com/documentation/", $path);)*
    };
}

pages! {
    /// All parameters of transformations.
    REFERENCE = "transformation_reference";
    /// The texts of `x-cld-error`.
    ERRORS = "ts_what_are_the_common_error_codes_returned_in_the_x_cld_error_header_when_delivering_assets";
    /// Errors in transformations.
    TROUBLE = "ts_troubleshooting_image_transformation_errors";
    /// Failed uploads.
    UPLOAD_TROUBLE = "ts_troubleshooting_failed_upload_requests";
    /// What an unsigned upload may not carry.
    UNSIGNED = "ts_unsupported_parameters_in_unsigned_uploads";
    /// Upload presets.
    PRESETS = "upload_presets";
    /// The Upload API.
    UPLOAD_API = "image_upload_api_reference";
    /// What the field `file` may be.
    UPLOAD_FILE = "upload_parameters";
    /// Chunked uploads.
    UPLOAD_CHUNKS = "upload_images#chunked_asset_upload";
    /// Fetch URLs.
    FETCH = "fetch_remote_images";
    /// Restricted, private and authenticated assets.
    ACCESS = "control_access_to_media";
    /// Signed delivery URLs.
    SIGNATURES = "delivery_url_signatures";
    /// Signed API requests.
    AUTH_SIGNATURES = "authentication_signatures";
    /// Overlays and underlays.
    LAYERS = "layers";
    /// Variables.
    VARIABLES = "user_defined_variables";
    /// Conditions.
    CONDITIONS = "conditional_transformations";
    /// Named transformations.
    NAMED = "named_transformations";
    /// Transformations made in advance.
    EAGER = "eager_and_incoming_transformations";
    /// Documents and layered files.
    PAGED = "paged_and_layered_media";
    /// Sprites and lists.
    SPRITES = "sprite_generation";
    /// Asset and delivery types.
    DELIVERY_TYPES = "image_trans_flags_delivery_types#delivery_types";
    /// The Admin API.
    ADMIN = "admin_api";
    /// Add-ons.
    ADDONS = "cloudinary_add_ons";
    /// Structured metadata.
    METADATA = "structured_metadata";
    /// Cloud name, key and secret.
    CREDENTIALS = "finding_your_credentials_tutorial";
    /// The video that explains statuses.
    STATUSES = "diagnosing_error_codes_tutorial";
}

/// Cloudinary's support.
pub const SUPPORT: &str = "https://support.cloudinary.com/hc/en-us";
/// Why an asset does not load.
pub const DEBUGGING: &str = "https://support.cloudinary.com/hc/en-us/articles/202520482-Debugging-why-an-image-or-video-doesn-t-load-in-your-application-or-site";
