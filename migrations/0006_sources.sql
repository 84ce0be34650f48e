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
CREATE TRIGGER sources_vault_key_insert BEFORE INSERT ON sources WHEN EXISTS (SELECT 1 FROM json_tree(NEW.vault, '$') AS node WHERE node.key = 'sealed' AND node.type = 'text' AND node.path <> '$' AND node.atom LIKE 'v2.%' AND NOT EXISTS (SELECT 1 FROM data_keys WHERE data_keys.org_id = NEW.org_id AND data_keys.version = CAST(substr(node.atom, 4) AS INTEGER))) BEGIN SELECT RAISE(ABORT, 'data_key_gone'); END;
--> statement-breakpoint
CREATE TRIGGER sources_vault_key_update BEFORE UPDATE OF vault ON sources WHEN EXISTS (SELECT 1 FROM json_tree(NEW.vault, '$') AS node WHERE node.key = 'sealed' AND node.type = 'text' AND node.path <> '$' AND node.atom LIKE 'v2.%' AND NOT EXISTS (SELECT 1 FROM data_keys WHERE data_keys.org_id = NEW.org_id AND data_keys.version = CAST(substr(node.atom, 4) AS INTEGER))) BEGIN SELECT RAISE(ABORT, 'data_key_gone'); END;
