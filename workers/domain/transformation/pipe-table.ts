import { DATE_PIPES } from "./date-pipes.ts";
import { ENCODING_PIPES } from "./encoding-pipes.ts";
import { LIST_PIPES } from "./list-pipes.ts";
import { NUMBER_PIPES } from "./number-pipes.ts";
import type { Pipe } from "./pipe.ts";
import { TEXT_PIPES } from "./text-pipes.ts";

/** They see what is missing, and null: every other pipe wants a value. */
export const DEFAULT_PIPE = "default";
export const OPTIONAL_PIPE = "optional";

const FOR_MISSING: Readonly<Record<string, Pipe>> = {
  [DEFAULT_PIPE]: {
    args: [{ name: "value", kind: "any" }],
    help: "In place of what is missing or null",
    apply: (value) => value,
  },
  [OPTIONAL_PIPE]: {
    args: [],
    help: "What is missing or null takes its key out of the result",
    apply: (value) => value,
  },
};

/** Every pipe by its name. docs/transformation.md shows the same table, and a test compares the two. */
export const PIPES: ReadonlyMap<string, Pipe> = new Map(
  Object.entries({
    ...FOR_MISSING,
    ...TEXT_PIPES,
    ...NUMBER_PIPES,
    ...LIST_PIPES,
    ...DATE_PIPES,
    ...ENCODING_PIPES,
  }),
);
