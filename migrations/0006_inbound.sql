CREATE TABLE `compiled_schemas` (
	`org_id` text NOT NULL,
	`key` text NOT NULL,
	`code` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `graphql_schemas` (
	`org_id` text NOT NULL,
	`integration_id` text NOT NULL,
	`source` text NOT NULL,
	`hash` text NOT NULL,
	`sdl` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `integration_id`)
);
--> statement-breakpoint
CREATE TABLE `lookup_rows` (
	`org_id` text NOT NULL,
	`table_id` text NOT NULL,
	`key` text NOT NULL,
	`version` integer NOT NULL,
	`json` text,
	PRIMARY KEY(`org_id`, `table_id`, `key`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `lookup_tables` (
	`org_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`default_json` text,
	`version` integer NOT NULL,
	`oldest_version` integer NOT NULL,
	`rows` integer NOT NULL,
	`columns` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`draft_id` text,
	`draft_at` integer,
	`deleted_at` integer,
	PRIMARY KEY(`org_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `lookup_tables_name` ON `lookup_tables` (`org_id`,`name`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `lookup_tables_leftover` ON `lookup_tables` (`draft_at`) WHERE deleted_at is not null or draft_id is not null;--> statement-breakpoint
CREATE TABLE `lookup_versions` (
	`org_id` text NOT NULL,
	`table_id` text NOT NULL,
	`version` integer NOT NULL,
	`at` integer NOT NULL,
	`change` text NOT NULL,
	`rows` integer NOT NULL,
	`added` integer NOT NULL,
	`removed` integer NOT NULL,
	PRIMARY KEY(`org_id`, `table_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `proxy_calls` (
	`org_id` text NOT NULL,
	`id` text NOT NULL,
	`integration_id` text NOT NULL,
	`at` integer NOT NULL,
	`method` text NOT NULL,
	`path` text NOT NULL,
	`http_status` integer NOT NULL,
	`gateway_error` text,
	`category` text,
	`cache` text NOT NULL,
	`duration_ms` integer NOT NULL,
	`total_ms` integer NOT NULL,
	`request_bytes` integer,
	`response_bytes` integer,
	`caller` text NOT NULL,
	`correlation_id` text NOT NULL,
	`detail` text,
	`trace_at` text,
	PRIMARY KEY(`org_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `proxy_calls_integration` ON `proxy_calls` (`org_id`,`integration_id`,`id`);--> statement-breakpoint
CREATE INDEX `proxy_calls_category` ON `proxy_calls` (`org_id`,`category`,`id`) WHERE category is not null;--> statement-breakpoint
CREATE TABLE `rejected_events` (
	`org_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`event_type` text NOT NULL,
	`event_id` text,
	`errors` text NOT NULL,
	`excerpt` text NOT NULL,
	`correlation_id` text NOT NULL,
	PRIMARY KEY(`org_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `rejected_requests` (
	`org_id` text NOT NULL,
	`id` text NOT NULL,
	`source_id` text NOT NULL,
	`at` integer NOT NULL,
	`reason` text NOT NULL,
	`detail` text NOT NULL,
	`method` text NOT NULL,
	`status` integer NOT NULL,
	`ip` text NOT NULL,
	`headers` text NOT NULL,
	`query` text NOT NULL,
	`body_bytes` integer NOT NULL,
	`body_at` text,
	PRIMARY KEY(`org_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `rejected_requests_source` ON `rejected_requests` (`org_id`,`source_id`,`id`);--> statement-breakpoint
CREATE TABLE `source_activity` (
	`org_id` text NOT NULL,
	`source_id` text NOT NULL,
	`first_event_at` integer,
	`last_event_at` integer,
	`day` text NOT NULL,
	`accepted_today` integer NOT NULL,
	`duplicates_today` integer NOT NULL,
	`rejected_today` integer NOT NULL,
	`accepted_total` integer NOT NULL,
	`rejected_total` integer NOT NULL,
	PRIMARY KEY(`org_id`, `source_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `source_tokens` (
	`org_id` text NOT NULL,
	`hash` text PRIMARY KEY NOT NULL,
	`source_id` text NOT NULL,
	`hint` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `source_tokens_source` ON `source_tokens` (`org_id`,`source_id`);--> statement-breakpoint
CREATE TABLE `sources` (
	`org_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`provider` text NOT NULL,
	`enabled` integer NOT NULL,
	`config` text NOT NULL,
	`vault` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `validation_counts` (
	`org_id` text NOT NULL,
	`subject` text NOT NULL,
	`hour` integer NOT NULL,
	`checked` integer NOT NULL,
	`failed` integer NOT NULL,
	PRIMARY KEY(`org_id`, `subject`, `hour`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `variables` (
	`org_id` text NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	`description` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `name`)
);
--> statement-breakpoint
ALTER TABLE `deliveries` ADD `parts_done` integer;--> statement-breakpoint
ALTER TABLE `event_types` ADD `validation` text;--> statement-breakpoint
ALTER TABLE `event_types` ADD `schema_hash` text;--> statement-breakpoint
ALTER TABLE `integrations` ADD `validation_schema` text;
--> statement-breakpoint
CREATE TRIGGER sources_vault_key_insert BEFORE INSERT ON sources WHEN EXISTS (SELECT 1 FROM json_tree(NEW.vault, '$') AS node WHERE node.key = 'sealed' AND node.type = 'text' AND node.path <> '$' AND node.atom LIKE 'v2.%' AND NOT EXISTS (SELECT 1 FROM data_keys WHERE data_keys.org_id = NEW.org_id AND data_keys.version = CAST(substr(node.atom, 4) AS INTEGER))) BEGIN SELECT RAISE(ABORT, 'data_key_gone'); END;
--> statement-breakpoint
CREATE TRIGGER sources_vault_key_update BEFORE UPDATE OF vault ON sources WHEN EXISTS (SELECT 1 FROM json_tree(NEW.vault, '$') AS node WHERE node.key = 'sealed' AND node.type = 'text' AND node.path <> '$' AND node.atom LIKE 'v2.%' AND NOT EXISTS (SELECT 1 FROM data_keys WHERE data_keys.org_id = NEW.org_id AND data_keys.version = CAST(substr(node.atom, 4) AS INTEGER))) BEGIN SELECT RAISE(ABORT, 'data_key_gone'); END;
