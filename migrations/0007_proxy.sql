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
CREATE INDEX `proxy_calls_category` ON `proxy_calls` (`org_id`,`category`,`id`) WHERE category is not null;