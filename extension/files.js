// Saves what the panel exports, and reads the files that somebody chooses or drops; what is in them is Rust's affair.

/**
 * @param {string} name
 * @param {string} type
 * @param {BlobPart[]} parts
 */
export function save(name, type, parts) {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of it by then; without this the bytes would stay as long as the panel.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function unzipped(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Calls `opened` with the name and the bytes of each file that is chosen in `field` or dropped on the page, unzipped,
 * and `unreadable` where it cannot be read.
 *
 * @param {HTMLInputElement} field
 * @param {(name: string, bytes: Uint8Array) => void} opened
 * @param {(name: string, reason: string) => void} unreadable
 */
export function takeFiles(field, opened, unreadable) {
  /** @param {File | undefined} file */
  async function take(file) {
    if (!file) {
      return;
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
      opened(file.name, isZipped ? await unzipped(bytes) : bytes);
    } catch (problem) {
      unreadable(file.name, problem instanceof Error ? problem.message : String(problem));
    }
  }
  field.addEventListener("change", async () => {
    await take(field.files?.[0]);
    // So that the same file can be chosen again.
    field.value = "";
  });
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
    }
  });
  document.addEventListener("drop", (event) => {
    if (event.dataTransfer?.files.length) {
      event.preventDefault();
      take(event.dataTransfer.files[0]);
    }
  });
}
