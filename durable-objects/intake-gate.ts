import type { IntakeObject } from "./intake.ts";

interface IntakeEnv {
  readonly INTAKE: DurableObjectNamespace<IntakeObject>;
  readonly JURISDICTION?: string;
}

/** The chunk up to which no intake object of the organization keeps anything but that chunk itself. */
export async function askGate(env: IntakeEnv, orgId: string, shards: number): Promise<number> {
  const { INTAKE, JURISDICTION } = env;
  // The local runtime knows no jurisdictions and throws when asked.
  const objects =
    JURISDICTION === "eu" || JURISDICTION === "fedramp" ? INTAKE.jurisdiction(JURISDICTION) : INTAKE;
  const asked = Array.from({ length: shards }, (_, shard) =>
    objects.getByName(`${orgId}:${shard}`).oldestKept(),
  );
  return Math.min(...(await Promise.all(asked)));
}
