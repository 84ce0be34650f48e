import { Problem } from "#domain/problem";

/** A request that was forwarded once is not forwarded again: two regions that disagree would play ping-pong. */
const FORWARDED = "x-gateway-forwarded";

/** Hand the request to the gateway of its organization's region, over the service binding `REGION_<NAME>`. */
export async function forwardToRegion(env: object, region: string, request: Request): Promise<Response> {
  const binding = Reflect.get(env, `REGION_${region.toUpperCase().replaceAll("-", "_")}`) as
    | Fetcher
    | undefined;
  if (binding === undefined || request.headers.has(FORWARDED)) {
    throw new Problem(
      "wrong_region",
      `This key belongs to the region ${region}. Call that region's address.`,
    );
  }
  const headers = new Headers(request.headers);
  headers.set(FORWARDED, "1");
  const answer = await binding.fetch(new Request(request, { headers }));
  // What a fetch answers has immutable headers, and this region still adds its own.
  return new Response(answer.body, answer);
}
