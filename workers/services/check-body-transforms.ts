import type { ProblemDetail } from "#domain/problem";
import type { ProxySettings } from "#domain/proxy/proxy-settings";
import type { Cage } from "#domain/sandbox/cage";
import { type BodySide, bodyShape } from "#domain/transformation/call-scope";
import { compileSimple } from "#domain/transformation/simple-transform";
import { checkScript } from "./check-script.ts";

/** What is wrong with a proxy's transformations, before there is a body. Pointers lead into the integration. */
export async function checkBodyTransforms(
  { cage }: { readonly cage: Cage },
  proxy: ProxySettings,
  variables: readonly string[],
  orgId: string,
): Promise<readonly ProblemDetail[]> {
  const problems: ProblemDetail[] = [];
  const sides = [
    ["request", "transformRequest"],
    ["response", "transformResponse"],
  ] as const satisfies readonly (readonly [BodySide, keyof ProxySettings])[];
  for (const [side, member] of sides) {
    const transform = proxy[member];
    if (transform === null) continue;
    const found =
      transform.kind === "simple"
        ? simpleProblems(compileSimple(transform, bodyShape(side, variables), { mode: "none" }))
        : await checkScript(cage, transform.source, orgId);
    problems.push(
      ...found.map(({ pointer, message }) => ({ pointer: `/proxy/${member}${pointer}`, message })),
    );
  }
  return problems;
}

function simpleProblems(compilation: ReturnType<typeof compileSimple>): readonly ProblemDetail[] {
  return compilation.ok ? [] : compilation.problems;
}
