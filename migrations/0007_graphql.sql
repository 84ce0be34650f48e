CREATE TABLE `graphql_schemas` (
	`org_id` text NOT NULL,
	`integration_id` text NOT NULL,
	`source` text NOT NULL,
	`hash` text NOT NULL,
	`sdl` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `integration_id`)
);
