import { composeServices } from "#services/composition";
import { tick } from "./cron/tick.ts";
import { createApp } from "./http/app.ts";
import { consume } from "./queues/consume.ts";

export { AuditObject } from "../durable-objects/audit.ts";
export { CredentialObject } from "../durable-objects/credential.ts";
export { GuessThrottleObject } from "../durable-objects/guess-throttle.ts";
export { IntakeObject } from "../durable-objects/intake.ts";
export { IntegrationObject } from "../durable-objects/integration.ts";
export { RateLimitObject } from "../durable-objects/rate-limit.ts";

const app = createApp();

export default {
  fetch: app.fetch,
  queue: (batch, env) => consume(batch, composeServices(env)),
  scheduled: async (_controller, env) => {
    await tick(composeServices(env));
  },
} satisfies ExportedHandler<Env>;
