import { Badge, type Tone } from "~/components/badge.tsx";
import { text } from "~/text/index.ts";
import type { Credential } from "./credential-queries.ts";

const TONES: Readonly<Record<Credential["status"], Tone>> = {
  ready: "good",
  needs_authorization: "warn",
  failing: "bad",
};

export function CredentialStatus(props: { readonly status: Credential["status"] }) {
  return (
    <Badge tone={TONES[props.status]} title={text.credentials.statusHints[props.status]}>
      {text.credentials.statuses[props.status]}
    </Badge>
  );
}
