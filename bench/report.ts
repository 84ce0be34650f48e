/** Prints what was measured, for people; the JSON line is run.ts's. */
import { USD_PER_MILLION } from "./list-prices.ts";
import type { Figures } from "./measure.ts";
import { LOAD_KINDS, type SubjectResult } from "./measure-subject.ts";
import type { OperationCounts } from "./operation-counts.ts";

type Row = readonly string[];

/** Left-aligned first column, right-aligned others. */
export function table(header: Row, rows: readonly Row[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: Row): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ");
  return [line(header), ...rows.map(line)].join("\n");
}

const FIGURE_HEADER: Row = [
  "load",
  "accepted/s",
  "delivered/s",
  "p50 ms",
  "p99 ms",
  "answer p99",
  "CPU ms/event",
  "(host)",
  "RSS MB",
  "accepted",
  "delivered",
  "lost",
  "dup",
  "unexpected",
];

/** Speed and reconciliation of every load. */
export function speedTable(result: SubjectResult): string {
  return table(
    FIGURE_HEADER,
    LOAD_KINDS.map((kind) => figureRow(kind, result.loads[kind])),
  );
}

function figureRow(name: string, figures: Figures): Row {
  return [
    name,
    figures.acceptedPerSecond.toFixed(0),
    figures.deliveredPerSecond.toFixed(0),
    figures.publishToDeliveredMs.p50.toFixed(1),
    figures.publishToDeliveredMs.p99.toFixed(1),
    figures.answerMs.p99.toFixed(1),
    figures.workerdCpuMs.toFixed(3),
    figures.hostCpuMs.toFixed(3),
    figures.rssMb.toFixed(0),
    String(figures.accepted),
    String(figures.delivered),
    String(figures.lost),
    String(figures.duplicated),
    String(figures.unexpected),
  ];
}

/** Operations per event and what a million of them cost. */
export function billTable(result: SubjectResult): string {
  const names = Object.keys(USD_PER_MILLION) as (keyof OperationCounts)[];
  const header = ["per event (USD per million)", "list price", ...LOAD_KINDS];
  const rows = names.map((name) => [
    name,
    USD_PER_MILLION[name].toFixed(3),
    ...LOAD_KINDS.map((kind) => {
      const bill = result.bills[kind];
      return `${bill.operationsPerEvent[name].toFixed(3)} (${bill.usdPerMillion.lines[name].toFixed(3)})`;
    }),
  ]);
  const cpu = ["CPU ms, simulators included", "0.020", ...LOAD_KINDS.map((kind) => cpuCell(result, kind))];
  const total = [
    "total USD",
    "",
    ...LOAD_KINDS.map((kind) => result.bills[kind].usdPerMillion.total.toFixed(3)),
  ];
  const later = [
    "later, when kept rows expire",
    "1.000",
    ...LOAD_KINDS.map((kind) => laterUsd(result.bills[kind].operationsPerEvent).toFixed(3)),
  ];
  return table(header, [...rows, cpu, total, later]);
}

/**
 * Deleting is a write too. At the end of retention every D1 row and index entry goes, and the row of the event's
 * Idempotency-Key goes after a day or two: not part of the total, but somebody pays it.
 */
export function laterUsd(counts: OperationCounts): number {
  const keyRows = 1;
  return (counts.databaseRowsWritten + keyRows) * USD_PER_MILLION.databaseRowsWritten;
}

function cpuCell(result: SubjectResult, kind: (typeof LOAD_KINDS)[number]): string {
  return `${result.loads[kind].workerdCpuMs.toFixed(3)} (${result.bills[kind].usdPerMillion.cpu.toFixed(3)})`;
}

/** Memory at every reading. */
export function growthTable(result: SubjectResult): string {
  return table(
    ["after collection", "Worker's heap MB", "workerd RSS MB"],
    result.growth.map(({ events, heapMb, rssMb }) => [
      `${events} events`,
      heapMb.toFixed(1),
      rssMb.toFixed(0),
    ]),
  );
}
