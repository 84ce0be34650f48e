import type { Step } from "./plan-provision.ts";

/** The plan as commands for a shell, for somebody without an account here or who wants to see first. */
export function printPlan(steps: readonly Step[], region: string): string[] {
  return ["mkdir -p .gateway", ...steps.flatMap((step) => printStep(step, region))];
}

function printStep(step: Step, region: string): string[] {
  switch (step.kind) {
    case "present":
      return [`# exists: ${step.title}`];
    case "run":
      return [`npx wrangler ${step.args.join(" ")}`];
    case "record-database":
      return [
        `# Write the database_id that was printed into wrangler.toml under [[env.${region}.d1_databases]] now;`,
        "# this command shows it again. The migrations below need it.",
        "npx wrangler d1 list --json",
      ];
    case "secret": {
      const file = `.gateway/${region}.${step.secret}`;
      const value =
        step.secret === "SECRETS_KEYS"
          ? `'${region}-1:%s' "$(openssl rand -base64 32)"`
          : `'%s' "$(openssl rand -hex 32)"`;
      return [
        `# ${step.secret}: move ${file} to your password store afterwards. Cloudflare never shows a secret again.`,
        `(umask 077 && printf ${value} > ${file})`,
        `npx wrangler ${step.args.join(" ")} < ${file}`,
      ];
    }
  }
}
