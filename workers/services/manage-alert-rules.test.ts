import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { callApi } from "#testing/call-api";
import { seedOrganization } from "#testing/seed";

interface Made {
  readonly made: readonly { readonly id: string; readonly condition: { readonly kind: string } }[];
}

describe("the default alert rules", () => {
  it("are made once, though somebody clicks twice at the same time", async () => {
    const { apiKey } = await seedOrganization(env);
    const ask = () => callApi(apiKey, "POST", "/api/v1/alert-rules/defaults");
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const made = answers.flatMap(({ body }) => (body as Made).made.map(({ id }) => id));
    const { body } = await callApi(apiKey, "GET", "/api/v1/alert-rules?limit=100");
    const rules = (body as { items: { id: string; condition: { kind: string } }[] }).items;
    expect(rules.map(({ id }) => id).sort()).toEqual([...made].sort());
    const kinds = rules.map(({ condition }) => condition.kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kinds.length).toBe(6);
  });

  it("leave out a kind that there is a rule of already", async () => {
    const { apiKey } = await seedOrganization(env);
    const condition = { kind: "dead_letters", above: 5 };
    await callApi(apiKey, "POST", "/api/v1/alert-rules", { name: "Mine", condition });
    const { body } = await callApi(apiKey, "POST", "/api/v1/alert-rules/defaults");
    const kinds = (body as Made).made.map(({ condition: { kind } }) => kind);
    expect(kinds).toHaveLength(5);
    expect(kinds).not.toContain("dead_letters");
  });
});
