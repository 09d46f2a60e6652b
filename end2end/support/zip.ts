// Zips as a person's own tool makes them.
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// The arguments are the path and the files as JSON.
const ZIP = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
    for name, text in json.loads(sys.argv[2]).items():
        archive.writestr(name, text)
`;

/** Makes a zip of these files on the disk. */
export function zip(name: string, files: Record<string, string>): string {
  const path = join(mkdtempSync(join(tmpdir(), "coldstart-zip-")), name);
  execFileSync("python3", ["-c", ZIP, path, JSON.stringify(files)]);
  return path;
}

/** The names of a zip's files. */
export function listed(path: string): string {
  return execFileSync("python3", ["-m", "zipfile", "-l", path], { encoding: "utf8" });
}
