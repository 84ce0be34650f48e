import type { ChainedEntry } from "#domain/audit/audit-entry";
import type { ExportLayout } from "#domain/audit/audit-export";
import { CSV_COLUMNS, toCells, toJsonLine } from "#domain/audit/present-entry";
import type { AuditServices } from "./audit-services.ts";

/** An export is a beginning, rows, and an end, so that it can be written in parts and read as one. */
interface Renderer {
  readonly mediaType: string;
  readonly beginning: string;
  readonly end: string;
  /** `isFirst`: no row came before these. */
  rows(entries: readonly ChainedEntry[], isFirst: boolean): string;
}

export function rendererOf({ csvRows }: Pick<AuditServices, "csvRows">, layout: ExportLayout): Renderer {
  switch (layout.format) {
    case "csv":
      return {
        mediaType: "text/csv; charset=utf-8; header=present",
        beginning: (layout.byteOrderMark ? "\ufeff" : "") + csvRows([CSV_COLUMNS]),
        end: "",
        rows: (entries) => csvRows(entries.map(toCells)),
      };
    case "ndjson":
      return {
        mediaType: "application/x-ndjson",
        beginning: "",
        end: "",
        rows: (entries) => entries.map((entry) => `${toJsonLine(entry)}\n`).join(""),
      };
    case "json":
      return {
        mediaType: "application/json",
        beginning: "[",
        end: "\n]\n",
        rows: (entries, isFirst) =>
          entries
            .map((entry, index) => `${isFirst && index === 0 ? "" : ","}\n${toJsonLine(entry)}`)
            .join(""),
      };
  }
}
