import type { ProblemDetail } from "#domain/problem";
import type { ProxySettings } from "#domain/proxy/proxy-settings";
import type { Cage } from "#domain/sandbox/cage";
import { compileSimple } from "#domain/transformation/simple-transform";
import { type BodySide, bodyShape } from "./reshape-body.ts";

/** What is wrong with a proxy's transformations, before there is a body. Pointers lead into the integration. */
export async function checkBodyTransforms(
  { cage }: { readonly cage: Cage },
  proxy: ProxySettings,
  variables: readonly string[],
): Promise<readonly ProblemDetail[]> {
  const problems: ProblemDetail[] = [];
  const sides = [
    ["request", "transformRequest"],
    ["response", "transformResponse"],
  ] as const satisfies readonly (readonly [BodySide, keyof ProxySettings])[];
  for (const [side, member] of sides) {
    const transform = proxy[member];
    if (transform === null) continue;
    const root = `/proxy/${member}`;
    if (transform.kind === "simple") {
      const compilation = compileSimple(transform, bodyShape(side, variables), { mode: "none" });
      const found = compilation.ok ? [] : compilation.problems;
      problems.push(...found.map(({ pointer, message }) => ({ pointer: root + pointer, message })));
    } else {
      const check = await cage.checkScript(transform.source, "transform");
      if (check.ok) continue;
      const line = check.line === null ? "" : `Line ${check.line}: `;
      problems.push({ pointer: `${root}/source`, message: line + check.message });
    }
  }
  return problems;
}
