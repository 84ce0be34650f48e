import type { AlertSubject, Violation } from "./alert.ts";
import { type AlertRule, concerns } from "./alert-rule.ts";

export interface WatchedIntegration {
  readonly id: string;
  readonly switchedOff: string | null;
  readonly score: number | null;
  readonly deadLetters: number;
  /** In the rule's window. */
  readonly tried: { readonly succeeded: number; readonly failed: number };
  /** When the oldest event that waits for it was accepted; null when none waits. */
  readonly oldestWaiting: number | null;
}

/** Something that ends or needs a person. `endsAt` null: it does not work now. */
export interface ExpiringThing {
  readonly subject: AlertSubject;
  readonly name: string;
  readonly endsAt: number | null;
  readonly detail: string;
}

export interface AlertFacts {
  readonly integrations: readonly WatchedIntegration[];
  readonly expiring: readonly ExpiringThing[];
  readonly now: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What is wrong now, by this rule. Null for kinds that only an event can tell: their state is in no table. */
export function findViolations(rule: AlertRule, facts: AlertFacts): readonly Violation[] | null {
  const { condition } = rule;
  switch (condition.kind) {
    case "circuit":
    case "exhausted":
      return null;
    case "expiry":
      return facts.expiring.flatMap((thing) => {
        const end = thing.endsAt;
        if (end !== null && end - facts.now > condition.withinDays * DAY_MS) return [];
        const { subject, name, detail } = thing;
        return [{ subject, detail: `${name}: ${detail}`, value: end }];
      });
    case "health_score":
    case "dead_letters":
    case "error_rate":
    case "oldest_undelivered":
    case "disabled":
      return facts.integrations
        .filter(({ id }) => concerns(rule, id))
        .flatMap((integration) => {
          const found = judge(condition, integration, facts.now);
          return found === null ? [] : [{ subject: { kind: "integration", id: integration.id }, ...found }];
        });
  }
}

type Judged = Exclude<AlertRule["condition"], { kind: "circuit" | "exhausted" | "expiry" }>;

function judge(condition: Judged, integration: WatchedIntegration, now: number) {
  switch (condition.kind) {
    case "health_score": {
      const { score } = integration;
      if (score === null || score >= condition.below) return null;
      return { value: score, detail: `Its health score is ${score}, below ${condition.below}.` };
    }
    case "dead_letters": {
      const { deadLetters } = integration;
      if (deadLetters <= condition.above) return null;
      return { value: deadLetters, detail: `It has more than ${condition.above} dead letters.` };
    }
    case "error_rate": {
      const { succeeded, failed } = integration.tried;
      const tried = succeeded + failed;
      const rate = tried === 0 ? 0 : Math.round((failed / tried) * 1_000) / 10;
      if (tried < condition.minimum || rate <= condition.abovePercent) return null;
      return {
        value: rate,
        detail: `${failed} of its last ${tried} deliveries within ${condition.windowMinutes} minutes failed.`,
      };
    }
    case "oldest_undelivered": {
      const { oldestWaiting } = integration;
      if (oldestWaiting === null || now - oldestWaiting <= condition.aboveMinutes * MINUTE_MS) return null;
      const minutes = Math.floor((now - oldestWaiting) / MINUTE_MS);
      return { value: minutes, detail: `Its oldest undelivered event waits for ${minutes} minutes.` };
    }
    case "disabled": {
      const { switchedOff } = integration;
      if (switchedOff === null) return null;
      return { value: null, detail: `The gateway switched it off (${switchedOff}).` };
    }
  }
}
