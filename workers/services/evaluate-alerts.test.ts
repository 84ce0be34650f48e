import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { AlertCondition } from "#domain/alerts/alert-rule";
import type { AppendOptions, IncomingEvent, IntakeIdentity } from "#domain/ingress/append";
import { composeServices, type Services } from "#services/composition";
import { DEAD, record } from "#testing/delivery-records";
import { createIntegration, seedOrganization } from "#testing/seed";
import { makeAlertRule } from "#testing/seed-alerts";
import { evaluateOrganization } from "./evaluate-alerts.ts";
import { updateAlertRule } from "./manage-alert-rules.ts";
import { createAlertNotes } from "./note-alerts.ts";

const MINUTE_MS = 60_000;
const DEAD_LETTERS = { kind: "dead_letters", above: 1 } as const;

/** One organization under a clock of its own, whose notices are kept instead of delivered. */
async function world(condition: AlertCondition, listens = true) {
  const { orgId } = await seedOrganization(env, { catalogueMode: "strict" });
  const shop = (await createIntegration(env, orgId, { name: "Shop", eventTypes: ["order.*"] })).id;
  if (listens) await createIntegration(env, orgId, { name: "Pager", eventTypes: ["gateway.*"] });
  const sent: { type: string; payload: Record<string, unknown> }[] = [];
  const real = composeServices(env);
  let offset = 0;
  let broken = false;
  const append = async (_: IntakeIdentity, __: AppendOptions, events: readonly IncomingEvent[]) => {
    if (broken) throw new Error("The intake cannot be reached.");
    const results = events.map(({ id, json }) => {
      const { type, payload } = JSON.parse(json) as { type: string; payload: { json: string } };
      sent.push({ type, payload: JSON.parse(payload.json) as Record<string, unknown> });
      return { kind: "accepted", id, duplicate: false } as const;
    });
    return { overQuota: false, results };
  };
  const services: Services = {
    ...real,
    now: () => Date.now() + offset,
    intake: { ...real.intake, append } as unknown as Services["intake"],
  };
  const rule = await makeAlertRule(services, orgId, "Rule", condition);
  const die = (count: number) =>
    record(
      services,
      orgId,
      Array.from({ length: count }, () => ({ ...DEAD, integrationId: shop })),
    );
  return {
    orgId,
    shop,
    services,
    sent,
    rule,
    die,
    evaluate: () => evaluateOrganization(services, orgId),
    notes: createAlertNotes(services),
    wait: (ms: number) => {
      offset += ms;
    },
    breakIntake: (now: boolean) => {
      broken = now;
    },
    types: () => sent.map(({ type }) => type),
    alerts: async () => (await services.alerts.list(orgId, null, { limit: 50, after: null })).items,
    mend: () => env.DB.prepare("DELETE FROM deliveries WHERE org_id = ?1").bind(orgId).run(),
  };
}

describe("evaluating alert rules", () => {
  it("raises an alert once, however often it is found, and tells who listens", async () => {
    const { die, evaluate, sent, shop, alerts, wait, rule } = await world(DEAD_LETTERS);
    await die(1);
    await evaluate();
    expect(await alerts()).toEqual([]);
    await die(1);
    await evaluate();
    wait(3 * MINUTE_MS);
    await evaluate();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      type: "gateway.dead_letters.raised",
      payload: {
        state: "raised",
        kind: "dead_letters",
        rule: { id: rule.id, name: "Rule" },
        subject: { kind: "integration", id: shop, name: "Shop" },
        value: 2,
      },
    });
    expect(await alerts()).toMatchObject([{ raisedNotice: "sent", occurrences: 2, resolvedAt: null }]);
  });

  it("tells that it is over, and raises anew when it comes back", async () => {
    const { die, evaluate, types, wait, mend } = await world(DEAD_LETTERS);
    await die(2);
    await evaluate();
    await mend();
    wait(6 * MINUTE_MS);
    await evaluate();
    await die(2);
    await evaluate();
    expect(types()).toEqual([
      "gateway.dead_letters.raised",
      "gateway.dead_letters.resolved",
      "gateway.dead_letters.raised",
    ]);
  });

  it("owes a notice that could not be accepted, and sends it later", async () => {
    const { die, evaluate, types, breakIntake, alerts } = await world(DEAD_LETTERS);
    await die(2);
    breakIntake(true);
    await evaluate();
    expect(await alerts()).toMatchObject([{ raisedNotice: "owed" }]);
    breakIntake(false);
    await evaluate();
    expect(types()).toEqual(["gateway.dead_letters.raised"]);
  });

  it("tells nobody while muted, and then what is still open", async () => {
    const { die, evaluate, types, services, orgId, rule, wait } = await world(DEAD_LETTERS);
    await updateAlertRule(services, orgId, rule.id, { mutedUntil: services.now() + MINUTE_MS });
    await die(2);
    await evaluate();
    expect(types()).toEqual([]);
    wait(MINUTE_MS + 1);
    await evaluate();
    expect(types()).toEqual(["gateway.dead_letters.raised"]);
  });

  it("says nothing of the end when nobody heard of the beginning", async () => {
    const { die, evaluate, types, wait, mend, alerts } = await world(DEAD_LETTERS, false);
    await die(2);
    await evaluate();
    await mend();
    wait(6 * MINUTE_MS);
    await evaluate();
    expect(types()).toEqual([]);
    expect(await alerts()).toMatchObject([
      { raisedNotice: "no_subscriber", resolvedNotice: "no_subscriber" },
    ]);
  });

  it("ends what a rule found when the rule is switched off, and tells nobody", async () => {
    const { die, evaluate, types, services, orgId, rule, alerts } = await world(DEAD_LETTERS);
    await die(2);
    await evaluate();
    await updateAlertRule(services, orgId, rule.id, { enabled: false });
    await evaluate();
    expect(types()).toEqual(["gateway.dead_letters.raised"]);
    expect(await alerts()).toMatchObject([{ resolvedNotice: "muted", resolvedAt: expect.any(Number) }]);
  });

  it("finds the oldest that waits, a low score and a high error rate", async () => {
    const conditions = [
      { kind: "oldest_undelivered", aboveMinutes: 60 },
      { kind: "health_score", below: 60 },
      { kind: "error_rate", abovePercent: 10, windowMinutes: 1_440, minimum: 1 },
    ] as const;
    for (const condition of conditions) {
      const { services, orgId, shop, evaluate, types } = await world(condition);
      const waiting = { status: "retrying", category: "TIMEOUT", nextRetryAt: Date.now() } as const;
      const acceptedAt = Date.now() - 61 * MINUTE_MS;
      await record(services, orgId, [{ ...waiting, integrationId: shop, acceptedAt, durationMs: 5_000 }]);
      await evaluate();
      expect(types()).toEqual([`gateway.${condition.kind}.raised`]);
    }
  });

  it("finds a credential that needs a person, and an API key that ends soon", async () => {
    const { services, orgId, evaluate, sent } = await world({ kind: "expiry", withinDays: 14 });
    const key = { id: "key_soon", name: "Shop's key", hint: "", scopes: [], createdBy: "operator" };
    const ends = { createdAt: 0, expiresAt: Date.now() + 86_400_000, revokedAt: null, lastUsedAt: null };
    await services.repositories.apiKeys.insert(
      orgId,
      { ...key, ...ends, replacedBy: null },
      crypto.randomUUID(),
    );
    await evaluate();
    expect(sent).toMatchObject([
      { type: "gateway.expiry.raised", payload: { subject: { kind: "api_key", id: "key_soon" } } },
    ]);
  });
});

describe("what deliveries tell", () => {
  it("raises one alert for a run's exhausted deliveries, and resolves it after the quiet minutes", async () => {
    const { notes, orgId, die, types, evaluate, wait, alerts } = await world({
      kind: "exhausted",
      quietMinutes: 10,
    });
    await notes.noteExhausted(orgId, await die(3));
    expect(await alerts()).toMatchObject([
      { detail: expect.stringMatching(/^Given up: dlv_\S+ and 2 more( \(.+\))?$/) },
    ]);
    await notes.noteExhausted(orgId, await die(1));
    expect(await alerts()).toMatchObject([
      { occurrences: 2, detail: expect.stringContaining("Given up: dlv_") },
    ]);
    wait(11 * MINUTE_MS);
    await evaluate();
    expect(types()).toEqual(["gateway.exhausted.raised", "gateway.exhausted.resolved"]);
  });

  it("raises nothing for a notice that was given up itself", async () => {
    const { notes, services, orgId, shop, types } = await world({ kind: "exhausted", quietMinutes: 10 });
    const given = { ...DEAD, integrationId: shop, eventType: "gateway.exhausted.raised" };
    await notes.noteExhausted(orgId, await record(services, orgId, [given]));
    expect(types()).toEqual([]);
  });

  it("raises an alert when a circuit opens, and resolves it when it is closed", async () => {
    const { notes, orgId, shop: integrationId, types, sent } = await world({ kind: "circuit" });
    const at = Date.now();
    const change = { orgId, integrationId, at, cause: "5 failures in a row" };
    await notes.noteCircuitChange({ ...change, from: "closed", to: "open" });
    await notes.noteCircuitChange({ ...change, from: "closed", to: "open" });
    await notes.noteCircuitChange({ ...change, from: "open", to: "half_open" });
    expect(types()).toEqual(["gateway.circuit.raised"]);
    expect(sent[0]?.payload.detail).toContain("5 failures in a row");
    await notes.noteCircuitChange({ ...change, from: "half_open", to: "closed" });
    expect(types()).toEqual(["gateway.circuit.raised", "gateway.circuit.resolved"]);
  });

  it("never rejects", async () => {
    const { services, orgId, shop, die } = await world({ kind: "exhausted", quietMinutes: 10 });
    const failing = { ...services.alertRules, enabled: () => Promise.reject(new Error("D1 is away.")) };
    const notes = createAlertNotes({ ...services, alertRules: failing });
    await expect(notes.noteExhausted(orgId, await die(1))).resolves.toBeUndefined();
    await expect(notes.noteDisabled(orgId, shop, "gone_410")).resolves.toBeUndefined();
  });
});
