import type { WranglerResult } from "../wrangler.ts";
import { findDatabaseId } from "./database-id.ts";
import { type Existing, planProvision, type RegionNeeds, type Step } from "./plan-provision.ts";

/** What provisioning may touch. Tests bring an account of their own. */
export interface ProvisionTools {
  readonly wrangler: (args: readonly string[], input?: string) => Promise<WranglerResult>;
  /** Write the id into wrangler.toml. */
  readonly recordDatabase: (id: string) => void;
  /** The value for a secret: made once and kept in a file, so that a second try does not make another. */
  readonly secretValue: (name: string) => string;
  readonly say: (line: string) => void;
}

/**
 * Make what the region lacks. Run again, it makes nothing twice and changes no secret.
 * @throws Error with wrangler's words at the first step that fails; what was made before stays and is found next time.
 */
export async function provisionRegion(needs: RegionNeeds, tools: ProvisionTools): Promise<void> {
  for (const step of planProvision(needs, await findExisting(needs, tools))) await take(step, tools);
}

async function take(step: Step, tools: ProvisionTools): Promise<void> {
  switch (step.kind) {
    case "present":
      tools.say(`exists   ${step.title}`);
      return;
    case "run":
      await must(tools, step.args);
      tools.say(`done     ${step.title}`);
      return;
    case "record-database": {
      const id = findDatabaseId(await must(tools, ["d1", "list", "--json"]), step.database);
      if (id === null)
        throw new Error(`The account lists no database ${step.database}, although it was made.`);
      tools.recordDatabase(id);
      tools.say(`written  ${step.title}: ${id}`);
      return;
    }
    case "secret":
      await must(tools, step.args, tools.secretValue(step.secret));
      tools.say(`set      ${step.title}`);
  }
}

async function findExisting(needs: RegionNeeds, tools: ProvisionTools): Promise<Existing> {
  const { wrangler } = tools;
  const jurisdiction = needs.jurisdiction === null ? [] : ["--jurisdiction", needs.jurisdiction];
  const queues = new Set<string>();
  for (const queue of needs.queues) {
    if ((await wrangler(["queues", "info", queue])).exitCode === 0) queues.add(queue);
  }
  return {
    databaseId: findDatabaseId(await must(tools, ["d1", "list", "--json"]), needs.database),
    // If this failed for another reason than absence, creating fails too and says why.
    bucket: (await wrangler(["r2", "bucket", "info", needs.bucket, ...jurisdiction])).exitCode === 0,
    queues,
    secrets: await findSecrets(needs, tools),
  };
}

/** "I could not look" must never read as "there is none": a new SECRETS_KEYS would lock every sealed secret. */
async function findSecrets({ region }: RegionNeeds, { wrangler }: ProvisionTools): Promise<Set<string>> {
  const result = await wrangler(["secret", "list", "--env", region, "--format", "json"]);
  if (result.exitCode === 0) {
    const secrets = JSON.parse(result.stdout) as readonly { readonly name: string }[];
    return new Set(secrets.map(({ name }) => name));
  }
  const said = `${result.stdout}\n${result.stderr}`;
  // The Worker was never deployed. Setting its first secret makes an empty one.
  if (/Worker "[^"]+"(?: \(env: [^)]+\))? not found\./.test(said)) return new Set();
  throw new Error(`The secrets of ${region} cannot be listed:\n${said}`);
}

async function must({ wrangler }: ProvisionTools, args: readonly string[], input?: string): Promise<string> {
  const { exitCode, stdout, stderr } = await wrangler(args, input);
  if (exitCode !== 0) throw new Error(`wrangler ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
  return stdout;
}
