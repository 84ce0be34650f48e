import { answer, api } from "~/api/client.ts";
import { ApiProblem } from "~/api/problem.ts";
import { lastOrganization } from "./last-organization.ts";

/** Where `/` leads: where one was last, if one still may; else the first that one belongs to; else any that one reaches. */
export async function findStart(signal: AbortSignal): Promise<{ readonly orgId: string | null }> {
  const last = lastOrganization();
  if (last !== null && (await isReachable(last, signal))) return { orgId: last };
  const { memberships } = await answer(api.GET("/api/v1/me", { signal }));
  const own = memberships.map(({ organizationId }) => organizationId).find((id) => id !== "*");
  if (own !== undefined) return { orgId: own };
  const reached = await answer(
    api.GET("/api/v1/me/organizations", { params: { query: { limit: 1 } }, signal }),
  );
  return { orgId: reached.items[0]?.id ?? null };
}

async function isReachable(orgId: string, signal: AbortSignal): Promise<boolean> {
  try {
    const params = { query: { organizationId: orgId } };
    await answer(api.GET("/api/v1/me/permissions", { params, signal }));
    return true;
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.status === 404) return false;
    throw error;
  }
}
