import type { SuiteGroup } from "./json-schema-suite.ts";

/** A case of the suite that is answered otherwise, and why. `description` is left out where the whole file is meant. */
interface Exception {
  readonly file: string;
  readonly group?: string;
  readonly test?: string;
  /** `refused`: the schema is not saved (422). `other`: saved, and the verdict is not the suite's. */
  readonly outcome: "refused" | "other";
  readonly why: string;
}

const REMOTE =
  "another document is named, and the gateway fetches none: a tenant's schema must not make it send requests";
const AJV = "Ajv 8.20 decides otherwise";

export const DRAFT7: readonly Exception[] = [
  { file: "refRemote.json", outcome: "refused", why: REMOTE },
  // Below: groups that newer editions of the suite have; Debian's does not.
  {
    file: "properties.json",
    group: "properties whose names are Javascript object property names",
    test: "__proto__ not valid",
    outcome: "other",
    why: `${AJV}: it takes a property called __proto__ out of the schema`,
  },
  {
    file: "ref.json",
    group: "$ref prevents a sibling $id from changing the base uri",
    outcome: "other",
    why: `${AJV}: an $id beside a $ref counts`,
  },
];

const ASSERTED = "formats are checked in every draft, as most people expect; the standard leaves it open";
const DYNAMIC = "dynamic references join documents, and a schema here is one";

export const DRAFT2020: readonly Exception[] = [
  { file: "refRemote.json", outcome: "refused", why: REMOTE },
  { file: "dynamicRef.json", outcome: "refused", why: DYNAMIC },
  {
    file: "unevaluatedItems.json",
    group: "unevaluatedItems with $dynamicRef",
    outcome: "refused",
    why: DYNAMIC,
  },
  {
    file: "unevaluatedProperties.json",
    group: "unevaluatedProperties with $dynamicRef",
    outcome: "refused",
    why: DYNAMIC,
  },
  { file: "vocabulary.json", outcome: "refused", why: "custom meta-schemas are other documents" },
  { file: "format.json", outcome: "other", why: ASSERTED },
  {
    file: "enum.json",
    group: "empty enum",
    outcome: "refused",
    why: `${AJV}: an enum without values is a slip`,
  },
  {
    file: "properties.json",
    group: "properties whose names are Javascript object property names",
    test: "__proto__ not valid",
    outcome: "other",
    why: AJV,
  },
  ...[
    "refs with relative uris and defs",
    "relative refs with absolute uris and defs",
    "URN ref with nested pointer ref",
  ].map(
    (group) =>
      ({ file: "ref.json", group, outcome: "refused", why: `${AJV}: it does not compile them` }) as const,
  ),
  ...[
    "unevaluatedItems with nested items",
    "unevaluatedItems depends on adjacent contains",
    "unevaluatedItems depends on multiple nested contains",
    "unevaluatedItems and contains interact to control item dependency relationship",
    "unevaluatedItems with minContains = 0",
    "unevaluatedItems can see annotations from if without then and else",
  ].map((group) => ({ file: "unevaluatedItems.json", group, outcome: "other", why: AJV }) as const),
  ...[
    "unevaluatedProperties with if/then/else, then not defined",
    "unevaluatedProperties can see annotations from if without then and else",
  ].map((group) => ({ file: "unevaluatedProperties.json", group, outcome: "other", why: AJV }) as const),
];

export function findException(
  exceptions: readonly Exception[],
  { file, description }: SuiteGroup,
  test?: string,
): Exception | undefined {
  return exceptions.find(
    (exception) =>
      exception.file === file &&
      (exception.group === undefined || exception.group === description) &&
      (exception.test === undefined || exception.test === test),
  );
}
