import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** A secret value that must not be found anywhere, in no form that somebody could read it in. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

export interface Sighting {
  readonly canary: string;
  readonly form: string;
  readonly where: string;
}

/** Spellings of a value that appear in files, logs and URLs. */
export function formsOf(value: string): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(value, "utf8");
  const forms = new Map<string, Buffer>([
    ["plain", bytes],
    ["in JSON", Buffer.from(JSON.stringify(value).slice(1, -1))],
    ["URL-encoded", Buffer.from(encodeURIComponent(value))],
    ["form-encoded", Buffer.from(new URLSearchParams({ v: value }).toString().slice(2))],
    ["hex", Buffer.from(bytes.toString("hex"))],
    ["HEX", Buffer.from(bytes.toString("hex").toUpperCase())],
    ["UTF-16", Buffer.from(value, "utf16le")],
    ["backwards", Buffer.from(bytes.toReversed())],
  ]);
  // Base64 of a longer text that contains the value depends on where the value begins in it.
  for (const encoding of ["base64", "base64url"] as const) {
    for (const offset of [0, 1, 2]) {
      const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
      const whole = padded.subarray(0, padded.length - (padded.length % 3));
      const text = whole.toString(encoding).slice(offset === 0 ? 0 : 4);
      forms.set(`${encoding} at ${offset}`, Buffer.from(text));
    }
  }
  return forms;
}

/** The key of a `whsec_…` or `whsk_…` is its decoded bytes: those must not lie about either. */
export function rawKey({ name, value }: Canary): ReadonlyMap<string, Buffer> {
  const [, base64] = /^(?:whsec|whsk)_(.+)$/.exec(value) ?? [];
  if (base64 === undefined) return new Map();
  const bytes = Buffer.from(base64, "base64");
  return new Map([
    [`${name}: raw bytes`, bytes],
    [`${name}: hex of its bytes`, Buffer.from(bytes.toString("hex"))],
    [`${name}: without its prefix`, Buffer.from(base64.replace(/=+$/, ""))],
    [`${name}: in base64url`, Buffer.from(bytes.toString("base64url"))],
  ]);
}

function coreForms(value: string): [form: string, bytes: Buffer][] {
  const core = coreOf(value);
  return core === null ? [] : [...formsOf(core)].map(([form, bytes]) => [`core, ${form}`, bytes]);
}

const MIN_CORE_LENGTH = 12;

/**
 * The longest part of a value that no encoding escapes. A quote in the whole of it is spelled anew by every layer of JSON
 * that it is wrapped in, and no list of spellings is long enough for that; and a part of a secret is a leak too.
 */
export function coreOf(value: string): string | null {
  const [longest = ""] = (value.match(/[A-Za-z0-9_-]+/g) ?? []).sort((a, b) => b.length - a.length);
  return longest.length >= MIN_CORE_LENGTH && longest !== value ? longest : null;
}

export function createSearch(canaries: readonly Canary[]) {
  const needles = canaries.flatMap((canary) =>
    [...formsOf(canary.value), ...coreForms(canary.value), ...rawKey(canary)].map(([form, bytes]) => ({
      canary: canary.name,
      form,
      bytes,
    })),
  );
  return {
    /** @param except names of canaries that may stand here */
    in(content: Buffer | string, where: string, except: readonly string[] = []): Sighting[] {
      const haystack = typeof content === "string" ? Buffer.from(content) : content;
      return needles
        .filter(({ canary, bytes }) => !except.includes(canary) && haystack.includes(bytes))
        .map(({ canary, form }) => ({ canary, form, where }));
    },

    /** Every file below the folder, databases with their logs and free pages included. */
    inFolder(folder: string): { readonly files: number; readonly bytes: number; readonly found: Sighting[] } {
      const found: Sighting[] = [];
      let files = 0;
      let bytes = 0;
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        const content = readFileSync(path);
        files++;
        bytes += content.byteLength;
        found.push(...this.in(content, relative(folder, path)));
      }
      return { files, bytes, found };
    },
  };
}
