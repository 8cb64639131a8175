//! What Cloudinary's servers say: message templates and the code that each one means, as one table.
