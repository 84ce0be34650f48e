ALTER TABLE `lookup_versions` ADD `changed` integer;--> statement-breakpoint
ALTER TABLE `lookup_versions` ADD `changed_by` text;