import type { components } from "~/api/openapi.d.ts";

type Report = components["schemas"]["ValidationReport"];
type Failure = Pick<Report["failures"][number], "field" | "keyword">;

const REQUIRED = /^must have required property '(.+)'$/;

/** Which members are missing there, by what is told of single events. Null for a failure that is another. */
export function missingFields(
  examples: Report["examples"],
  { field, keyword }: Failure,
): readonly string[] | null {
  if (keyword !== "required") return null;
  const names = examples.flatMap(({ errors }) =>
    errors.flatMap((error) => {
      const isHere = error.keyword === keyword && anyIndex(error.pointer) === field;
      const name = isHere ? REQUIRED.exec(error.message)?.[1] : undefined;
      return name === undefined ? [] : [name];
    }),
  );
  return names.length === 0 ? null : [...new Set(names)];
}

/** The third item fails like the first: the report writes `*` for every index. */
function anyIndex(pointer: string): string {
  return pointer.replace(/\/\d+(?=\/|$)/g, "/*");
}
