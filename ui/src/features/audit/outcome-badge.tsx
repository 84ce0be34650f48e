import { Badge, type Tone } from "~/components/badge.tsx";
import { text } from "~/text/index.ts";
import type { Outcome } from "./audit-filter.ts";

const TONES: Readonly<Record<Outcome, Tone>> = {
  succeeded: "good",
  refused: "warn",
  failed: "bad",
  interrupted: "bad",
};

export function OutcomeBadge(props: { readonly outcome: Outcome }) {
  return <Badge tone={TONES[props.outcome]}>{text.audit.outcomes[props.outcome]}</Badge>;
}
