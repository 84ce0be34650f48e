const TIMEOUT_MS = 10_000;

/** One GET whose answer nobody reads; answers its status. Redirects are not followed. */
export async function visit(url: string): Promise<number> {
  const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.body?.cancel();
  return response.status;
}
