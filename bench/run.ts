/**
 * `npm run bench`: hello, the bare pipeline and the gateway, one after another on the same machine in the same run.
 * `--quick` for a short run, `--only=hello,bare-pipeline,gateway` or the names in parts.ts for some. The last line
 * printed is one JSON object.
 */
import { cpus } from "node:os";
import { type Bench, type Figures, startBench } from "./measure.ts";
import { measureSubject, type SubjectResult } from "./measure-subject.ts";
import { type Measured, PARTS } from "./parts.ts";
import { FULL_PLAN, type Plan, QUICK_PLAN } from "./plan.ts";
import { billTable, growthTable, speedTable } from "./report.ts";
import { compare, judgeCustody, judgeMemory, judgeRatios, judgeThrift, type Verdict } from "./verdict.ts";

const quick = process.argv.includes("--quick");
const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice("--only=".length);
const wanted = (name: string): boolean => only === undefined || only.split(",").includes(name);

async function main(): Promise<void> {
  const plan = quick ? QUICK_PLAN : FULL_PLAN;
  console.log(
    `${cpus().length} CPUs (${cpus()[0]?.model}), Node ${process.version}; requests go to a direct socket of`,
  );
  console.log(
    "workerd itself, past Miniflare's entry proxy. workerd runs D1, R2 and the queue on the same one thread;",
  );
  console.log(
    "its fetches pass Miniflare's outbound interceptor, which costs more CPU than the fetch itself.\n",
  );
  const bench = await startBench();
  try {
    const hello = wanted("hello") ? await measureHello(bench, plan) : undefined;
    const bare = wanted("bare-pipeline") ? await measured(bench, "bare-pipeline", plan) : undefined;
    const gateway = wanted("gateway") ? await measured(bench, "gateway", plan) : undefined;
    const parts = new Map<string, Measured>();
    for (const { name, measure } of PARTS.filter((part) => wanted(part.name))) {
      const part = await measure(quick);
      parts.set(name, part);
      if (part.table !== "") console.log(`${name}\n${part.table}\n`);
    }
    finish({ hello, bare, gateway, parts });
  } finally {
    await bench.stop();
  }
}

async function measureHello(bench: Bench, plan: Plan): Promise<Figures> {
  const figures = await bench.withSubject("hello", "speed", async (running) => {
    await running.run(plan.hello);
    return await running.run(plan.hello);
  });
  const answer = `answered in ${figures.answerMs.p50.toFixed(1)} ms (p99 ${figures.answerMs.p99.toFixed(1)})`;
  console.log(`hello: ${figures.acceptedPerSecond.toFixed(0)} requests/s, ${answer}`);
  console.log(
    `       ${figures.workerdCpuMs.toFixed(3)} CPU ms per request, ${figures.rssMb.toFixed(0)} MB\n`,
  );
  return figures;
}

async function measured(bench: Bench, subject: string, plan: Plan): Promise<SubjectResult> {
  const result = await measureSubject(bench, subject, plan);
  console.log(`${subject}\n${speedTable(result)}\n`);
  console.log(`${billTable(result)}`);
  console.log(
    `beside it, object duration at the steady rate: ${result.objectDurationUsdPerMillion.toFixed(4)} USD`,
  );
  if (result.growth.length > 0) console.log(`\n${growthTable(result)}`);
  for (const figures of Object.values(result.loads)) {
    if (figures.firstRefusal !== null)
      console.log(`refused ${figures.refused}, the first: ${figures.firstRefusal}`);
  }
  console.log("");
  return result;
}

interface Results {
  readonly hello: Figures | undefined;
  readonly bare: SubjectResult | undefined;
  readonly gateway: SubjectResult | undefined;
  readonly parts: ReadonlyMap<string, Measured>;
}

function finish({ hello, bare, gateway, parts }: Results): void {
  const verdicts: Verdict[] = [];
  if (bare !== undefined) verdicts.push(...judgeCustody("bare pipeline", bare));
  if (gateway !== undefined)
    verdicts.push(
      ...judgeCustody("gateway", gateway),
      ...judgeThrift(gateway),
      ...judgeMemory(gateway, bare),
    );
  const ratios = gateway !== undefined && bare !== undefined ? compare(gateway, bare) : undefined;
  if (ratios !== undefined) verdicts.push(...judgeRatios(ratios));
  for (const part of parts.values()) verdicts.push(...part.verdicts);
  for (const verdict of verdicts) console.log(`${verdictWord(verdict)}  ${verdict.claim}`);
  const broken = verdicts.some((verdict) => verdict.kind === "promise" && !verdict.holds);
  process.exitCode = broken ? 1 : 0;
  console.log(
    JSON.stringify({
      at: new Date().toISOString(),
      quick,
      cpus: cpus().length,
      node: process.version,
      hello,
      bare,
      gateway,
      ...Object.fromEntries([...parts].map(([name, { figures }]) => [name, figures])),
      ratios,
      ok: !broken,
    }),
  );
}

function verdictWord({ holds, kind }: Verdict): string {
  if (holds) return "ok    ";
  return kind === "goal" ? "missed" : "BROKEN";
}

await main();
