import type { components } from "~/api/openapi.d.ts";
import { text } from "~/text/index.ts";
import { Badge } from "../badge.tsx";

export type ErrorCategory = NonNullable<components["schemas"]["DeliverySummary"]["category"]>;

/** What kind of failure it was, with the answer's code where there was an answer. */
export function CategoryBadge(props: {
  readonly category: ErrorCategory;
  readonly httpStatus?: number | null;
}) {
  return (
    <Badge tone={props.category === "AUTH" || props.category === "VALIDATION" ? "bad" : "warn"}>
      {text.status.category[props.category]}
      {props.httpStatus ? ` ${props.httpStatus}` : ""}
    </Badge>
  );
}
