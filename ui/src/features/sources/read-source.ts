import { api } from "~/api/client.ts";
import { readProblem } from "~/api/problem.ts";
import type { Source, SourceDetail } from "./source-queries.ts";
import type { settingsPatch } from "./source-settings.ts";

/** A source with the version that a change must name. */
export interface VersionedSource extends SourceDetail {
  readonly etag: string;
}

/** @throws ApiProblem */
export async function readSource(id: string, signal?: AbortSignal): Promise<VersionedSource> {
  const path = { params: { path: { id } }, ...(signal === undefined ? {} : { signal }) };
  const { data, error, response } = await api.GET("/api/v1/sources/{id}", path);
  if (data === undefined) throw readProblem(response, error);
  return { ...data, etag: response.headers.get("etag") ?? "" };
}

/** @throws ApiProblem 412 when somebody else changed it since. */
export async function changeSource(
  id: string,
  body: ReturnType<typeof settingsPatch>,
  etag: string,
): Promise<{ readonly source: Source; readonly etag: string }> {
  const { data, error, response } = await api.PATCH("/api/v1/sources/{id}", {
    params: { path: { id }, header: { "if-match": etag } },
    body,
  });
  if (data === undefined) throw readProblem(response, error);
  return { source: data, etag: response.headers.get("etag") ?? "" };
}
