import { Badge, type Tone } from "~/components/badge.tsx";
import { nowMs } from "~/primitives/clock.ts";
import { text } from "~/text/index.ts";
import type { ApiKey } from "./api-key-queries.ts";
import { type KeyState, keyState } from "./key-state.ts";

const TONES: Readonly<Record<KeyState, Tone>> = {
  active: "good",
  soon: "warn",
  replaced: "info",
  expired: "neutral",
  revoked: "neutral",
};

export function StateBadge(props: { readonly apiKey: ApiKey }) {
  const state = () => keyState(props.apiKey, nowMs());
  return (
    <Badge tone={TONES[state()]} title={text.apiKeys.stateHints[state()]}>
      {text.apiKeys.states[state()]}
    </Badge>
  );
}
