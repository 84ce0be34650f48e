CREATE TABLE `alert_rules` (
	`org_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`condition` text NOT NULL,
	`integration_ids` text,
	`enabled` integer NOT NULL,
	`muted_until` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `alerts` (
	`org_id` text NOT NULL,
	`id` text NOT NULL,
	`rule_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`detail` text NOT NULL,
	`value` real,
	`opened_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`resolved_at` integer,
	`occurrences` integer NOT NULL,
	`acknowledged_at` integer,
	`acknowledged_by` text,
	`raised_notice` text NOT NULL,
	`resolved_notice` text,
	PRIMARY KEY(`org_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_open` ON `alerts` (`org_id`,`rule_id`,`subject_id`) WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX `alerts_owed` ON `alerts` (`org_id`,`id`) WHERE raised_notice = 'owed' or resolved_notice = 'owed';--> statement-breakpoint
CREATE INDEX `deliveries_dead` ON `deliveries` (`org_id`,`integration_id`,`id`) WHERE status = 'dead_lettered';