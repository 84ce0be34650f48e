import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One schema of the JSON-Schema-Test-Suite, with payloads and whether they fit it. */
export interface SuiteGroup {
  /** `ref.json`, as the suite names it. */
  readonly file: string;
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly {
    readonly description: string;
    readonly data: unknown;
    readonly valid: boolean;
  }[];
}

/** Where Debian's package `json-schema-test-suite` puts it. */
const DEBIAN = "/usr/share/json-schema-test-suite";

/** A checkout of the suite or Debian's package; null where there is neither. */
export function findSuite(): string | null {
  const folder = process.env.JSON_SCHEMA_TEST_SUITE ?? DEBIAN;
  return existsSync(join(folder, "tests", "draft7")) ? folder : null;
}

export const SUITE_MISSING =
  "The JSON-Schema-Test-Suite is not on this machine. Debian and Ubuntu: apt-get install json-schema-test-suite. Elsewhere: clone https://github.com/json-schema-org/JSON-Schema-Test-Suite and name its folder in JSON_SCHEMA_TEST_SUITE.";

/** The required cases of a draft (`draft7`, `draft2020-12`); none where this edition of the suite does not know it. */
export function readSuite(folder: string, draft: string): readonly SuiteGroup[] {
  const place = join(folder, "tests", draft);
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .flatMap((file) =>
      (JSON.parse(readFileSync(join(place, file), "utf8")) as Omit<SuiteGroup, "file">[]).map((group) => ({
        ...group,
        file,
      })),
    );
}
