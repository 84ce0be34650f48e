/** What `npm run bench` measures beside its three subjects. Each has a command of its own too (`npm run bench:<name>`). */
import { judgeAuditSearch, measureAuditSearch } from "./audit-search.ts";
import { batchingTable, judgeBatching, measureBatching } from "./batching.ts";
import { cageTable, measureCageCost } from "./cage-cost.ts";
import { deliveriesTable, judgeDeliveries, measureDeliveries } from "./deliveries-list.ts";
import { fanOutTable, judgeFanOut, measureFanOut } from "./fan-out.ts";
import { flowCostTable, judgeFlowCost, measureFlowCost } from "./flow-cost.ts";
import { inboundTable, judgeInbound, measureInbound } from "./inbound-cost.ts";
import {
  judgeManyIntegrations,
  manyIntegrationsTable,
  measureManyIntegrations,
} from "./many-integrations.ts";
import { judgeNoisySchema, measureNoisySchema, noisySchemaTable } from "./noisy-schema.ts";
import { judgeNoisyScript, measureNoisyScript, noisyScriptTable } from "./noisy-script.ts";
import { measureProxyCost, proxyTable } from "./proxy-cost.ts";
import { measureTransformCost, transformTable } from "./transform-cost.ts";
import { measureValidationCost, validationTable } from "./validation-cost.ts";
import type { Verdict } from "./verdict.ts";

export interface Part {
  readonly name: string;
  measure(quick: boolean): Promise<Measured>;
}

export interface Measured {
  /** For the JSON object at the end. */
  readonly figures: unknown;
  readonly table: string;
  readonly verdicts: readonly Verdict[];
}

export const PARTS: readonly Part[] = [
  part("audit", (quick) => measureAuditSearch(quick ? 10_000 : 100_000), {
    judge: (figures) => [judgeAuditSearch(figures)],
  }),
  part("deliveries-list", (quick) => measureDeliveries(quick ? 10_000 : 100_000), {
    table: deliveriesTable,
    judge: judgeDeliveries,
  }),
  part("inbound", (quick) => measureInbound(quick ? 1_500 : 9_000), {
    table: inboundTable,
    judge: (figures) => [judgeInbound(figures)],
  }),
  part("proxy", (quick) => measureProxyCost(quick ? 300 : 2_000), { table: proxyTable }),
  part("validation", measureValidationCost, { table: validationTable }),
  part("transform", (quick) => measureTransformCost(quick ? 100 : undefined), { table: transformTable }),
  part("cage", measureCageCost, { table: cageTable }),
  part("batching", (quick) => measureBatching(quick ? 1 : 3, quick ? 2_000 : 10_000), {
    table: batchingTable,
    judge: judgeBatching,
  }),
  part("flow-cost", measureFlowCost, { table: flowCostTable, judge: judgeFlowCost }),
  part("fan-out", measureFanOut, { table: fanOutTable, judge: judgeFanOut }),
  part("integrations", measureManyIntegrations, {
    table: manyIntegrationsTable,
    judge: judgeManyIntegrations,
  }),
  part("noisy", (quick) => measureNoisyScript(quick ? 2 : 6, quick ? 5 : 10), {
    table: noisyScriptTable,
    judge: (figures) => [judgeNoisyScript(figures)],
  }),
  part("noisy-schema", (quick) => measureNoisySchema(quick ? 2 : 6, quick ? 5 : 10), {
    table: noisySchemaTable,
    judge: (figures) => [judgeNoisySchema(figures)],
  }),
];

function part<Figures>(
  name: string,
  measure: (quick: boolean) => Promise<Figures>,
  {
    table = () => "",
    judge = () => [],
  }: { table?: (figures: Figures) => string; judge?: (figures: Figures) => readonly Verdict[] },
): Part {
  return {
    name,
    async measure(quick) {
      const figures = await measure(quick);
      return { figures, table: table(figures), verdicts: judge(figures) };
    },
  };
}
