import { Badge, type Tone } from "~/components/badge.tsx";
import { text } from "~/text/index.ts";
import type { Job } from "./bulk-requests.ts";

const TONES: Readonly<Record<Job["status"], Tone>> = {
  running: "info",
  completed: "good",
  cancelled: "neutral",
  failed: "bad",
};

export function JobBadge(props: { readonly status: Job["status"] }) {
  return <Badge tone={TONES[props.status]}>{text.jobs.status[props.status]}</Badge>;
}
