import type { components } from "~/api/openapi.d.ts";
import { text } from "~/text/index.ts";
import { Badge, type Tone } from "../badge.tsx";

export type CircuitPhase = components["schemas"]["Circuit"]["phase"];

const TONES: Readonly<Record<CircuitPhase, Tone>> = {
  closed: "good",
  open: "bad",
  half_open: "warn",
  paused: "info",
};

export function CircuitBadge(props: { readonly phase: CircuitPhase }) {
  return <Badge tone={TONES[props.phase]}>{text.status.circuit[props.phase]}</Badge>;
}
