/**
 * Runs Firefox's own linter over dist/firefox. Its warnings and notices are failures here too.
 */
import { spawnSync } from "node:child_process";

const linter = spawnSync("web-ext", ["lint", "--source-dir", "dist/firefox", "--output", "json", "--no-config-discovery"], {
  encoding: "utf8",
  shell: process.platform === "win32",
});
if (linter.error) throw linter.error;

let report;
try {
  report = JSON.parse(linter.stdout);
} catch {
  console.error(linter.stdout + linter.stderr);
  process.exit(1);
}
const { errors, warnings, notices } = report;
for (const message of [...errors, ...warnings, ...notices]) {
  console.error(`${message._type}: ${message.code} in ${message.file ?? "the package"}${message.line ? `:${message.line}` : ""}: ${message.message}`);
}
console.log(`   ${errors.length} errors, ${warnings.length} warnings, ${notices.length} notices`);
process.exitCode = errors.length + warnings.length + notices.length === 0 ? 0 : 1;
