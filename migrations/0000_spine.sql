CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`hint` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_org` ON `api_keys` (`org_id`,`id`);--> statement-breakpoint
CREATE TABLE `attempts` (
	`org_id` text NOT NULL,
	`delivery_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`at` integer NOT NULL,
	`category` text,
	`http_status` integer,
	`duration_ms` integer NOT NULL,
	`detail` text,
	`next_retry_at` integer,
	`retry_reason` text,
	`record_at` text NOT NULL,
	PRIMARY KEY(`org_id`, `delivery_id`, `attempt`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`org_id` text NOT NULL,
	`id` text NOT NULL,
	`event_id` text NOT NULL,
	`event_type` text NOT NULL,
	`integration_id` text NOT NULL,
	`status` text NOT NULL,
	`category` text,
	`http_status` integer,
	`attempts` integer NOT NULL,
	`accepted_at` integer NOT NULL,
	`attempted_at` integer,
	`first_attempt_at` integer,
	`next_retry_at` integer,
	`duration_ms` integer,
	`correlation_id` text NOT NULL,
	`detail` text,
	`event` text NOT NULL,
	`payload_at` text NOT NULL,
	`attempt_at` text,
	PRIMARY KEY(`org_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `deliveries_integration` ON `deliveries` (`org_id`,`integration_id`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_status` ON `deliveries` (`org_id`,`status`,`id`) WHERE status <> 'delivered';--> statement-breakpoint
CREATE INDEX `deliveries_category` ON `deliveries` (`org_id`,`category`,`id`) WHERE category is not null;--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`next_retry_at`) WHERE next_retry_at is not null;--> statement-breakpoint
CREATE INDEX `deliveries_named_event` ON `deliveries` (`org_id`,`event_id`) WHERE substr(event_id, 1, 4) <> 'evt_';--> statement-breakpoint
CREATE TABLE `event_types` (
	`org_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`schema` text,
	`example` text,
	`archived` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `name`)
);
--> statement-breakpoint
CREATE TABLE `integrations` (
	`org_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`enabled` integer NOT NULL,
	`disabled_reason` text,
	`config` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`org_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`filter` text NOT NULL,
	`status` text NOT NULL,
	`total` integer NOT NULL,
	`processed` integer NOT NULL,
	`skipped` integer NOT NULL,
	`position` text NOT NULL,
	`detail` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `jobs_running` ON `jobs` (`updated_at`) WHERE status = 'running';--> statement-breakpoint
CREATE TABLE `organizations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`region` text NOT NULL,
	`catalogue_mode` text NOT NULL,
	`retention_days` integer NOT NULL,
	`intake_shards` integer NOT NULL,
	`config_version` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `signing_secrets` (
	`org_id` text NOT NULL,
	`integration_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`sealed` text NOT NULL,
	`hint` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	PRIMARY KEY(`org_id`, `integration_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `sweeps` (
	`name` text PRIMARY KEY NOT NULL,
	`position` text NOT NULL
);
