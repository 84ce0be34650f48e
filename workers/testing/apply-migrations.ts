import { applyD1Migrations, env } from "cloudflare:test";

/** Every test file starts with an empty, migrated database. */
await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
