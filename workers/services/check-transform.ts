import type { ProblemDetail } from "#domain/problem";
import type { Cage } from "#domain/sandbox/cage";
import type { SigningConfig } from "#domain/signing/signing-config";
import { deliveryShape } from "#domain/transformation/delivery-scope";
import { compileSimple } from "#domain/transformation/simple-transform";
import type { TransformSettings } from "#domain/transformation/transform-settings";
import { checkScript } from "./check-script.ts";

/** Everything that can be known to be wrong with a transformation before there is an event. Pointers lead into it. */
export async function checkTransform(
  { cage }: { readonly cage: Cage },
  transform: TransformSettings,
  variables: Iterable<string>,
  signing: SigningConfig,
  orgId: string,
): Promise<readonly ProblemDetail[]> {
  switch (transform.kind) {
    case "simple": {
      const compilation = compileSimple(transform, deliveryShape(variables), signing);
      return compilation.ok ? [] : compilation.problems;
    }
    case "script":
      return await checkScript(cage, transform.source, orgId);
  }
}
