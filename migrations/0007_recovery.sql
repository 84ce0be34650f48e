CREATE TABLE `job_pages` (
	`org_id` text NOT NULL,
	`job_id` text NOT NULL,
	`position` text NOT NULL,
	`items` text NOT NULL,
	PRIMARY KEY(`org_id`, `job_id`, `position`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `jobs` ADD `options` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `not_before` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `undone_by` text;