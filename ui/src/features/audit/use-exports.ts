import { useQueryClient } from "@tanstack/solid-query";
import { createEffect, createSignal } from "solid-js";
import { answer, api, inOrganization } from "~/api/client.ts";
import type { components } from "~/api/openapi.d.ts";
import { useQuery } from "~/api/query.ts";
import { toast, toastProblem } from "~/components/toast.tsx";
import { text } from "~/text/index.ts";
import { saveFile } from "../lookup-tables/save-file.ts";
import type { AuditQuery } from "./audit-filter.ts";

export type AuditExport = components["schemas"]["AuditExport"];
export type ExportFormat = AuditExport["format"];

const RUNNING_MS = 800;

/** The exports of the last week. One that was begun here is saved by itself as soon as it is whole. */
export function useExports(isOpen: () => boolean) {
  const queries = useQueryClient();
  const [awaited, setAwaited] = createSignal<string | null>(null);
  const list = useQuery(() => ({
    queryKey: inOrganization("audit", "exports"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/audit/exports", { signal })),
    // Also behind the closed dialog: whoever begins one and goes on reading gets the file all the same.
    enabled: isOpen() || awaited() !== null,
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => status === "running") ? RUNNING_MS : false,
  }));

  const download = async (file: AuditExport) => {
    try {
      const content = (await answer(
        api.GET("/api/v1/audit/exports/{id}/content", {
          params: { path: { id: file.id } },
          parseAs: "blob",
        }),
      )) as unknown as Blob;
      const name = fileName(file);
      saveFile(name, content);
      toast({ title: text.audit.export.saved(name) });
    } catch (error) {
      toastProblem(error);
    }
  };

  createEffect(() => {
    const mine = list.data?.items.find(({ id }) => id === awaited());
    if (mine === undefined || mine.status === "running") return;
    setAwaited(null);
    if (mine.status === "completed") void download(mine);
    else toast({ title: text.audit.export.failed, detail: mine.detail ?? undefined, bad: true });
  });

  const begin = async (format: ExportFormat, byteOrderMark: boolean, filters: AuditQuery) => {
    const started = await answer(
      api.POST("/api/v1/audit/exports", { body: { format, byteOrderMark, filters } }),
    );
    await queries.cancelQueries({ queryKey: inOrganization("audit", "exports") });
    setAwaited(started.id);
    await queries.invalidateQueries({ queryKey: inOrganization("audit", "exports") });
  };

  return { list, begin, download, isAwaited: () => awaited() !== null };
}

/** Sorted by name they are sorted by time. */
function fileName({ createdAt, format }: AuditExport): string {
  return `audit-${createdAt.slice(0, 19).replaceAll(":", "-")}.${format}`;
}
