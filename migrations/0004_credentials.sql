ALTER TABLE `credentials` ADD `renew_at` integer;--> statement-breakpoint
CREATE INDEX `credentials_renew` ON `credentials` (`renew_at`) WHERE renew_at is not null;