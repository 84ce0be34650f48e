import type { Alert } from "./alert-state.ts";

/** A place where something can be done about an alert, and what one must be allowed to see there. */
export interface NextStep {
  readonly to: "circuit" | "deadLetters" | "deliveries";
  readonly path: string;
  readonly needs: "integrations:read" | "deadletters:read" | "deliveries:read";
}

/** Where to look, by what was found: first what the alert speaks of, then what it may come from. Below the organization. */
export function nextSteps({ kind, subject }: Pick<Alert, "kind" | "subject">): readonly NextStep[] {
  if (subject.kind !== "integration") return [];
  const circuit: NextStep = {
    to: "circuit",
    path: `/circuits?${new URLSearchParams({ integration: subject.id })}`,
    needs: "integrations:read",
  };
  const deadLetters: NextStep = {
    to: "deadLetters",
    path: `/dead-letters?${new URLSearchParams({ integrationId: subject.id })}`,
    needs: "deadletters:read",
  };
  const deliveries: NextStep = {
    to: "deliveries",
    path: `/deliveries?${new URLSearchParams({ integrationId: subject.id, status: "retrying,dead_lettered,held" })}`,
    needs: "deliveries:read",
  };
  switch (kind) {
    case "circuit":
    case "oldest_undelivered":
      return [circuit, deliveries];
    case "dead_letters":
    case "exhausted":
      return [deadLetters, deliveries];
    case "health_score":
    case "error_rate":
    case "disabled":
      return [deliveries, deadLetters, circuit];
    case "expiry":
      return [];
  }
}
