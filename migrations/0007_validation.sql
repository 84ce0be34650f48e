CREATE TABLE `compiled_schemas` (
	`org_id` text NOT NULL,
	`key` text NOT NULL,
	`code` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `key`)
);
--> statement-breakpoint
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
CREATE TABLE `validation_counts` (
	`org_id` text NOT NULL,
	`subject` text NOT NULL,
	`hour` integer NOT NULL,
	`checked` integer NOT NULL,
	`failed` integer NOT NULL,
	PRIMARY KEY(`org_id`, `subject`, `hour`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `event_types` ADD `validation` text;--> statement-breakpoint
ALTER TABLE `event_types` ADD `schema_hash` text;--> statement-breakpoint
ALTER TABLE `integrations` ADD `validation_schema` text;