import { expect, it } from "vitest";
import { buildConfig, buildIntegration, createFakeWorld } from "#testing/delivery-fakes";
import { forEachOrganization } from "./for-each-organization.ts";

const { services } = createFakeWorld(buildConfig([buildIntegration("int_a")]));
const messagesOf = (organizations: number) =>
  Array.from({ length: organizations }, (_, n) => ({ orgId: `org_${n}` }));

/** The most places that were given away at one time, to how many. */
async function most(organizations: number) {
  const found = { places: 0, ran: 0 };
  let taken = 0;
  await forEachOrganization(services, messagesOf(organizations), async ({ concurrentRequests }) => {
    taken += concurrentRequests;
    found.places = Math.max(found.places, taken);
    found.ran++;
    await Promise.resolve();
    taken -= concurrentRequests;
  });
  return found;
}

it("never gives away more places than the invocation has, however many organizations share it", async () => {
  expect(services.concurrentRequests).toBe(4);
  expect(await most(1)).toEqual({ places: 4, ran: 1 });
  expect(await most(3)).toEqual({ places: 3, ran: 3 });
  expect(await most(10)).toEqual({ places: 4, ran: 10 });
});

it("one that fails keeps no other from its end, and fails the run", async () => {
  const ended: string[] = [];
  const run = forEachOrganization(services, messagesOf(6), async (_, orgId) => {
    if (orgId === "org_1") throw new Error("D1 is not answering");
    await Promise.resolve();
    ended.push(orgId);
  });
  await expect(run).rejects.toThrow("D1 is not answering");
  expect(ended.toSorted()).toEqual(["org_0", "org_2", "org_3", "org_4", "org_5"]);
});
