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
ALTER TABLE `deliveries` ADD `parts_done` integer;