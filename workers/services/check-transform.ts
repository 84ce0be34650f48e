import type { ProblemDetail } from "#domain/problem";
import type { Cage } from "#domain/sandbox/cage";
import type { SigningConfig } from "#domain/signing/signing-config";
import { deliveryShape } from "#domain/transformation/delivery-scope";
import { compileSimple } from "#domain/transformation/simple-transform";
import type { TransformSettings } from "#domain/transformation/transform-settings";

/** What a tenant's script must define. */
const TRANSFORM = "transform";

/** Everything that can be known to be wrong with a transformation before there is an event. Pointers lead into it. */
export async function checkTransform(
  { cage }: { readonly cage: Cage },
  transform: TransformSettings,
  variables: Iterable<string>,
  signing: SigningConfig,
): Promise<readonly ProblemDetail[]> {
  switch (transform.kind) {
    case "simple": {
      const compilation = compileSimple(transform, deliveryShape(variables), signing);
      return compilation.ok ? [] : compilation.problems;
    }
    case "script": {
      const check = await cage.checkScript(transform.source, TRANSFORM);
      if (check.ok) return [];
      const line = check.line === null ? "" : `Line ${check.line}: `;
      return [{ pointer: "/source", message: line + check.message }];
    }
  }
}
