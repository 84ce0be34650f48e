import { under, wholeNumber } from "../check-values.ts";
import { circuitPolicyProblems } from "../delivery/check-circuit.ts";
import { ERROR_CATEGORIES } from "../delivery/error-category.ts";
import type { ProblemDetail } from "../problem.ts";
import type {
  BatchSettings,
  DeduplicationSettings,
  DeliveryCircuit,
  FlowRate,
  FlowSettings,
  OrderSettings,
} from "./flow-settings.ts";

const DAY_MS = 86_400_000;
const MOST_PROBES = 3;
const MAX_PATHS = 20;
const MAX_PATH = 200;
/** A path into an event, as filters write them. */
const PATH = /^(payload|labels|type|id)(\.[^.\s]+)*$/;
const ENTRY_PATH = /^[^.\s]+(\.[^.\s]+)*$/;

/** Everything wrong with how deliveries shall flow. Pointers lead into `flow`. */
export function checkFlow(flow: FlowSettings): readonly ProblemDetail[] {
  const { circuit, rate, concurrency, delayMs, order, batch, deduplicate } = flow;
  return [
    ...under("/circuit", circuit === null ? [] : circuitProblems(circuit)),
    ...under("/rate", rate === null ? [] : rateProblems(rate)),
    ...(concurrency === null ? [] : wholeNumber("/concurrency", concurrency, 1, 1_000)),
    ...wholeNumber("/delayMs", delayMs, 0, 30 * DAY_MS),
    ...under("/order", order === null ? [] : orderProblems(order)),
    ...under("/batch", batch === null ? [] : batchProblems(batch)),
    ...(order === null || batch === null || batch.results === null
      ? []
      : [
          {
            pointer: "/batch/results",
            message: "With order a batch arrives as a whole or not at all: leave it null.",
          },
        ]),
    ...under("/deduplicate", deduplicate === null ? [] : findDeduplicationProblems(deduplicate)),
  ];
}

function circuitProblems(circuit: DeliveryCircuit): ProblemDetail[] {
  const { categories, slowCallMs, maxTrips } = circuit;
  return [
    ...circuitPolicyProblems(circuit, MOST_PROBES),
    ...(slowCallMs === null ? [] : wholeNumber("/slowCallMs", slowCallMs, 1, 30_000)),
    ...wholeNumber("/slowCallRatePercent", circuit.slowCallRatePercent, 1, 100),
    ...(maxTrips === null ? [] : wholeNumber("/maxTrips", maxTrips, 1, 1_000)),
    ...(categories.length === 0 ? [{ pointer: "/categories", message: "Name at least one." }] : []),
    ...categories.flatMap((category, index) =>
      ERROR_CATEGORIES.includes(category) && categories.indexOf(category) === index
        ? []
        : [{ pointer: `/categories/${index}`, message: "It is unknown, or stands there twice." }],
    ),
  ];
}

export function rateProblems({ limit, burst }: FlowRate): ProblemDetail[] {
  return [...wholeNumber("/limit", limit, 1, 1_000_000), ...wholeNumber("/burst", burst, 1, 1_000_000)];
}

function orderProblems({ key }: OrderSettings): ProblemDetail[] {
  return key === null ? [] : pathProblems("/key", key);
}

function batchProblems({ size, timeoutMs, maxBytes, results }: BatchSettings): ProblemDetail[] {
  return [
    ...wholeNumber("/size", size, 2, 500),
    ...wholeNumber("/timeoutMs", timeoutMs, 100, 3_600_000),
    ...wholeNumber("/maxBytes", maxBytes, 1_024, 8 * 1024 * 1024),
    ...(results === null
      ? []
      : [
          ...(results.path === "" ? [] : entryPathProblems("/results/path", results.path)),
          ...(results.id === null ? [] : entryPathProblems("/results/id", results.id)),
          ...entryPathProblems("/results/outcome", results.outcome),
        ]),
  ];
}

/** Pointers lead into the settings; sources have them too. */
export function findDeduplicationProblems({
  windowMs,
  include,
  exclude,
}: DeduplicationSettings): ProblemDetail[] {
  const both = include.length > 0 && exclude.length > 0;
  return [
    ...wholeNumber("/windowMs", windowMs, 1_000, 7 * DAY_MS),
    ...listProblems("/include", include),
    ...listProblems("/exclude", exclude),
    ...(both
      ? [{ pointer: "/exclude", message: "It has no meaning beside include: leave one of them empty." }]
      : []),
  ];
}

function listProblems(root: string, paths: readonly string[]): ProblemDetail[] {
  if (paths.length > MAX_PATHS) return [{ pointer: root, message: `At most ${MAX_PATHS} paths.` }];
  return paths.flatMap((path, index) => pathProblems(`${root}/${index}`, path));
}

function pathProblems(pointer: string, path: string): ProblemDetail[] {
  if (path.length <= MAX_PATH && PATH.test(path)) return [];
  return [
    { pointer, message: "Write a path into the event, such as payload.customerId, labels.shop or type." },
  ];
}

function entryPathProblems(pointer: string, path: string): ProblemDetail[] {
  if (path.length <= MAX_PATH && ENTRY_PATH.test(path)) return [];
  return [{ pointer, message: "Write member names with dots between them, such as data.items." }];
}
