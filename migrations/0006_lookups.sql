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
