import type { TransformSettings } from "#domain/transformation/transform-settings";

// Its parts are added by whoever builds it.
export type ReshapeTools = object;

export type Reshaped =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/** Make another JSON text of this one, by an integration's own mapping or script. */
export async function reshapeBody(
  _tools: ReshapeTools,
  _orgId: string,
  _transform: TransformSettings,
  _json: string,
): Promise<Reshaped> {
  return { ok: false, message: "transformations are not built yet" };
}
